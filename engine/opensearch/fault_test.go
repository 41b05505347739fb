package opensearch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xunzhang/xunzhang/engine"
)

// A fake is a node whose answers a test chooses.
func fake(t *testing.T, answer http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(answer)
	t.Cleanup(s.Close)
	return s.URL
}

const hello = `{"version": {"distribution": "opensearch", "number": "3.8.0"}}`

// says answers every request with a text.
func says(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, text) }
}

func refuses(status int, text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		fmt.Fprint(w, text)
	}
}

// engineAt returns an engine whose index is on the given nodes.
func engineAt(t *testing.T, addresses ...string) *Engine {
	t.Helper()
	e := open(t, Options{Addresses: addresses, Name: "wiki", attempt: 2 * time.Second})
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e
}

func TestWhoIsRefused(t *testing.T) {
	for _, c := range []struct {
		name   string
		answer http.HandlerFunc
		want   string
		is     error
	}{
		{"Elasticsearch", says(`{"version": {"number": "8.19.0"}, "tagline": "You Know, for Search"}`), "this is Elasticsearch 8.19.0", ErrVersion},
		{"an old one", says(`{"version": {"distribution": "opensearch", "number": "2.18.1"}}`), "OpenSearch 2.18.1; 2.19 and 3.x", ErrVersion},
		{"one to come", says(`{"version": {"distribution": "opensearch", "number": "4.0.0"}}`), "OpenSearch 4.0.0", ErrVersion},
		{"something else", says(`{"hello": "world"}`), "does not say that it is OpenSearch", ErrVersion},
		{"no JSON", says(`<html>`), "the answer is not understood", engine.ErrUnavailable},
		{"who does not know us", refuses(401, ""), "401", ErrDenied},
		{"who does not let us", refuses(403, `{"error": {"type": "security_exception", "reason": "no permissions"}}`), "no permissions", ErrDenied},
		{"who is broken", refuses(500, `{"error": {"type": "x", "reason": "broken"}}`), "broken", engine.ErrUnavailable},
	} {
		e := engineAt(t, fake(t, c.answer))
		_, err := e.View(t.Context())
		if !errors.Is(err, c.is) || !errors.Is(err, engine.ErrUnavailable) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
		if _, err := e.Begin(t.Context(), engine.Empty, "rules"); !errors.Is(err, engine.ErrUnavailable) {
			t.Errorf("%s: Begin: %v", c.name, err)
		}
	}
	for _, number := range []string{"2.19.0", "2.20.1", "3.0.0", "3.8.0"} {
		var g greeting
		g.Version.Distribution, g.Version.Number = "opensearch", number
		if err := g.check(); err != nil {
			t.Errorf("%s: %v", number, err)
		}
	}
}

func TestNoNodeAnswers(t *testing.T) {
	address := fake(t, says(hello))
	e := engineAt(t, "http://127.0.0.1:1", address[:len("http://127.0.0.1:")]+"2")
	if _, err := e.View(t.Context()); !errors.Is(err, engine.ErrUnavailable) {
		t.Errorf("View: %v", err)
	}
}

func TestIndexOfAnother(t *testing.T) {
	e := engineAt(t, fake(t, func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/":
			fmt.Fprint(w, hello)
		case strings.HasPrefix(r.URL.Path, "/_alias/"):
			fmt.Fprint(w, `{"logs-2026": {}}`)
		}
	}))
	if _, err := e.View(t.Context()); !errors.Is(err, ErrForeign) {
		t.Errorf("View: %v", err)
	}
}

// searching returns a view of an index of one part on the given nodes, without a
// real index.
func searching(t *testing.T, addresses ...string) engine.View {
	t.Helper()
	e := engineAt(t, addresses...)
	e.served = &index{e: e, name: "wiki-gen-000001", manifest: &manifest{Number: 1, Parts: 1}, vocabulary: &vocabulary{e: e}}
	e.looked = time.Now()
	v, err := e.View(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Close() })
	return v
}

const counted = `{"_shards": {"total": 1, "successful": 1}, "hits": {"hits": []}, "aggregations": {"chosen": {"doc_count": 7, "alone": {"doc_count": 7}}}}`

func TestPartOfAnAnswerIsNone(t *testing.T) {
	for name, answer := range map[string]string{
		"a shard that failed":       `{"_shards": {"total": 2, "successful": 1, "failed": 1}}`,
		"a shard without an answer": `{"_shards": {"total": 2, "successful": 1}}`,
		"a search that ran out":     `{"timed_out": true, "_shards": {"total": 1, "successful": 1}}`,
	} {
		v := searching(t, fake(t, says(answer)))
		if res, err := v.Search(t.Context(), engine.Request{}); !errors.Is(err, engine.ErrUnavailable) {
			t.Errorf("%s: %+v, %v", name, res, err)
		}
	}
}

func TestAnotherNodeAnswers(t *testing.T) {
	good := fake(t, says(counted))
	for name, bad := range map[string]string{
		"none": "http://127.0.0.1:1",
		"that dies while it answers": fake(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			fmt.Fprint(w, counted[:20])
		}),
		"busy": fake(t, refuses(503, "")),
		"that hangs": fake(t, func(_ http.ResponseWriter, r *http.Request) {
			if _, err := io.Copy(io.Discard, r.Body); err != nil { // otherwise it does not learn that the client has gone
				t.Error(err)
			}
			<-r.Context().Done()
		}),
	} {
		v := searching(t, bad, good)
		for range 3 { // whichever node is asked first
			res, err := v.Search(t.Context(), engine.Request{})
			if err != nil || res.Parts != 7 {
				t.Errorf("beside a node %s: %+v, %v", name, res, err)
			}
		}
	}
}

// TestClientGoesAway: when a client disconnects, the node is told and ends the
// search.
func TestClientGoesAway(t *testing.T) {
	asked, ended := make(chan struct{}), make(chan struct{})
	v := searching(t, fake(t, func(_ http.ResponseWriter, r *http.Request) {
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			t.Error(err)
		}
		close(asked)
		<-r.Context().Done()
		close(ended)
	}))
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-asked
		cancel()
	}()
	if _, err := v.Search(ctx, engine.Request{}); !errors.Is(err, context.Canceled) {
		t.Errorf("Search: %v", err)
	}
	<-ended
}

// A bulkNode answers bulk requests. Each of its answers gives the outcome of an
// item.
func bulkNode(t *testing.T, requests *atomic.Int64, largest *atomic.Int64, answer func(request int64, id string) string) string {
	return fake(t, func(w http.ResponseWriter, r *http.Request) {
		n := requests.Add(1)
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		largest.Store(max(largest.Load(), int64(len(body))))
		var items []string
		for line := range strings.SplitSeq(string(body), "\n") {
			var action struct {
				Index *struct {
					ID string `json:"_id"`
				} `json:"index"`
			}
			if json.Unmarshal([]byte(line), &action) == nil && action.Index != nil {
				items = append(items, answer(n, action.Index.ID))
			}
		}
		fmt.Fprintf(w, `{"errors": true, "items": [%s]}`, strings.Join(items, ","))
	})
}

func TestBulk(t *testing.T) {
	const done, busy = `{"index": {"status": 201}}`, `{"index": {"status": 429, "error": {"type": "rejected", "reason": "busy"}}}`
	const bad = `{"index": {"status": 400, "error": {"type": "mapper_parsing_exception", "reason": "no such field"}}}`
	for _, c := range []struct {
		name     string
		answer   func(request int64, id string) string
		requests int64
		is       error
		want     string
	}{
		{"all is well", func(int64, string) string { return done }, 5, nil, ""},
		{"one is sent again", func(n int64, id string) string {
			if n == 1 && id == "1" {
				return busy
			}
			return done
		}, 6, nil, ""},
		{"one is refused", func(_ int64, id string) string {
			if id == "3" {
				return bad
			}
			return done
		}, 2, ErrRefused, `"part 3": mapper_parsing_exception: no such field`},
	} {
		var requests, largest atomic.Int64
		e := engineAt(t, bulkNode(t, &requests, &largest, c.answer))
		e.bulkBytes = 300
		b := e.newBulk("x")
		var err error
		for i := range 10 {
			if err == nil {
				err = b.index(t.Context(), fmt.Sprint(i), fmt.Sprint("part ", i), strings.Repeat("x", 100))
			}
		}
		if err == nil {
			err = b.flush(t.Context())
		}
		if !errors.Is(err, c.is) || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
		if requests.Load() != c.requests || largest.Load() > 300 {
			t.Errorf("%s: %d requests of up to %d bytes", c.name, requests.Load(), largest.Load())
		}
	}
}
