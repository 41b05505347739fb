package client

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// serve returns a client of a server whose answers a function gives; calls counts
// the requests.
func serve(t *testing.T, o Options, answer func(w http.ResponseWriter, r *http.Request, call int)) (c *Client, calls *atomic.Int64) {
	t.Helper()
	calls = &atomic.Int64{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { answer(w, r, int(calls.Add(1))) }))
	t.Cleanup(s.Close)
	c, err := New(s.URL, o)
	if err != nil {
		t.Fatal(err)
	}
	return c, calls
}

func refuse(w http.ResponseWriter, status int, code string) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	fmt.Fprintf(w, `{"status":%d,"code":%q,"detail":"no","request_id":"r1","errors":[{"parameter":"q","detail":"is missing"}]}`, status, code)
}

func TestNew(t *testing.T) {
	file := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(file, []byte(" xz_a_b\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		base string
		o    Options
		ok   bool
	}{
		{"http://localhost:8080", Options{}, true}, {"https://a.example/", Options{Key: "k"}, true}, {"https://a.example", Options{KeyFile: file}, true},
		{"a.example", Options{}, false}, {"https://a.example/x", Options{}, false}, {"ftp://a.example", Options{}, false}, {"http://%", Options{}, false},
		{"https://a.example", Options{Key: "k", KeyFile: file}, false}, {"https://a.example", Options{KeyFile: file + "none"}, false},
	} {
		c, err := New(tt.base, tt.o)
		if (err == nil) != tt.ok || tt.o.KeyFile == file && err == nil && c.options.Key != "xz_a_b" {
			t.Errorf("%s %+v: %+v %v", tt.base, tt.o, c, err)
		}
	}
}

// A busy server is asked again, if it says when; wrong requests are not repeated.
func TestRetries(t *testing.T) {
	for _, tt := range []struct {
		name    string
		retries int
		answers []int // statuses; the last one is repeated
		calls   int
		want    error
	}{
		{"busy once", 0, []int{503, 200}, 2, nil},
		{"too many, then a proxy that has nobody behind it", 0, []int{429, 502, 200}, 3, nil},
		{"busy for ever", 2, []int{503}, 3, ErrUnavailable},
		{"never again", -1, []int{429}, 1, ErrTooMany},
		{"wrong", 0, []int{400}, 1, ErrBadRequest},
		{"a long address", 0, []int{414}, 1, ErrBadRequest},
		{"longer headers", 0, []int{431}, 1, ErrBadRequest},
		{"no key", 0, []int{401}, 1, ErrUnauthorized},
		{"another key", 0, []int{403}, 1, ErrForbidden},
		{"not there", 0, []int{404}, 1, ErrNotFound},
		{"a cursor of before", 0, []int{409}, 1, ErrChanged},
		{"too slow", 0, []int{504}, 1, ErrTimeout},
	} {
		c, calls := serve(t, Options{Retries: tt.retries}, func(w http.ResponseWriter, _ *http.Request, call int) {
			if status := tt.answers[min(call, len(tt.answers))-1]; status != 200 {
				refuse(w, status, "code")
				return
			}
			fmt.Fprint(w, `{"generation":7}`)
		})
		stats, err := c.Stats(t.Context())
		if !errors.Is(err, tt.want) || int(calls.Load()) != tt.calls || err == nil && stats.Generation != 7 {
			t.Errorf("%s: %v after %d calls, want %v after %d", tt.name, err, calls.Load(), tt.want, tt.calls)
		}
		var e *Error
		if tt.want != nil && (!errors.As(err, &e) || e.Code != "code" || e.RequestID != "r1" || e.Faults[0].Parameter != "q" || !strings.Contains(err.Error(), "r1")) {
			t.Errorf("%s: %+v", tt.name, e)
		}
	}
}

// The client waits as long as the server says, but not longer than its own limit.
func TestRetryAfter(t *testing.T) {
	for header, waits := range map[string]bool{"1": true, "3600": false, time.Now().Add(time.Hour).UTC().Format(http.TimeFormat): false, "soon": true} {
		var first, second time.Time
		c, calls := serve(t, Options{MaxWait: 5 * time.Second}, func(w http.ResponseWriter, _ *http.Request, call int) {
			if call == 1 {
				first = time.Now()
				w.Header().Set("Retry-After", header)
				refuse(w, 429, "rate_limited")
				return
			}
			second = time.Now()
			fmt.Fprint(w, `{}`)
		})
		_, err := c.Stats(t.Context())
		if (err == nil) != waits || (calls.Load() == 2) != waits {
			t.Errorf("Retry-After %s: %v after %d calls", header, err, calls.Load())
		}
		if n, _ := strconv.Atoi(header); waits && second.Sub(first) < time.Duration(n)*time.Second {
			t.Errorf("Retry-After %s: asked again after %v", header, second.Sub(first))
		}
	}
}

// The context ends waiting and requests.
func TestContext(t *testing.T) {
	c, _ := serve(t, Options{}, func(w http.ResponseWriter, _ *http.Request, _ int) {
		w.Header().Set("Retry-After", "9")
		refuse(w, 503, "overloaded")
	})
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := c.Stats(ctx); !errors.Is(err, context.DeadlineExceeded) || !errors.Is(err, ErrUnavailable) {
		t.Errorf("%v", err)
	}
	ctx, cancel = context.WithCancel(t.Context())
	cancel()
	if _, err := c.Stats(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// A server that cannot be reached is tried again, and named in the error.
func TestNobodyListens(t *testing.T) {
	c, err := New("http://127.0.0.1:1", Options{Retries: 1})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Stats(t.Context()); err == nil || !strings.Contains(err.Error(), "127.0.0.1:1") {
		t.Errorf("%v", err)
	}
}

func TestHeaders(t *testing.T) {
	const trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
	c, _ := serve(t, Options{Key: "xz_a_b", Header: func(context.Context) http.Header { return http.Header{"Traceparent": {trace}} }},
		func(w http.ResponseWriter, r *http.Request, _ int) {
			if r.Header.Get("Authorization") != "Bearer xz_a_b" || r.Header.Get("Traceparent") != trace {
				t.Errorf("%v", r.Header)
			}
			if (r.Method == http.MethodPost) != (r.Header.Get("Content-Type") == "application/json") {
				t.Errorf("%s %v", r.Method, r.Header)
			}
			fmt.Fprint(w, `{}`)
		})
	if _, err := c.Stats(t.Context()); err != nil {
		t.Error(err)
	}
	if _, err := c.Analyze(t.Context(), "a"); err != nil {
		t.Error(err)
	}
}

// Every field of a query is a parameter, and a member of a batch.
func TestQuery(t *testing.T) {
	q := Query{Text: "小红书", Page: 2, Size: 3, Sort: "newest", Categories: []string{"a", "b"}, Authors: []string{"c"}, Tags: []string{"d"}, Years: []int{2024, 2025},
		From: time.Date(2024, 1, 2, 0, 0, 0, 0, time.UTC), To: time.Date(2025, 1, 2, 0, 0, 0, 0, time.UTC), Literal: true, Explain: true, Fields: []string{"total", "articles.id"}}
	const want = "author=c&category=a&category=b&explain=true&fields=total%2Carticles.id&from=2024-01-02&literal=true&page=2&q=%E5%B0%8F%E7%BA%A2%E4%B9%A6&size=3&sort=newest&tag=d&to=2025-01-02&year=2024&year=2025"
	if got := q.values().Encode(); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	got, err := json.Marshal(q)
	const wantJSON = `{"author":["c"],"category":["a","b"],"explain":true,"fields":["total","articles.id"],"from":"2024-01-02","literal":true,"page":2,"q":"小红书","size":3,"sort":"newest","tag":["d"],"to":"2025-01-02","year":[2024,2025]}`
	if err != nil || string(got) != wantJSON {
		t.Errorf("%v %s\nwant %s", err, got, wantJSON)
	}
	if got := (Query{}).values().Encode(); got != "q=" {
		t.Errorf("nothing: %s", got)
	}
	if got := (Query{Tags: []string{"a"}}).values().Encode(); got != "tag=a" {
		t.Errorf("a filter alone: %s", got)
	}
}

// An iterator goes from page to page. It ends after the last page, and stops when
// the index changes or the caller does.
func TestIterators(t *testing.T) {
	generation := func(int) int { return 7 }
	c, calls := serve(t, Options{}, func(w http.ResponseWriter, r *http.Request, call int) {
		page, _ := strconv.Atoi(r.URL.Query().Get("page"))
		var list []ArticleHit
		for i := (page - 1) * 2; i < min(page*2, 5); i++ {
			list = append(list, ArticleHit{ID: strconv.Itoa(i)})
		}
		_ = json.NewEncoder(w).Encode(Results{Generation: generation(call), Articles: list})
	})
	take := func(stop int) (ids string, err error) {
		for a, e := range c.Articles(t.Context(), Query{Text: "a", Size: 2}) {
			if e != nil {
				return ids, e
			}
			if ids += a.ID; len(ids) == stop {
				break
			}
		}
		return ids, nil
	}
	if ids, err := take(0); ids != "01234" || err != nil || calls.Load() != 4 {
		t.Errorf("%s %v after %d calls", ids, err, calls.Load())
	}
	calls.Store(0)
	if ids, err := take(3); ids != "012" || err != nil || calls.Load() != 2 {
		t.Errorf("%s %v after %d calls", ids, err, calls.Load())
	}
	calls.Store(0)
	generation = func(call int) int { return call }
	if ids, err := take(0); ids != "01" || !errors.Is(err, ErrChanged) {
		t.Errorf("%s %v", ids, err)
	}
}

// When only some members are requested, the generation is requested too; the
// caller's list is unchanged.
func TestIteratorsAskForTheGeneration(t *testing.T) {
	var asked []string
	c, _ := serve(t, Options{}, func(w http.ResponseWriter, r *http.Request, _ int) {
		asked = append(asked, r.URL.Query().Get("fields"))
		fmt.Fprint(w, `{}`)
	})
	list := []string{"articles.id", "total"}
	for _, fields := range [][]string{nil, list[:1]} {
		for range c.Articles(t.Context(), Query{Text: "a", Fields: fields}) {
			t.Error("an article of an empty answer")
		}
	}
	if want := []string{"", "articles.id,generation"}; !slices.Equal(asked, want) || list[1] != "total" {
		t.Errorf("asked for %q, want %q; the list is %q", asked, want, list)
	}
}

// Iterators end at the last page that the server answers.
func TestIteratorsEndAtTheWindow(t *testing.T) {
	const size = 100
	c, calls := serve(t, Options{}, func(w http.ResponseWriter, _ *http.Request, _ int) {
		_ = json.NewEncoder(w).Encode(Results{Generation: 1, Articles: make([]ArticleHit, size)})
	})
	n := 0
	for _, err := range c.Articles(t.Context(), Query{Text: "a", Size: size, Page: maxWindow/size - 1}) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	if n != 2*size || calls.Load() != 2 {
		t.Errorf("%d articles of %d requests, want those of the last two pages", n, calls.Load())
	}
}

// A batch is divided into requests that the server accepts. Results are in the
// order of the queries, and queries for which the server was too busy are sent
// again.
func TestBatch(t *testing.T) {
	c, calls := serve(t, Options{}, func(w http.ResponseWriter, r *http.Request, call int) {
		var in struct {
			Searches []struct{ Q string } `json:"searches"`
		}
		if err := json.NewDecoder(r.Body).Decode(&in); err != nil || len(in.Searches) > MaxBatch {
			t.Errorf("%d searches, %v", len(in.Searches), err)
		}
		var list []string
		for _, s := range in.Searches {
			switch {
			case s.Q == "wrong":
				list = append(list, `{"status":400,"problem":{"status":400,"code":"bad_query","detail":"no"}}`)
			case s.Q == "busy" && call < 4:
				list = append(list, `{"status":503,"problem":{"status":503,"code":"overloaded","detail":"no"}}`)
			default:
				list = append(list, fmt.Sprintf(`{"status":200,"answer":{"query":{"text":%q}}}`, s.Q))
			}
		}
		fmt.Fprintf(w, `{"results":[%s]}`, strings.Join(list, ","))
	})
	queries := make([]Query, 120)
	for i := range queries {
		queries[i].Text = strconv.Itoa(i)
	}
	queries[5].Text, queries[100].Text = "wrong", "busy"
	got, err := c.Batch(t.Context(), queries)
	if err != nil || calls.Load() != 4 {
		t.Fatalf("%v after %d calls", err, calls.Load())
	}
	for i, r := range got {
		if i == 5 {
			if !errors.Is(r.Err, ErrBadRequest) || r.Results != nil {
				t.Errorf("%d: %+v", i, r)
			}
			continue
		}
		if r.Err != nil || r.Results.Query.Text != queries[i].Text {
			t.Errorf("%d: %+v", i, r)
		}
	}
}

// No request of a batch asks for more hits than the server allows.
func TestBatchOfLargePages(t *testing.T) {
	c, calls := serve(t, Options{}, func(w http.ResponseWriter, r *http.Request, _ int) {
		var in struct {
			Searches []struct{ Size int } `json:"searches"`
		}
		if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
			t.Error(err)
		}
		hits := 0
		for _, s := range in.Searches {
			hits += s.Size
		}
		if hits > maxBatchHits {
			t.Errorf("%d searches ask for %d hits", len(in.Searches), hits)
		}
		fmt.Fprintf(w, `{"results":[%s]}`, strings.TrimSuffix(strings.Repeat(`{"status":200,"answer":{}},`, len(in.Searches)), ","))
	})
	got, err := c.Batch(t.Context(), slices.Repeat([]Query{{Text: "a", Size: 100}}, 25))
	if err != nil || len(got) != 25 || calls.Load() != 3 {
		t.Errorf("%d results of %d requests: %v", len(got), calls.Load(), err)
	}
}

// An export that breaks off ends with an error.
func TestExportThatIsCutOff(t *testing.T) {
	c, _ := serve(t, Options{}, func(w http.ResponseWriter, r *http.Request, _ int) {
		if r.URL.Query().Has("q") {
			t.Errorf("%s", r.URL)
		}
		fmt.Fprintln(w, `{"id":"1","title":"甲","paragraphs":["正文"]}`)
		if r.URL.Query().Get("category") == "cut" {
			_ = http.NewResponseController(w).Flush()
			panic(http.ErrAbortHandler)
		}
	})
	for category, cut := range map[string]bool{"": false, "cut": true} {
		n, failed := 0, false
		for a, err := range c.Export(t.Context(), Filter{Categories: []string{category}[:min(1, len(category))]}) {
			if err != nil {
				failed = true
			} else if n++; a.Paragraphs[0] != "正文" {
				t.Errorf("%+v", a)
			}
		}
		if n != 1 || failed != cut {
			t.Errorf("%q: %d articles, failed: %v", category, n, failed)
		}
	}
}
