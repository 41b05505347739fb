package server

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search"
)

// Every wrong parameter of the API is a 400 that names it.
func TestStrictParameters(t *testing.T) {
	s := newServer(t, newFake())
	long := strings.Repeat("长", 257)
	for _, tt := range []struct{ path, parameter string }{
		{"/api/v1/search?q=a&page=0", "page"},
		{"/api/v1/search?q=a&page=-1", "page"},
		{"/api/v1/search?q=a&page=9223372036854775808", "page"},
		{"/api/v1/search?q=a&page=10abc", "page"},
		{"/api/v1/search?q=a&page=", "page"},
		{"/api/v1/search?q=a&page=%2B1", "page"},
		{"/api/v1/search?q=a&page=1e3", "page"},
		{"/api/v1/search?q=a&page=1001", "page"},
		{"/api/v1/search?q=a&page=102&size=100", "page"},
		{"/api/v1/search?q=a&size=0", "size"},
		{"/api/v1/search?q=a&size=101", "size"},
		{"/api/v1/search?q=a&size=1000000000", "size"},
		{"/api/v1/search?q=a&q=b", "q"},
		{"/api/v1/search?q=a&size=1&size=1", "size"},
		{"/api/v1/search?q=a&utm_source=x", "utm_source"},
		{"/api/v1/search?q=a&Page=1", "Page"},
		{"/api/v1/search?q=a&sort=best", "sort"},
		{"/api/v1/search?q=a&sort=", "sort"},
		{"/api/v1/search?q=a&explain=1", "explain"},
		{"/api/v1/search?q=a&from=2025-13-01", "from"},
		{"/api/v1/search?q=a&from=20250101", "from"},
		{"/api/v1/search?q=a&from=2025-02-01&to=2025-01-01", "from"},
		{"/api/v1/search?q=a&year=20x", "year"},
		{"/api/v1/search?q=a&year=0", "year"},
		{"/api/v1/search?q=" + long, "q"},
		{"/api/v1/search?q=%ED%A0%80", "q"},
		{"/api/v1/search?q=" + strings.Repeat("%F0%9F%98%80", 257), "q"},
		{"/api/v1/search?q=a%zz", "query string"},
		{"/api/v1/search?q=a;b", "query string"},
		{"/api/v1/search?q=%00", "q"},
		{"/api/v1/search?q=a%00b", "q"},
		{"/api/v1/search?q=%1B[31m", "q"},
		{"/api/v1/search?q=a%7F", "q"},
		{"/api/v1/search?q=a%C2%9B", "q"},
		{"/api/v1/search?q=a&category=%00", "category"},
		{"/api/v1/search?q=a&author=x%01", "author"},
		{"/api/v1/search?q=a&tag=%FF", "tag"},
		{"/api/v1/search?q=a&fields=%00", "fields"},
		{"/api/v1/search?q=a&from=%00", "from"},
		{"/api/v1/paragraphs?q=%00", "q"},
		{"/api/v1/suggest?q=%00", "q"},
		{"/api/v1/articles/6171502?q=%00", "q"},
		{"/api/v1/search?q=a&tag=" + long, "tag"},
		{"/api/v1/search?q=a&" + manyTags(21), "tag"},
		{"/api/v1/search", "q"},
		{"/api/v1/paragraphs?q=a&page=0", "page"},
		{"/api/v1/articles/x?page=1", "page"},
		{"/api/v1/related?size=1", "id"},
		{"/api/v1/suggest", "q"},
		{"/api/v1/suggest?q=a&size=21", "size"},
		{"/api/v1/suggest?q=a&format=xml", "format"},
		{"/api/v1/stats?x=1", "x"},
	} {
		p := problem(t, get(s, tt.path), http.StatusBadRequest, "bad_parameter")
		if !slices.ContainsFunc(p.Errors, func(f Fault) bool { return f.Parameter == tt.parameter && f.Detail != "" }) {
			t.Errorf("%.60s: %v, want %s", tt.path, p.Errors, tt.parameter)
		}
	}
}

// A script that pages through results begins with an empty cursor.
func TestEmptyCursorIsTheFirstPage(t *testing.T) {
	s := newServer(t, newFake())
	if w := get(s, "/api/v1/search?q=a&cursor="); w.Code != http.StatusOK {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	problem(t, get(s, "/api/v1/search?q=a&cursor=x&page=2"), http.StatusBadRequest, "bad_parameter")
}

func manyTags(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("&tag=t" + strings.Repeat("x", i))
	}
	return b.String()[1:]
}

func TestEveryFaultIsNamedAtOnce(t *testing.T) {
	s := newServer(t, newFake())
	p := problem(t, get(s, "/api/v1/search?page=0&size=x&foo=1&sort=y"), http.StatusBadRequest, "bad_parameter")
	var names []string
	for _, f := range p.Errors {
		names = append(names, f.Parameter)
	}
	if want := []string{"size", "page", "sort", "q", "foo"}; !slices.Equal(names, want) {
		t.Errorf("%v, want %v", names, want)
	}
}

func TestRequestIsReadWhole(t *testing.T) {
	f := newFake()
	s := newServer(t, f)
	w := get(s, "/api/v1/search?q=+a+&page=2&size=5&sort=views&category=x&category=y&author=z&tag=t&tag=t&year=2024&year=2025&from=2024-01-02&to=2025-01-02&explain=true&literal=true")
	if w.Code != http.StatusOK {
		t.Fatal(w.Body)
	}
	got := *f.last.Load()
	day := func(y int) time.Time { return time.Date(y, 1, 2, 0, 0, 0, 0, time.UTC) }
	want := search.Request{Text: " a ", Page: 2, Size: 5, Sort: engine.ByViews, Categories: []string{"x", "y"},
		Authors: []string{"z"}, Tags: []string{"t"}, Years: []int{2024, 2025}, From: day(2024), To: day(2025), Explain: true, Literal: true}
	if !slices.Equal(got.Categories, want.Categories) || !slices.Equal(got.Tags, want.Tags) || !slices.Equal(got.Years, want.Years) ||
		!slices.Equal(got.Authors, want.Authors) || got.Text != want.Text || got.Page != want.Page || got.Size != want.Size ||
		got.Sort != want.Sort || !got.From.Equal(want.From) || !got.To.Equal(want.To) || !got.Explain || !got.Literal {
		t.Errorf("%+v\nwant %+v", got, want)
	}
	if w := get(s, "/api/v1/search?category=x"); w.Code != http.StatusOK {
		t.Errorf("a filter without text: %s", w.Body)
	}
}

// An address that a reader may have is never an error.
func TestPageForgives(t *testing.T) {
	f := newFake()
	s := newServer(t, f)
	for _, tt := range []struct{ path, want string }{
		{"/search?q=小红书&utm_source=mail&fbclid=1", "找到 2 篇"},
		{"/search?q=小红书&page=0", "找到 2 篇"},
		{"/search?q=小红书&page=10abc&sort=best&from=x&year=y&literal=1", "找到 2 篇"},
		{"/search?q=小红书&q=other", "找到 2 篇"},
		{"/search?q=小红书&page=99999999999999999999", "找到 2 篇"},
		{"/search?q=改稿&page=77", "没有第 77 页"},
		{"/search?q=100%", "没有找到“100%”"},
		{"/search?q=a;b", "没有找到“a;b”"},
		{"/search?q=%ED%A0%80小红书", "找到 2 篇"},
		{"/search?q=" + strings.Repeat("长", 5000), "查询太长"},
		{"/search?q=" + strings.Repeat("%E9%95%BF", 1<<20/3), "查询太长"},
		{"/search?q=" + strings.Repeat("a+", 40), "查询太长"},
		{"/search?q=%01%1B%5B31m", "没有找到“  [31m”"},
		{"/search?q=%02小红书%C2%9B", "找到 2 篇"},
		{"/search?q=%01%1B", "最新文章"},
		{"/search?q=%E2%80%8B%EF%BB%BF", "最新文章"},
		{"/search?q=%22", "最新文章"},
		{"/search?q=%22&category=写作", "找到 16 篇"},
		{"/search", "最新文章"},
		{"/search?q=++", "最新文章"},
		{"/", "试试这样找"},
	} {
		w := get(s, tt.path)
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), tt.want) {
			t.Errorf("%.60s: %d without %q", tt.path, w.Code, tt.want)
		}
	}
	if r := f.last.Load(); r.Page < 1 || r.Size < 1 {
		t.Errorf("%+v", r)
	}
}

// No browser sends the character NUL: an address with it is wrong, and the page says
// which parameter is.
func TestPagesRefuseNUL(t *testing.T) {
	f := newFake()
	s := newServer(t, f)
	for path, name := range map[string]string{
		"/?q=%00": "q", "/search?q=a%00": "q", "/search?q=a&category=%00": "category", "/articles/6171502?q=%00": "q", "/completions?q=%00": "q", "/feed.xml?q=%00": "q",
	} {
		before := f.searches.Load()
		w := get(s, path)
		if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "请检查地址里的参数 "+name+"。") {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
		if f.searches.Load() != before {
			t.Errorf("%s: something was searched for", path)
		}
	}
}

// The joiner in an emoji, a soft hyphen and the marks of a paste are text.
func TestFormatCharactersAreText(t *testing.T) {
	f := newFake()
	s := newServer(t, f)
	for _, q := range []string{"👩\u200d💻", "小\u200b红\u200b书", "\ufeff小红书", "so\u00adft", "\u202a小红书\u202c", "a\tb\r\nc\u0085d"} {
		for _, path := range []string{"/api/v1/search?q=", "/api/v1/suggest?q=", "/search?q=", "/feed.xml?q="} {
			if w := get(s, path+url.QueryEscape(q)); w.Code != http.StatusOK {
				t.Errorf("%s%q: %d %s", path, q, w.Code, w.Body)
			}
		}
		if r := f.last.Load(); r.Text != q {
			t.Errorf("%q became %q", q, r.Text)
		}
	}
}

// An answer names the first of many wrong parameters, and is not a multiple of a request.
func TestFaultsAreBounded(t *testing.T) {
	s := newServer(t, newFake())
	var raw strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&raw, "&x%d", i)
	}
	w := get(s, "/api/v1/search?q=a"+raw.String())
	p := problem(t, w, http.StatusBadRequest, "bad_parameter")
	if len(p.Errors) != maxFaults || !strings.HasSuffix(p.Detail, "and 950 more") || w.Body.Len() > 8<<10 {
		t.Errorf("%d errors in %d bytes: %.100s", len(p.Errors), w.Body.Len(), p.Detail)
	}
}

// An address of the API has a limit; that of a page may come from a long paste.
func TestLongAddresses(t *testing.T) {
	s := newServer(t, newFake())
	long := strings.Repeat("a", MaxAddressBytes)
	for _, path := range []string{"/api/v1/search?q=" + long, "/api/v1/articles/" + long, "/api/v1/nothing/" + long} {
		problem(t, get(s, path), http.StatusRequestURITooLong, "address_too_long")
	}
	if w := get(s, "/api/v1/search?q=a&tag="+strings.Repeat("a", 256)); w.Code != http.StatusOK {
		t.Errorf("%d", w.Code)
	}
	if w := get(s, "/search?q="+long); w.Code != http.StatusOK {
		t.Errorf("%d", w.Code)
	}
}
