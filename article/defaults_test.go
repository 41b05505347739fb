package article

import (
	"slices"
	"testing"
)

func TestDefaultsFillInWhatADocumentDoesNotSay(t *testing.T) {
	o := Options{Defaults: Defaults{Category: " 存档 ", Author: "编辑部", Tags: []string{"#转载", "转载"}}}
	for _, test := range []struct {
		format                 Format
		text, category, author string
		tags                   []string
	}{
		{Markdown, "# 题\n\n正文", "存档", "编辑部", []string{"转载"}},
		{Markdown, "---\nauthor: 甲\ntags: [乙]\n---\n# 题\n\n正文", "存档", "甲", []string{"乙"}},
		{JSONL, `{"id":"x","category":"新闻","text":"正文"}`, "新闻", "编辑部", []string{"转载"}},
	} {
		a, err := Parse(Raw{Path: "a.md", Format: test.format, Bytes: []byte(test.text)}, o)
		if err != nil {
			t.Fatal(err)
		}
		if a.Category != test.category || a.Author != test.author || !slices.Equal(a.Tags, test.tags) {
			t.Errorf("%s: %q, %q, %q", test.text, a.Category, a.Author, a.Tags)
		}
	}
}
