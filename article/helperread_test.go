package article

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// read reads a document that must be readable.
func read(t *testing.T, name, doc string) Reading {
	t.Helper()
	r, err := Read(Raw{Source: "s", Path: name, Format: formatOf(name), Bytes: []byte(doc)}, Options{})
	if err != nil {
		t.Fatalf("Read(%s): %v", name, err)
	}
	promises(t, r.Article)
	return r
}

// left renders what a reader left out.
func left(r Reading) string {
	var b strings.Builder
	for _, d := range r.Dropped {
		fmt.Fprintf(&b, "%s: %s\n", d.Reason, d.Text)
	}
	return b.String()
}

// shared is a file of the folder with large inputs that XUNZHANG_SHARED names.
func shared(tb testing.TB, name string) string {
	tb.Helper()
	dir := os.Getenv("XUNZHANG_SHARED")
	if dir == "" {
		dir = filepath.Join("..", "..", "shared")
	}
	file := filepath.Join(dir, filepath.FromSlash(name))
	if _, err := os.Stat(file); err != nil {
		tb.Skipf("needs %s of the folder that XUNZHANG_SHARED names", name)
	}
	return file
}

// faults parses what cannot be read, and expects a reason with these words.
func faults(t *testing.T, name, doc string, kind error, words string) {
	t.Helper()
	a, err := Parse(Raw{Source: "s", Path: name, Format: formatOf(name), Bytes: []byte(doc)}, Options{})
	if !errors.Is(err, kind) || !strings.Contains(err.Error(), words) {
		t.Errorf("%d paragraphs, %v; want %v with %q", len(a.Paragraphs), err, kind, words)
	}
}
