package plan

import (
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
)

// candidateNode returns the node by which stage 1 scores parts: the bigrams, Latin
// words and long words of the query. A posting list costs time by its length, and
// bigrams of function characters (的时) say little, so that they are used only when
// there is nothing else, and characters only when there are no bigrams either; stage
// 2 counts what was left out.
func (p *builder) candidateNode() engine.Node {
	for _, level := range [...]func(u use) bool{
		func(u use) bool { return p.isInformative(u) && (!p.isSingle(u) || p.isRareSingle(u)) },
		func(u use) bool { return !p.isSingle(u) },
		func(use) bool { return true },
	} {
		if nodes := p.termNodes(level); len(nodes) > 0 {
			nodes = append(append(nodes, p.compoundNodes()...), p.titleNodes()...)
			if quotation := p.quotation(); quotation != nil {
				nodes = append(nodes, quotation)
			}
			if p.plan.AllWords != nil && !p.coversAllWords(nodes) {
				nodes = append(nodes, p.plan.AllWords)
			}
			return engine.Or{Nodes: nodes}
		}
	}
	if p.plan.AllWords != nil {
		return p.plan.AllWords
	}
	return engine.All{}
}

// coversAllWords reports whether every article with all words of the query matches
// one of the nodes. That is so if the nodes have a term of the typed writing of one
// word; the other writings of the word have nodes of their own.
func (p *builder) coversAllWords(nodes []engine.Node) bool {
	terms := make(map[engine.Node]bool, len(nodes))
	for _, n := range nodes {
		if b, ok := n.(engine.Boost); ok {
			if t, ok := b.Node.(engine.Term); ok {
				terms[t] = true
			}
		}
	}
	return slices.ContainsFunc(p.plan.Words, func(w Word) bool {
		t := analysis.NewText(w.ways[0])
		return slices.ContainsFunc(t.Required(), func(g string) bool { return terms[engine.Term{Field: engine.Grams, Text: g}] }) ||
			slices.ContainsFunc(t.Chars(), func(c string) bool { return terms[engine.Term{Field: engine.Chars, Text: c}] })
	})
}

// Boosts of articles whose title, author or tag the query is: greater than any
// score, so that they are always among the first candidates.
const (
	boostOfTitle = 1000
	boostOfLabel = 100
)

// titleNodes returns nodes that find articles by their titles, author and tags.
func (p *builder) titleNodes() []engine.Node {
	var nodes []engine.Node
	for _, a := range p.plan.Alts {
		grams := analysis.NewText(a.Text).Required()
		if len(grams) == 0 || p.titleFrequency(a.Text) == 0 || a.From.Kind != "" && a.Factor < p.w.Preferred {
			continue
		}
		nodes = append(nodes, engine.Boost{Node: titleHolds(grams), By: p.w.TitleBoost / float64(len(grams))})
	}
	if utf8.RuneCountInString(p.plan.bare) >= titledRunes {
		if grams := p.typedGrams(); len(grams) > 0 {
			nodes = append(nodes, engine.Boost{Node: titleHolds(grams), By: boostOfTitle})
		}
	}
	if p.plan.Label != "" {
		nodes = append(nodes, engine.Boost{Node: engine.Term{Field: engine.Labels, Text: p.plan.Label}, By: boostOfLabel})
	}
	return nodes
}

// titleHolds matches the parts whose titles hold all of some grams.
func titleHolds(grams []string) engine.Node {
	all := make(engine.And, len(grams))
	for i, g := range grams {
		all[i] = engine.Term{Field: engine.Titles, Text: g}
	}
	return all
}

// typedGrams returns the grams of the typed texts. A title that is the query has all
// of them.
func (p *builder) typedGrams() []string {
	var all []string
	for _, text := range p.typedTexts {
		all = append(all, analysis.NewText(text).Required()...)
	}
	return distinct(all)
}

// distinct removes repeated texts.
func distinct(all []string) []string {
	seen := make(map[string]bool, len(all))
	out := all[:0]
	for _, s := range all {
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}

// isInformative reports whether the posting list of a term is worth reading in stage
// 1: that of a bigram with a function character only where it is rare.
func (p *builder) isInformative(u use) bool {
	text := p.plan.Patterns[u.pattern]
	if !holdsFunctionChar(text) {
		return true
	}
	n := p.counts.State().Parts
	return u.kind == kindWord && !analysis.IsStopWord(text) || p.functionBigram(text, engine.IDF(n, p.df[u.pattern])) >= .5
}

// isRareSingle reports whether a word of one character is rare enough to be searched
// for in stage 1.
func (p *builder) isRareSingle(u use) bool {
	n := p.counts.State().Parts
	return u.kind == kindWord && engine.IDF(n, p.df[u.pattern]) > p.w.SingleRare*engine.IDF(n, 1)
}

// isSingle reports whether a use is of a single Han character.
func (p *builder) isSingle(u use) bool {
	return u.kind == kindUnigram || u.kind == kindWord && FieldOf(p.plan.Patterns[u.pattern]) == engine.Chars
}

// termNodes returns nodes for the terms that occur in some part, of the uses that
// keep accepts.
func (p *builder) termNodes(keep func(use) bool) []engine.Node {
	boosts := make(map[int]float64)
	var order []int
	for _, u := range p.uses {
		if u.idfOf != u.pattern || !keep(u) || p.df[u.pattern] == 0 {
			continue
		}
		factor := u.factor
		if u.alt != None {
			factor *= p.plan.Alts[u.alt].Factor
		}
		if _, ok := boosts[u.pattern]; !ok {
			order = append(order, u.pattern)
		}
		boosts[u.pattern] = max(boosts[u.pattern], factor)
	}
	var nodes []engine.Node
	for _, id := range order {
		text, boost := p.plan.Patterns[id], boosts[id]
		f := FieldOf(text)
		if f == engine.Words {
			boost *= p.w.WordBoost
		}
		if boost > 0 {
			nodes = append(nodes, engine.Boost{Node: engine.Term{Field: f, Text: text}, By: boost})
		}
	}
	return nodes
}

// compoundNodes returns the nodes of the compounds.
func (p *builder) compoundNodes() []engine.Node {
	var nodes []engine.Node
	for _, w := range p.compounds {
		nodes = append(nodes, engine.Boost{Node: w.node, By: p.plan.Alts[w.alt].Factor})
	}
	return nodes
}

// slotText returns the typed text of the slot of an alternative, "" for None.
func (p *builder) slotText(alt int) string {
	if alt == None {
		return ""
	}
	return p.plan.Slots[p.plan.Alts[alt].Slot].text
}

// choicesOf returns the filters that were chosen from facets, or named by a caller.
// Values are compared as they are written, letter case aside, because facets count
// them so: a choice finds what its count promised, and a key of the API is bound to no
// other category than its own. Names in a query, author:张三, are compared as they fold.
func choicesOf(f Filters) map[string]engine.Node {
	choices := make(map[string]engine.Node)
	choose := func(facet string, nodes []engine.Node) {
		if len(nodes) > 0 {
			choices[facet] = engine.Or{Nodes: nodes}
		}
	}
	choose("category", keywords("category", f.Categories))
	choose("author", keywords("author", f.Authors))
	choose("tag", keywords("tag", f.Tags))
	var years []engine.Node
	for _, y := range f.Years {
		years = append(years, engine.Between{From: firstDay(y), To: firstDay(y+1).AddDate(0, 0, -1)})
	}
	choose("year", years)
	return choices
}

func keywords(name string, values []string) []engine.Node {
	nodes := make([]engine.Node, len(values))
	for i, v := range values {
		nodes[i] = engine.Keyword{Name: name, Value: v}
	}
	return nodes
}

func firstDay(year int) time.Time { return time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC) }

// allOf returns the And of the conditions that are not nil; nil for none.
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

// An Inside says how to find texts in which the query is a piece of longer words:
// midjour in Midjourney.
type Inside struct {
	Node engine.And  // matches the parts that can hold the query inside words
	Told []Expansion // some of the longer words, for the answer to list
	Only bool        // whether nothing holds the query as whole words
	// Beside says that the query is a passage of which some texts hold all words: those
	// that hold it inside words are only looked for besides the best parts.
	Beside bool
}

// addInside adds to a plan the node and pattern for texts that hold the literal
// inside words. Such a match counts as one of the last slot, whose word is a piece.
func (b *builder) addInside(in *Inside) {
	p := b.plan
	text := p.Patterns[p.Literal]
	p.LiteralInside = len(p.Patterns)
	p.Patterns = append(p.Patterns, text)
	p.Canonical = append(p.Canonical, int32(p.LiteralInside))
	p.Terms = append(p.Terms, Term{Alt: None, mark: true})
	if !in.Beside { // else the words of the passage have their weights
		p.Terms[p.LiteralInside].Word = p.Scale
	}
	for i, a := range p.Alts {
		if !in.Beside && a.Slot == len(p.Slots)-1 && a.From.Kind == "" {
			p.Terms[p.LiteralInside].Alt, p.Terms[p.LiteralInside].Content = i, true
		}
	}
	var holds engine.Node = in.Node
	if len(in.Node) > 1 || p.passage { // the pieces may stand apart: 2, 6 and 0 of 2.6.0
		holds = b.verified(in.Node, "inside words="+strconv.Quote(text), []string{text}, b.sieve(text), insideWords)
	}
	if !in.Beside {
		p.Candidates = anyOf(p.Candidates, in.Node)
	}
	if p.AllWords != nil && in.Only {
		p.AllWords = anyOf(p.AllWords, holds)
	}
	if p.passage && hasSign(text) {
		p.MayHoldLiteral = anyOf(p.MayHoldLiteral, holds)
	} else {
		p.MayHoldLiteral = anyOf(p.MayHoldLiteral, in.Node)
	}
}

// anyOf returns the Or of two nodes. It ignores a nil, and an All, which a plan
// without terms has.
func anyOf(a, b engine.Node) engine.Node {
	if b == nil {
		return a
	}
	if _, all := a.(engine.All); all || a == nil {
		return b
	}
	return engine.Or{Nodes: []engine.Node{a, b}}
}

// Totals returns the number of articles in a result of stage 1 that hold all words,
// and of those that hold some.
func (p *Plan) Totals(result *engine.Result) (whole, partial int) {
	if p.AllWords == nil {
		return result.Articles, 0
	}
	return result.Preferred, result.Articles - result.Preferred
}
