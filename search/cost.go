package search

import (
	"slices"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/search/query"
)

// The cost of a request is estimated from the request alone, before any work is
// done for it. The unit is an ordinary search: two or three words and ten hits. The
// rates are rounded from measured CPU times (docs/performance.md).
const (
	runesPerCost  = 24   // of a text: words to plan, and patterns to look for
	hitsPerCost   = 50   // shown
	markedRunes   = 32   // of a text: that much more does each hit cost to mark
	windowPerCost = 2000 // results before a page
	costOfSigns   = 3    // in a phrase, or an exclusion, that no posting list decides: texts are read where signatures allow it
	signsPerCost  = 4    // exclusions of that kind after the first, which cost one more together: each text is read once for all
	hitsOfLetters = 7    // for one or two letters alone, which are looked for in all words: that many hits cost one more
	costOfFacets  = 1    // more values of facets than a page shows, or months
)

// Cost estimates the work of a search, in ordinary searches; 1 at least.
func (r Request) Cost() int {
	size := min(max(1, r.Size), r.mostHits())
	from := max(0, r.Page-1) * size
	if c, err := parseCursor(r.Cursor); r.Cursor != "" && err == nil {
		from = c.from
	}
	cost := ReadingCost(r.Text) + size*(1+utf8.RuneCountInString(r.Text)/markedRunes)/hitsPerCost + from/windowPerCost
	if r.Months || r.Facets > FacetValues {
		cost += costOfFacets
	}
	return cost + conditionsCost(query.Parse(r.Text), size)
}

// ReadingCost estimates the work of looking for a text in one article, in ordinary
// searches; 1 at least.
func ReadingCost(text string) int { return 1 + utf8.RuneCountInString(text)/runesPerCost }

// conditionsCost is what phrases, exclusions and letters cost in addition, for a page of
// size hits. Of several conditions the most expensive counts: texts that fail one are
// not read for the next. For "a" OR "b" a text is read for one after the other until it
// holds one, so that their costs add up.
func conditionsCost(q query.Query, size int) int {
	required, excluded := 0, 0
	for _, g := range q.Groups {
		any := 0
		for _, a := range g {
			switch {
			case a.Field != query.FieldAny && a.Field != query.FieldTitle || !isRead(a):
			case a.Not:
				excluded++
			default:
				any = max(any, costOfSigns-1) + 1
			}
		}
		required = max(required, any)
	}
	cost := required
	if excluded > 0 {
		cost += costOfSigns + (excluded-1)/signsPerCost
	}
	if texts := q.Texts(); len(texts) == 1 && len(texts[0]) <= 2 && analysis.LatinPrefix(texts[0]) == texts[0] {
		cost += size / hitsOfLetters
	}
	return cost
}

// isRead reports whether stored texts are read for a condition: signs are in no posting
// list, and single Han characters are in most texts.
func isRead(a query.Atom) bool {
	t := analysis.NewText(a.Text)
	if slices.ContainsFunc(t.Required(), isRare) {
		return false
	}
	return a.Not || a.Phrase && t.Len() > 1 || len(t.RequiredChars()) > 1
}

// isRare reports whether few texts hold a term: single Han characters are in most.
func isRare(gram string) bool {
	return utf8.RuneCountInString(gram) > 1 || !analysis.IsHanText(gram)
}
