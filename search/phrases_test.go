package search

import (
	"fmt"
	"strings"
	"testing"
)

// An OR of phrases finds articles that hold one of them, and reports both as terms.
func TestEitherPhrase(t *testing.T) {
	s := library(t,
		doc{ID: "a", Title: "甲", Paragraphs: []string{"签了竞业限制协议"}},
		doc{ID: "b", Title: "乙", Paragraphs: []string{"中，要注重"}},
		doc{ID: "c", Title: "丙", Paragraphs: []string{"中间要注意竞业，限制不多"}},
		doc{ID: "d", Title: "丁", Brief: "说竞业限制", Paragraphs: []string{"别的"}},
		doc{ID: "e", Title: "戊", Author: "竞业限制", Paragraphs: []string{"别的"}},
	)
	for _, c := range []struct{ query, want, terms string }{
		{`"竞业限制"`, "a d e", "竞 业 限制"},
		{`"中，要"`, "b", "中 要"},
		{`"竞业限制" OR "中，要"`, "a b d e", "竞业限制 中,要"},
		{`title:甲 OR title:丙`, "a c", "甲 丙"},
		{`注 -"竞业，限制"`, "b", "注"},
		{`"没有的话" OR "也没有"`, "", "没有的话 也没有"},
	} {
		r := find(t, s, Request{Text: c.query})
		if got := sorted(ids(r)); got != c.want || r.Total != len(r.Articles) {
			t.Errorf("%s: %s of %d, want %s", c.query, got, r.Total, c.want)
		}
		if got := strings.Join(r.Query.Terms, " "); got != c.terms {
			t.Errorf("%s: terms %s, want %s", c.query, got, c.terms)
		}
	}
}

// A ranking of paragraphs goes on behind the articles that hold a phrase only in their
// titles.
func TestParagraphsBehindTitles(t *testing.T) {
	var docs []doc
	for i := range 150 {
		docs = append(docs, doc{ID: fmt.Sprintf("title%03d", i), Title: "红薯粉", Paragraphs: []string{"粉条很好。", gibberish(i)}})
	}
	for i := range 40 {
		docs = append(docs, doc{ID: fmt.Sprintf("text%02d", i), Title: "汤", Paragraphs: []string{"汤里有红薯粉。", gibberish(1000 + i)}})
	}
	r, err := library(t, docs...).RankParagraphs(t.Context(), `"红薯粉"`, 100)
	if err != nil || len(r) != 40 {
		t.Errorf("%d paragraphs, %v; want 40", len(r), err)
	}
}
