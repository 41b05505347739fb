package bench

import (
	"testing"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/data"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search"
	"github.com/xunzhang/xunzhang/search/expand"
)

// service returns the service as the program makes it.
func service(b *testing.B, e engine.Engine, a *analysis.Analyzer) *search.Service {
	return search.NewService(e, a, search.Options{Expand: otherWords(b)})
}

// otherWords returns the lists that the program loads.
func otherWords(b *testing.B) *expand.Table {
	dir, err := data.Dictionaries()
	if err != nil {
		b.Fatal(err)
	}
	words, err := expand.LoadLists(dir)
	if err != nil {
		b.Fatal(err)
	}
	return words
}
