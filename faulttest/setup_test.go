//go:build unix

package faulttest

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"
)

// scratch holds the binaries; TestMain removes it.
var scratch = sync.OnceValues(func() (string, error) { return os.MkdirTemp("", "xunzhang-faults-*") })

var (
	plain = sync.OnceValues(func() (*Program, error) { return built("plain", false) })
	raced = sync.OnceValues(func() (*Program, error) { return built("raced", true) })
)

func built(name string, race bool) (*Program, error) {
	dir, err := scratch()
	if err != nil {
		return nil, err
	}
	return Build(filepath.Join(dir, name), race)
}

func TestMain(m *testing.M) {
	code := m.Run()
	if dir, err := scratch(); err == nil {
		_ = os.RemoveAll(dir) // no test's business
	}
	os.Exit(code)
}

// program is the binary; tests with processes are left out of -short.
func program(t *testing.T) *Program {
	t.Helper()
	if testing.Short() {
		t.Skip("processes of the built binary")
	}
	p, err := plain()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// long says whether there is time for far more of everything.
func long() bool { return os.Getenv("XUNZHANG_LONG") != "" }

// times is how often something is done.
func times(often, longer int) int {
	if long() {
		return longer
	}
	return often
}

// lots draws from a seed that it prints.
func lots(t *testing.T) *rand.Rand {
	t.Helper()
	seed := uint64(time.Now().UnixNano())
	if s := os.Getenv("XUNZHANG_SEED"); s != "" {
		var err error
		if seed, err = strconv.ParseUint(s, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("XUNZHANG_SEED=%d", seed)
	return rand.New(rand.NewPCG(seed, 0))
}

// edition is an index of an edition in a folder of its own, and the source.
func edition(t *testing.T, p *Program, numbers ...int) (index, source string) {
	t.Helper()
	dir := t.TempDir()
	index, source = filepath.Join(dir, "index"), filepath.Join(dir, "docs", "a.jsonl")
	t.Cleanup(func() { loosen(t, dir) })
	if err := os.Mkdir(filepath.Dir(source), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, n := range numbers {
		write(t, NewEdition(n), source)
		p.MustRun(t, "reindex", "--index", index, source)
	}
	return index, source
}

func write(t *testing.T, e Edition, path string) {
	t.Helper()
	if err := e.Write(path); err != nil {
		t.Fatal(err)
	}
}

// loosen makes published folders removable.
func loosen(t *testing.T, dir string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			return os.Chmod(path, 0o700)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// must fails the test on an error.
func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// listing is Listing.
func listing(t *testing.T, dir string) string {
	t.Helper()
	s, err := Listing(dir)
	must(t, err)
	return s
}
