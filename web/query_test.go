package web

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/search"
)

func TestHref(t *testing.T) {
	q := Query{Text: "a&b 春", Page: 3, Sort: "newest", From: "2024-01-01", Literal: true,
		Filters: map[string][]string{"tag": {"x=y", "z"}, "author": {"某"}}}
	for _, tt := range []struct {
		name string
		q    Query
		want string
	}{
		{"plain", Query{Text: "春 天"}, "/search?q=%E6%98%A5+%E5%A4%A9"},
		{"all", q, "/search?q=a%26b+%E6%98%A5&author=%E6%9F%90&tag=x%3Dy&tag=z&from=2024-01-01&sort=newest&literal=true&page=3"},
		{"default order", q.Unfiltered().By("relevance"), "/search?q=a%26b+%E6%98%A5&literal=true"},
		{"added", Query{Text: "a", Page: 9}.Toggle("year", "2025"), "/search?q=a&year=2025"},
		{"taken away", Query{Text: "a"}.Toggle("year", "2025").Toggle("year", "2025"), "/search?q=a"},
		{"another text", Query{Text: "a", Page: 9, Sort: "views"}.With("b"), "/search?q=b&sort=views"},
	} {
		if got := tt.q.Href(); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, got, tt.want)
		}
	}
	if got := q.Filters["tag"]; !slices.Equal(got, []string{"x=y", "z"}) {
		t.Errorf("the query was changed: %v", got)
	}
}

func unescaped(t *testing.T, href string) string {
	t.Helper()
	s, err := url.PathUnescape(href)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestArticleHref(t *testing.T) {
	for _, tt := range []struct {
		id, q  string
		number int
		want   string
	}{
		{"6171431", "", 0, "/articles/6171431"},
		{"it/6171431", "小 书", 3, "/articles/it/6171431?q=%E5%B0%8F+%E4%B9%A6#p-3"},
		{"a b?c#d%e", "", 0, "/articles/a%20b%3Fc%23d%25e"},
		{"../../etc/passwd", "", 0, "/articles/..%2F..%2Fetc%2Fpasswd"},
		{"a//b", "", 0, "/articles/a%2F%2Fb"},
		{"日记\n", "", 1, "/articles/%E6%97%A5%E8%AE%B0%0A#p-1"},
	} {
		if got := ArticleHref(tt.id, tt.q, tt.number); got != tt.want {
			t.Errorf("%q: %s, want %s", tt.id, got, tt.want)
		}
	}
}

func TestPaging(t *testing.T) {
	for _, tt := range []struct {
		page, total int
		want        []int // 0 is a gap
		prev, next  bool
	}{
		{1, 0, nil, false, false},
		{1, 10, []int{1}, false, false},
		{1, 11, []int{1, 2}, false, true},
		{5, 90, []int{1, 0, 3, 4, 5, 6, 7, 0, 9}, true, true},
		{9, 90, []int{1, 0, 7, 8, 9}, true, false},
		{1, 5_000_000, []int{1, 2, 3, 0, 1000}, false, true},
	} {
		p := newPaging(Query{Text: "a"}, &search.Response{Page: tt.page, Size: 10, Total: tt.total})
		var got []int
		for _, l := range p.Links {
			got = append(got, l.Number)
		}
		if !slices.Equal(got, tt.want) || (p.Prev != "") != tt.prev || (p.Next != "") != tt.next {
			t.Errorf("page %d of %d: %v %q %q", tt.page, tt.total, got, p.Prev, p.Next)
		}
	}
}

func TestOriginal(t *testing.T) {
	pieces := []search.Piece{{Text: "…他们自称“"}, {Text: "Tik-Tok", Hit: true}, {Text: "难民”。后来"}}
	fragment := ":~:text=Tik%2DTok%E9%9A%BE%E6%B0%91%E2%80%9D"
	for _, tt := range []struct {
		url    string
		pieces []search.Piece
		want   string
	}{
		{"https://example.com/a?b=c", pieces, "https://example.com/a?b=c#" + fragment},
		{"http://example.com/#top", pieces, "http://example.com/#top" + fragment},
		{"https://example.com/a", nil, "https://example.com/a"},
		{"javascript:alert(1)", pieces, ""},
		{"//example.com", pieces, ""},
		{"https:", pieces, ""},
		{"", pieces, ""},
	} {
		if got := original(tt.url, tt.pieces); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.url, got, tt.want)
		}
	}
	long := []search.Piece{{Text: strings.Repeat("长", 100), Hit: true}}
	if got := fragmentText(long); utf8.RuneCountInString(got) != fragmentRunes {
		t.Errorf("%d runes", utf8.RuneCountInString(got))
	}
}

func TestFormat(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 362513: "362,513", 1234567: "1,234,567"} {
		if got := count(n); got != want {
			t.Errorf("count(%d) = %s", n, got)
		}
	}
	if got := day("2025-01-06"); got != "2025年1月6日" {
		t.Error(got)
	}
	if got := day("去年"); got != "去年" {
		t.Error(got)
	}
	for text, want := range map[string]string{"小红书 TikTok": "", "Search as you type": "en", "從書店到平臺時代": "zh-Hant", "東京タワー": "ja", "123": ""} {
		if got := lang([]search.Piece{{Text: text}}); got != want {
			t.Errorf("lang(%s) = %q, want %q", text, got, want)
		}
	}
	got := merged([]search.Piece{{Text: "小", Hit: true}, {Text: "红书", Hit: true}, {Text: ""}, {Text: "的"}})
	if !slices.Equal(got, []search.Piece{{Text: "小红书", Hit: true}, {Text: "的"}}) {
		t.Error(got)
	}
}

func TestAssetNamesChangeWithContent(t *testing.T) {
	p := newPages(t)
	if len(p.names) != 3 {
		t.Fatalf("assets: %v", p.names)
	}
	for name, public := range p.names {
		a, ok := p.Asset(public)
		if !ok || len(a.Body) == 0 || a.Type == "application/octet-stream" {
			t.Errorf("%s: %v %q", name, ok, a.Type)
		}
		if _, ok := p.Asset(name); ok {
			t.Errorf("%s is served under a name that does not change", name)
		}
	}
	if p.Version() == "" {
		t.Error("no version")
	}
}

// Every file of the script and of the style sheet is included.
func TestEveryFileIsJoined(t *testing.T) {
	for folder, names := range map[string][]string{"assets/script": scripts(), "assets/style": styles()} {
		entries, err := files.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if name, _, _ := strings.Cut(e.Name(), "."); !slices.Contains(names, name) {
				t.Errorf("%s/%s is part of nothing", folder, e.Name())
			}
		}
	}
}

// The total and the list may differ: the list continues with articles that lack
// words.
func TestStatus(t *testing.T) {
	for _, tt := range []struct {
		total, partial, page int
		want                 string
	}{
		{0, 0, 1, "没有找到文章"},
		{0, 4, 1, "没有文章含有全部这些词，4 篇只含一部分，用时 12 毫秒"},
		{3, 7, 1, "找到 3 篇，另有 7 篇只含一部分词，用时 12 毫秒"},
		{1280, 0, 1, "找到 1,280 篇，用时 12 毫秒"},
		{14, 4, 2, "找到 14 篇，另有 4 篇只含一部分词，用时 12 毫秒"},
	} {
		r := &search.Response{Total: tt.total, Page: tt.page, TookMS: 12.3, PartialTotal: tt.partial}
		if got := status(r); got != tt.want {
			t.Errorf("%d and %d: %s", tt.total, tt.partial, got)
		}
	}
}
