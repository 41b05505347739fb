package export_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine/enginetest"
	"github.com/xunzhang/xunzhang/export"
	"github.com/xunzhang/xunzhang/indexer"
)

// A Reader returns some articles at a time, in the order of their ids, so that an
// index of any size can be exported.
func ExampleReader() {
	ctx := context.Background()
	e := enginetest.NewMemory() // bleve.Open(...) in the program
	defer e.Close()
	if err := index(ctx, e); err != nil {
		fmt.Println(err)
		return
	}
	r, err := export.Open(ctx, e, export.Filter{Categories: []string{"江边"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer r.Close()
	for {
		some, err := r.Next(ctx)
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, a := range some {
			fmt.Println(a.ID, a.Title, a.Paragraphs)
		}
	}
	// Output:
	// boat 摆渡 [河上只有一条船。 船夫姓秦。]
	// net 渔网 [旧渔网挂在码头上。]
}

// index indexes three articles.
func index(ctx context.Context, e *enginetest.Memory) error {
	dir, err := os.MkdirTemp("", "example-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	const lines = `{"id":"net","title":"渔网","category":"江边","text":"旧渔网挂在码头上。"}
{"id":"boat","title":"摆渡","category":"江边","text":"河上只有一条船。\n船夫姓秦。"}
{"id":"tea","title":"采茶","category":"山上","text":"露水还没有干。"}
`
	source := filepath.Join(dir, "articles.jsonl")
	if err := os.WriteFile(source, []byte(lines), 0o600); err != nil {
		return err
	}
	an, err := analysis.New()
	if err != nil {
		return err
	}
	_, err = indexer.Run(ctx, e, an, indexer.Job{Sources: []string{source}})
	return err
}
