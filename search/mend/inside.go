package mend

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search/plan"
)

// Words of Latin letters and digits are found as whole words: a reader who types ai
// does not want maintain. But when few texts hold a piece as a word, it may be cut
// out of longer words, because the reader is still typing (midjour) or copied it
// from the middle of a text (用户PP from 用户PPT). The vocabulary has the words
// that contain the piece, and the search is repeated with them.

// An atom is a word of letters and digits that occurs in some part.
type atom struct {
	text  string
	parts int // that hold the word
}

// Limits of the words that contain a piece: the most frequent ones are searched
// for, and the first of them are shown.
const (
	mostCut     = 10_000
	mostCutTold = 3
)

// kindInside is the kind of an expansion from a piece to a word that contains it.
const kindInside = "inside"

// Inside finds the words of which the ends of a folded text may be pieces; nil when
// there are none.
func (v *Vocabulary) Inside(text string) *plan.Inside { return insideOf(text, v.atoms) }

// isAtom reports whether a gram consists of letters and digits.
func isAtom(s string) bool { return analysis.LatinPrefix(s) == s }

// insideOf finds the words of which the ends of a folded text may be pieces; nil
// when there are none.
func insideOf(text string, atoms []atom) *plan.Inside {
	head, tail := analysis.LatinPrefix(text), analysis.LatinSuffix(text)
	if head == text {
		in := &plan.Inside{}
		if !add(in, text, cutWords(atoms, func(w string) bool { return strings.Contains(w, text) }), "", "") {
			return nil
		}
		return in
	}
	middle := text[len(head) : len(text)-len(tail)]
	in := &plan.Inside{}
	cut := false
	if head != "" {
		words := cutWords(atoms, func(w string) bool { return strings.HasSuffix(w, head) })
		cut = add(in, text, words, "", firstHan(middle)) || cut
	}
	if tail != "" {
		words := cutWords(atoms, func(w string) bool { return strings.HasPrefix(w, tail) })
		cut = add(in, text, words, lastHan(middle), "") || cut
	}
	if !cut {
		return nil
	}
	for _, g := range analysis.NewText(middle).Required() {
		in.Node = append(in.Node, engine.Term{Field: engine.Grams, Text: g})
	}
	return in
}

// add requires one of the words. Next to a Han character it requires the gram of
// both instead: far fewer parts hold 户ppt than ppt. It reports whether one of the
// words is longer than what the text has of it.
func add(in *plan.Inside, text string, words []string, before, after string) (cut bool) {
	var any engine.Or
	for _, w := range words {
		any.Nodes = append(any.Nodes, engine.Term{Field: engine.Grams, Text: before + w + after})
		if strings.Contains(text, w) {
			continue
		}
		cut = true
		if len(in.Told) < mostCutTold {
			in.Told = append(in.Told, plan.Expansion{Kind: kindInside, From: text, To: w})
		}
	}
	in.Node = append(in.Node, any)
	return cut
}

// cutWords returns the words that contain a piece, the most frequent first.
func cutWords(atoms []atom, holds func(string) bool) []string {
	var found []atom
	for _, a := range atoms {
		if holds(a.text) {
			found = append(found, a)
		}
	}
	slices.SortStableFunc(found, func(a, b atom) int { return cmp.Compare(b.parts, a.parts) })
	var words []string
	for _, a := range found[:min(len(found), mostCut)] {
		words = append(words, a.text)
	}
	return words
}

// firstHan and lastHan return the Han character at an end of a text, with at most
// one space in between; "" when there is none.
func firstHan(s string) string {
	r, n := utf8.DecodeRuneInString(strings.TrimPrefix(s, " "))
	if !analysis.IsHan(r) {
		return ""
	}
	return strings.TrimPrefix(s, " ")[:n]
}

func lastHan(s string) string {
	s = strings.TrimSuffix(s, " ")
	r, n := utf8.DecodeLastRuneInString(s)
	if !analysis.IsHan(r) {
		return ""
	}
	return s[len(s)-n:]
}
