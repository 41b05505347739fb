package article_test

import (
	"slices"
	"testing"

	"github.com/xunzhang/xunzhang/article"
)

func TestDefaultsFillInWhatADocumentDoesNotSay(t *testing.T) {
	o := article.Options{Defaults: article.Defaults{Category: " 存档 ", Author: "编辑部", Tags: []string{"#转载", "转载"}}}
	for _, test := range []struct {
		format                 article.Format
		text, category, author string
		tags                   []string
	}{
		{article.Markdown, "# 题\n\n正文", "存档", "编辑部", []string{"转载"}},
		{article.Markdown, "---\nauthor: 甲\ntags: [乙]\n---\n# 题\n\n正文", "存档", "甲", []string{"乙"}},
		{article.JSONL, `{"id":"x","category":"新闻","text":"正文"}`, "新闻", "编辑部", []string{"转载"}},
	} {
		a, err := article.Parse(article.Raw{Path: "a.md", Format: test.format, Bytes: []byte(test.text)}, o)
		if err != nil {
			t.Fatal(err)
		}
		if a.Category != test.category || a.Author != test.author || !slices.Equal(a.Tags, test.tags) {
			t.Errorf("%s: %q, %q, %q", test.text, a.Category, a.Author, a.Tags)
		}
	}
}
