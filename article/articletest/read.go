package articletest

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/article"
)

// Read reads a document that must be readable.
func Read(t *testing.T, name, doc string) article.Reading {
	t.Helper()
	r, err := article.Read(article.Raw{Source: "s", Path: name, Format: article.FormatOf(name), Bytes: []byte(doc)}, article.Options{})
	if err != nil {
		t.Fatalf("Read(%s): %v", name, err)
	}
	Promises(t, r.Article)
	return r
}

// Left renders what a reader left out.
func Left(r article.Reading) string {
	var b strings.Builder
	for _, d := range r.Dropped {
		fmt.Fprintf(&b, "%s: %s\n", d.Reason, d.Text)
	}
	return b.String()
}

// Shared is a file of the folder with large inputs that XUNZHANG_SHARED names.
func Shared(tb testing.TB, name string) string {
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

// Faults parses a document that cannot be read, and expects an error of this kind with these words.
func Faults(t *testing.T, name, doc string, kind error, words string) {
	t.Helper()
	a, err := article.Parse(article.Raw{Source: "s", Path: name, Format: article.FormatOf(name), Bytes: []byte(doc)}, article.Options{})
	if !errors.Is(err, kind) || !strings.Contains(err.Error(), words) {
		t.Errorf("%d paragraphs, %v; want %v with %q", len(a.Paragraphs), err, kind, words)
	}
}
