package search_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/search"
)

// The expected results for the sample articles: the folded text of every paragraph
// by its id.
type foldedParagraph struct{ id, text string }

func foldedParagraphs(t *testing.T, s *search.Service) []foldedParagraph {
	t.Helper()
	var all []foldedParagraph
	for page := 1; ; page++ {
		r, err := s.Search(context.Background(), search.Request{Page: page, Size: search.MaxSize})
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range r.Articles {
			read, err := s.Article(context.Background(), a.ID, "")
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range read.Paragraphs {
				all = append(all, foldedParagraph{fmt.Sprint(a.ID, "#", p.Number), analysis.FoldText(joined(p.Pieces))})
			}
		}
		if len(r.Articles) < search.MaxSize {
			return all
		}
	}
}

// TestRecall: any piece of a paragraph, of two to six Han characters and cut
// anywhere, finds all paragraphs that hold it, before all others.
func TestRecall(t *testing.T) {
	s, err := search.SampleService()
	if err != nil {
		t.Fatal(err)
	}
	all := foldedParagraphs(t, s)
	if len(all) < 500 {
		t.Fatalf("only %d paragraphs", len(all))
	}
	random := search.Random(t)
	tried := 0
	for tried < tries(500) {
		p := all[random.IntN(len(all))]
		piece, ok := hanPiece(random, p.text)
		if !ok {
			continue
		}
		tried++
		holding := map[string]bool{}
		for _, q := range all {
			if strings.Contains(q.text, piece) {
				holding[q.id] = true
			}
		}
		ranked, err := s.RankParagraphs(context.Background(), piece, len(all))
		if err != nil {
			t.Fatal(err)
		}
		place := map[string]int{}
		for i, r := range ranked {
			place[r.ID] = i + 1
		}
		for id := range holding {
			switch i := place[id]; {
			case i == 0:
				t.Errorf("%s of %s is not found in %s", piece, p.id, id)
			case i > len(holding):
				t.Errorf("%s of %s: %s comes as number %d, though %d paragraphs hold it", piece, p.id, id, i, len(holding))
			}
		}
	}
}

// The total of a phrase counts all articles that hold it, not only those that are
// ranked.
func TestTotalsOfPhrases(t *testing.T) {
	search.SkipSequential(t)
	s, err := search.SampleService()
	if err != nil {
		t.Fatal(err)
	}
	all := foldedParagraphs(t, s)
	texts := map[string][]string{} // of each article
	for _, p := range all {
		id, _, _ := strings.Cut(p.id, "#")
		if texts[id] == nil {
			read, err := s.Article(context.Background(), id, "")
			if err != nil {
				t.Fatal(err)
			}
			texts[id] = append(read.Tags, read.Author, joined(read.Title), joined(read.Brief))
		}
		texts[id] = append(texts[id], p.text)
	}
	random := search.Random(t)
	draw := func() string {
		for {
			if piece, ok := piece(random, all[random.IntN(len(all))].text); ok {
				return piece
			}
		}
	}
	for range tries(200) {
		a, b := draw(), draw()
		var holding, either int
		for _, list := range texts {
			holds := func(piece string) bool {
				return slices.ContainsFunc(list, func(text string) bool { return strings.Contains(analysis.FoldText(text), piece) })
			}
			if holds(a) {
				holding++
			}
			if holds(a) || holds(b) {
				either++
			}
		}
		for query, want := range map[string]int{`"` + a + `"`: holding, `"` + a + `" OR "` + b + `"`: either} {
			r, err := s.Search(context.Background(), search.Request{Text: query, Page: 1, Size: 1, Literal: true})
			if err != nil {
				t.Fatal(err)
			}
			if r.Total != want {
				t.Errorf("%s: total %d, %d articles hold it", query, r.Total, want)
			}
		}
	}
}

// For every query all pages together have as many articles as each page says: those
// that lack no word, and those that say which they lack.
func TestPagesOfAnyQuery(t *testing.T) {
	s, err := search.SampleService()
	if err != nil {
		t.Fatal(err)
	}
	all := foldedParagraphs(t, s)
	random := search.Random(t)
	draw := func() string {
		for {
			if text, ok := piece(random, all[random.IntN(len(all))].text); ok {
				return text
			}
		}
	}
	for range tries(60) {
		a, b := draw(), draw()
		query := [...]string{a, a + " " + b, `"` + a + `" ` + b, a + " -" + b, a + " OR " + b}[random.IntN(5)]
		seen := map[string]bool{}
		whole, total, listed, size := 0, 0, 0, 3+random.IntN(20)
		for page := 1; ; page++ {
			r, err := s.Search(context.Background(), search.Request{Text: query, Page: page, Size: size, Literal: true})
			if err != nil {
				t.Fatal(err)
			}
			if page > 1 && (r.Total != total || r.Total+r.PartialTotal != listed) {
				t.Errorf("%s: totals %d and %d on page %d, %d of %d before", query, r.Total, r.PartialTotal, page, total, listed)
			}
			total, listed = r.Total, r.Total+r.PartialTotal
			for _, article := range r.Articles {
				if seen[article.ID] {
					t.Errorf("%s in pages of %d: %s again on page %d", query, size, article.ID, page)
				}
				seen[article.ID] = true
				if len(article.Missing) == 0 {
					whole++
				}
			}
			if len(r.Articles) < size {
				break
			}
		}
		if len(seen) != listed || whole != total {
			t.Errorf("%s in pages of %d: %d articles of %d, %d of %d that miss nothing", query, size, len(seen), listed, whole, total)
		}
	}
}

// piece cuts two to six consecutive characters out of a text, with at most one
// punctuation mark among them.
func piece(random *rand.Rand, text string) (string, bool) {
	runes := []rune(text)
	n := 2 + random.IntN(5)
	if len(runes) < n {
		return "", false
	}
	at, signs := random.IntN(len(runes)-n+1), 0
	for i, r := range runes[at : at+n] {
		if !analysis.IsHan(r) {
			signs++
			if i == 0 || i == n-1 || !strings.ContainsRune(",。、；", r) {
				return "", false
			}
		}
	}
	return string(runes[at : at+n]), signs <= 1
}

func joined(pieces []search.Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.Text)
	}
	return b.String()
}

// tries returns n, or many more in the long tests.
func tries(n int) int {
	if os.Getenv("XUNZHANG_LONG") != "" {
		return 20 * n
	}
	return n
}

// hanPiece cuts two to six consecutive Han characters out of a text.
func hanPiece(random *rand.Rand, text string) (string, bool) {
	runes := []rune(text)
	n := 2 + random.IntN(5)
	if len(runes) < n {
		return "", false
	}
	at := random.IntN(len(runes) - n + 1)
	for _, r := range runes[at : at+n] {
		if !analysis.IsHan(r) {
			return "", false
		}
	}
	return string(runes[at : at+n]), true
}

// The same for longer pieces with any characters: every text that can be typed is
// found, unless it means something else in the query language.
func TestRecallOfAnyText(t *testing.T) {
	s, err := search.SampleService()
	if err != nil {
		t.Fatal(err)
	}
	all := foldedParagraphs(t, s)
	random := search.Random(t)
	for tried := 0; tried < tries(300); {
		p := all[random.IntN(len(all))]
		runes := []rune(p.text)
		n := 8 + random.IntN(30)
		if len(runes) < n {
			continue
		}
		at := random.IntN(len(runes) - n + 1)
		if at > 0 && analysis.IsLatin(runes[at-1]) || at+n < len(runes) && analysis.IsLatin(runes[at+n]) {
			continue // within a word or number
		}
		piece := strings.TrimSpace(string(runes[at : at+n]))
		if strings.ContainsAny(piece, "\"“”「」『』|:：-－\n") || strings.Contains(piece, "..") {
			continue
		}
		tried++
		ranked, err := s.RankParagraphs(context.Background(), piece, 10)
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, r := range ranked {
			found = found || r.ID == p.id
		}
		if !found {
			t.Errorf("%q does not find %s in its first ten: %v", piece, p.id, ranked)
		}
	}
}
