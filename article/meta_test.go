package article_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/article"
	"github.com/xunzhang/xunzhang/article/articletest"
)

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
		articletest.Expect(t, test.name, articletest.Parse(t, test.path, test.doc).ID, test.want)
	}
	long := strings.Repeat("长", 30_000)
	a, b := articletest.Parse(t, long+"a.md", "Text."), articletest.Parse(t, long+"b.md", "Text.")
	if a.ID == b.ID || len(a.ID) > article.MaxIDBytes {
		t.Errorf("long ids: %d bytes, equal %t", len(a.ID), a.ID == b.ID)
	}
	_, err := article.Parse(article.Raw{Path: "a\nb.md", Format: article.Markdown, Bytes: []byte("Text.")}, article.Options{})
	if !errors.Is(err, article.ErrID) {
		t.Errorf("a line break in an id: %v", err)
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
		{"JSON", "{\n  \"title\": \"题目\", \"date\": \"2025-01-16\",\n  \"tags\": [\"a\"]\n}\n\n正文。", "id: x\ntitle: 题目\npublished: 2025-01-16\ntags: a\n1 正文。\n"},
		{"JSON without braces", ";;;\n\"title\": \"题目\",\n\"date\": 20250116\n;;;\n\n正文。", "id: x\ntitle: 题目\npublished: 2025-01-16\n1 正文。\n"},
		{"an object that is text", "{\"a\": 1}\n\n正文。", "id: x\ntitle: x\n1 {\"a\": 1}\n2 正文。\n"},
		{"no first line", "title: 题目\ndate: 2025-01-16\ntags: 甲\n---\n\n正文。", "id: x\ntitle: 题目\npublished: 2025-01-16\ntags: 甲\n1 正文。\n"},
		{"no marks at all", "author: 甲, 乙\ndate: 2025-01-16\n\n正文。", "id: x\ntitle: x\nauthor: 甲, 乙\npublished: 2025-01-16\n1 正文。\n"},
		{"a heading underlined", "title: 题目\n---\n\n正文。", "id: x\ntitle: title: 题目\n1 正文。\n"},
		{"paths of categories", "---\ncategories: [出行, 慢车]\n---\n正文。", "id: x\ntitle: x\ncategory: 出行/慢车\n1 正文。\n"},
		{"several of them", "---\ncategories:\n  - [出行, 慢车]\n  - 日记\n  - [山]\ntags: [站]\n---\n正文。", "id: x\ntitle: x\ncategory: 出行/慢车\ntags: 站, 日记, 山\n1 正文。\n"},
		{"categories in one text", "---\ncategory: 出行 > 慢车，日记\n---\n正文。", "id: x\ntitle: x\ncategory: 出行/慢车\ntags: 日记\n1 正文。\n"},
		{"names of Astro", "---\npubDatetime: Jul 8, 2022\nmodDatetime: 2022-07-09T00:00:00Z\n---\n正文。", "id: x\ntitle: x\npublished: 2022-07-08\nupdated: 2022-07-09\n1 正文。\n"},
		{"authors that are objects", "---\nauthors:\n  - name: 甲\n    url: http://a.example\n  - 乙\n---\n正文。", "id: x\ntitle: x\nauthor: 甲、乙\n1 正文。\n"},
		{"changes", "---\ndate: 2025-01-16\nlastUpdated: 2025-02-01 08:00\n---\n正文。", "id: x\ntitle: x\npublished: 2025-01-16\nupdated: 2025-02-01\n1 正文。\n"},
		{"a title with marks", "---\ntitle: '**题** `目` [谱](a.md)<br><em>下</em> &amp; C&#43;'\n---\n正文。", "id: x\ntitle: 题 目 谱 下 & C+\n1 正文。\n"},
		{"a title that only looks so", "---\ntitle: '[译] <T> 与 a*b*c 和 AT&T'\n---\n正文。", "id: x\ntitle: [译] <T> 与 a*b*c 和 AT&T\n1 正文。\n"},
		{"a title that is a day", "---\ntitle: 2025-01-16\ntags: [2025-01-17]\n---\n正文。", "id: x\ntitle: 2025-01-16\ntags: 2025-01-17\n1 正文。\n"},
		{"tags between spaces", "---\ntags: 水路 旧事\n---\n正文。", "id: x\ntitle: x\ntags: 水路, 旧事\n1 正文。\n"},
		{"tags with signs", "---\ntags: '#水路 #old'\n---\n正文。", "id: x\ntitle: x\ntags: 水路, old\n1 正文。\n"},
		{"a tag of two words", "---\ntags: machine 学习\n---\n正文。", "id: x\ntitle: x\ntags: machine 学习\n1 正文。\n"},
		{"tables of Zola", "+++\ntitle = \"题目\"\n[taxonomies]\ntags = [\"甲\"]\ncategories = [\"乙\"]\n[extra]\nauthor = \"丙\"\nnote = \"丁\"\n+++\n正文。", "id: x\ntitle: 题目\nauthor: 丙\ncategory: 乙\ntags: 甲\n1 正文。\n"},
		{"wide colons", "---\ntitle： 题目\n日期：2025-01-16\n---\n正文。", "id: x\ntitle: 题目\npublished: 2025-01-16\n1 正文。\n"},
		{"wide colons in a text", "---\n注意：下雨。\n---\n正文。", "id: x\ntitle: 注意：下雨。\n1 正文。\n"},
		{"names of a wiki", "---\nauthor: '[[甲]]'\ntags: ['[[乙]]', 丙]\n---\n正文。", "id: x\ntitle: x\nauthor: 甲\ntags: 乙, 丙\n1 正文。\n"},
		{"the title block of Pandoc", "% 题目\n% 甲; 乙\n% 2025年1月16日\n\n正文。", "id: x\ntitle: 题目\nauthor: 甲; 乙\npublished: 2025-01-16\n1 正文。\n"},
		{"a line that only begins so", "% 三成是水\n正文。", "id: x\ntitle: x\n1 % 三成是水正文。\n"},
		{"a home page", "---\nlayout: home\nhero:\n  name: 盐书\n  tagline: 从海到盐\nfeatures:\n  - details: 晒七天\n---\n", "id: x\ntitle: 盐书\n1 晒七天\n2 从海到盐\n"},
		{"names of the Linter", "---\ndate created: 2025-01-16 08:30\ndate modified: Thursday, January 16th 2025, 9:00:00 am\n---\n正文。", "id: x\ntitle: x\npublished: 2025-01-16\nupdated: 2025-01-16\n1 正文。\n"},
		{"blank lines before it", "\n\n---\ntitle: 题目\n---\n正文。", "id: x\ntitle: 题目\n1 正文。\n"},
		{"an author with an address", "---\nauthor: 甲 <a@a.example>\n---\n正文。", "id: x\ntitle: x\nauthor: 甲\n1 正文。\n"},
		{"no end", "---\ntitle: 题目\n\n正文。", "id: x\ntitle: x\n1 title: 题目\n2 正文。\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			articletest.Expect(t, "article", articletest.Render(articletest.Parse(t, "x.md", test.doc)), test.want)
		})
	}
}

func TestNamesOfFiles(t *testing.T) {
	tests := []struct{ name, want string }{
		{"_posts/2022-03-04-old-bridge.md", "id: _posts/2022-03-04-old-bridge\ntitle: old-bridge\npublished: 2022-03-04\n"},
		{"journals/2024-03.md", "id: journals/2024-03\ntitle: 2024-03\npublished: 2024-03-01\n"},
		{"2024年3月.txt", "id: 2024年3月\ntitle: 2024年3月\npublished: 2024-03-01\n"},
		{"1024-12.md", "id: 1024-12\ntitle: 1024-12\n"},
		{"journals/2024_03_05.md", "id: journals/2024_03_05\ntitle: 2024_03_05\npublished: 2024-03-05\n"},
		{"20240305 出门.txt", "id: 20240305 出门\ntitle: 出门\npublished: 2024-03-05\n"},
		{"202403051.md", "id: 202403051\ntitle: 202403051\n"},
		{"2024-13-05-x.md", "id: 2024-13-05-x\ntitle: 2024-13-05-x\n"},
		{"posts/2024-03-05-fog/index.md", "id: posts/2024-03-05-fog/index\ntitle: index\npublished: 2024-03-05\n"},
		{"2024/03/05/fog.md", "id: 2024/03/05/fog\ntitle: fog\npublished: 2024-03-05\n"},
		{"2024/13/05/fog.md", "id: 2024/13/05/fog\ntitle: fog\n"},
		{"2024/03/fog.md", "id: 2024/03/fog\ntitle: fog\n"},
		{"12345678.md", "id: 12345678\ntitle: 12345678\n"},
	}
	for _, test := range tests {
		articletest.Expect(t, test.name, articletest.Render(articletest.Parse(t, test.name, "正文。")), test.want+"1 正文。\n")
	}
}

// What an author does not show is not read, unless it is asked for.
func TestPrivateDocuments(t *testing.T) {
	front := func(line string) string { return "---\ntitle: 题\n" + line + "\n---\n暗语。" }
	tests := []struct{ what, name, doc, want string }{
		{"a draft", "x.md", front("draft: true"), "it is marked by draft: true"},
		{"not published", "x.md", front("published: false"), "it is marked by published: false"},
		{"a password", "x.md", front("password: abcd"), "it is marked by a password"},
		{"not to be found", "x.md", front("search: false"), "it is marked by search: false"},
		{"not in the map of the site", "x.md", front("sitemap: no"), "it is marked by sitemap: false"},
		{"a status", "x.md", front("status: Draft"), "it is marked by status: draft"},
		{"in TOML", "x.md", "+++\ndraft = true\n+++\n暗语。", "it is marked by draft: true"},
		{"hidden", "x.md", front("hidden: 是"), "it is marked by hidden: true"},
		{"without a link to it", "x.md", front("unlisted: true"), "it is marked by unlisted: true"},
		{"a wiki page that is not public", "x.md", "public:: false\n\n- 暗语。", "it is marked by public: false"},
		{"left out of the search by a theme", "x.md", front("search: {exclude: true}"), "it is marked by search.exclude: true"},
		{"left out of the map by a theme", "x.md", front("sitemap: {disable: true}"), "it is marked by sitemap.disable: true"},
		{"never rendered", "x.md", front("build: {render: never}"), "it is marked by build.render: never"},
		{"an element of the head", "x.md", front("head:\n- [meta, {name: robots, content: 'noindex, nofollow'}]"), "it is marked by robots: noindex"},
		{"a mark for robots", "x.md", front("robotsNoIndex: true"), "it is marked by robotsnoindex: true"},
		{"a page for no machine", "x.html", "<meta name=robots content=none><p>暗语。", "it is marked by robots: noindex"},
		{"left out of the search of Sphinx", "x.rst", ":nosearch:\n\n题\n==\n\n暗语。", "it is marked by search: false"},
		{"Org", "x.org", "#+TITLE: 题\n#+HUGO_DRAFT: t\n\n暗语。", "it is marked by draft: true"},
		{"AsciiDoc", "x.adoc", "= 题\n:page-draft:\n\n暗语。", "it is marked by draft: true"},
		{"reStructuredText", "x.rst", "题\n==\n\n:status: hidden\n\n暗语。", "it is marked by status: hidden"},
		{"a folder", "source/_drafts/x.md", "暗语。", "it lies in a folder of drafts"},
		{"a page", "x.html", "<meta name=robots content='noindex, follow'><p>暗语。", "it is marked by robots: noindex"},
		{"a page for one machine", "x.html", "<meta name=Googlebot content=noindex><p>暗语。", "it is marked by googlebot: noindex"},
	}
	for _, test := range tests {
		raw := article.Raw{Source: "s", Path: test.name, Format: article.FormatOf(test.name), Bytes: []byte(test.doc)}
		if _, err := article.Read(raw, article.Options{}); !errors.Is(err, article.ErrPrivate) || err.Error() != "not published: "+test.want {
			t.Errorf("%s: %v", test.what, err)
		}
		if r, err := article.Read(raw, article.Options{Drafts: true}); err != nil || r.Private != test.want {
			t.Errorf("%s, asked for: %q, %v", test.what, r.Private, err)
		}
	}
	for _, line := range []string{"draft: false", "published: true", "published: 2024-03-05", "password:", "search: true", "search: {boost: 2}", "build: {list: local}", "head: [[meta, {name: description, content: none of it}]]"} {
		if _, err := article.Parse(article.Raw{Path: "x.md", Format: article.Markdown, Bytes: []byte(front(line))}, article.Options{}); err != nil {
			t.Errorf("%s: %v", line, err)
		}
	}
}

// A page whose text the site makes, a list of tags or of articles, is no article.
func TestListsThatASiteMakes(t *testing.T) {
	read := func(doc string) error {
		_, err := article.Parse(article.Raw{Path: "x.md", Format: article.Markdown, Bytes: []byte(doc)}, article.Options{})
		return err
	}
	for _, doc := range []string{"---\ntitle: 标签\ntype: \"tags\"\n---\n", "---\ntitle: 归档\nlayout: archives\n---\n\n# 归档\n"} {
		if err := read(doc); !errors.Is(err, article.ErrNoArticle) {
			t.Errorf("%q: %v", doc, err)
		}
	}
	for _, doc := range []string{"---\ntitle: 归档\nlayout: archives\n---\n\n怎样归档。", "---\ntitle: 标签\nlayout: page\n---\n"} {
		if err := read(doc); err != nil {
			t.Errorf("%q: %v", doc, err)
		}
	}
}

// A field that an article does not have in the end has no source.
func TestABriefThatRepeatsTheTextHasNoSource(t *testing.T) {
	r := articletest.Read(t, "x.html", "<head><title>题</title><meta name=description content=潮水一天两次></head><h1>题</h1><p>潮水一天两次，早晚各一次。</p>")
	for _, f := range r.Sources {
		if f.Name == "brief" {
			t.Errorf("the brief comes from %s", f.From)
		}
	}
}
