package opensearch

import (
	"net/http"
	"net/http/httptest"
	"path"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/xunzhang/xunzhang/engine"
)

// countingTrips returns the options of an engine behind a proxy that counts the
// requests of searches. The regular requests about the state of the nodes are not
// counted.
func countingTrips(t *testing.T) (Options, *atomic.Int64) {
	t.Helper()
	o, trips := options(t, t.Name()), new(atomic.Int64)
	s := httptest.NewServer(passing(t, o.Addresses[0], func(_ http.ResponseWriter, r *http.Request, pass func()) {
		if slices.Contains([]string{"_search", "_msearch", "_mget"}, path.Base(r.URL.Path)) {
			trips.Add(1)
		}
		pass()
	}))
	t.Cleanup(s.Close)
	o.Addresses = []string{s.URL}
	return o, trips
}

// TestRoundTrips: a search, together with its additional query and the parts of
// articles that are probably needed next, takes at most three round trips with
// nothing in memory, whatever has to be found out before; fewer where that is in
// memory.
func TestRoundTrips(t *testing.T) {
	o, trips := countingTrips(t)
	e := open(t, o)
	defer e.Close()
	publish(t, e, engine.Empty, part("a", "ab", "cd"), part("a\x001", "ef"), part("b", "ab", "ef"), part("c", "ab"))
	gram := func(s string) engine.Node { return engine.Term{Field: engine.Grams, Text: s} }
	within := func(n engine.Node) engine.Node { return engine.InArticle{Node: n} }
	text := func(s string) engine.Node {
		return engine.Verified{Maybe: engine.All{}, Accept: func(b []byte) bool { return strings.Contains(string(b), s) }}
	}
	page := engine.Request{Query: gram("ab"), Prefer: gram("ef"), Facets: 10, Months: true, Size: 10, Rest: 10, Stored: true}
	articles := page
	articles.Prefer = engine.And{within(gram("ef")), within(gram("cd")), within(gram("ab"))}
	texts := page
	texts.Filter = engine.And{text("a"), text("s"), text("d")}
	within3 := page
	within3.Prefer = engine.And{within(engine.Or{Nodes: []engine.Node{text("a"), gram("zz")}}), within(text("d"))}
	none := within3 // where nothing is preferred, the facets of all hits are requested too
	none.Prefer = engine.And{within(text("nowhere")), within(gram("ab"))}
	none.Beside, none.BesideSize = gram("ab"), 10
	for _, c := range []struct {
		name        string
		request     engine.Request
		cold, again int64
	}{
		{"a page", page, 3, 1},
		{"words in other parts of an article", articles, 3, 1},
		{"three texts, and nothing is preferred", texts, 3, 2},
		{"texts in other parts of an article", within3, 3, 1},
		{"nothing is preferred, and something is asked for beside", none, 3, 2},
	} {
		e := open(t, o)
		defer e.Close()
		for _, most := range []int64{c.cold, c.again} {
			if got := tripsOf(t, e, trips, c.request); got > most {
				t.Errorf("%s: %d round trips, at most %d are promised", c.name, got, most)
			}
		}
	}
}

// tripsOf counts the round trips of a search and of its additional query.
func tripsOf(t *testing.T, e *Engine, trips *atomic.Int64, r engine.Request) int64 {
	t.Helper()
	v, err := e.View(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	trips.Store(0)
	res, err := v.Search(t.Context(), r)
	if err == nil && res.Beside != nil {
		_, err = res.Beside(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	return trips.Load()
}
