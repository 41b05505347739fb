package server

import (
	"compress/gzip"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/search"
)

func TestHomeOffersWhatFinds(t *testing.T) {
	f := newFake()
	s := newServer(t, f)
	body := get(s, "/").Body.String()
	for _, want := range []string{"<b>35</b> 篇文章", "小红书 TikTok 难民", "小红书迎来远客", "2025年1月21日"} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s", want)
		}
	}
	if strings.Contains(body, "没有的词") {
		t.Error("an example that finds nothing is offered")
	}
	before := f.searches.Load()
	get(s, "/")
	if f.searches.Load() != before {
		t.Error("the page of a generation is made twice")
	}
	f.generation.Add(1)
	get(s, "/")
	if f.searches.Load() == before {
		t.Error("a new generation keeps the old page")
	}
}

func TestHomeWithoutAnswers(t *testing.T) {
	f := newFake()
	f.fail = func(string) error { return errors.New("no") }
	s := newServer(t, f)
	if w := get(s, "/"); w.Code != http.StatusOK || strings.Contains(w.Body.String(), "最新文章") {
		t.Errorf("%d", w.Code)
	}
	f.fail = nil
	if body := get(s, "/").Body.String(); !strings.Contains(body, "最新文章") {
		t.Error("a failure is kept")
	}
}

func TestNothingFoundOffersWhatFinds(t *testing.T) {
	s := newServer(t, newFake())
	for path, wants := range map[string][]string{
		"/search?q=小红书+量子引力":             {"没有找到“小红书 量子引力”", "去掉“量子引力”", "2 篇"},
		"/search?q=难民&category=文化":       {"去掉筛选", "1 篇", `href="/search?q=%E9%9A%BE%E6%B0%91"`},
		"/search?q=小红树":                  {"您是不是要找", "小红书"},
		"/search?q=zzz":                  {"换一个更短"},
		"/search?q=脸书":                   {"同义", "脸书→Facebook"},
		"/search?q=xiao+hong+shu":        {"显示的是“<b>小红书</b>”的结果", "仍然搜索“xiao hong shu”", "literal=true", "/articles/it/6171431?q=%E5%B0%8F%E7%BA%A2%E4%B9%A6"},
		"/search?author=灯下客&sort=newest": {"找到 11 篇", "去掉作者 灯下客"},
	} {
		body := get(s, path).Body.String()
		for _, want := range wants {
			if !strings.Contains(body, want) {
				t.Errorf("%s: no %s", path, want)
			}
		}
	}
}

// No link of a page without results leads to another one without results.
func TestNothingFoundAsTypedEither(t *testing.T) {
	if body := get(newServer(t, newFake()), "/search?q=脸书").Body.String(); strings.Contains(body, "只找原样") {
		t.Error("what finds nothing with other words is offered without them")
	}
}

// Answers are compressed for who asks for it.
func TestCompression(t *testing.T) {
	s := newServer(t, newFake())
	w := get(s, "/search?q=改稿", "Accept-Encoding", "gzip")
	if w.Header().Get("Content-Encoding") != "gzip" || !strings.Contains(w.Header().Get("Vary"), "Accept-Encoding") {
		t.Fatalf("%v", w.Header())
	}
	size := w.Body.Len()
	r, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(r)
	if err != nil || !strings.Contains(string(body), "</html>") {
		t.Errorf("%v", err)
	}
	t.Logf("ten results: %d bytes, %d compressed", len(body), size)
	if size > 27<<10 {
		t.Errorf("%d bytes: with styles and scripts more than 40 KiB", size)
	}
	if w := get(s, "/search?q=改稿"); w.Header().Get("Content-Encoding") != "" {
		t.Error("compressed for who did not ask")
	}
}

func TestOpenSearch(t *testing.T) {
	s := newServer(t, newFake(), func(c *Config) { c.BaseURL = "https://search.example" })
	w := get(s, "/opensearch.xml", "Host", "search.example")
	var d description
	if err := xml.Unmarshal(w.Body.Bytes(), &d); err != nil || len(d.URLs) != 2 {
		t.Fatalf("%v %s", err, w.Body)
	}
	for _, u := range d.URLs {
		if !strings.HasPrefix(u.Template, "https://search.example/") {
			t.Errorf("%s is not absolute", u.Template)
		}
	}
	w = get(s, "/api/v1/suggest?format=opensearch&q=小", "Host", "search.example")
	list := decode[[]any](t, w)
	if len(list) != 2 || list[0] != "小" || len(list[1].([]any)) == 0 {
		t.Errorf("%s", w.Body)
	}
}

// An answer's context ends with its client.
func TestClientGoesAway(t *testing.T) {
	f := newFake()
	f.wait = func(ctx context.Context) error { return context.Cause(ctx) }
	s := newServer(t, f)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://localhost/api/v1/search?q=a", nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(r.Context())
	cancel()
	w := &countingWriter{header: http.Header{}}
	s.Handler().ServeHTTP(w, r.WithContext(ctx))
	if w.status != statusClosed {
		t.Errorf("%d", w.status)
	}
}

type countingWriter struct {
	header http.Header
	status int
}

func (w *countingWriter) Header() http.Header         { return w.header }
func (w *countingWriter) Write(p []byte) (int, error) { return len(p), nil }
func (w *countingWriter) WriteHeader(status int)      { w.status = status }

func TestPageQueryKeepsTheRequest(t *testing.T) {
	p := strict("q=a&sort=views&year=2024&tag=t&from=2024-01-02&literal=true")
	q := pageQuery(p.request(DefaultSize))
	if got, want := q.Href(), "/search?q=a&tag=t&year=2024&from=2024-01-02&sort=views&literal=true"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if q := pageQuery(search.Request{Text: " "}); !q.Empty() {
		t.Error("a blank query is not empty")
	}
}

// A search can be followed: the newest articles that hold all words, as a feed.
func TestFeed(t *testing.T) {
	s := newServer(t, newFake(), func(c *Config) { c.BaseURL, c.Name = "https://search.example", "晒书房" })
	w := get(s, "/feed.xml?q=小红书&category=互联网", "Host", "search.example")
	var f feed
	if err := xml.Unmarshal(w.Body.Bytes(), &f); err != nil || w.Header().Get("Content-Type") != "application/atom+xml; charset=utf-8" {
		t.Fatalf("%v %s", err, w.Body)
	}
	if f.Title != "小红书 - 晒书房" || f.Updated != "2025-02-01T08:00:00Z" || len(f.Entries) != 1 {
		t.Fatalf("%+v", f)
	}
	e := f.Entries[0]
	if e.ID != "https://search.example/articles/it/6171431" || e.Updated != "2025-01-16T00:00:00Z" || e.Author.Name != "林间小记" ||
		!strings.Contains(e.Summary, "小红书") || !strings.HasPrefix(e.Links[0].Href, "https://search.example/articles/it/6171431?q=") {
		t.Errorf("%+v", e)
	}
	if tag := w.Header().Get("ETag"); get(s, "/feed.xml?q=小红书&category=互联网", "If-None-Match", tag).Code != http.StatusNotModified {
		t.Error("a reader of the feed gets it anew though nothing changed")
	}
	if body := get(s, "/search?q=小红书&category=互联网").Body.String(); !strings.Contains(body, `type="application/atom+xml"`) {
		t.Error("the page does not name its feed")
	}
}

// Every operator of the help is a link that finds something here.
func TestHelpHoldsWhatFinds(t *testing.T) {
	body := get(newServer(t, newFake()), "/help").Body.String()
	for _, want := range []string{`<a href="/search?q=%E5%B0%8F%E7%BA%A2%E4%B9%A6&#43;TikTok"><code>小红书 TikTok</code></a>`, "一个词", `<td class="number">2</td>`} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s", want)
		}
	}
	if strings.Contains(body, `<td class="number">0</td>`) {
		t.Error("an example that finds nothing")
	}
}

// Pages after the last one say so, however large their number, and the numbering
// goes on.
func TestPagesBehindTheLast(t *testing.T) {
	s := newServer(t, newFake())
	for path, want := range map[string]string{
		"/search?q=改稿&page=2":      `<ol class="hits" start="11"`,
		"/search?q=改稿&page=5":      "没有第 5 页",
		"/search?q=改稿&page=9999":   "没有第 9999 页",
		"/search?q=改稿&page=123456": "没有第 123456 页",
		"/search?q=改稿&page=-1":     `<ol class="hits" start="1"`,
	} {
		if body := get(s, path).Body.String(); !strings.Contains(body, want) {
			t.Errorf("%s: no %s", path, want)
		}
	}
}

// When articles have no dates the page does not offer the newest ones.
func TestHomeWithoutDates(t *testing.T) {
	f := newFake()
	f.undated = true
	body := get(newServer(t, f), "/").Body.String()
	if strings.Contains(body, "最新文章") || strings.Contains(body, "0001") || !strings.Contains(body, "最多人读") {
		t.Error("an index without dates has newest articles")
	}
	f = newFake()
	f.articles = append(f.articles[:2], fakeArticle{id: "day", title: "没有日期的一篇", text: []string{"文字。"}})
	if body := get(newServer(t, f), "/").Body.String(); strings.Contains(body, "没有日期的一篇") || !strings.Contains(body, "最新文章") {
		t.Error("an article without a date is among the newest")
	}
	f = newFake()
	f.undated, f.unread = true, true
	body = get(newServer(t, f), "/").Body.String()
	if strings.Contains(body, "最多人读") || !strings.Contains(body, "其中几篇") || !strings.Contains(body, `class="title"`) {
		t.Error("an index without dates and counts shows none of its articles")
	}
}

// The paragraphs of an article that match, those around one, all values of a
// filter: pages of their own, which the script takes its pieces from.
func TestPiecesOfPages(t *testing.T) {
	s := newServer(t, newFake(manyAuthors()...), func(c *Config) { c.Labels = map[string]string{"互联网": "网络"} })
	for path, wants := range map[string][]string{
		"/articles/it/6171431?q=猫税&only=matches":  {"1 段有匹配", "一夜之间换了客人", `href="/articles/it/6171431?q=%E7%8C%AB%E7%A8%8E#p-2"`, "打开全文"},
		"/articles/it/6171431?q=猫税&around=2":      {"第 2 段前后", `<li aria-current="true">`, "平台接得住吗"},
		"/articles/it/6171431?q=猫税&around=999999": {"打开全文"},
		"/search?q=盐田&list=author":                {"30 个作者", `value="晒盐人00"`, `value="晒盐人29"`},
		"/search?q=盐田&list=nonsense":              {"找到 30 篇"},
		"/search?q=小红书":                           {`value="互联网"`, "<span>网络</span>", ">网络</a>"},
	} {
		body := get(s, path).Body.String()
		for _, want := range wants {
			if !strings.Contains(body, want) {
				t.Errorf("%s: no %s", path, want)
			}
		}
	}
}

// Browsers ask for icons by names of their own.
func TestIcons(t *testing.T) {
	s := newServer(t, newFake())
	for path, kind := range map[string]string{"/favicon.ico": "image/x-icon", "/apple-touch-icon.png": "image/png"} {
		if w := get(s, path); w.Code != http.StatusOK || w.Header().Get("Content-Type") != kind || w.Body.Len() < 500 {
			t.Errorf("%s: %d %s, %d bytes", path, w.Code, w.Header().Get("Content-Type"), w.Body.Len())
		}
	}
}

// Completions are phrases with what they find, and titles where they are wanted.
func TestCompletions(t *testing.T) {
	f := newFake()
	s := newServer(t, f)
	for path, want := range map[string]string{
		"/completions?q=小":             `[{"text":"小红书","count":2}]`,
		"/completions?q=小&titles=true": `[{"text":"小红书","count":2},{"text":"小红书迎来远客：一次没有预告的全球联欢","link":"/articles/it/6171431"}]`,
		"/completions?q=":              `[]`,
	} {
		if got := strings.TrimSpace(get(s, path).Body.String()); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
	before := f.searches.Load()
	get(s, "/completions?q=小红")
	if n := f.searches.Load() - before; n != 1 {
		t.Errorf("%d searches for a completion that was counted already, want 1 for the completions", n)
	}
}

// A search without results offers searches that find something.
func TestNotFoundOffersWhatFinds(t *testing.T) {
	s := newServer(t, newFake())
	for _, path := range []string{"/nothing", "/articles/nothing"} {
		if w := get(s, path); w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "小红书 TikTok 难民") {
			t.Errorf("%s: %d, or nothing is offered", path, w.Code)
		}
	}
}

// A tag, a category or an author that is no query, such as one that is too long, is not
// offered as one; pages are complete without it.
func TestOffersThatAreNoQueries(t *testing.T) {
	long := strings.Repeat("长", 300)
	f := newFake()
	f.articles = []fakeArticle{{id: "a", title: "标题", author: long, category: long, published: "2025-01-01", tags: []string{"甲", long, "乙"}, text: []string{"甲和乙的正文"}}}
	f.fail = func(text string) error {
		if strings.Contains(text, long) {
			return &search.ParameterError{Parameter: "q", Detail: "longer than 256 characters"}
		}
		return nil
	}
	s := newServer(t, f, func(c *Config) { c.Examples = []string{"甲", "乙"} })
	for _, path := range []string{"/", "/help", "/nothing"} {
		w := get(s, path)
		if body := w.Body.String(); w.Code == http.StatusBadRequest || !strings.Contains(body, "%E4%B9%99") || strings.Contains(body, "q="+url.QueryEscape(long)) {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	before := f.searches.Load()
	if get(s, "/"); f.searches.Load() != before {
		t.Error("the home page is made anew for each reader")
	}
}
