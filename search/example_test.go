package search_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine/enginetest"
	"github.com/xunzhang/xunzhang/indexer"
	"github.com/xunzhang/xunzhang/search"
	"github.com/xunzhang/xunzhang/search/expand"
)

// A Service answers from the current generation of its engine: the best articles
// first, each with its best paragraphs, in which matches are pieces. The article
// that holds only one of the words comes last, and says which one it lacks.
func ExampleService_Search() {
	an, err := analysis.New()
	if err != nil {
		fmt.Println(err)
		return
	}
	e := enginetest.NewMemory() // bleve.Open(...) in the program
	defer e.Close()
	if err := indexLines(e, an,
		`{"id":"net","title":"渔网","text":"旧渔网挂在码头上。\n补渔网的人坐在门口。"}`,
		`{"id":"tea","title":"采茶","text":"码头上也有人卖茶。"}`,
	); err != nil {
		fmt.Println(err)
		return
	}
	words, err := expand.Load(expand.File{Name: "own.txt", Kind: expand.Alias, Text: strings.NewReader("网子 = 渔网\n")})
	if err != nil {
		fmt.Println(err)
		return
	}
	s := search.NewService(e, an, search.Options{Expand: words})
	r, err := s.Search(context.Background(), search.Request{Text: "碼頭 网子"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(r.Total, "hold all of it,", r.PartialTotal, "a part")
	for _, a := range r.Articles {
		fmt.Println(a.ID, a.Missing)
		for _, p := range a.Paragraphs {
			fmt.Print("  ", p.ID, " ")
			for _, piece := range p.Pieces {
				if piece.Hit {
					fmt.Printf("【%s】", piece.Text)
				} else {
					fmt.Print(piece.Text)
				}
			}
			fmt.Println()
		}
	}
	// Output:
	// 1 hold all of it, 1 a part
	// net []
	//   net#1 旧【渔网】挂在【码头】上。
	//   net#2 补【渔网】的人坐在门口。
	// tea [网子]
	//   tea#1 【码头】上也有人卖茶。
}

// indexLines indexes lines of JSONL.
func indexLines(e *enginetest.Memory, an *analysis.Analyzer, lines ...string) error {
	dir, err := os.MkdirTemp("", "example-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "articles.jsonl")
	if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
		return err
	}
	_, err = indexer.Run(context.Background(), e, an, indexer.Job{Sources: []string{file}})
	return err
}
