package search

import (
	"math"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
)

// candidates is what stage 1 scores parts by: the bigrams, Latin words and
// long words of the query. A posting list costs by its length and function
// bigrams (的时) tell little, so they are read only when there is nothing else,
// and characters only when there are no bigrams either; stage 2 counts what
// was left out.
func (p *planner) candidates() engine.Node {
	for _, level := range [...]func(u use) bool{
		func(u use) bool { return p.informs(u) && (!p.single(u) || p.tells(u)) },
		func(u use) bool { return !p.single(u) },
		func(use) bool { return true },
	} {
		if nodes := p.stageTerms(level); len(nodes) > 0 {
			return engine.Or{Nodes: append(nodes, p.wholeNodes()...)}
		}
	}
	return engine.All{}
}

// informs reports whether a term is worth its posting list in stage 1.
func (p *planner) informs(u use) bool {
	text := p.plan.patterns[u.pattern]
	if !holdsFunctionChar(text) {
		return true
	}
	n := p.view.State().Parts
	return u.kind == kindWord && !analysis.IsStopWord(text) || p.functionBigram(text, engine.IDF(n, p.df[u.pattern])) >= .5
}

// tells reports whether a word of one character is rare enough to find parts
// by.
func (p *planner) tells(u use) bool {
	n := p.view.State().Parts
	return u.kind == kindWord && engine.IDF(n, p.df[u.pattern]) > p.w.SingleRare*engine.IDF(n, 1)
}

func (p *planner) single(u use) bool {
	return u.kind == kindUnigram || u.kind == kindWord && field(p.plan.patterns[u.pattern]) == engine.Chars
}

// stageTerms are the terms of the uses that keep allows and that some part
// holds.
func (p *planner) stageTerms(keep func(use) bool) []engine.Node {
	boosts := make(map[int]float64)
	var order []int
	for _, u := range p.uses {
		if u.idfOf != u.pattern || !keep(u) || p.df[u.pattern] == 0 {
			continue
		}
		factor := u.factor
		if u.alt != none {
			factor *= p.plan.alts[u.alt].factor
		}
		if _, ok := boosts[u.pattern]; !ok {
			order = append(order, u.pattern)
		}
		boosts[u.pattern] = max(boosts[u.pattern], factor)
	}
	var nodes []engine.Node
	for _, id := range order {
		text, boost := p.plan.patterns[id], boosts[id]
		f := field(text)
		if f == engine.Words {
			boost *= p.w.WordBoost
		}
		if boost > 0 {
			nodes = append(nodes, engine.Boost{Node: engine.Term{Field: f, Text: text}, By: boost})
		}
	}
	return nodes
}

// wholeNodes are the terms that are looked for as a whole.
func (p *planner) wholeNodes() []engine.Node {
	var nodes []engine.Node
	for _, w := range p.wholes {
		nodes = append(nodes, engine.Boost{Node: w.node, By: p.plan.alts[w.alt].factor})
	}
	return nodes
}

// match is what counts as found: most of the slots, each by any of its
// alternatives.
func (p *planner) match() engine.Node {
	grams := make([]engine.And, len(p.plan.alts))
	for _, u := range p.uses {
		text := p.plan.patterns[u.pattern]
		single := u.kind == kindUnigram && utf8.RuneCountInString(p.slotText(u.alt)) == 1
		if u.alt != none && u.idfOf == u.pattern && (single || u.kind == kindBigram) {
			grams[u.alt] = append(grams[u.alt], engine.Term{Field: field(text), Text: text})
		}
	}
	slots := make([]engine.Or, len(p.plan.slots))
	for i, a := range p.plan.alts {
		if len(grams[i]) > 0 {
			slots[a.slot].Nodes = append(slots[a.slot].Nodes, grams[i])
		} else if n := requiredNode(analysis.NewText(a.text)); n != nil && p.phrases[i] { // 中，要 has no gram
			slots[a.slot].Nodes = append(slots[a.slot].Nodes, n)
		}
	}
	for _, w := range p.wholes {
		s := &slots[p.plan.alts[w.alt].slot]
		s.Nodes = append(s.Nodes, w.node)
	}
	var all []engine.Node
	for _, s := range slots {
		if len(s.Nodes) > 0 {
			all = append(all, s)
		}
	}
	if len(all) == 0 {
		p.requireLiteral()
		return p.plan.pieces
	}
	return engine.Or{Nodes: all, Min: softMinimum(len(all), p.w.Soft)}
}

// requireLiteral makes a query of characters that stand alone (数，而) a phrase:
// that they are somewhere in an article says nothing.
func (p *planner) requireLiteral() {
	if p.plan.literal == none || len(p.plan.required) > 0 {
		return
	}
	if t := analysis.NewText(p.plan.patterns[p.plan.literal]); len(t.Required()) == 0 && len(t.RequiredChars()) > 1 {
		p.plan.required, p.plan.inexact = [][]int{{p.plan.literal}}, true
		p.plan.phrases = allOf(p.plan.phrases, p.plan.pieces)
	}
}

func (p *planner) slotText(alt int) string {
	if alt == none {
		return ""
	}
	return p.plan.slots[p.plan.alts[alt].slot].text
}

// softMinimum is how many of n words must be there.
func softMinimum(n int, share float64) int {
	return max(1, int(math.Ceil(float64(n)*share)))
}

// filterOf is the node of everything that restricts without a score.
func filterOf(q Query, r Request) engine.Node {
	var all engine.And
	for _, g := range q.Groups {
		if n := fieldNode(g); n != nil {
			all = append(all, n)
		}
	}
	all = appendAny(all, keywords("category", r.Categories))
	all = appendAny(all, keywords("author", r.Authors))
	all = appendAny(all, keywords("tag", r.Tags))
	var years []engine.Node
	for _, y := range r.Years {
		years = append(years, engine.Between{From: firstDay(y), To: firstDay(y+1).AddDate(0, 0, -1)})
	}
	all = appendAny(all, years)
	for _, b := range [...]engine.Between{{From: q.From, To: q.To}, {From: r.From, To: r.To}} {
		if !b.From.IsZero() || !b.To.IsZero() {
			all = append(all, b)
		}
	}
	if len(all) == 0 {
		return nil
	}
	return all
}

func firstDay(year int) time.Time { return time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC) }

func appendAny(all engine.And, nodes []engine.Node) engine.And {
	if len(nodes) == 0 {
		return all
	}
	return append(all, engine.Or{Nodes: nodes})
}

func keywords(name string, values []string) []engine.Node {
	nodes := make([]engine.Node, len(values))
	for i, v := range values {
		nodes[i] = engine.Keyword{Name: name, Value: v}
	}
	return nodes
}

// fieldNode is the filter of a group of author:, tag: or category: atoms.
func fieldNode(g Group) engine.Node {
	var any []engine.Node
	for _, a := range g {
		if a.Field == FieldAuthor || a.Field == FieldTag || a.Field == FieldCategory {
			any = append(any, engine.Keyword{Name: string(a.Field), Value: a.Text})
		}
	}
	if len(any) == 0 {
		return nil
	}
	var n engine.Node = engine.Or{Nodes: any}
	if g[0].Not {
		n = engine.Not{Node: n}
	}
	return n
}

// allOf joins conditions, leaving out those that are nil; nil for none.
func allOf(nodes ...engine.Node) engine.Node {
	var all engine.And
	for _, n := range nodes {
		if n != nil {
			all = append(all, n)
		}
	}
	switch len(all) {
	case 0:
		return nil
	case 1:
		return all[0]
	}
	return all
}

// paragraphID is the id of a paragraph: ARTICLE#N.
func paragraphID(article string, number int) string {
	return article + "#" + strconv.Itoa(number)
}
