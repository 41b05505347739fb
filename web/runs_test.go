package web

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/search"
)

// A paragraph keeps its text and marks, whatever links or pronunciations are in it.
func TestRuns(t *testing.T) {
	text := []search.Piece{{Text: "先看"}, {Text: "渔港", Hit: true}, {Text: "篇，再看乙篇。"}}
	say := func(s string) []search.Piece { return []search.Piece{{Text: s}} }
	tests := []struct {
		what  string
		links []search.ReadLink
		ruby  []search.ReadRuby
		want  string
	}{
		{"neither", nil, nil, "先看[渔港]篇，再看乙篇。"},
		{"a link that cuts a mark", []search.ReadLink{{Start: 3, End: 5, Link: "/b"}}, nil, "先看[渔]<[港]篇>，再看乙篇。"},
		{"two links", []search.ReadLink{{Start: 0, End: 2, Link: "/a"}, {Start: 7, End: 10, Link: "/b"}}, nil, "<先看>[渔港]篇，再<看乙篇>。"},
		{"readings", nil, []search.ReadRuby{{Start: 2, End: 3, Reading: say("yú")}, {Start: 3, End: 4, Reading: say("gǎng")}}, "先看{[渔]yú}{[港]gǎng}篇，再看乙篇。"},
		{"readings in a link and behind it", []search.ReadLink{{Start: 2, End: 5, Link: "/b"}},
			[]search.ReadRuby{{Start: 2, End: 4, Reading: say("x")}, {Start: 8, End: 9, Reading: say("yǐ")}}, "先看<{[渔港]x}篇>，再看{乙yǐ}篇。"},
		{"a reading across the end of a link", []search.ReadLink{{Start: 2, End: 3, Link: "/b"}}, []search.ReadRuby{{Start: 2, End: 4, Reading: say("x")}}, "先看<[渔]>[港]篇，再看乙篇。"},
		{"links over each other", []search.ReadLink{{Start: 2, End: 5, Link: "/b"}, {Start: 4, End: 6, Link: "/c"}}, nil, "先看<[渔港]篇>，再看乙篇。"},
	}
	for _, test := range tests {
		var b strings.Builder
		write := func(pieces []search.Piece) {
			for _, p := range pieces {
				if p.Hit {
					b.WriteString("[" + p.Text + "]")
				} else {
					b.WriteString(p.Text)
				}
			}
		}
		for _, r := range runsOf(search.ReadParagraph{Pieces: text, Links: test.links, Ruby: test.ruby}) {
			if r.Href != "" {
				b.WriteString("<")
			}
			for _, w := range r.Words {
				if w.Reading != nil {
					b.WriteString("{")
				}
				write(w.Pieces)
				if w.Reading != nil {
					write(w.Reading)
					b.WriteString("}")
				}
			}
			if r.Href != "" {
				b.WriteString(">")
			}
		}
		if b.String() != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.what, b.String(), test.want)
		}
		if plain(text) != "先看渔港篇，再看乙篇。" {
			t.Fatalf("%s: the pieces became %q", test.what, plain(text))
		}
	}
}

// Links lead to places by the names of paragraphs and headings, which the page has as ids, each once.
func TestReaderShowsLinksAndReadings(t *testing.T) {
	a := &search.ArticlePage{ID: "a", Paragraphs: []search.ReadParagraph{
		{Number: 1, Heading: true, Anchor: "dry", Pieces: []search.Piece{{Text: "晾 三天"}}},
		{Number: 2, Heading: true, Pieces: []search.Piece{{Text: "Dry!"}}},
		{Number: 3, Anchor: "a1 b2", Pieces: []search.Piece{{Text: "看乙篇"}}, Links: []search.ReadLink{{Start: 1, End: 3, Article: "b", Link: "/articles/b#at-收口"}},
			Ruby: []search.ReadRuby{{Start: 0, End: 1, Reading: []search.Piece{{Text: "kàn", Hit: true}}}}},
	}}
	page := NewReaderPage(a, "kan", nil)
	if page.Matches != 1 || page.First != 3 {
		t.Errorf("%d matches, the first in %d", page.Matches, page.First)
	}
	body := render(t, func(b *bytes.Buffer) error { return newPages(t).Reader(b, page) })
	for _, want := range []string{`<h2 id="p-1"><span id="at-dry"></span><span id="at-晾三天"></span>`, `<h2 id="p-2"`, `<p id="p-3"><span id="at-a1"></span><span id="at-b2"></span>`,
		`<ruby>看<rp>（</rp><rt><mark>kàn</mark></rt><rp>）</rp></ruby><a href="/articles/b#at-%e6%94%b6%e5%8f%a3">乙篇</a>`} {
		if !strings.Contains(body, want) {
			t.Errorf("there is no %s", want)
		}
	}
	if strings.Count(body, `id="at-dry"`) != 1 {
		t.Error("two places have one name")
	}
}
