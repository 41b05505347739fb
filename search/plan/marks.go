package plan

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Held says what a folded, marked text contains of the query: typed, a typed word,
// a phrase or all of an unbroken text; or meant, an alternative of a typed word. A
// single character of an unbroken text (做 in 如何做竞品分析) says little by
// itself, and does not count. A text that contains neither is a piece of a word.
// Spaces are ignored, as in tik tok and tiktok.
func (p *Plan) Held(folded string) (typed, meant bool) {
	text := unspaced(folded)
	holds := func(part string) bool {
		if strings.IndexByte(part, ' ') < 0 && len(part) > len(text) {
			return false // the usual case in a long query
		}
		return part != "" && strings.Contains(text, unspaced(part))
	}
	whole := func(id int) bool { return id != None && holds(p.Patterns[id]) }
	if whole(p.Literal) || whole(p.Cut) || slices.ContainsFunc(p.Slips, whole) || slices.ContainsFunc(p.Required, func(ids []int) bool { return slices.ContainsFunc(ids, whole) }) {
		return true, true
	}
	for _, w := range p.Words {
		if p.isUnbroken() && utf8.RuneCountInString(w.ways[0]) == 1 {
			continue
		}
		if slices.ContainsFunc(w.ways[:w.typed], holds) {
			return true, true
		}
		meant = meant || slices.ContainsFunc(w.ways[w.typed:], holds)
	}
	return false, meant
}

// isUnbroken reports whether the query is several words without a space between.
func (p *Plan) isUnbroken() bool { return p.Literal != None && len(p.Words) > 1 && !p.spacedOut }

func unspaced(s string) string { return strings.ReplaceAll(s, " ", "") }
