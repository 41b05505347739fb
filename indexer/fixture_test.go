package indexer

import (
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/engine/enginetest"
	"github.com/xunzhang/xunzhang/near"
	"github.com/xunzhang/xunzhang/part"
	"github.com/xunzhang/xunzhang/titlelist"
)

// A fakeAnalyzer finds no words, and counts the texts that it was given.
type fakeAnalyzer struct {
	version string
	texts   atomic.Int64
}

func (f *fakeAnalyzer) Words(analysis.Text) []analysis.Token {
	f.texts.Add(1)
	return nil
}

func (f *fakeAnalyzer) Fingerprint() string { return f.version }

// A world is a folder of sources with an engine that indexes them.
type world struct {
	t        *testing.T
	dir      string
	engine   engine.Engine
	analyzer *fakeAnalyzer
}

func newWorld(t *testing.T) *world {
	t.Helper()
	e := enginetest.NewMemory()
	t.Cleanup(func() { _ = e.Close() })
	return &world{t: t, dir: t.TempDir(), engine: e, analyzer: &fakeAnalyzer{version: "v1"}}
}

// write makes a file of lines below the world's folder.
func (w *world) write(name string, lines ...string) {
	w.t.Helper()
	path := filepath.Join(w.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o644); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) remove(name string) {
	w.t.Helper()
	if err := os.RemoveAll(filepath.Join(w.dir, name)); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) job(sources ...string) Job {
	j := Job{Temp: w.t.TempDir(), Workers: 3}
	for _, s := range sources {
		j.Sources = append(j.Sources, filepath.Join(w.dir, s))
	}
	return j
}

// run executes a job that must succeed, and checks that its counts add up.
func (w *world) run(j Job) Report {
	w.t.Helper()
	r, err := Run(context.Background(), w.engine, w.analyzer, j)
	if err != nil {
		w.t.Fatal(err)
	}
	if r.Articles != r.Added+r.Changed+r.Unchanged {
		w.t.Errorf("%d articles, but %d added, %d changed, %d unchanged", r.Articles, r.Added, r.Changed, r.Unchanged)
	}
	if left, err := os.ReadDir(j.Temp); err != nil || len(left) > 0 {
		w.t.Errorf("the job left %v behind (%v)", left, err)
	}
	return r
}

// parts returns what the engine holds: the stored bytes by part id.
func parts(t *testing.T, e engine.Engine) map[string]string {
	t.Helper()
	v, err := e.View(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	res, err := v.Search(context.Background(), engine.Request{Size: 100_000, Stored: true})
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, h := range res.Hits {
		all[h.ID] = string(h.Stored)
	}
	if s := v.State(); s.Parts != len(all) {
		t.Errorf("the state counts %d parts, there are %d", s.Parts, len(all))
	}
	return all
}

func (w *world) parts() map[string]string { w.t.Helper(); return parts(w.t, w.engine) }

// groups returns the generation's file of near-duplicates.
func (w *world) groups() string { w.t.Helper(); return w.attached(near.FileName) }

func (w *world) attached(name string) string {
	w.t.Helper()
	v, err := w.engine.View(context.Background())
	if err != nil {
		w.t.Fatal(err)
	}
	defer v.Close()
	data, err := v.File(context.Background(), name)
	if err != nil {
		w.t.Fatal(err)
	}
	return string(data)
}

// listed returns the titles of the generation's list, newest first.
func (w *world) listed() []titlelist.Title {
	w.t.Helper()
	list, err := titlelist.Decode([]byte(w.attached(titlelist.FileName)))
	if err != nil {
		w.t.Fatal(err)
	}
	all, whole := list.Newest(len(w.storedTitles()))
	if !whole {
		w.t.Error("the list of titles is not whole")
	}
	return all
}

// storedTitles returns the titles of all articles, newest first.
func (w *world) storedTitles() []titlelist.Title {
	w.t.Helper()
	v, err := w.engine.View(context.Background())
	if err != nil {
		w.t.Fatal(err)
	}
	defer v.Close()
	res, err := v.Search(context.Background(), engine.Request{Sort: engine.ByNewest, Size: v.State().Parts, Stored: true})
	if err != nil {
		w.t.Fatal(err)
	}
	var all []titlelist.Title
	for _, h := range res.Hits {
		stored, err := part.Open(h.Stored)
		if err != nil {
			w.t.Fatal(err)
		}
		if h.ID == h.Article {
			all = append(all, titlelist.Of(h.Article, part.Decode(stored.Title), h.Fields.Published))
		}
	}
	return all
}

// ids returns the ids of the parts, in order.
func (w *world) ids() string {
	w.t.Helper()
	return strings.Join(slices.Sorted(maps.Keys(w.parts())), " ")
}

// counts returns the counts of a report in short: +added ~changed =unchanged
// -deleted !skipped.
func counts(r Report) string {
	return fmt.Sprintf("+%d ~%d =%d -%d !%d", r.Added, r.Changed, r.Unchanged, r.Deleted, len(r.Skipped))
}

func (w *world) expect(r Report, want string) {
	w.t.Helper()
	if got := counts(r); got != want {
		w.t.Errorf("report %s, want %s (%+v)", got, want, r)
	}
}
