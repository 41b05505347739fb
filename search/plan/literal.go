package plan

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search/query"
)

// RanksLiteral reports whether paragraphs with the literal come first. With a
// required phrase it is false, because all of them hold it.
func (p *Plan) RanksLiteral() bool { return p.shortLiteral && !p.RequiresPhrase() }

// WordIsLiteral reports whether the query as typed is one word: then the articles
// that hold it are those that hold all words, which the engine returns first.
func (p *Plan) WordIsLiteral() bool {
	return len(p.Words) == 1 && p.Literal != None && p.Words[0].ways[0] == p.Patterns[p.Literal] && analysis.IsHanText(p.Patterns[p.Literal])
}

// setLiteral sets the pattern of a query that is one unbroken text (小红书难民), or one
// with spaces between its characters (老 船 长), and the node of the parts that may
// hold it.
func (p *builder) setLiteral(q query.Query) {
	if p.isOneName(q) {
		p.setNameLiteral()
		return
	}
	piece := spacedOut(q.Groups)
	if piece == "" {
		if len(q.Groups) != 1 || len(q.Groups[0]) != 1 {
			return
		}
		a := q.Groups[0][0]
		if a.Not || a.Field != query.FieldAny {
			return
		}
		piece = a.Text
	}
	t := analysis.NewText(piece)
	p.plan.Literal = p.pattern(t.Folded())
	p.plan.spacedOut = len(q.Groups) > 1
	p.plan.shortLiteral = min(t.Len(), utf8.RuneCountInString(piece)) <= maxShortLiteral // … folds to three runes
	p.plan.MayHoldLiteral = MayHold(t)
}

// isOneName reports whether a whole query is one name in several writings.
func (p *builder) isOneName(q query.Query) bool {
	if len(p.names) != 1 || len(p.plan.Slots) != 1 || slices.ContainsFunc(q.Groups, func(g query.Group) bool { return !isPlain(g) }) {
		return false
	}
	id, ok := p.index[analysis.FoldText(strings.Join(q.Texts(), " "))]
	if !ok {
		return false
	}
	name := p.pattern(p.plan.Alts[p.names[0]].Text)
	return id == name || p.same[id] == name
}

// setNameLiteral makes each writing of a name a literal, and the plan the same
// whichever was typed.
func (p *builder) setNameLiteral() {
	name := p.plan.Alts[p.names[0]].Text
	p.typedTexts, p.plan.Folded, p.plan.bare = []string{name}, name, bare(name)
	p.plan.Literal, p.plan.shortLiteral = p.pattern(name), true
	for _, way := range p.waysOf(p.plan.Alts[p.names[0]].Slot) {
		p.plan.MayHoldLiteral = anyOf(p.plan.MayHoldLiteral, MayHold(analysis.NewText(way)))
	}
}

// IsLiteral reports whether a pattern is the query as typed, or another writing of the
// name that the query is.
func (p *Plan) IsLiteral(pattern int32) bool {
	return int(pattern) == p.Literal || p.Terms[p.Literal].IsName && int(p.Canonical[pattern]) == p.Literal
}

// Literals returns the texts of the patterns for which IsLiteral is true.
func (p *Plan) Literals() []string {
	var all []string
	for i, text := range p.Patterns {
		if p.IsLiteral(int32(i)) {
			all = append(all, text)
		}
	}
	return all
}

// leastSpaced is how many single characters of Han, with spaces between, are one piece
// that is spaced out, as OCR writes them (老 船 长). Two may be two words.
const leastSpaced = 3

// spacedOut is the text whose characters are the words of a query, "" where the
// query is not of that form. Each character is a word of its own as well.
func spacedOut(groups []query.Group) string {
	if len(groups) < leastSpaced {
		return ""
	}
	var b strings.Builder
	for _, g := range groups {
		a := g[0]
		r, size := utf8.DecodeRuneInString(a.Text)
		if len(g) > 1 || a.Not || a.Phrase || a.Field != query.FieldAny || size != len(a.Text) || !analysis.IsHan(r) {
			return ""
		}
		b.WriteString(a.Text)
	}
	return b.String()
}

// maxShortLiteral is the length in runes up to which an unbroken query is taken as a
// name or exact wording: paragraphs that hold it come first.
const maxShortLiteral = 8

// MayHold matches every part that holds the text, and few others. It is nil for a
// text without terms, such as one of signs alone.
func MayHold(t analysis.Text) engine.Node {
	var all engine.And
	for _, gram := range t.Required() {
		all = append(all, engine.Term{Field: engine.Grams, Text: gram})
	}
	for _, char := range t.RequiredChars() {
		all = append(all, engine.Term{Field: engine.Chars, Text: char})
	}
	if len(all) == 0 {
		return nil
	}
	return all
}
