package eval

import (
	"io"
	"os"
	"path/filepath"
	"testing"
)

// The judged sets in the folder of large inputs are read without an error, and are
// consistent.
func TestReadSharedSets(t *testing.T) {
	shared := os.Getenv("XUNZHANG_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "shared")
	}
	sets, _ := filepath.Glob(filepath.Join(shared, "bench", "*", "queries.tsv"))
	if len(sets) == 0 {
		t.Skipf("no judged sets in %s (XUNZHANG_SHARED)", shared)
	}
	for _, path := range sets {
		queries, err := read(path, ReadQueries)
		if err != nil {
			t.Error(err)
			continue
		}
		qrels, err := read(filepath.Join(filepath.Dir(path), "qrels.tsv"), ReadQrels)
		if err != nil {
			t.Error(err)
			continue
		}
		if r := Measure(queries, qrels, nil); r.Queries == 0 || r.LeftOut > r.Queries/10 {
			t.Errorf("%s: %d queries, %d left out", path, r.Queries, r.LeftOut)
		}
	}
}

func read[T any](path string, fn func(string, io.Reader) (T, error)) (T, error) {
	f, err := os.Open(path)
	if err != nil {
		var none T
		return none, err
	}
	defer f.Close()
	return fn(path, f)
}
