package plan

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/analysis"
)

// Which occurrences are marked, and how much of the query a marked text contains.

// IsMarked reports whether occurrences of a pattern are marked.
func (p *Plan) IsMarked(pattern int32) bool { return p.Terms[p.Canonical[pattern]].mark }

// MarkWeight returns what an occurrence of a pattern adds to the weight of a snippet.
func (p *Plan) MarkWeight(pattern int32) float64 {
	t := p.Terms[p.Canonical[pattern]]
	return 0.01 + t.Word + t.Unigram
}

// chooseMarks decides which patterns are marked: phrases, words and their
// alternatives, and pairs of characters inside a word. Stop words, function
// characters alone and parts of a Latin word (the 2 of 2.6) are not marked unless
// nothing else was typed.
func (p *builder) chooseMarks() {
	for _, u := range p.uses {
		text := p.plan.Patterns[u.pattern]
		switch {
		case u.inPhrase, analysis.IsStopWord(text), utf8.RuneCountInString(text) == 1 && text != p.slotText(u.alt):
		case u.kind == kindBigram && (u.alt == None || holdsFunctionChar(text) || isLatinPart(text)):
		default:
			p.plan.Terms[u.pattern].mark = true
		}
	}
	for id, alt := range p.altOf {
		if !p.phraseAlts[alt] {
			p.plan.Terms[id].mark = true
		}
	}
	if p.plan.Literal != None {
		p.plan.Terms[p.plan.Literal].mark = true
	}
	for _, id := range slices.Concat(p.plan.Required...) {
		p.plan.Terms[id].mark = true
	}
}

// isLatinPart reports whether a gram is part of one Latin run, which is marked as a
// whole word or not at all.
func isLatinPart(gram string) bool {
	r, _ := utf8.DecodeRuneInString(gram)
	return analysis.IsLatin(r) && !strings.Contains(gram, " ")
}

// WordsIn says what a folded, marked text contains of the query: typed is a typed
// word, a phrase, or all of an unbroken text; other is an alternative of a typed
// word. A single character of an unbroken text (做 in 如何做竞品分析) says little by
// itself, and does not count. A text that contains neither is a piece of a word.
// Spaces are ignored, as in tik tok and tiktok.
func (p *Plan) WordsIn(folded string) (typed, other bool) {
	text := unspaced(folded)
	holds := func(part string) bool {
		if strings.IndexByte(part, ' ') < 0 && len(part) > len(text) {
			return false // the usual case in a long query
		}
		return part != "" && strings.Contains(text, unspaced(part))
	}
	whole := func(id int) bool { return id != None && holds(p.Patterns[id]) }
	if whole(p.Literal) || whole(p.LiteralInside) || slices.ContainsFunc(p.Slips, whole) || slices.ContainsFunc(p.Required, func(ids []int) bool { return slices.ContainsFunc(ids, whole) }) {
		return true, true
	}
	for _, w := range p.Words {
		if p.isUnbroken() && utf8.RuneCountInString(w.ways[0]) == 1 {
			continue
		}
		if slices.ContainsFunc(w.ways[:w.typed], holds) {
			return true, true
		}
		other = other || slices.ContainsFunc(w.ways[w.typed:], holds)
	}
	return false, other
}

// isUnbroken reports whether the query is several words without a space between.
func (p *Plan) isUnbroken() bool {
	return p.Literal != None && len(p.Words) > 1 && !p.spacedOut && !p.passage
}

func unspaced(s string) string { return strings.ReplaceAll(s, " ", "") }
