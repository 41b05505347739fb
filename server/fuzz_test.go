package server

import (
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/search"
)

// hostileQueries returns what people and machines type into a search box.
func hostileQueries() []string {
	return []string{
		"", " ", "*?", "((((", `"unclosed`, "field:", "author:", "+-", "-", "😀👨‍👩‍👧", "\x00", "。，！？", "\xed\xa0\x80",
		"\xff\xfe", "a\nb", "\u202e", "'; DROP TABLE", "<script>alert(1)</script>", "{{.}}", "%", "%zz", "${jndi:ldap://x}",
		strings.Repeat("a ", 10_000), strings.Repeat("长", 1<<20/3), strings.Repeat("(", 5000), strings.Repeat("-", 300),
	}
}

// Whatever the query, the API has an answer or an error of the client, and the page an
// answer, except where no browser could have sent it.
func FuzzQuery(f *testing.F) {
	for _, q := range hostileQueries() {
		f.Add(q)
	}
	fake := newFake()
	s := newServer(f, fake)
	f.Fuzz(func(t *testing.T, q string) {
		escaped := url.QueryEscape(q)
		for _, path := range []string{"/api/v1/search?q=", "/api/v1/paragraphs?q=", "/api/v1/suggest?q="} {
			if w := get(s, path+escaped); w.Code != 200 && w.Code != 400 && w.Code != 414 {
				t.Errorf("%s: %d", path, w.Code)
			}
		}
		want := 200
		if strings.Contains(q, "\x00") {
			want = 400
		}
		w := get(s, "/search?q="+escaped)
		if w.Code != want || !utf8.ValidString(w.Body.String()) {
			t.Errorf("page: %d", w.Code)
		}
		if w := get(s, "/articles/6171502?q="+escaped); w.Code != want {
			t.Errorf("article: %d", w.Code)
		}
		if r := fake.last.Load(); r != nil && (utf8.RuneCountInString(r.Text) > search.MaxQueryRunes || !utf8.ValidString(r.Text)) {
			t.Errorf("a query of %d runes came through", utf8.RuneCountInString(r.Text))
		}
	})
}

// Whatever the address, no answer is a server error, and a 400 names something.
func FuzzAddress(f *testing.F) {
	for _, raw := range []string{
		"q=a", "page=0", "page=-1", "page=9223372036854775808", "size=1000000000", "q=a&q=b", "x=1", "page=10abc",
		"q=%zz", "q=a;b", "&&&", "=", "=a", "q", "from=2025-02-30", "tag=a&tag=b", "%FF=1", "year=１",
	} {
		f.Add(raw)
	}
	s := newServer(f, newFake())
	f.Fuzz(func(t *testing.T, raw string) {
		p := strict(raw)
		r := p.request(DefaultSize)
		if r.Page < 1 || r.Page*r.Size > search.MaxWindow || r.Sort < 0 {
			t.Errorf("%+v", r)
		}
		if err := p.err(); err != nil && problemOf(err, "/", "id").Errors[0].Detail == "" {
			t.Errorf("nothing is named: %v", err)
		}
		if !strings.ContainsAny(raw, "#\x00\r\n\t ") && !strings.ContainsFunc(raw, func(r rune) bool { return r < ' ' || r == 0x7f }) {
			if w := get(s, "/search?"+raw); w.Code != 200 && !(w.Code == 400 && strings.Contains(raw, "%00")) {
				t.Errorf("page: %d", w.Code)
			}
		}
	})
}
