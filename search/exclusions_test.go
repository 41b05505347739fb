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
