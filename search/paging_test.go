package search

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search/plan"
)

// All pages together are the whole result: no article occurs twice or is missing,
// whatever the page size.
func TestPages(t *testing.T) {
	SkipSequential(t)
	var docs []doc
	for i := range 260 {
		d := doc{ID: fmt.Sprintf("a%03d", i), Title: fmt.Sprint("第", i, "篇"), Published: fmt.Sprintf("20%02d-01-01", i%25), Views: int64(i % 7)}
		for p := range 1 + i%4 {
			d.Paragraphs = append(d.Paragraphs, strings.Repeat("红薯", 1+(i*7+p)%5)+strings.Repeat("很甜", i%11)+"。")
		}
		docs = append(docs, d)
	}
	s := library(t, docs...)
	for _, c := range []struct {
		query string
		total int
		sort  engine.Sort
		sizes []int
	}{
		{"红薯", 260, engine.ByRelevance, []int{7, 100}},
		{"红薯", 260, engine.ByNewest, []int{50}},
		{"红薯", 260, engine.ByViews, []int{50}},
		{"", 260, engine.ByRelevance, []int{60}},
		{"很甜", 260 - 24, engine.ByRelevance, []int{50}},
		{"红薯 -很甜", 24, engine.ByRelevance, []int{7}},
		{`"红薯红薯红薯红薯红薯"`, 0, engine.ByRelevance, []int{20}},
		{"红薯红薯红薯红薯", 0, engine.ByRelevance, []int{20}}, // some hold it, most rank before those by grams
		{"薯很甜", 0, engine.ByRelevance, []int{20}},
		{"薯。", 0, engine.ByRelevance, []int{20}},
	} {
		for _, size := range c.sizes {
			seen := map[string]int{}
			total, listed := -1, 0
			for page := 1; ; page++ {
				r := find(t, s, Request{Text: c.query, Page: page, Size: size, Sort: c.sort})
				if total >= 0 && r.Total != total {
					t.Errorf("%q: total %d on page %d, %d before", c.query, r.Total, page, total)
				}
				total, listed = r.Total, r.Total+r.PartialTotal
				for _, a := range r.Articles {
					if before, ok := seen[a.ID]; ok {
						t.Errorf("%q in pages of %d: %s is on page %d and %d", c.query, size, a.ID, before, page)
					}
					seen[a.ID] = page
				}
				if len(r.Articles) < size {
					break
				}
			}
			if len(seen) != listed || c.total > 0 && total != c.total {
				t.Errorf("%q in pages of %d: %d articles of %d, total %d, want %d", c.query, size, len(seen), listed, total, c.total)
			}
		}
	}
}

// A word of letters is looked for inside longer ones too when few texts hold it. That
// changes the scores, so it must not depend on the page, nor on its size.
func TestPagesOfAWordInsideOthers(t *testing.T) {
	for _, whole := range []int{15, 45} {
		var docs []doc
		for i := range whole {
			docs = append(docs, doc{ID: fmt.Sprintf("a%02d", i), Title: fmt.Sprint("第", i, "篇"), Paragraphs: []string{strings.Repeat("kafka 很快。", 1+i%3) + strings.Repeat("kafkastream 也快。", i%4), "别的。"}})
		}
		for i := range 12 {
			docs = append(docs, doc{ID: fmt.Sprintf("b%02d", i), Title: fmt.Sprint("另", i, "篇"), Paragraphs: []string{"用 kafkastream 传。"}})
		}
		s := library(t, docs...)
		want := ids(find(t, s, Request{Text: "kafka", Size: 100}))
		ranked, err := s.RankArticles(t.Context(), "kafka", 100)
		if err != nil {
			t.Fatal(err)
		}
		var pages, list []string
		for page := range 6 {
			if r := find(t, s, Request{Text: "kafka", Size: 10, Page: 1 + page}); len(r.Articles) > 0 {
				pages = append(pages, ids(r))
			}
		}
		for _, r := range ranked {
			list = append(list, r.ID)
		}
		if got := strings.Join(pages, " "); got != want {
			t.Errorf("%d with the word: pages of ten list\n%s, one page\n%s", whole, got, want)
		}
		if got := strings.Join(list, " "); got != want {
			t.Errorf("%d with the word: the ranking is\n%s, the page\n%s", whole, got, want)
		}
	}
}

// The same holds for paragraphs.
func TestPagesOfParagraphs(t *testing.T) {
	SkipSequential(t)
	var docs []doc
	for i := range 330 {
		d := doc{ID: fmt.Sprintf("a%03d", i), Title: fmt.Sprint("第", i, "篇")}
		for p := range 1 + i%4 {
			d.Paragraphs = append(d.Paragraphs, strings.Repeat("红薯", 1+(i*7+p)%5)+strings.Repeat("很甜", i%11)+"。")
		}
		docs = append(docs, d)
	}
	s := library(t, docs...)
	for _, query := range []string{"红薯", "红薯红薯红薯红薯", "薯很甜", `"红薯红薯红薯"`, "红薯很甜很甜很甜很甜很甜"} {
		seen := map[string]int{}
		for page := 1; page <= 12; page++ {
			res, err := s.Paragraphs(t.Context(), Request{Text: query, Page: page, Size: 30})
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range res.Paragraphs {
				if before, ok := seen[p.ID]; ok {
					t.Errorf("%s: %s is on page %d and %d", query, p.ID, before, page)
				}
				seen[p.ID] = page
			}
			if len(res.Paragraphs) < 30 {
				break
			}
		}
		if len(seen) < 100 {
			t.Errorf("%s: only %d paragraphs on all pages", query, len(seen))
		}
	}
}

// A page for a pasted text has fewer hits than may be requested, and says so; its
// pages still follow one another, by number and by cursor.
func TestPagesOfAPastedText(t *testing.T) {
	var docs []doc
	for i := range MaxPastedSize + 15 {
		docs = append(docs, doc{ID: fmt.Sprintf("a%03d", i), Title: fmt.Sprint("第", i, "篇"), Paragraphs: []string{"红薯" + strings.Repeat("很甜", 1+i) + "。"}})
	}
	s := library(t, docs...)
	short, long := strings.Repeat("红薯很甜", 16), strings.Repeat("红薯很甜", 16)+"吗"
	if r := find(t, s, Request{Text: short, Size: 100}); r.Size != 100 || len(r.Articles) != len(docs) {
		t.Errorf("64 characters: %d of %d", len(r.Articles), r.Size)
	}
	seen := map[string]bool{}
	first := find(t, s, Request{Text: long, Size: 100})
	second := find(t, s, Request{Text: long, Size: 100, Page: 2})
	third := find(t, s, Request{Text: long, Size: 100, Cursor: first.Next})
	for _, a := range append(first.Articles, second.Articles...) {
		seen[a.ID] = true
	}
	if first.Size != MaxPastedSize || len(first.Articles) != MaxPastedSize || len(seen) != len(docs) {
		t.Errorf("65 characters: %d of %d on the first page, %d on the first two of %d", len(first.Articles), first.Size, len(seen), len(docs))
	}
	if len(third.Articles) != 15 || third.Articles[0].ID != second.Articles[0].ID || third.Next != "" {
		t.Errorf("by cursor %d articles, %q after them", len(third.Articles), third.Next)
	}
	paragraphs, err := s.Paragraphs(t.Context(), Request{Text: long, Size: 100})
	if err != nil || paragraphs.Size != MaxPastedSize || len(paragraphs.Paragraphs) != MaxPastedSize {
		t.Errorf("%d paragraphs of %d: %v", len(paragraphs.Paragraphs), paragraphs.Size, err)
	}
}

// Where the best parts are of few articles, the engine is asked for more parts until
// there are enough articles for the page.
func TestPageOfArticlesOfManyParts(t *testing.T) {
	var docs []doc
	for i := range 6 {
		docs = append(docs, doc{ID: fmt.Sprint("a", i), Title: fmt.Sprint("第", i, "篇"), Paragraphs: slices.Repeat([]string{strings.Repeat("红薯很甜。", 1000)}, 9)}) // three parts each
	}
	weights := plan.DefaultWeights()
	weights.Candidates = 2
	e := &countingEngine{Engine: library(t, docs...).engine}
	s := NewService(e, sharedAnalyzer(t), Options{Weights: &weights})
	first := find(t, s, Request{Text: "红薯", Size: 4})
	if got := ids(first); got != "a0 a1 a2 a3" || first.Total != len(docs) {
		t.Errorf("the first page has %s of %d articles", got, first.Total)
	}
	if got, want := strings.Join(e.calls, " "), "Frequencies Search Search"; !strings.HasPrefix(got, want) {
		t.Errorf("calls of the engine: %s, want %s", got, want)
	}
	if got := ids(find(t, s, Request{Text: "红薯", Size: 4, Page: 2})); got != "a4 a5" {
		t.Errorf("the second page has %s", got)
	}
}
