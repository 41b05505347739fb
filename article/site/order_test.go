package site_test

import (
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/article/site"
)

// filesOf are files by their paths, with the position that each states behind an @.
func filesOf(paths string) []site.File {
	var files []site.File
	for _, name := range strings.Fields(paths) {
		name, position, _ := strings.Cut(name, "@")
		files = append(files, site.File{Path: name, Position: position})
	}
	return files
}

// Below a folder every page has its place, as Docusaurus has it.
func TestBelow(t *testing.T) {
	orders := recognise("docs/ink/_category_.json", `{"position": 1}`, "docs/paper/_category_.yml", "position: 2").Orders()
	for _, test := range []struct{ dir, paths, want string }{
		{"docs", "blog/a.md docs/z.md docs/paper/a.md docs/ink/b.md@2 docs/ink/a.md@3 docs/intro.md@0.5 docs/ink/index.md docs/brush/a.md", "docs/intro.md docs/ink/index.md docs/ink/b.md docs/ink/a.md docs/paper/a.md docs/brush/a.md docs/z.md"},
		{"docs/ink", "docs/intro.md docs/ink/2-b.md docs/ink/1-a.md docs/ink/c.md", "docs/ink/1-a.md docs/ink/2-b.md docs/ink/c.md"},
		{".", "b.md a.md", "a.md b.md"},
		{"docs/none", "docs/a.md", ""},
	} {
		if got := strings.Join(site.Below(test.dir, filesOf(test.paths), orders), " "); got != test.want {
			t.Errorf("below %s:\n got %s\nwant %s", test.dir, got, test.want)
		}
	}
}

func TestSeries(t *testing.T) {
	tests := []struct {
		what  string
		paths string
		files []string // that say an order
		want  string
	}{
		{"numbers before names", "10-z.md 2-b.md 1-c.md README.md", nil, "README.md 1-c.md 2-b.md 10-z.md"},
		{"of chapters", "第2章.md 第10章.md 第1章.md", nil, "第1章.md 第2章.md 第10章.md"},
		{"of sections", "1.2_b.md 1.10_c.md 1.1_a.md", nil, "1.1_a.md 1.2_b.md 1.10_c.md"},
		{"some without", "1-a.md 2-b.md c.md", nil, ""},
		{"one alone", "1-a.md", nil, ""},
		{"dates and years", "2022-03-04-a.md 2022-03-05-b.md 2021/a.md 2022/b.md", nil, ""},
		{"numbers alone are ids", "17.md 9.md", nil, ""},
		{"folders with numbers", "b/2-纸/1-浆.md b/2-纸/2-帘.md b/1-墨/2-胶.md b/1-墨/1-烟.md b/index.md", nil, "b/index.md b/1-墨/1-烟.md b/1-墨/2-胶.md b/2-纸/1-浆.md b/2-纸/2-帘.md"},
		{"folders without an order within them", "1-墨/x.md 1-墨/y.md 2-纸/1-a.md 2-纸/2-b.md 3-z.md", nil, "2-纸/1-a.md 2-纸/2-b.md 3-z.md"},
		{"a list of Nextra", "p/a.mdx p/b.mdx p/index.mdx p/other.mdx", []string{"p/_meta.json", `{"index": "首页", "b": {"title": "乙"}, "a": "甲", "x": {"href": "https://a.example"}}`}, "p/index.mdx p/b.mdx p/a.mdx p/other.mdx"},
		{"of its third version", "a.mdx b.mdx", []string{"_meta.ts", "export default {\n  b: '乙', // 先\n  a: '甲'\n}"}, "b.mdx a.mdx"},
		{"a list of a wiki", "墨.md 纸.md 砚.md", []string{".order", "砚\n墨\n"}, "砚.md 墨.md 纸.md"},
		{"positions of folders", "docs/ink/1-a.md docs/ink/2-b.md docs/paper/1-c.md docs/paper/2-d.md", []string{"docs/ink/_category_.json", `{"label": "墨", "position": 2}`, "docs/paper/_category_.json", `{"position": 1}`}, "docs/paper/1-c.md docs/paper/2-d.md docs/ink/1-a.md docs/ink/2-b.md"},
		{"positions of pages", "a.md@2 b.md@1.5 c.md@10 index.md", nil, "index.md b.md a.md c.md"},
		{"positions of some", "a.md@2 b.md@1 c.md", nil, ""},
		{"one position for all", "a.md@1 b.md@1", nil, ""},
		{"positions of folders by their pages", "p/_index.md@2 p/a.md@1 p/b.md@2 i/_index.md@1 i/c.md@2 i/d.md@1", nil, "i/_index.md i/d.md i/c.md p/_index.md p/a.md p/b.md"},
		{"a broken list", "a.mdx b.mdx", []string{"_meta.json", `{"b": `}, ""},
	}
	for _, test := range tests {
		var got []string
		for _, list := range site.Series(filesOf(test.paths), recognise(test.files...).Orders()) {
			got = append(got, strings.Join(list, " "))
		}
		if s := strings.Join(got, "; "); s != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.what, s, test.want)
		}
	}
}

// Titles of a list count for pages of a site that have none.
func TestTitlesOfLists(t *testing.T) {
	sites := recognise("mkdocs.yml", "site_name: 墨", "docs/p/_meta.json", `{"a": "**甲**"}`)
	if got := sites.Of("docs/p/a.md").TitleOf("docs/p/a.md"); got != "甲" {
		t.Errorf("the title is %q", got)
	}
	sites = recognise("docusaurus.config.js", "module.exports = {}", "docs/ink/_category_.json", `{"label": "制墨"}`)
	for _, name := range []string{"docs/ink/index.md", "docs/ink/README.mdx", "docs/ink/ink.md"} {
		if got := sites.Of(name).TitleOf(name); got != "制墨" {
			t.Errorf("the title of %s is %q", name, got)
		}
	}
}
