package web

import (
	"bytes"
	"compress/gzip"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search"
)

func newPages(t *testing.T) *Pages {
	t.Helper()
	p, err := New(Site{BaseURL: "https://search.example"})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func articleHit(id string) search.ArticleHit {
	return search.ArticleHit{
		ID: id, Title: []search.Piece{{Text: "寻找"}, {Text: "春天", Hit: true}}, Author: "灯下客", Category: "随笔",
		Published: "2025-01-16", Tags: []string{"春天", "随笔"}, URL: "https://example.com/a", MoreParagraphs: 4,
		Duplicates: []search.Duplicate{{ID: "b/2", Title: "转载的春天", Author: "抄书人", Published: "2025-02-01"}, {ID: "c"}},
		Paragraphs: []search.ParagraphHit{
			{Number: 3, Section: "第一节", Why: []string{"alias", "folded"}, Pieces: []search.Piece{{Text: "那年"}, {Text: "春天", Hit: true}, {Text: "来得早。"}}},
			{Number: 7, Section: "第一节", Pieces: []search.Piece{{Text: "Spring", Hit: true}}},
		},
	}
}

func response(n int) *search.Response {
	r := &search.Response{Total: n, Page: 1, Size: 10, TookMS: 12,
		Query: search.QueryInfo{Text: "春天", Expanded: []search.Expansion{{Kind: "alias", From: "脸书", To: "Facebook"}, {Kind: "alias", From: "脸书", To: "FB"}},
			Suggest: &search.Suggestion{Text: "春 天", Count: 3}},
		Facets: map[string][]engine.Count{"category": {{Value: "随笔", Count: n}}, "year": {{Value: "2024", Count: 9}, {Value: "2025", Count: 2}}}}
	for range min(n, 10) {
		r.Articles = append(r.Articles, articleHit("a/1"))
	}
	return r
}

func articlePage() *search.ArticlePage {
	return &search.ArticlePage{ID: "a/1", Title: []search.Piece{{Text: "寻找春天"}}, Brief: []search.Piece{{Text: "短短一句"}},
		Author: "灯下客", Category: "随笔", Published: "2025-01-16", Updated: "2025-03-02", Tags: []string{"春天"}, URL: "https://example.com/a", Views: 1234,
		Paragraphs: []search.ReadParagraph{
			{Number: 1, Heading: true, Pieces: []search.Piece{{Text: "第一节"}}},
			{Number: 2, Section: "第一节", Pieces: []search.Piece{{Text: "那年"}, {Text: "春天", Hit: true}}},
			{Number: 5, Heading: true, Pieces: []search.Piece{{Text: "第二节"}}},
		}}
}

// everyPage renders every template with every shape of its page struct.
func everyPage(t *testing.T, p *Pages) map[string]string {
	t.Helper()
	q := Query{Text: "春天", Page: 1, Filters: map[string][]string{"category": {"随笔"}, "year": {"2025", "1999"}}, From: "2024-01-01", Sort: "newest"}
	offer := []Offer{{Text: "春", Label: "去掉“天”", Href: "/search?q=%E6%98%A5", Count: 3}}
	pages := map[string]SearchPage{
		"home":       NewHomePage(Counts{Articles: 6000, Paragraphs: 362513, Newest: "2025-01-16"}, offer, "最新文章", response(2).Articles),
		"home-empty": NewHomePage(Counts{}, nil, "", nil),
		"results":    NewSearchPage(q, response(128), nil),
		"plain":      NewSearchPage(Query{Text: "春天", Literal: true}, response(1), nil),
		"nothing":    NewSearchPage(q, response(0), offer),
		"helpless":   NewSearchPage(Query{Text: "春天"}, response(0), nil),
		"beyond":     NewSearchPage(q.At(99), withPage(response(128), 99), nil),
	}
	out := map[string]string{}
	for name, page := range pages {
		page.Note = "查询太长"
		out[name] = render(t, func(b *bytes.Buffer) error { return p.Search(b, page) })
	}
	related := []search.RelatedArticle{{ID: "b", Title: "另一篇"}, {ID: "c"}}
	out["reader"] = render(t, func(b *bytes.Buffer) error { return p.Reader(b, NewReaderPage(articlePage(), "春天", related)) })
	out["reader-bare"] = render(t, func(b *bytes.Buffer) error {
		return p.Reader(b, NewReaderPage(&search.ArticlePage{ID: "x"}, "", nil))
	})
	out["error"] = render(t, func(b *bytes.Buffer) error {
		return p.Error(b, ErrorPage{Head: Head{Kind: "error", Title: "出错了"}, Heading: "出错了", Detail: "稍后再试", Retry: "/search?q=a", RequestID: "abc"})
	})
	out["error-bare"] = render(t, func(b *bytes.Buffer) error { return p.Error(b, ErrorPage{}) })
	return out
}

func withPage(r *search.Response, page int) *search.Response {
	r.Page, r.Articles = page, nil
	return r
}

func render(t *testing.T, f func(*bytes.Buffer) error) string {
	t.Helper()
	var b bytes.Buffer
	if err := f(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// The date of the last change is shown if it differs from that of publication.
func TestReaderShowsUpdated(t *testing.T) {
	p := newPages(t)
	for _, c := range []struct{ published, updated, want string }{
		{"2025-01-16", "2025-03-02", "2025年3月2日"},
		{"2025-01-16", "2025-01-16", ""},
		{"2025-01-16", "", ""},
		{"", "2025-03-02", "2025年3月2日"},
	} {
		a := articlePage()
		a.Published, a.Updated = c.published, c.updated
		body := render(t, func(b *bytes.Buffer) error { return p.Reader(b, NewReaderPage(a, "", nil)) })
		if got := strings.Contains(body, "更新于"); got != (c.want != "") || !strings.Contains(body, c.want) {
			t.Errorf("published %q, updated %q: shown is %v, want %q", c.published, c.updated, got, c.want)
		}
	}
}

func TestEveryTemplateExecutes(t *testing.T) {
	want := map[string][]string{
		"home":        {"<b>6,000</b> 篇文章", "362,513", "2025年1月16日", "3 篇</small>"},
		"home-empty":  {`id="status"`, "还可以怎么写"},
		"results":     {"找到 128 篇，用时 12 毫秒", "寻找<mark>春天</mark>", "还有 4 段", "另有 2 处", "转载的春天", "抄书人", `href="/articles/b/2?q=%E6%98%A5%E5%A4%A9"`, "同义", "脸书→Facebook、FB", "您是不是要找", "清除筛选", "下一页", `lang="en"`, "字形", "第 3 段", `href="/articles/a/1?q=%E6%98%A5%E5%A4%A9#p-3"`, "#:~:text=%E6%98%A5%E5%A4%A9", "2024年1月1日起", "<title>春天 - 寻章</title>"},
		"plain":       {"找到 1 篇"},
		"nothing":     {"没有找到“春天”", "去掉“天”"},
		"helpless":    {"没有找到“春天”", "换一个更短"},
		"beyond":      {"没有第 99 页", "一共 13 页"},
		"reader":      {`id="p-2"`, "那年<mark>春天</mark>", `href="#p-5"`, "1,234 次阅读", "1 处匹配", "返回结果", "另一篇", "短短一句"},
		"reader-bare": {"<h1>x</h1>"},
		"error":       {"重试", "abc", "稍后再试"},
		"error-bare":  {"回到首页"},
	}
	for name, html := range everyPage(t, newPages(t)) {
		for _, w := range want[name] {
			if !strings.Contains(html, w) {
				t.Errorf("%s: no %q", name, w)
			}
		}
		if len(want[name]) == 0 {
			t.Errorf("%s: nothing is expected of it", name)
		}
		if strings.Contains(html, "ZgotmplZ") || strings.Contains(html, "<no value>") {
			t.Errorf("%s: a value was refused or missing:\n%s", name, html)
		}
		for _, refused := range []string{"<style", " style=", " onclick", "javascript:"} {
			if strings.Contains(html, refused) {
				t.Errorf("%s: has %q, which the content security policy forbids", name, refused)
			}
		}
	}
}

// A section's name stands once above its snippets.
func TestSectionStandsOnce(t *testing.T) {
	html := everyPage(t, newPages(t))["plain"]
	if n := strings.Count(html, `class="section"`); n != 1 {
		t.Errorf("%d section names, want 1", n)
	}
}

func TestBudget(t *testing.T) {
	p := newPages(t)
	size := func(b []byte) int {
		var out bytes.Buffer
		w := gzip.NewWriter(&out)
		if _, err := w.Write(b); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return out.Len()
	}
	html, assets, script := 0, 0, 0
	for _, page := range everyPage(t, p) {
		html = max(html, size([]byte(page)))
	}
	for name, a := range p.assets {
		assets += size(a.Body)
		if strings.HasSuffix(name, ".js") {
			script += size(a.Body)
		}
	}
	t.Logf("gzip bytes: page %d, assets %d, of these scripts %d", html, assets, script)
	if html+assets > 40<<10 || script > 12<<10 {
		t.Errorf("page and assets %d (at most 40 KiB), scripts %d (at most 12 KiB)", html+assets, script)
	}
	for name, a := range p.assets {
		for _, other := range []string{"url(http", "@import", `fetch("http`} {
			if bytes.Contains(a.Body, []byte(other)) {
				t.Errorf("%s loads from another host: %s", name, other)
			}
		}
	}
}

// The content of an article is text, and an address that is not a web address is
// not a link.
func TestHostileText(t *testing.T) {
	p := newPages(t)
	evil := `"><script>alert(1)</script><img src=x onerror=alert(1)>{{.}}`
	a := articleHit(evil)
	a.Title = []search.Piece{{Text: evil, Hit: true}}
	a.Author, a.Category, a.Tags, a.Published, a.URL = evil, evil, []string{evil}, evil, "javascript:alert(1)"
	a.Paragraphs[0].Section, a.Paragraphs[0].Pieces = evil, []search.Piece{{Text: evil}, {Text: evil, Hit: true}}
	r := response(1)
	r.Articles, r.Facets["tag"] = []search.ArticleHit{a}, []engine.Count{{Value: evil, Count: 1}}
	r.Query.Suggest.Text = evil
	page := articlePage()
	page.ID, page.Title, page.Author, page.URL = evil, a.Title, evil, "data:text/html,<script>alert(1)</script>"
	page.Paragraphs[1].Pieces = a.Title
	for name, html := range map[string]string{
		"search": render(t, func(b *bytes.Buffer) error {
			return p.Search(b, NewSearchPage(Query{Text: evil, Filters: map[string][]string{"tag": {evil}}}, r, nil))
		}),
		"reader": render(t, func(b *bytes.Buffer) error { return p.Reader(b, NewReaderPage(page, evil, nil)) }),
		"error":  render(t, func(b *bytes.Buffer) error { return p.Error(b, ErrorPage{Heading: evil, Head: Head{Box: evil}}) }),
	} {
		for _, bad := range []string{"<script>alert", "<img src=x", `href="javascript:`, `href="data:`, "ZgotmplZ"} {
			if strings.Contains(html, bad) {
				t.Errorf("%s: holds %s", name, bad)
			}
		}
	}
}

// What other sites show of a search does not change from one moment to the next.
func TestDescriptionHasNoTime(t *testing.T) {
	page := NewSearchPage(Query{Text: "春天", Page: 1}, response(2), nil)
	if page.Head.Description != "找到 2 篇" || !strings.Contains(page.Status, "毫秒") {
		t.Errorf("description %q, status %q", page.Head.Description, page.Status)
	}
}
