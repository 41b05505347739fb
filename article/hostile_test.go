package article_test

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/article"
)

// indented is a list in which every item is within the one before.
func indented(depth int) string {
	var b strings.Builder
	for i := range depth {
		b.WriteString(strings.Repeat(" ", 2*i) + "- 项\n")
	}
	return b.String()
}

func numbered3(format string, n int) string {
	var b strings.Builder
	numbers := make([]any, strings.Count(format, "%d"))
	for i := range n {
		for j := range numbers {
			numbers[j] = i
		}
		fmt.Fprintf(&b, format, numbers...)
	}
	return b.String()
}

// TestHostileDocuments parses what makes parsers slow. Their texts stay: what
// is too deep for a parser is read as plain text. Memory is measured by what
// Parse allocates in all, which bounds what it holds.
func TestHostileDocuments(t *testing.T) {
	if testing.Short() {
		t.Skip("large documents")
	}
	tests := []struct {
		name, doc string
		least     int // paragraphs
	}{
		{"deep quotes", strings.Repeat("> ", 10_000) + "引", 1},
		{"deep quotes in many lines", strings.Repeat(strings.Repeat(">", 2_000)+" 引\n", 50), 1},
		{"deep list in one line", strings.Repeat("- ", 10_000) + "项", 1},
		{"deep list", indented(2_000), 1},
		{"open brackets", "文" + strings.Repeat("[", 10_000), 1},
		{"closed brackets", strings.Repeat("[", 10_000) + "文" + strings.Repeat("]", 10_000), 1},
		{"open links", strings.Repeat("[文](", 10_000), 1},
		{"images in images", strings.Repeat("![", 10_000) + "文" + strings.Repeat("](a)", 10_000), 1},
		{"links", strings.Repeat("[文](http://a.example) ", 100_000), 1},
		{"link definitions", numbered3("[%d]: http://a.example/%d \"%d\"\n", 100_000), 1},
		{"footnotes", numbered3("文[^%d]\n\n[^%d]: 注%d\n\n", 20_000), 20_000},
		{"headings", strings.Repeat("# 题\n", 1_000_000), 900_000},
		{"equal characters", strings.Repeat("中", 64<<10), 4},
		{"backticks", numbered3("文%d", 1) + func() string {
			var b strings.Builder
			for i := 1; i < 2_000; i++ {
				b.WriteString(strings.Repeat("`", i) + "文")
			}
			return b.String()
		}(), 1},
		{"tables in tables", "文\n\n" + strings.Repeat("<table><tr><td>格", 300), 1},
		{"tildes", "文 " + strings.Repeat("~", 1_000_000), 1},
		{"emphasis", strings.Repeat("*文_字 ", 200_000), 1},
		{"comments", "文 " + strings.Repeat("<!--", 100_000), 1},
		{"rows", "|甲|乙|\n|-|-|\n" + strings.Repeat("|1|2|\n", 120_000), 1},
		{"containers in containers", strings.Repeat(":::tip 题\n", 5_000) + "文", 1},
		{"containers side by side", strings.Repeat(":::tip 题\n文\n:::\n", 50_000), 50_000},
		{"admonitions in admonitions", func() string {
			var b strings.Builder
			for i := range 300 {
				b.WriteString(strings.Repeat("    ", i) + "!!! note\n")
			}
			return b.String() + strings.Repeat("    ", 300) + "文"
		}(), 1},
		{"open comments", "文" + strings.Repeat("字%%%", 100_000), 1},
		{"open comments in lines", strings.Repeat("文 %%字\n\n", 100_000), 1},
		{"open tags", "文" + strings.Repeat("{{<", 100_000), 1},
		{"open tags in lines", strings.Repeat("{% 文\n", 100_000), 1},
		{"open wiki links", "文" + strings.Repeat(" [[", 100_000), 1},
		{"wiki links", strings.Repeat(" [[文]]", 100_000), 1},
		{"marks", "文" + strings.Repeat("==字", 100_000), 1},
		{"superscripts", "文" + strings.Repeat("^字", 100_000), 1},
		{"notes within lines", "文" + strings.Repeat("^[字]", 50_000), 1},
		{"open notes", "文" + strings.Repeat("字^[字", 50_000), 1},
		{"notes in notes", "文" + strings.Repeat("^[字", 1_000) + strings.Repeat("]", 1_000), 1},
		{"definitions", strings.Repeat("文\n: 字\n\n", 50_000), 1},
		{"explanations of one term", "文\n" + strings.Repeat(": 字\n", 50_000), 1},
		{"definitions in definitions", func() string {
			var b strings.Builder
			for i := range 300 {
				b.WriteString(strings.Repeat("  ", i) + "文\n" + strings.Repeat("  ", i) + ": ")
			}
			return b.String()
		}(), 1},
		{"names of blocks", strings.Repeat("文 ^a1\n\n", 100_000), 1},
		{"badges", "文" + strings.Repeat("<Badge text=字>", 50_000), 1},
		{"properties", strings.Repeat("- 文\n  id:: 1\n", 100_000), 1},
		{"tags of a wiki", "[[文]]" + strings.Repeat(" #字", 10_000), 1},
		{"equal names in front matter", "---\n" + strings.Repeat("a:\n", 16_000) + "---\n文", 1},
		{"equal names in one line", "---\n{" + strings.Repeat("a,", 30_000) + "}\n---\n文", 1},
		{"links to pages", numbered3("[文%d](a%d.md) ", 50_000), 1},
		{"links of a wiki with names", numbered3(" [[文%d]]", 50_000), 1},
		{"rows of marks", "文" + strings.Repeat("^", 500_000) + "\n\n文" + strings.Repeat("=", 500_000), 1},
		{"spans", strings.Repeat("[文]{.a}", 50_000), 1},
		{"open spans", strings.Repeat("[文]{.a", 50_000) + strings.Repeat("{ref}`文", 50_000), 1},
		{"containers with attributes", strings.Repeat("::: {.a title=\"文\"}\n", 5_000) + "文", 1},
		{"cards", strings.Repeat("[![](a)\n\n文\n\n", 20_000), 1},
	}
	for _, test := range tests {
		for _, name := range []string{"x.md", "x.txt"} {
			t.Run(name+" "+test.name, func(t *testing.T) {
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				a, err := article.Parse(article.Raw{Path: name, Format: article.FormatOf(name), Bytes: []byte(test.doc)}, article.Options{})
				runtime.ReadMemStats(&after)
				if err != nil || name == "x.md" && len(a.Paragraphs) < test.least {
					t.Errorf("%d paragraphs, %v", len(a.Paragraphs), err)
				}
				if mib := (after.TotalAlloc - before.TotalAlloc) >> 20; mib > 1200 { // what is allocated in all; with the race detector a million headings take 911
					t.Errorf("allocated %d MiB", mib)
				}
			})
		}
	}
}

func TestHostilePages(t *testing.T) {
	if testing.Short() {
		t.Skip("large documents")
	}
	for name, doc := range map[string]string{
		"deep elements":    strings.Repeat("<div>", 10_000) + "文",
		"deep quotes":      strings.Repeat("<blockquote>", 10_000) + "文",
		"deep lists":       strings.Repeat("<ul><li>文", 250),
		"deep tables":      strings.Repeat("<table><tr><td>文", 150),
		"formatting":       strings.Repeat("<b>文", 10_000),
		"headings":         strings.Repeat("<h2>题</h2>", 1_000_000),
		"links":            strings.Repeat("<a href=/>文</a> ", 100_000),
		"equal characters": "<p>" + strings.Repeat("中", 64<<10),
		"open tags":        strings.Repeat("<a href=\"", 100_000) + "\">文",
		"line breaks":      strings.Repeat("文<br><br>", 50_000),
		// Whatever the parser leaves out joins the texts on its sides.
		"stray end tags":   strings.Repeat("文字很多</div>", 150_000),
		"end tags":         "<div>" + strings.Repeat("文字很多</div>", 150_000),
		"stray cells":      strings.Repeat("文字很多<td>", 150_000),
		"doctypes":         strings.Repeat("文字很多<!doctype html>", 150_000),
		"text beside rows": "<table>" + strings.Repeat("文字很多<tr>", 150_000),
		"tags in a select": "<select>" + strings.Repeat("文字很多<div>", 150_000),
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			if _, err := article.Parse(article.Raw{Path: "x.html", Format: article.HTML, Bytes: []byte(doc)}, article.Options{}); err != nil && !errors.Is(err, article.ErrEmpty) {
				t.Error(err)
			}
			runtime.ReadMemStats(&after)
			if mib := (after.TotalAlloc - before.TotalAlloc) >> 20; mib > 1200 {
				t.Errorf("allocated %d MiB", mib)
			}
		})
	}
}

// Other formats cost no more than their length either.
func TestHostileTexts(t *testing.T) {
	if testing.Short() {
		t.Skip("large documents")
	}
	var nested strings.Builder
	for i := range 1_500 {
		nested.WriteString(strings.Repeat(" ", i) + ".. note::\n\n")
	}
	for name, doc := range map[string]string{
		"nested.rst":  nested.String() + strings.Repeat(" ", 1_500) + "文",
		"roles.rst":   strings.Repeat(":a:`", 100_000) + "文",
		"cell.rst":    "+--+\n" + strings.Repeat("|文|\n", 200_000),
		"list.rst":    ".. list-table::\n\n   * - 文\n" + strings.Repeat("       字\n", 200_000),
		"wide.rst":    "+--+\n|" + strings.Repeat("文|", 50_000) + "\n+--+\n" + strings.Repeat("|文|\n+--+\n", 50_000),
		"terms.rst":   strings.Repeat("文\n 释\n\n", 30_000),
		"names.rst":   ".. |文| replace:: " + strings.Repeat("字", 100_000) + "\n\n" + strings.Repeat("|文| ", 100_000),
		"names.adoc":  ":a: " + strings.Repeat("字", 100_000) + "\n\n" + strings.Repeat("{a}", 100_000),
		"raised.adoc": strings.Repeat("^", 500_000) + "文",
		"rows.rst":    strings.Repeat("==\n题\n==\n", 100_000) + "文",
		"links.org":   strings.Repeat("[[", 100_000) + "文",
		"marks.org":   strings.Repeat(" =文 /字 ", 100_000),
		"links.adoc":  strings.Repeat("http://[", 100_000) + "文",
		"cells.csv":   strings.Repeat("\"文,", 100_000),
		"lines.srt":   strings.Repeat("文\n", 500_000),
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := article.Parse(article.Raw{Path: name, Format: article.FormatOf(name), Bytes: []byte(doc)}, article.Options{}); err != nil {
				t.Error(err)
			}
		})
	}
}
