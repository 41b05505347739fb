package plan

import (
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
)

// A remembered sentence of an article, with a wrong word or without its commas,
// occurs in no text as typed, while its words occur in many. Its paragraph differs
// from others by holding nearly all pairs of adjacent characters of the query.

const (
	quotationRunes = 8 // letters, digits and Han from which a query may be a quotation

	// A part that may hold the quotation holds all pairs of characters of all but two
	// of the equal stretches that a query is cut into: a wrong character spoils two
	// neighbouring pairs, a comma that was left out one.
	quotationStretches = 4
	leastStretch       = 3 // pairs; shorter ones are in too many parts
)

// mayBeQuotation reports whether the query is one run of text that is long enough,
// and not a question. An answer seldom repeats the words of its question in their
// order, and a text that does is often another question.
func (p *builder) mayBeQuotation() bool {
	return len(p.typedTexts) == 1 && utf8.RuneCountInString(p.plan.bare) >= quotationRunes && !isQuestion(p.plan.bare)
}

// weighQuotation gives each pair of characters of a query that may be a quotation its
// share of the pairs. They count alike: by their idf the wrong ones, which hardly any
// text has, would be most of the query.
func (p *builder) weighQuotation() {
	if !p.mayBeQuotation() {
		return
	}
	var pairs []int
	for _, u := range p.uses {
		t := &p.plan.Terms[u.pattern]
		if u.kind == kindBigram && t.Quotation == 0 && (u.alt == None || p.plan.Alts[u.alt].From.Kind == "") {
			t.Quotation = 1
			pairs = append(pairs, u.pattern)
		}
	}
	for _, id := range pairs {
		p.plan.Terms[id].Quotation /= float64(len(pairs))
	}
	p.plan.MayBeQuotation = len(pairs) > 0
}

// quotation matches the parts that hold the query, up to a wrong character or two
// missing signs; nil where the query is too short for that.
func (p *builder) quotation() engine.Node {
	if !p.mayBeQuotation() {
		return nil
	}
	var pairs []engine.Node
	for _, g := range analysis.NewText(p.typedTexts[0]).Grams() {
		if utf8.RuneCountInString(g.Term) > 1 {
			pairs = append(pairs, engine.Term{Field: engine.Grams, Text: g.Term})
		}
	}
	if len(pairs) < quotationStretches*leastStretch {
		return nil
	}
	var any engine.Or
	for a := range quotationStretches {
		for b := range a {
			any.Nodes = append(any.Nodes, withoutStretches(pairs, a, b))
		}
	}
	return any
}

// withoutStretches is the And of all nodes except those of two stretches.
func withoutStretches(nodes []engine.Node, a, b int) engine.And {
	var rest engine.And
	for i, n := range nodes {
		if at := i * quotationStretches / len(nodes); at != a && at != b {
			rest = append(rest, n)
		}
	}
	return rest
}
