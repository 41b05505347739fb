package article

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func TestDates(t *testing.T) {
	tests := []struct{ text, want string }{
		{"2025-01-16", "2025-01-16"}, {"2025/1/6", "2025-01-06"}, {"2025.01.16", "2025-01-16"}, {"2025年1月16日", "2025-01-16"},
		{" 2025 年 1 月 16 日 ", "2025-01-16"}, {"2025-01-16T23:30:00-05:00", "2025-01-17"}, {"2025-01-16T08:00:00Z", "2025-01-16"},
		{"2025-01-16 12:30:00", "2025-01-16"}, {"2025-01-16T12:30", "2025-01-16"}, {"2025-01-16T08:00:00+0800", "2025-01-16"},
		{"Thu, 16 Jan 2025 08:00:00 GMT", "2025-01-16"}, {"1737000000", "2025-01-16"}, {"1737000000000", "2025-01-16"},
		{"", ""}, {"yesterday", ""}, {"2025-13-01", ""}, {"2025-02-30", ""}, {"0000-01-01", ""}, {"2025", ""}, {"99999-01-01", ""},
	}
	for _, test := range tests {
		got := ""
		if d := parseDate(test.text); !d.IsZero() {
			got = d.Format(time.DateOnly)
		}
		expect(t, test.text, got, test.want)
	}
}

func TestIDs(t *testing.T) {
	hint := func(original string) string {
		return "# T\n{% hint style=\"info\" %}\n**Original:** [View](" + original + ")\n{% endhint %}\nText.\n"
	}
	tests := []struct{ name, path, doc, want string }{
		{"the path without extension", "it/6171431.md", "Text.", "it/6171431"},
		{"front matter", "it/1.md", "---\nid: own\n---\nText.", "own"},
		{"a number in front matter", "it/1.md", "---\nid: 42\n---\nText.", "42"},
		{"a document that names itself", "lib/it/2025/01/6171431.md", hint("https://example.com/it/6171431.html"), "6171431"},
		{"one that names another", "lib/it/2.md", hint("https://example.com/it/1.html"), "lib/it/2"},
		{"dots in folders", "v1.2/a.b.md", "Text.", "v1.2/a.b"},
		{"Chinese", "文章/标题.md", "Text.", "文章/标题"},
		{"never a path", "../../etc/passwd.md", "Text.", "../../etc/passwd"},
	}
	for _, test := range tests {
		expect(t, test.name, parse(t, test.path, test.doc).ID, test.want)
	}
	long := strings.Repeat("长", 30_000)
	a, b := parse(t, long+"a.md", "Text."), parse(t, long+"b.md", "Text.")
	if a.ID == b.ID || len(a.ID) > maxIDBytes {
		t.Errorf("long ids: %d bytes, equal %t", len(a.ID), a.ID == b.ID)
	}
	_, err := Parse(Raw{Path: "a\nb.md", Format: Markdown, Bytes: []byte("Text.")}, Options{})
	if !errors.Is(err, ErrID) {
		t.Errorf("a line break in an id: %v", err)
	}
}

func TestWebAddresses(t *testing.T) {
	for _, good := range []string{"https://example.com/a?b=c#d", "http://例子.example/文章"} {
		if webAddress(" "+good+" ") == "" {
			t.Errorf("%s was dropped", good)
		}
	}
	for _, bad := range []string{"", "javascript:alert(1)", "data:text/html,x", "ftp://example.com", "//example.com", "/a", "http://",
		"https://user:secret@example.com/", "http://a b/", "https://example.com/" + strings.Repeat("x", maxURL)} {
		if got := webAddress(bad); got != "" {
			t.Errorf("%.40s became %s", bad, got)
		}
	}
}

func TestFrontMatter(t *testing.T) {
	const want = "id: 7\ntitle: 题目\nbrief: 摘要\nauthor: 甲\ncategory: It\npublished: 2025-01-16\ntags: a, b\nurl: https://example.com/7\nviews: 12\n1 正文。\n"
	tests := []struct{ name, doc, want string }{
		{"YAML", "---\nid: 7\ntitle: 题目\nauthor: 甲\ndate: 2025-01-16\ntags: [a, b]\ncategories:\n  - It\ndescription: 摘要\nurl: https://example.com/7\nviews: 12\n---\n# 题目\n\n正文。\n", want},
		{"TOML", "+++\nid = 7\ntitle = \"题目\"\nauthors = [\"甲\"]\ndate = 2025-01-16\ntags = [\"a\", \"b\"]\ncategory = \"It\"\nbrief = \"摘要\"\nurl = \"https://example.com/7\"\nviews = 12\n+++\n正文。\n", want},
		{"Chinese names and a comma list", "---\nid: 7\n标题: 题目\n作者: {name: 甲}\n发布时间: 2025年1月16日\n标签: a，b\n分类: It\n摘要: 摘要\n原文: https://example.com/7\nviews: 12\n---\n正文。", want},
		{"a colon that breaks YAML", "---\ntitle: 甲: 乙: 丙\nid: 7\n---\n正文。", "id: 7\ntitle: 甲: 乙: 丙\n1 正文。\n"},
		{"a thematic break is none", "---\n\n开头。\n\n---\n\n正文。", "id: x\ntitle: x\n1 开头。\n2 正文。\n"},
		{"no end", "---\ntitle: 题目\n\n正文。", "id: x\ntitle: x\n1 title: 题目\n2 正文。\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { expect(t, "article", render(parse(t, "x.md", test.doc)), test.want) })
	}
}
