//go:build unix

package faulttest

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/xunzhang/xunzhang/engine/enginetest"
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
		_ = loose(dir)
		_ = os.RemoveAll(dir) // not a part of any test
	}
	os.Exit(code)
}

// program returns the path of the binary; with -short tests that start processes
// are skipped.
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

// long reports whether the long tests were requested, which do much more of
// everything.
func long() bool { return os.Getenv("XUNZHANG_LONG") != "" }

// times returns how often something is done: the first number, or the second one in
// the long tests.
func times(often, longer int) int {
	if long() {
		return longer
	}
	return often
}

// lots returns the source of random numbers of a test.
func lots(t *testing.T) *rand.Rand {
	t.Helper()
	return rand.New(rand.NewPCG(enginetest.Seed(t), 0))
}

// one and two are indexes that tests copy: of edition 1, and of edition 1 followed
// by 2.
var (
	one = sync.OnceValues(func() (string, error) { return published("one", 1) })
	two = sync.OnceValues(func() (string, error) { return published("two", 1, 2) })
)

func published(name string, editions ...int) (string, error) {
	p, err := plain()
	if err != nil {
		return "", err
	}
	index := filepath.Join(filepath.Dir(filepath.Dir(p.path)), name)
	for _, n := range editions {
		c := exec.Command(p.path, "reindex", "--index", index, "-")
		c.Stdin, c.Env = strings.NewReader(NewEdition(n).Lines()), p.env
		if out, err := c.CombinedOutput(); err != nil {
			return "", fmt.Errorf("%w: %s", err, out)
		}
	}
	return index, nil
}

// edition returns an index of edition 1, or of edition 1 followed by 2, in a folder
// of its own, and the name of a source next to it that does not exist yet.
func edition(t *testing.T, generations int) (index, source string) {
	t.Helper()
	made, err := map[int]func() (string, error){1: one, 2: two}[generations]()
	must(t, err)
	dir := t.TempDir()
	index, source = filepath.Join(dir, "index"), filepath.Join(dir, "docs", "a.jsonl")
	t.Cleanup(func() { loosen(t, dir) })
	must(t, os.Mkdir(filepath.Dir(source), 0o700))
	must(t, CopyIndex(index, made))
	return index, source
}

// reindex brings an index to an edition.
func reindex(t *testing.T, p *Program, index string, number int) {
	t.Helper()
	r := p.Feed(t, NewEdition(number).Lines(), "reindex", "--index", index, "-")
	if r.Orderly(t); r.Code != 0 {
		t.Fatalf("reindex ends with %d: %s", r.Code, r.Stderr)
	}
}

func write(t *testing.T, e Edition, path string) {
	t.Helper()
	if err := e.Write(path); err != nil {
		t.Fatal(err)
	}
}

// loose makes published folders removable.
func loose(dir string) error {
	return filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			return os.Chmod(path, 0o700)
		}
		return err
	})
}

// loosen calls loose for a folder of a test.
func loosen(t *testing.T, dir string) {
	t.Helper()
	if err := loose(dir); err != nil {
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
