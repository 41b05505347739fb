package plan

import (
	"slices"
	"strings"
)

// Held tells what a folded text that was marked holds of the query: something that
// was typed, which is a word, a phrase or all of an unbroken text, or a word that
// was meant, which stands for a typed one or is one of several in an unbroken text.
// A text that holds neither is a piece of a word. Spaces make no difference: they
// are what tik tok and tiktok differ in.
func (p *Plan) Held(folded string) (typed, meant bool) {
	text := unspaced(folded)
	holds := func(part string) bool { return part != "" && strings.Contains(text, unspaced(part)) }
	for _, id := range append(slices.Concat(p.Required...), p.Literal, p.Cut) {
		if id != None && holds(p.Patterns[id]) {
			return true, true
		}
	}
	for _, w := range p.Words {
		if holds(w.ways[0]) {
			meant = true
			typed = typed || !p.isUnbroken()
		}
		meant = meant || slices.ContainsFunc(w.ways[1:], holds)
	}
	return typed, meant
}

// isUnbroken reports whether the query is several words without a space between.
func (p *Plan) isUnbroken() bool { return p.Literal != None && len(p.Words) > 1 }

func unspaced(s string) string { return strings.ReplaceAll(s, " ", "") }
