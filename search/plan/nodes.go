package plan

import (
	"slices"
	"time"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search/query"
)

// candidates is what stage 1 scores parts by: the bigrams, Latin words and
// long words of the query. A posting list costs by its length and function
// bigrams (的时) tell little, so they are read only when there is nothing else,
// and characters only when there are no bigrams either; stage 2 counts what
// was left out.
func (p *builder) candidates() engine.Node {
	for _, level := range [...]func(u use) bool{
		func(u use) bool { return p.informs(u) && (!p.single(u) || p.tells(u)) },
		func(u use) bool { return !p.single(u) },
		func(use) bool { return true },
	} {
		if nodes := p.stageTerms(level); len(nodes) > 0 {
			nodes = append(append(nodes, p.wholeNodes()...), p.titleNodes()...)
			if p.plan.AllWords != nil && !p.finds(nodes) {
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

// finds reports whether whatever holds all words matches one of the nodes: they
// have a term of the typed writing of a word, and its other writings are looked
// for as wholes.
func (p *builder) finds(nodes []engine.Node) bool {
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

// Boosts of what the query names: greater than any score, so that the named
// articles are always among the first candidates.
const (
	namedByTitle = 1000
	namedByLabel = 100
)

// titleNodes find articles by what is in their titles, and by author and tags.
func (p *builder) titleNodes() []engine.Node {
	var nodes []engine.Node
	for _, a := range p.plan.Alts {
		grams := analysis.NewText(a.Text).Required()
		if len(grams) == 0 || p.inTitles(a.Text) == 0 || a.From.Kind != "" && a.Factor < p.w.Preferred {
			continue
		}
		nodes = append(nodes, engine.Boost{Node: titled(grams), By: p.w.TitleBoost / float64(len(grams))})
	}
	if utf8.RuneCountInString(p.plan.bare) >= titledRunes {
		if grams := p.typedGrams(); len(grams) > 0 {
			nodes = append(nodes, engine.Boost{Node: titled(grams), By: namedByTitle})
		}
	}
	if p.plan.Label != "" {
		nodes = append(nodes, engine.Boost{Node: engine.Term{Field: engine.Labels, Text: p.plan.Label}, By: namedByLabel})
	}
	return nodes
}

// titled matches the parts whose titles hold all of some grams.
func titled(grams []string) engine.Node {
	all := make(engine.And, len(grams))
	for i, g := range grams {
		all[i] = engine.Term{Field: engine.Titles, Text: g}
	}
	return all
}

// typedGrams are the grams that a title has which the query names.
func (p *builder) typedGrams() []string {
	var all []string
	for _, text := range p.typed {
		all = append(all, analysis.NewText(text).Required()...)
	}
	return distinct(all)
}

// distinct leaves of equal texts the first.
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

// informs reports whether a term is worth its posting list in stage 1.
func (p *builder) informs(u use) bool {
	text := p.plan.Patterns[u.pattern]
	if !holdsFunctionChar(text) {
		return true
	}
	n := p.counts.State().Parts
	return u.kind == kindWord && !analysis.IsStopWord(text) || p.functionBigram(text, engine.IDF(n, p.df[u.pattern])) >= .5
}

// tells reports whether a word of one character is rare enough to find parts
// by.
func (p *builder) tells(u use) bool {
	n := p.counts.State().Parts
	return u.kind == kindWord && engine.IDF(n, p.df[u.pattern]) > p.w.SingleRare*engine.IDF(n, 1)
}

func (p *builder) single(u use) bool {
	return u.kind == kindUnigram || u.kind == kindWord && FieldOf(p.plan.Patterns[u.pattern]) == engine.Chars
}

// stageTerms are the terms of the uses that keep allows and that some part
// holds.
func (p *builder) stageTerms(keep func(use) bool) []engine.Node {
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

// wholeNodes are the terms that are looked for as a whole.
func (p *builder) wholeNodes() []engine.Node {
	var nodes []engine.Node
	for _, w := range p.wholes {
		nodes = append(nodes, engine.Boost{Node: w.node, By: p.plan.Alts[w.alt].Factor})
	}
	return nodes
}

// requireLiteral makes a query of characters that stand alone (数，而) a phrase:
// that they are somewhere in an article says nothing. It is nil for others.
func (p *builder) requireLiteral() engine.Node {
	if p.plan.Literal == None || len(p.plan.Required) > 0 {
		return nil
	}
	text := p.plan.Patterns[p.plan.Literal]
	if t := analysis.NewText(text); len(t.Required()) > 0 || len(t.RequiredChars()) < 2 {
		return nil
	}
	p.plan.Required = [][]int{{p.plan.Literal}}
	return p.requireText(text, anywhere)
}

func (p *builder) slotText(alt int) string {
	if alt == None {
		return ""
	}
	return p.plan.Slots[p.plan.Alts[alt].Slot].text
}

// filterOf is the node of everything in the query that restricts by metadata.
func filterOf(r Request) engine.Node {
	var all engine.And
	for _, g := range r.Query.Groups {
		if n := fieldNode(g); n != nil {
			all = append(all, n)
		}
	}
	for _, b := range [...]engine.Between{{From: r.Query.From, To: r.Query.To}, {From: r.From, To: r.To}} {
		if !b.From.IsZero() || !b.To.IsZero() {
			all = append(all, b)
		}
	}
	if len(all) == 0 {
		return nil
	}
	return all
}

// choicesOf are the filters that were chosen from facets.
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

func firstDay(year int) time.Time { return time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC) }

func keywords(name string, values []string) []engine.Node {
	nodes := make([]engine.Node, len(values))
	for i, v := range values {
		nodes[i] = engine.Keyword{Name: name, Value: v}
	}
	return nodes
}

// fieldNode is the filter of a group of author:, tag: or category: atoms.
func fieldNode(g query.Group) engine.Node {
	var any []engine.Node
	for _, a := range g {
		if a.Field == query.FieldAuthor || a.Field == query.FieldTag || a.Field == query.FieldCategory {
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

// An Inside is what finds texts that hold the query cut out of words.
type Inside struct {
	Node engine.And // the parts that can hold it so
	Told []Expansion
	Only bool // whether nothing holds the query as whole words
}

// cutWords adds to a plan what finds and matches texts in which the literal cuts
// words. Such a match counts as one of the last slot, where what is cut stands.
func (p *Plan) cutWords(in *Inside) {
	text := p.Patterns[p.Literal]
	p.Cut = len(p.Patterns)
	p.Patterns = append(p.Patterns, text)
	p.Canonical = append(p.Canonical, int32(p.Cut))
	p.Terms = append(p.Terms, Term{Alt: None, Word: p.Scale, mark: true})
	for i, a := range p.Alts {
		if a.Slot == len(p.Slots)-1 && a.From.Kind == "" {
			p.Terms[p.Cut].Alt, p.Terms[p.Cut].Content = i, true
		}
	}
	p.Candidates = anyOf(p.Candidates, in.Node)
	if p.AllWords != nil && in.Only {
		p.AllWords = anyOf(p.AllWords, in.Node)
	}
	p.MayHoldLiteral = anyOf(p.MayHoldLiteral, in.Node)
}

// anyOf joins ways to be found; All, which a plan has for want of terms, is none.
func anyOf(a, b engine.Node) engine.Node {
	if b == nil {
		return a
	}
	if _, all := a.(engine.All); all || a == nil {
		return b
	}
	return engine.Or{Nodes: []engine.Node{a, b}}
}

// Totals are the articles of a result of stage1 that hold all words, and those
// that hold some.
func (p *Plan) Totals(result *engine.Result) (whole, partial int) {
	if p.AllWords == nil {
		return result.Articles, 0
	}
	return result.Preferred, result.Articles - result.Preferred
}
