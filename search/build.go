package search

import (
	"context"
	"slices"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
)

// newPlan makes the plan of a query against one generation.
func (s *Service) newPlan(ctx context.Context, view engine.View, q Query, r Request) (*plan, error) {
	p := &planner{w: s.weights, an: s.analyzer, view: view,
		plan: &plan{literal: none, inside: none, folded: analysis.FoldString(r.Text)}, index: map[string]int{}, owns: map[int]int{}, phrases: map[int]bool{}, same: map[int]int{}}
	p.w = p.w.forLength(utf8.RuneCountInString(p.plan.folded))
	if !r.Literal {
		p.expander = s.expander
	}
	for _, g := range together(q.Groups) {
		if err := p.group(ctx, g); err != nil {
			return nil, err
		}
	}
	p.literal(q)
	if err := p.weigh(ctx); err != nil {
		return nil, err
	}
	for _, a := range p.plan.alts {
		if a.from.Kind != "" {
			p.plan.expanded = append(p.plan.expanded, a.from)
		}
	}
	p.plan.expanded = append(p.plan.expanded, p.joined...)
	p.plan.candidates = p.candidates()
	p.plan.match = p.match()
	p.plan.filter = filterOf(q, r)
	return p.plan, nil
}

// group adds the terms of one group: a slot for each of its words, or one slot
// with an alternative for each atom of an OR.
func (p *planner) group(ctx context.Context, g Group) error {
	first := g[0]
	switch {
	case first.Not:
		return p.exclude(ctx, first)
	case first.Field != FieldAny && first.Field != FieldTitle:
		return nil // a filter
	}
	alt := none
	p.phrase = first.Phrase
	if len(g) > 1 {
		alt = p.addSlot(first.Text)
	}
	for i, a := range g {
		p.phrase = a.Phrase
		if i > 0 {
			alt = p.addAlternative(p.plan.alts[alt].slot, a.Text, Expansion{}, 1)
		}
		if err := p.atom(ctx, a, alt); err != nil {
			return err
		}
	}
	p.require(g)
	return nil
}

// none stands for no alternative, and no pattern.
const none = -1

// addSlot adds a slot for a text of the query, and returns its alternative.
func (p *planner) addSlot(text string) int {
	p.plan.slots = append(p.plan.slots, slot{text: analysis.FoldString(text)})
	return p.addAlternative(len(p.plan.slots)-1, text, Expansion{}, 1)
}

// addAlternative adds a text that may stand for a slot.
func (p *planner) addAlternative(slot int, text string, from Expansion, factor float64) int {
	p.plan.alts = append(p.plan.alts, alternative{slot: slot, text: analysis.FoldString(text), factor: factor, from: from})
	alt := len(p.plan.alts) - 1
	p.phrases[alt] = p.phrase
	if id := p.pattern(analysis.FoldString(text)); !p.owned(id) {
		p.owns[id] = alt
	}
	return alt
}

func (p *planner) owned(pattern int) bool { _, ok := p.owns[pattern]; return ok }

// require notes what must be verified on the text: one of the phrases of a group,
// or of what the title must hold. A group with other atoms in it requires nothing.
func (p *planner) require(g Group) {
	title := g[0].Field == FieldTitle
	if slices.ContainsFunc(g, func(a Atom) bool { return (a.Field == FieldTitle) != title || !title && !a.Phrase }) {
		return
	}
	var patterns []int
	var parts engine.Or
	for _, a := range g {
		t := analysis.NewText(a.Text)
		patterns = append(patterns, p.pattern(t.Folded()))
		p.plan.inexact = p.plan.inexact || !slices.Contains(t.Required(), t.Folded())
		if n := requiredNode(t); n != nil {
			parts.Nodes = append(parts.Nodes, n)
		}
	}
	if title {
		p.plan.titled = append(p.plan.titled, patterns)
	} else {
		p.plan.required = append(p.plan.required, patterns)
	}
	if len(parts.Nodes) == len(g) { // else what no posting list finds may do
		p.plan.phrases = allOf(p.plan.phrases, oneOf(parts))
	}
}

// oneOf is an Or that has a reason to be one.
func oneOf(or engine.Or) engine.Node {
	if len(or.Nodes) == 1 {
		return or.Nodes[0]
	}
	return or
}

// exclude notes what no article may hold, in every way that it is written: as
// a filter where one posting list tells, else to be verified on the text.
func (p *planner) exclude(ctx context.Context, a Atom) error {
	if a.Field != FieldAny && a.Field != FieldTitle {
		return nil // a filter
	}
	t := analysis.NewText(a.Text)
	texts := []analysis.Text{t}
	ways, err := p.ways(ctx, p.an.Words(t), a.Text)
	for _, w := range ways {
		texts = append(texts, analysis.NewText(w.pair), analysis.NewText(w.word))
	}
	for _, t := range texts {
		p.plan.unwanted = append(p.plan.unwanted, t.Folded())
		if n := exactNode(t); n != nil {
			p.plan.phrases = allOf(p.plan.phrases, engine.Not{Node: n})
		} else {
			p.plan.excluded = append(p.plan.excluded, p.pattern(t.Folded()))
		}
	}
	return err
}

// exactNode matches the parts that hold the text, when posting lists tell: one
// always does, and those of a short word all but do. It is nil for what must be
// verified on the text.
func exactNode(t analysis.Text) engine.Node {
	if slices.Contains(t.Required(), t.Folded()) {
		return engine.Term{Field: engine.Grams, Text: t.Folded()}
	}
	if t.Len() <= maxExact && isHanTerm(t.Folded()) {
		return requiredNode(t)
	}
	return nil
}

// maxExact is the length in runes of a Han word whose bigrams stand in one
// article, but not beside each other, too rarely to matter for an exclusion.
const maxExact = 4

// pattern numbers a folded text.
func (p *planner) pattern(text string) int {
	if i, ok := p.index[text]; ok {
		return i
	}
	p.index[text] = len(p.plan.patterns)
	p.plan.patterns = append(p.plan.patterns, text)
	return len(p.plan.patterns) - 1
}

// literal notes the pattern of a query that is one unbroken piece, and what
// any part that holds it must hold.
func (p *planner) literal(q Query) {
	if len(q.Groups) != 1 || len(q.Groups[0]) != 1 && !q.kept {
		return
	}
	a := q.Groups[0][len(q.Groups[0])-1]
	if a.Not || a.Field != FieldAny {
		return
	}
	t := analysis.NewText(a.Text)
	p.plan.literal = p.pattern(t.Folded())
	p.plan.literalFirst = min(t.Len(), utf8.RuneCountInString(a.Text)) <= maxLiteralFirst // … folds to three runes
	p.plan.pieces = requiredNode(t)
}

// maxLiteralFirst is the length in runes up to which an unbroken query is taken
// for a wording: paragraphs that hold it come first.
const maxLiteralFirst = 8

// requiredNode matches every part that holds the text, and few others.
func requiredNode(t analysis.Text) engine.Node {
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

// An area is a span of an atom's text that is a slot.
type area struct {
	start, end int // bytes
	alt        int
	whole      bool // whether the words inside it are not looked for by themselves
}

// atom adds the terms of a text. With alt none every content word becomes a
// slot of its own.
func (p *planner) atom(ctx context.Context, a Atom, alt int) error {
	t := analysis.NewText(a.Text)
	words := p.an.Words(t)
	var areas []area
	if alt == none {
		var err error
		if areas, err = p.areas(ctx, t, words); err != nil {
			return err
		}
	}
	in := func(tok analysis.Token) int {
		for _, r := range areas {
			if tok.Start >= r.start && tok.End <= r.end {
				if r.whole {
					return overlapping
				}
				return r.alt
			}
		}
		return alt
	}
	p.addTerms(t, words, in, 1)
	return nil
}

// areas cuts a text into slots: words that are not stop words, or all words
// when there are no others.
func (p *planner) areas(ctx context.Context, t analysis.Text, words []analysis.Token) ([]area, error) {
	areas := p.expansions(t)
	joined, err := p.joins(ctx, words, t.Original())
	if err != nil {
		return nil, err
	}
	for _, j := range joined {
		if areaAt(areas, j.start, j.end) == none {
			areas = append(areas, j)
		}
	}
	for _, stop := range [...]bool{false, true} {
		end := 0
		for _, w := range words {
			covered := slices.ContainsFunc(areas, func(r area) bool { return w.Start < r.end && r.start < w.End })
			if w.Start < end || covered || stop != analysis.IsStopWord(w.Term) {
				continue
			}
			end = w.End
			areas = append(areas, area{start: w.Start, end: w.End, alt: p.addSlot(w.Term)})
		}
		if len(areas) > 0 {
			return areas, nil
		}
	}
	for _, g := range t.Grams() { // symbols and emoji are no words
		areas = append(areas, area{start: g.Start, end: g.End, alt: p.addSlot(g.Term)})
	}
	return areas, nil
}

// addTerms adds the words, bigrams and characters of a text as uses.
func (p *planner) addTerms(t analysis.Text, words []analysis.Token, in func(analysis.Token) int, factor float64) {
	for _, w := range words {
		p.use(w, kindWord, in(w), factor)
	}
	latinEnd := 0
	for _, g := range t.Grams() {
		han := isHanTerm(g.Term)
		switch {
		case han && utf8.RuneCountInString(g.Term) == 1:
			continue // the end of a run: as a character below
		case !han && g.End <= latinEnd:
			continue // a part of a word
		case !han:
			latinEnd = g.End
		}
		p.use(g, kindBigram, in(g), factor)
	}
	for i := range t.Len() {
		if analysis.IsHan(t.Rune(i)) {
			start, end := t.Span(i, i+1)
			c := analysis.Token{Term: t.Slice(i, i+1), Start: start, End: end}
			p.use(c, kindUnigram, in(c), factor)
		}
	}
}

func isHanTerm(s string) bool {
	for _, r := range s {
		if !analysis.IsHan(r) {
			return false
		}
	}
	return true
}

// use adds a term in one of its roles, unless it is inside a word that counts
// as a whole.
func (p *planner) use(t analysis.Token, k termKind, alt int, factor float64) {
	if alt != overlapping {
		id := p.pattern(t.Term)
		p.uses = append(p.uses, use{pattern: id, idfOf: id, kind: k, alt: alt, factor: factor, phrase: p.phrase})
	}
}
