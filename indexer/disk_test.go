package indexer

import (
	"context"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/engine/bleve"
)

// After two hundred incremental jobs on the embedded engine, the index is the same
// as after a full rebuild, in articles and terms, and is not much larger.
func TestTwoHundredJobsEqualAFullOne(t *testing.T) {
	t.Parallel() // it mostly waits for the disk
	w := newWorld(t)
	ed := &editor{world: w, Rand: rand.New(rand.NewPCG(200, 0)), files: map[string]bool{}}
	for range 60 {
		ed.article()
	}
	incremental := onDisk(t)
	w.engine = incremental
	for range 200 {
		ed.edit()
		w.run(w.job("a", "b"))
	}
	full := *w
	full.engine = onDisk(t)
	r := full.run(w.job("a", "b"))
	if got, want := w.parts(), full.parts(); !reflect.DeepEqual(got, want) {
		t.Error(difference(got, want))
	}
	for _, f := range []engine.Field{engine.Grams, engine.Chars, engine.Titles, engine.Labels} {
		if got, want := termCounts(t, w.engine, f), termCounts(t, full.engine, f); !maps.Equal(got, want) {
			t.Errorf("%s: %d terms, want %d", f, len(got), len(want))
		}
	}
	if got, want := w.groups(), full.groups(); got != want {
		t.Errorf("duplicates %s, want %s", got, want)
	}
	if _, err := incremental.Check(context.Background()); err != nil {
		t.Error(err)
	}
	v, err := incremental.View(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	if s := v.State(); float64(s.IndexBytes) > 1.5*float64(r.IndexBytes) {
		t.Errorf("%d bytes after many jobs, %d after one", s.IndexBytes, r.IndexBytes)
	}
}

// onDisk returns an engine in a folder of the test.
func onDisk(t *testing.T) *bleve.Engine {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "index")
	t.Cleanup(func() { // published folders are read-only
		_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.IsDir() {
				return os.Chmod(path, 0o700)
			}
			return err
		})
	})
	e, err := bleve.Open(dir, bleve.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	return e
}

// termCounts returns the terms of a field with the number of parts that hold them.
func termCounts(t *testing.T, e engine.Engine, f engine.Field) map[string]int {
	t.Helper()
	v, err := e.View(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	all := map[string]int{}
	err = v.Terms(context.Background(), f, "", func(term string, parts int) bool { all[strings.Clone(term)] = parts; return true })
	if err != nil {
		t.Fatal(err)
	}
	return all
}
