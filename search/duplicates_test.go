package search

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search/rank"
	"github.com/xunzhang/xunzhang/search/show"
)

// chapter returns a text that differs for each number.
func chapter(n int) []string {
	var all []string
	for i := range 20 {
		text := []rune("小红书的难民。")
		for k := range 40 {
			text = append(text, 0x4e00+rune((n*7919+i*1543+k*k*31+k*97)%8000))
		}
		all = append(all, string(text)+"。")
	}
	return all
}

func reposts(t *testing.T) *Service {
	t.Helper()
	edited := chapter(1)
	edited[7] = "转载时改过的一段，说的是小红书。"
	return library(t,
		doc{ID: "original", Title: "难民涌入", Author: "甲", Published: "2025-01-16", Paragraphs: chapter(1)},
		doc{ID: "other", Title: "另一篇", Author: "乙", Published: "2025-01-17", Paragraphs: chapter(2)},
		doc{ID: "repost", Title: "转载", Author: "丙", Published: "2025-02-01", Paragraphs: edited},
		doc{ID: "third", Title: "第三篇", Author: "丁", Published: "2025-01-18", Paragraphs: chapter(3)},
	)
}

func TestDuplicatesAreOneHit(t *testing.T) {
	s := reposts(t)
	got := find(t, s, Request{Text: "小红书 难民"})
	if got.Total != 4 || len(got.Articles) != 3 {
		t.Fatalf("%d hits of %d articles, want 3 of 4", len(got.Articles), got.Total)
	}
	for _, h := range got.Articles {
		if h.ID != "original" {
			if len(h.Duplicates) > 0 || h.ID == "repost" {
				t.Errorf("%s has the duplicates %v", h.ID, h.Duplicates)
			}
			continue
		}
		want := show.Duplicate{ID: "repost", Title: "转载", Author: "丙", Published: "2025-02-01"}
		if !slices.Equal(h.Duplicates, []show.Duplicate{want}) {
			t.Errorf("duplicates %+v", h.Duplicates)
		}
	}
}

// Where there are more duplicates than a page has hits, pages by number skip nothing.
func TestPagesWithManyDuplicates(t *testing.T) {
	var docs []doc
	for i := range 30 {
		docs = append(docs, doc{ID: fmt.Sprint("copy", i), Title: "小红书的难民", Paragraphs: chapter(1)})
	}
	for i := range 12 {
		docs = append(docs, doc{ID: fmt.Sprint("other", i), Title: fmt.Sprint("第", i, "篇"), Paragraphs: chapter(2 + i)})
	}
	s := library(t, docs...)
	listed := 0
	for page := 1; page <= 5; page++ {
		for _, h := range find(t, s, Request{Text: "小红书的难民", Page: page, Size: 5}).Articles {
			listed += 1 + len(h.Duplicates)
		}
	}
	if listed != len(docs) {
		t.Errorf("the pages list %d of %d articles", listed, len(docs))
	}
}

// Each page begins where the previous one ended, and none is short.
func TestPagesOfDuplicates(t *testing.T) {
	s := reposts(t)
	var seen []string
	for page := 1; page <= 3; page++ {
		got := find(t, s, Request{Text: "小红书", Page: page, Size: 1, Sort: engine.ByNewest})
		for _, h := range got.Articles {
			seen = append(seen, h.ID)
		}
	}
	if want := []string{"repost", "third", "other"}; !slices.Equal(seen, want) {
		t.Errorf("pages of one: %v, want %v", seen, want)
	}
	if got := find(t, s, Request{Text: "小红书", Page: 4, Size: 1}); len(got.Articles) != 0 {
		t.Errorf("a fourth page: %+v", got.Articles)
	}
}

func TestADuplicateThatDoesNotMatchIsNotNamed(t *testing.T) {
	s := reposts(t)
	got := find(t, s, Request{Text: "转载时改过"})
	if got.Total != 1 || got.Articles[0].ID != "repost" || got.Articles[0].Duplicates != nil {
		t.Errorf("%+v", got.Articles)
	}
	got = find(t, s, Request{Text: "小红书", Authors: []string{"甲"}})
	if got.Total != 1 || got.Articles[0].ID != "original" || got.Articles[0].Duplicates != nil {
		t.Errorf("%+v", got.Articles)
	}
}

// Judged queries are evaluated on the flat rankings, which list every article.
func TestFlatRankingsListDuplicates(t *testing.T) {
	s := reposts(t)
	articles, err := s.RankArticles(context.Background(), "小红书 难民", 10)
	if err != nil || len(articles) != 4 {
		t.Errorf("%v, %v", articles, err)
	}
	paragraphs, err := s.RankParagraphs(context.Background(), "小红书 难民", 100)
	if err != nil || len(paragraphs) < 79 {
		t.Errorf("%d paragraphs, %v", len(paragraphs), err)
	}
}

func TestCollapse(t *testing.T) {
	var groups []rank.Article
	for i, id := range []string{"a", "b", "c", "d", "e"} {
		groups = append(groups, rank.Article{ID: id, Candidate: i})
	}
	got := ""
	for _, g := range collapse(groups, map[string]int{"a": 1, "b": 0, "d": 1, "e": 1, "x": 0}) {
		got += fmt.Sprint(g.ID, g.Duplicates, " ")
	}
	if want := "a[3 4] b[] c[] "; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}
