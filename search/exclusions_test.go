package search

import (
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/part"
)

// An exclusion excludes an article in whichever of its parts the excluded text is.
func TestExclusionsOfLongArticles(t *testing.T) {
	filler := strings.Repeat("无关的话。", part.MaxRunes/5)
	s := library(t,
		doc{ID: "long", Title: "长文", Paragraphs: []string{"小红书的开头", filler, "结尾说到抖音海外版直播间"}},
		doc{ID: "clean", Title: "短文", Paragraphs: []string{"小红书", "结尾"}},
	)
	for _, c := range []struct{ query, want string }{
		{"小红书", "clean long"},
		{"小红书 -抖音", "clean"},
		{`小红书 -"抖音海外版直播间"`, "clean"},
		{"小红书 -直播卖货", "clean long"},
		{"结尾 -开头", "clean"},
	} {
		res := find(t, s, Request{Text: c.query})
		var got []string
		for _, a := range res.Articles {
			got = append(got, a.ID)
		}
		if got := sorted(strings.Join(got, " ")); got != c.want || res.Total != len(res.Articles) {
			t.Errorf("%s: %s of %d, want %s", c.query, got, res.Total, c.want)
		}
	}
}

// A query that begins with an exclusion is text where some text holds exactly that, and
// the answer says so. Behind a word, or within filters, it excludes.
func TestExclusionsFirst(t *testing.T) {
	s := library(t,
		doc{ID: "copied", Title: "甲", Category: "AI", Paragraphs: []string{"标题是 AI -人工智能 的一篇"}},
		doc{ID: "word", Title: "乙", Category: "AI", Paragraphs: []string{"人工智能与抖音"}},
		doc{ID: "else", Title: "丙", Category: "AI", Paragraphs: []string{"别的 AI"}},
	)
	for _, c := range []struct {
		request    Request
		want, told string
	}{
		{Request{Text: "-人工智能"}, "copied", "text"},
		{Request{Text: `-"人工智能"`}, "else", ""},
		{Request{Text: "-抖音"}, "copied else", ""},
		{Request{Text: "-人工智能 的一"}, "copied", "text"},
		{Request{Text: "-人工智能 AI"}, "else", ""},
		{Request{Text: "-人工智能", Categories: []string{"AI"}}, "else", ""},
		{Request{Text: "-人工智能 -别的"}, "", ""},
		{Request{Text: "AI -人工智能"}, "else", ""},
	} {
		got, told := find(t, s, c.request), ""
		for _, e := range got.Query.Expanded {
			told += e.Kind
		}
		if sorted(ids(got)) != c.want || told != c.told {
			t.Errorf("%+v: %s, told %q; want %s, %q", c.request, ids(got), told, c.want, c.told)
		}
	}
}
