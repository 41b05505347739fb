package bench

import (
	"testing"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/data"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search"
	"github.com/xunzhang/xunzhang/search/expand"
)

// service is what the program serves.
func service(b *testing.B, e engine.Engine, a *analysis.Analyzer) *search.Service {
	return search.NewService(e, a, search.Options{Expand: otherWords(b)})
}

// otherWords are the lists that the program loads.
func otherWords(b *testing.B) *expand.Table {
	dir, err := data.Dictionaries()
	if err != nil {
		b.Fatal(err)
	}
	var files []expand.File
	for _, f := range []expand.File{
		{Name: "regional-opencc.txt", Kind: expand.Regional},
		{Name: "regional.txt", Kind: expand.Regional},
		{Name: "aliases.txt", Kind: expand.Alias},
	} {
		text, err := dir.Open(f.Name)
		if err != nil {
			b.Fatal(err)
		}
		defer text.Close()
		f.Text = text
		files = append(files, f)
	}
	words, err := expand.Load(files...)
	if err != nil {
		b.Fatal(err)
	}
	return words
}
