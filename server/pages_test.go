package server

import (
	"compress/gzip"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/search"
)

func TestHomeOffersWhatFinds(t *testing.T) {
	f := newFake()
	s := newServer(t, f)
	body := get(s, "/").Body.String()
	for _, want := range []string{"<b>35</b> 篇文章", "小红书 TikTok 难民", "小红书迎来远客", "2025年1月21日"} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s", want)
		}
	}
	if strings.Contains(body, "没有的词") {
		t.Error("an example that finds nothing is offered")
	}
	before := f.searches.Load()
	get(s, "/")
	if f.searches.Load() != before {
		t.Error("the page of a generation is made twice")
	}
	f.generation.Add(1)
	get(s, "/")
	if f.searches.Load() == before {
		t.Error("a new generation keeps the old page")
	}
}

func TestHomeWithoutAnswers(t *testing.T) {
	f := newFake()
	f.fail = func(string) error { return errors.New("no") }
	s := newServer(t, f)
	if w := get(s, "/"); w.Code != http.StatusOK || strings.Contains(w.Body.String(), "最新文章") {
		t.Errorf("%d", w.Code)
	}
	f.fail = nil
	if body := get(s, "/").Body.String(); !strings.Contains(body, "最新文章") {
		t.Error("a failure is kept")
	}
}

func TestNothingFoundOffersWhatFinds(t *testing.T) {
	s := newServer(t, newFake())
	for path, wants := range map[string][]string{
		"/search?q=小红书+量子引力":             {"没有找到“小红书 量子引力”", "去掉“量子引力”", "2 篇"},
		"/search?q=难民&category=文化":       {"去掉筛选", "1 篇", `href="/search?q=%E9%9A%BE%E6%B0%91"`},
		"/search?q=小红树":                  {"您是不是要找", "小红书"},
		"/search?q=zzz":                  {"换一个更短"},
		"/search?q=脸书":                   {"同义", "脸书→Facebook", "只找原样"},
		"/search?author=灯下客&sort=newest": {"找到 11 篇", "去掉作者 灯下客"},
	} {
		body := get(s, path).Body.String()
		for _, want := range wants {
			if !strings.Contains(body, want) {
				t.Errorf("%s: no %s", path, want)
			}
		}
	}
}

// Answers are compressed for who asks for it.
func TestCompression(t *testing.T) {
	s := newServer(t, newFake())
	w := get(s, "/search?q=改稿", "Accept-Encoding", "gzip")
	if w.Header().Get("Content-Encoding") != "gzip" || !strings.Contains(w.Header().Get("Vary"), "Accept-Encoding") {
		t.Fatalf("%v", w.Header())
	}
	size := w.Body.Len()
	r, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(r)
	if err != nil || !strings.Contains(string(body), "</html>") {
		t.Errorf("%v", err)
	}
	t.Logf("ten results: %d bytes, %d compressed", len(body), size)
	if size > 27<<10 {
		t.Errorf("%d bytes: with styles and scripts more than 40 KiB", size)
	}
	if w := get(s, "/search?q=改稿"); w.Header().Get("Content-Encoding") != "" {
		t.Error("compressed for who did not ask")
	}
}

func TestOpenSearch(t *testing.T) {
	s := newServer(t, newFake(), func(c *Config) { c.BaseURL = "https://search.example" })
	w := get(s, "/opensearch.xml", "Host", "search.example")
	var d description
	if err := xml.Unmarshal(w.Body.Bytes(), &d); err != nil || len(d.URLs) != 2 {
		t.Fatalf("%v %s", err, w.Body)
	}
	for _, u := range d.URLs {
		if !strings.HasPrefix(u.Template, "https://search.example/") {
			t.Errorf("%s is not absolute", u.Template)
		}
	}
	w = get(s, "/api/v1/suggest?format=opensearch&q=小", "Host", "search.example")
	list := decode[[]any](t, w)
	if len(list) != 2 || list[0] != "小" || len(list[1].([]any)) == 0 {
		t.Errorf("%s", w.Body)
	}
}

// An answer's context ends with its client.
func TestClientGoesAway(t *testing.T) {
	f := newFake()
	f.wait = func(ctx context.Context) error { return context.Cause(ctx) }
	s := newServer(t, f)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://localhost/api/v1/search?q=a", nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(r.Context())
	cancel()
	w := &countingWriter{header: http.Header{}}
	s.Handler().ServeHTTP(w, r.WithContext(ctx))
	if w.status != statusClosed {
		t.Errorf("%d", w.status)
	}
}

type countingWriter struct {
	header http.Header
	status int
}

func (w *countingWriter) Header() http.Header         { return w.header }
func (w *countingWriter) Write(p []byte) (int, error) { return len(p), nil }
func (w *countingWriter) WriteHeader(status int)      { w.status = status }

func TestPageQueryKeepsTheRequest(t *testing.T) {
	p := strict("q=a&sort=views&year=2024&tag=t&from=2024-01-02&literal=true")
	q := pageQuery(p.request(DefaultSize))
	if got, want := q.Href(), "/search?q=a&tag=t&year=2024&from=2024-01-02&sort=views&literal=true"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if q := pageQuery(search.Request{Text: " "}); !q.Empty() {
		t.Error("a blank query is not empty")
	}
}
