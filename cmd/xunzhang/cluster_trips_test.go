package main

import (
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xunzhang/xunzhang/data"
	"github.com/xunzhang/xunzhang/eval"
	"github.com/xunzhang/xunzhang/search"
	"github.com/xunzhang/xunzhang/search/mend"
)

// A tripCounter passes requests on to a node, and lists those of searches: what it
// was asked for, without looks at the alias, which are made once a second, and
// without what the client asks about the nodes.
type tripCounter struct {
	mu    sync.Mutex
	trips []string
}

// newTripCounter starts a tripCounter, and returns the address of an engine behind
// it.
func newTripCounter(t *testing.T, name string) (c *tripCounter, address string) {
	t.Helper()
	node, err := url.Parse(os.Getenv("XUNZHANG_OPENSEARCH"))
	if err != nil {
		t.Fatal(err)
	}
	c = &tripCounter{}
	proxy := httputil.NewSingleHostReverseProxy(node)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if asked := path.Base(r.URL.Path); slices.Contains([]string{"_search", "_msearch", "_mget"}, asked) {
			c.mu.Lock()
			c.trips = append(c.trips, asked)
			c.mu.Unlock()
		}
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	return c, "opensearch://" + strings.TrimPrefix(s.URL, "http://") + "/" + name
}

// since returns the requests since the last call.
func (c *tripCounter) since() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	trips := c.trips
	c.trips = nil
	return trips
}

// quiet waits until there are no more requests: a service reads the vocabulary when
// it starts.
func (c *tripCounter) quiet() {
	for c.since(); ; {
		time.Sleep(time.Second)
		if len(c.since()) == 0 {
			return
		}
	}
}

// A page with its months takes three round trips at most, and one where it was asked
// for before. Only where too little is found, and another reading of the query is looked
// for, which is a search of its own, are there more: four, and five where texts decide
// what holds the words of both readings (诉讼实效 三年: 三年 or 3年).
func TestClusterRoundTrips(t *testing.T) {
	address := clusterAddress(t)
	command(t, "reindex", "--engine", address, sampleArticles(t))
	counter, behind := newTripCounter(t, path.Base(address))
	s, _ := scaleService(t, &app{engine: behind})
	counter.quiet()
	for _, pass := range []struct {
		name              string
		usual, read, most int // round trips: the median, the most with one reading, the most with several
	}{{"first", 3, 3, 5}, {"again", 1, 2, 3}} {
		var counts []int
		for _, q := range sampleQueries(t) {
			counter.since()
			r, err := s.Search(t.Context(), search.Request{Text: q, Page: 1, Size: 10, Months: true})
			if err != nil {
				t.Fatalf("%s: %v", q, err)
			}
			trips := counter.since()
			counts = append(counts, len(trips))
			most := pass.read
			if r.Total < mend.FewArticles {
				most = pass.most
			}
			if len(trips) > most {
				t.Errorf("%s time, %q, of which %d articles are found: %d round trips, at most %d are promised: %q", pass.name, q, r.Total, len(trips), most, trips)
			}
		}
		slices.Sort(counts)
		n := len(counts)
		t.Logf("%s time, %d queries: median %d, p90 %d, most %d", pass.name, n, counts[n/2], counts[n*9/10], counts[n-1])
		if counts[n/2] > pass.usual {
			t.Errorf("%s time: %d round trips at the median, at most %d are promised", pass.name, counts[n/2], pass.usual)
		}
	}
}

// sampleArticles returns a folder with the articles that come with the program.
func sampleArticles(t *testing.T) string {
	t.Helper()
	dir, err := data.Articles()
	if err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(t.TempDir(), "articles")
	if err := os.CopyFS(folder, dir); err != nil {
		t.Fatal(err)
	}
	return folder
}

// sampleQueries returns the judged queries for these articles.
func sampleQueries(t *testing.T) []string {
	t.Helper()
	dir, err := data.Evaluation()
	if err != nil {
		t.Fatal(err)
	}
	f, err := dir.Open("queries.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	queries, err := eval.ReadQueries("queries.tsv", f)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, q := range queries {
		all = append(all, q.Text)
	}
	return all
}
