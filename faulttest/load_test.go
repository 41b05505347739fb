//go:build unix

package faulttest

import (
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// material returns the articles and the queries for the load: the sample articles,
// or the large collection in the folder that XUNZHANG_SHARED names.
func material(t *testing.T) (source string, queries []string) {
	t.Helper()
	shared := os.Getenv("XUNZHANG_SHARED")
	if shared == "" {
		shared = "../../shared"
	}
	source = filepath.Join(shared, "corpus", "woshipm.tar.gz")
	b, err := os.ReadFile(filepath.Join(shared, "bench", "speed.txt"))
	if _, missing := os.Stat(source); !long() || err != nil || missing != nil {
		source = "../data/articles"
		b, err = os.ReadFile("../data/eval/queries.tsv")
		must(t, err)
	}
	for line := range strings.Lines(string(b)) {
		line = strings.TrimSpace(line)
		if _, query, ok := strings.Cut(line, "\t"); ok {
			line = query
		}
		if line != "" && !strings.HasPrefix(line, "#") {
			queries = append(queries, line)
		}
	}
	return source, queries
}

// As many clients as the server admits at once are all answered. At twice the
// number of requests a second that they make, each is answered or refused at once,
// in bounded memory. Afterwards the server is as before.
func TestLoad(t *testing.T) {
	p := program(t) // not parallel, because it measures
	source, queries := material(t)
	index := filepath.Join(t.TempDir(), "index")
	t.Cleanup(func() { loosen(t, index) })
	p.MustRun(t, "reindex", "--index", index, source)
	server := p.Serve(t, index)
	idle := settled(t, server)
	load := Closed(server, queries, 4*runtime.GOMAXPROCS(0), time.Duration(times(1, 60))*time.Second)
	full := settled(t, server)
	t.Logf("%d clients: %v; before: %s; after: %s", 4*runtime.GOMAXPROCS(0), load, idle, full)
	if load.failed != nil || len(load.status) != 1 || load.status[http.StatusOK] == 0 {
		t.Errorf("below the limit: %v, %v", load, load.failed)
	}

	over := Open(server, queries, 2*load.Rate(), time.Duration(times(1, 20))*time.Second)
	crowded := settled(t, server)
	refused := server.Refusals(t)
	t.Logf("twice as many: %v; refused after %s; after: %s", over, quantiles(refused), crowded)
	if over.failed != nil || over.without > 0 || len(over.status) > 2 || over.status[200]+over.status[503] == 0 {
		t.Errorf("above the limit: %v, %d without Retry-After, %v", over, over.without, over.failed)
	}
	if n := len(refused); n > 0 && refused[n-1] > 2*time.Second {
		t.Errorf("a refusal takes %v", refused[n-1])
	}
	if crowded.resident > 2*full.resident+128<<20 {
		t.Errorf("memory grows from %s to %s", full, crowded)
	}
	again := Closed(server, queries, 1, time.Second/2)
	t.Logf("afterwards, one client: %v", again)
	if again.failed != nil || len(again.status) != 1 || again.status[http.StatusOK] == 0 {
		t.Errorf("afterwards: %v, %v", again, again.failed)
	}
	server.Stop(t)
	p.Check(t, index)
}
