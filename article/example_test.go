package article_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/xunzhang/xunzhang/article"
)

// Read turns the bytes of one document into an article.
func ExampleRead() {
	reading, err := article.Read(article.Raw{Path: "notes/tea.md", Format: article.Markdown, Bytes: []byte(`---
title: 采茶
tags: [春天]
---
## 清晨

露水还没有干，她们就上山了。
`)}, article.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	a := reading.Article
	fmt.Println(a.ID, a.Title, a.Tags, reading.Encoding)
	for _, p := range a.Paragraphs {
		fmt.Printf("%d %q in %q\n", p.Number, p.Text, p.Section)
	}
	// Output:
	// notes/tea 采茶 [春天] UTF-8
	// 1 "清晨" in ""
	// 2 "露水还没有干，她们就上山了。" in "清晨"
}

// Walk hands over the documents of a source, and says what it skips.
func ExampleWalk() {
	dir, err := os.MkdirTemp("", "example-*")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	for _, name := range []string{"a.md", "b.mobi", "c.jsonl"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(`{"id":"c","text":"正文"}`), 0o600); err != nil {
			fmt.Println(err)
			return
		}
	}
	err = article.Walk(context.Background(), dir, article.Options{}, article.Visitor{
		Raw:  func(r article.Raw) error { fmt.Println("read", r.Path, r.Format, r.Line); return nil },
		Skip: func(s article.Skip) { fmt.Println("skip", filepath.Base(s.Source)+":", s.Reason) },
	})
	fmt.Println(err)
	// Output:
	// read a.md markdown 0
	// skip b.mobi: a Kindle book, which is not read
	// read c.jsonl jsonl 1
	// <nil>
}
