package indexer_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine/enginetest"
	"github.com/xunzhang/xunzhang/indexer"
)

// The first job reads everything; the second one only what changed.
func ExampleRun() {
	dir, err := os.MkdirTemp("", "example-*")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			fmt.Println(err)
		}
	}
	an, err := analysis.New()
	if err != nil {
		fmt.Println(err)
		return
	}
	e := enginetest.NewMemory() // bleve.Open(...) in the program
	defer e.Close()
	run := func() {
		r, err := indexer.Run(context.Background(), e, an, indexer.Job{Sources: []string{dir}})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("generation %d: %d articles, +%d ~%d =%d -%d, published %t\n",
			r.Generation, r.Articles, r.Added, r.Changed, r.Unchanged, r.Deleted, r.Published)
	}
	write("tea.md", "# 采茶\n\n露水还没有干，她们就上山了。\n")
	write("boat.md", "# 摆渡\n\n河上只有一条船。\n")
	run()
	write("boat.md", "# 摆渡\n\n河上有了第二条船。\n")
	run()
	run()
	// Output:
	// generation 1: 2 articles, +2 ~0 =0 -0, published true
	// generation 2: 2 articles, +0 ~1 =1 -0, published true
	// generation 2: 2 articles, +0 ~0 =2 -0, published false
}
