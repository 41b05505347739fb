// Package analysistest helps tests that need the analyzer which the program uses. It
// must not know what the analyzer is used for.
package analysistest

import (
	"testing"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/data"
)

// New returns an analyzer with the words of data/dict. Loading it takes a second, so
// that tests of a package share one.
func New() (*analysis.Analyzer, error) {
	dir, err := data.Dictionaries()
	if err != nil {
		return nil, err
	}
	words, err := dir.Open("words.txt")
	if err != nil {
		return nil, err
	}
	defer words.Close()
	return analysis.New(analysis.Dictionary{Name: "words.txt", Words: words})
}

// Must returns the analyzer of New; the test ends when there is none.
func Must(t testing.TB) *analysis.Analyzer {
	t.Helper()
	a, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return a
}
