package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search"
	"github.com/xunzhang/xunzhang/web"
)

// Each sentinel has one status, for programs and for readers.
func TestOutcomes(t *testing.T) {
	f := newFake()
	s := newServer(t, f)
	for _, tt := range []struct {
		err     error
		status  int
		code    string
		heading string
	}{
		{engine.ErrNoIndex, 503, "no_index", "还没有可以搜索的文章"},
		{engine.ErrDamaged, 503, "index_damaged", "索引坏了"},
		{engine.ErrUnavailable, 503, "unavailable", "暂时不能搜索"},
		{engine.ErrClosed, 503, "unavailable", "暂时不能搜索"},
		{context.DeadlineExceeded, 504, "timeout", "用时太久"},
		{context.Canceled, 499, "closed", "已取消"},
		{engine.ErrNotFound, 404, "not_found", "没有这篇文章"},
		{errors.New("secret /data/index/gen-000042"), 500, "internal", "出错了"},
	} {
		f.fail = func(string) error { return fmt.Errorf("view: %w", tt.err) }
		w := get(s, "/api/v1/articles/x?q=a") // which each of them may return
		p := problem(t, w, tt.status, tt.code)
		if strings.Contains(w.Body.String(), "secret") {
			t.Errorf("%v: the inside shows: %s", tt.err, w.Body)
		}
		if (w.Header().Get("Retry-After") != "") != (tt.status == 503) {
			t.Errorf("%v: Retry-After %q", tt.err, w.Header().Get("Retry-After"))
		}
		if w.Header().Get("ETag") != "" || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%v: an error may be kept: %v", tt.err, w.Header())
		}
		page := get(s, "/articles/x?q=春天&x=%3Cb%3E", "X-Request-ID", "my-id")
		body := page.Body.String()
		if page.Code != tt.status || !strings.Contains(body, tt.heading) || !strings.Contains(body, "my-id") || !strings.Contains(body, `value="春天"`) {
			t.Errorf("%v: page %d without %q", tt.err, page.Code, tt.heading)
		}
		if p.RequestID == "" || strings.Contains(body, "重试") != (tt.status >= 500) {
			t.Errorf("%v: retry", tt.err)
		}
	}
}

// The limits of the query language are reported to programs, and a reader gets a
// page that says so.
func TestQueryOutsideTheLimits(t *testing.T) {
	f := newFake()
	f.fail = func(text string) error {
		if text == "" {
			return nil
		}
		return fmt.Errorf("%w: q has more than 32 terms", search.ErrQuery)
	}
	s := newServer(t, f)
	p := problem(t, get(s, "/api/v1/search?q=a"), http.StatusBadRequest, "bad_query")
	if len(p.Errors) != 1 || p.Errors[0].Parameter != "q" || !strings.Contains(p.Detail, "32 terms") {
		t.Errorf("%+v", p)
	}
	other := newFake()
	other.fail = func(string) error { return &search.ParameterError{Parameter: "page", Detail: "beyond"} }
	p = problem(t, get(newServer(t, other), "/api/v1/search?q=a"), http.StatusBadRequest, "bad_parameter")
	if len(p.Errors) != 1 || p.Errors[0] != (Fault{"page", "beyond"}) {
		t.Errorf("%+v", p)
	}
	if w := get(s, "/search?q=a"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), noteComplex) {
		t.Errorf("%d", w.Code)
	}
	if w := get(s, "/articles/6171502?q=a"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "推荐流") {
		t.Errorf("an article with a query outside the limits: %d", w.Code)
	}
}

// Ids that no article has are not found: never a 500, never a path.
func TestHostileIDs(t *testing.T) {
	s := newServer(t, newFake())
	for _, id := range []string{"", "..%2F..%2Fetc%2Fpasswd", "../../etc/passwd", "%00", "a%0Ab", "%FF%FE",
		strings.Repeat("x", 8<<10), "x#y", "%2e%2e", "/"} {
		for _, base := range []string{"/articles/", "/api/v1/articles/"} {
			w := get(s, base+id)
			if w.Code != http.StatusNotFound || strings.Contains(w.Body.String(), "root:") {
				t.Errorf("%s%.40s: %d", base, id, w.Code)
			}
		}
	}
	for path, want := range map[string]string{
		"/articles/it/6171431":               "小红书迎来远客",
		"/articles/it%2F6171431?q=小红书":       "<mark>小红书</mark>迎来远客",
		"/articles/en/a%20b&c%3Fd%23e?q=Old": "<mark>Old</mark> results",
	} {
		if w := get(s, path); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %d without %s", path, w.Code, want)
		}
	}
}

// Every id has a link that leads to its article, for browsers, which rewrite
// paths, as well; the server's own addresses stay what they are.
func TestLinksOfStrangeIDs(t *testing.T) {
	ids := []string{"..", ".", "../metrics", "../../livez", "a/../b", "a//b", "/a", "a/", "%2e%2e/x", `..\x`, "a?b#c"}
	var articles []fakeArticle
	for _, id := range ids {
		articles = append(articles, fakeArticle{id: id, title: "怪名 " + id, published: "2024-01-01", text: []string{"正文"}})
	}
	s := newServer(t, newFake(articles...))
	srv := httptest.NewServer(s.Handler())
	defer srv.Close()
	for _, id := range ids {
		link := web.ArticleHref(id, "正文", 1)
		for _, base := range []string{"", "/api/v1"} {
			code, body := fetch(t, srv.URL+base+strings.TrimSuffix(link, "#p-1"))
			if code != http.StatusOK || !strings.Contains(body, "怪名") {
				t.Errorf("%q: %s%s: %d", id, base, link, code)
			}
		}
	}
	problem(t, get(s, "/api/v1/articles/x?id=y"), http.StatusBadRequest, "bad_parameter")
	problem(t, get(s, "/api/v1/articles/?id=y&id=z"), http.StatusBadRequest, "bad_parameter")
	problem(t, get(s, "/api/v1/articles/"), http.StatusNotFound, "not_found")
}

func TestUnknownAddresses(t *testing.T) {
	s := newServer(t, newFake())
	problem(t, get(s, "/api/v1/nothing"), http.StatusNotFound, "no_route")
	problem(t, get(s, "/api/"), http.StatusNotFound, "no_route")
	w := request(s, http.MethodDelete, "/api/v1/search?q=a", "")
	problem(t, w, http.StatusMethodNotAllowed, "bad_method")
	if !strings.Contains(w.Header().Get("Allow"), "GET") {
		t.Errorf("Allow: %q", w.Header().Get("Allow"))
	}
	for _, path := range []string{"/nothing", "/assets/app.css", "/assets/../web.go", "/search/", "/wp-login.php"} {
		if w := get(s, path); w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "没有这个页面") {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}
