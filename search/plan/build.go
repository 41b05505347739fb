package plan

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search/expand"
	"github.com/xunzhang/xunzhang/search/query"
)

// A Planner makes plans. It does not change, and is safe for concurrent use.
type Planner struct {
	Weights  Weights
	Analyzer *analysis.Analyzer
	Expand   *expand.Table // other words for what readers type; nil for none
}

// A Request says what to plan.
type Request struct {
	Query   query.Query
	Text    string  // of the query
	Literal bool    // the text as it is: no other words
	Inside  *Inside // where to look for the query inside words, nil for nowhere
	Filters
}

// Filters are what restricts a search beside its query. Of several values of one
// kind an article has one.
type Filters struct {
	Categories []string
	Authors    []string
	Tags       []string
	Years      []int
	From, To   time.Time // published from and to, both included; zero is open
}

// Counts tells how frequent terms are; an engine's View does.
type Counts interface {
	// Frequencies counts the parts that hold each term.
	Frequencies(ctx context.Context, terms []engine.Term) ([]int, error)
	State() engine.State
}

// Plan makes the plan of a query against one generation. The tests of stored
// parts that its nodes hold are released with x.
//
// Which slots a plan has depends on how frequent joined writings are (Tik Tok,
// TikTok). A query that may hold some is read twice, at first only to see which
// frequencies that takes: so counts, if they remember, ask an engine at the other
// end of a wire once.
func (m *Planner) Plan(ctx context.Context, counts Counts, r Request, x *Verifier) (*Plan, error) {
	p := m.newBuilder(counts, r, x)
	p.dry = true
	if err := p.read(ctx, r.Query); err != nil {
		return nil, err
	}
	if len(p.asked) > 0 {
		terms, _, _ := p.counted()
		if _, err := counts.Frequencies(ctx, append(p.asked, terms...)); err != nil {
			return nil, err
		}
		p = m.newBuilder(counts, r, x)
		if err := p.read(ctx, r.Query); err != nil {
			return nil, err
		}
	}
	if err := p.weigh(ctx); err != nil {
		return nil, err
	}
	p.finish(r)
	if r.Inside != nil && p.plan.Literal != None {
		p.plan.cutWords(r.Inside)
	}
	return p.plan, nil
}

func (m *Planner) newBuilder(counts Counts, r Request, x *Verifier) *builder {
	p := &builder{w: m.Weights, an: m.Analyzer, counts: counts, verifier: x,
		plan:  &Plan{Literal: None, Cut: None, Folded: analysis.FoldString(r.Text)},
		index: map[string]int{}, owns: map[int]int{}, phrases: map[int]bool{}, same: map[int]int{}}
	p.w = p.w.forLength(utf8.RuneCountInString(p.plan.Folded))
	if !r.Literal {
		p.expander = m.Expand
	}
	return p
}

// read turns the groups of a query into slots and terms.
func (p *builder) read(ctx context.Context, q query.Query) error {
	for _, g := range mergeLatin(q.Groups) {
		texts, err := p.group(ctx, g)
		if err != nil {
			return err
		}
		if texts != nil {
			p.excluded = append(p.excluded, texts)
		}
	}
	p.typed = q.Texts()
	p.plan.bare = bare(analysis.FoldString(strings.Join(p.typed, "")))
	p.literal(q)
	return nil
}

// finish makes the nodes of the plan, now that frequencies are known.
func (p *builder) finish(r Request) {
	for _, a := range p.plan.Alts {
		if a.From.Kind != "" {
			p.plan.Expanded = append(p.plan.Expanded, a.From)
		}
	}
	p.plan.Expanded = append(p.plan.Expanded, p.joined...)
	if p.plan.Literal != None {
		p.plan.LiteralSieve = p.sieve(p.plan.Patterns[p.plan.Literal])
	}
	for _, a := range p.atoms {
		p.words = append(p.words, p.wordsIn(a)...)
	}
	p.findWords()
	p.plan.OneRun = isOneRun(r.Query) && len(p.plan.Slots) > 1
	phrases := allOf(p.phraseFilter(r.Query), p.requireLiteral())
	p.plan.Candidates = p.candidates()
	if phrases != nil {
		p.plan.Candidates = anyOf(p.plan.Candidates, phrases)
	}
	p.plan.Filter = allOf(filterOf(r), phrases, p.exclusions(p.excluded))
	p.plan.Choices = choicesOf(r.Filters)
}

// isOneRun reports whether a query is one text, filters and exclusions aside.
func isOneRun(q query.Query) bool {
	runs := 0
	for _, g := range q.Groups {
		if !g[0].Not && (g[0].Field == query.FieldAny || g[0].Field == query.FieldTitle) {
			runs += len(g)
		}
	}
	return runs == 1
}

// group adds the terms of one group: a slot for each of its words, or one slot
// with an alternative for each atom of an OR. Of an exclusion it returns the texts
// that no article may hold.
func (p *builder) group(ctx context.Context, g query.Group) (excluded []string, err error) {
	first := g[0]
	switch {
	case first.Not:
		return p.exclude(ctx, first)
	case first.Field != query.FieldAny && first.Field != query.FieldTitle:
		return nil, nil // a filter
	}
	alt := None
	p.phrase = first.Phrase
	if len(g) > 1 {
		alt = p.addSlot(first.Text)
		p.alternativeWord(g)
	}
	for i, a := range g {
		p.phrase = a.Phrase
		if i > 0 {
			alt = p.addAlternative(p.plan.Alts[alt].Slot, a.Text, Expansion{}, 1)
		}
		if err := p.atom(ctx, a, alt); err != nil {
			return nil, err
		}
	}
	p.require(g)
	return nil, nil
}

// alternativeWord makes one word of a group of atoms of which any may be held.
func (p *builder) alternativeWord(g query.Group) {
	w := Word{Text: g.String()}
	for _, a := range g {
		if a.Field != query.FieldAny {
			return // a filter
		}
		w.ways = append(w.ways, analysis.FoldString(a.Text))
	}
	p.words = append(p.words, w)
}

// none stands for no alternative, and no pattern.
const None = -1

// addSlot adds a slot for a text of the query, and returns its alternative.
func (p *builder) addSlot(text string) int {
	p.plan.Slots = append(p.plan.Slots, Slot{text: analysis.FoldString(text)})
	return p.addAlternative(len(p.plan.Slots)-1, text, Expansion{}, 1)
}

// addAlternative adds a text that may stand for a slot.
func (p *builder) addAlternative(slot int, text string, from Expansion, factor float64) int {
	p.plan.Alts = append(p.plan.Alts, Alternative{Slot: slot, Text: analysis.FoldString(text), Factor: factor, From: from})
	alt := len(p.plan.Alts) - 1
	p.phrases[alt] = p.phrase
	if id := p.pattern(analysis.FoldString(text)); !p.owned(id) {
		p.owns[id] = alt
	}
	return alt
}

func (p *builder) owned(pattern int) bool { _, ok := p.owns[pattern]; return ok }

// require notes the phrases of a group, of which a paragraph must hold one.
func (p *builder) require(g query.Group) {
	if !requires(g) || g[0].Field == query.FieldTitle {
		return
	}
	var patterns []int
	for _, a := range g {
		patterns = append(patterns, p.pattern(analysis.FoldString(a.Text)))
	}
	p.plan.Required = append(p.plan.Required, patterns)
}

// requires reports whether a group must be held as it is: phrases, or what the
// title must hold. One with other atoms in it requires nothing.
func requires(g query.Group) bool {
	title := g[0].Field == query.FieldTitle
	return !g[0].Not && !slices.ContainsFunc(g, func(a query.Atom) bool {
		return (a.Field == query.FieldTitle) != title || !title && (!a.Phrase || a.Field != query.FieldAny)
	})
}

// phraseFilter matches the parts that hold the phrases of the query, and in
// their titles what must be there.
func (p *builder) phraseFilter(q query.Query) engine.Node {
	var all engine.Node
	for _, g := range q.Groups {
		if !requires(g) {
			continue
		}
		var any engine.Or
		for _, a := range g {
			w := anywhere
			if a.Field == query.FieldTitle {
				w = inTitle
			}
			any.Nodes = append(any.Nodes, p.requireText(a.Text, w))
		}
		all = allOf(all, oneOf(any))
	}
	return all
}

// oneOf is an Or that has a reason to be one.
func oneOf(or engine.Or) engine.Node {
	if len(or.Nodes) == 1 {
		return or.Nodes[0]
	}
	return or
}

// exclude returns the texts that no article may hold for an atom, in every way
// that it is written.
func (p *builder) exclude(ctx context.Context, a query.Atom) ([]string, error) {
	if a.Field != query.FieldAny && a.Field != query.FieldTitle {
		return nil, nil // a filter
	}
	t := analysis.NewText(a.Text)
	texts := []string{a.Text}
	ways, err := p.ways(ctx, p.an.Words(t), a.Text)
	for _, w := range ways {
		texts = append(texts, w.pair, w.word)
	}
	for _, c := range t.Chars() {
		p.pattern(c) // for the sieve
	}
	return texts, err
}

// exclusions matches the parts of articles that hold nothing that is excluded, in
// whichever of their parts.
func (p *builder) exclusions(excluded [][]string) engine.Node {
	var all engine.Node
	leaveOut := func(n engine.Node) { all = allOf(all, engine.Not{Node: engine.InArticle{Node: n}}) }
	var read []analysis.Text // texts for which stored parts must be read, all at once
	for _, texts := range excluded {
		for _, text := range texts {
			t := analysis.NewText(text)
			if n := exactNode(t); n != nil {
				leaveOut(n)
			} else {
				read = append(read, t)
			}
		}
	}
	if len(read) > 0 {
		leaveOut(p.requireAny(read))
	}
	return all
}

// pattern numbers a folded text.
func (p *builder) pattern(text string) int {
	if i, ok := p.index[text]; ok {
		return i
	}
	p.index[text] = len(p.plan.Patterns)
	p.plan.Patterns = append(p.plan.Patterns, text)
	return len(p.plan.Patterns) - 1
}

// literal notes the pattern of a query that is one unbroken piece, and what
// any part that holds it must hold.
func (p *builder) literal(q query.Query) {
	if len(q.Groups) != 1 || len(q.Groups[0]) != 1 && !q.WithTyped {
		return
	}
	a := q.Groups[0][len(q.Groups[0])-1]
	if a.Not || a.Field != query.FieldAny {
		return
	}
	t := analysis.NewText(a.Text)
	p.plan.Literal = p.pattern(t.Folded())
	p.plan.literalFirst = min(t.Len(), utf8.RuneCountInString(a.Text)) <= maxLiteralFirst // … folds to three runes
	p.plan.MayHoldLiteral = MayHold(t)
}

// maxLiteralFirst is the length in runes up to which an unbroken query is taken
// for a wording: paragraphs that hold it come first.
const maxLiteralFirst = 8

// MayHold matches every part that holds the text, and few others.
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

// An area is a span of an atom's text that is a slot.
type area struct {
	start, end int // bytes
	alt        int
	whole      bool // whether the words inside it are not looked for by themselves
}

// atom adds the terms of a text. With alt none every content word becomes a
// slot of its own.
func (p *builder) atom(ctx context.Context, a query.Atom, alt int) error {
	t := analysis.NewText(a.Text)
	words := p.an.Words(t)
	var areas []area
	if alt == None {
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
	if alt == None && !a.Phrase && a.Field == query.FieldAny {
		p.atoms = append(p.atoms, atomAreas{text: t, areas: areas, words: words})
	}
	return nil
}

// areas cuts a text into slots: words that are not stop words, or all words
// when there are no others.
func (p *builder) areas(ctx context.Context, t analysis.Text, words []analysis.Token) ([]area, error) {
	areas := p.expansions(t)
	joined, err := p.joins(ctx, words, t.Original(), areas)
	if err != nil {
		return nil, err
	}
	for _, j := range joined {
		if areaAt(areas, j.start, j.end) == None {
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
func (p *builder) addTerms(t analysis.Text, words []analysis.Token, in func(analysis.Token) int, factor float64) {
	for _, w := range words {
		p.use(w, kindWord, in(w), factor)
	}
	latinEnd := 0
	for _, g := range t.Grams() {
		han := analysis.IsHanText(g.Term)
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

// use adds a term in one of its roles, unless it is inside a word that counts
// as a whole.
func (p *builder) use(t analysis.Token, k termKind, alt int, factor float64) {
	if alt != overlapping {
		id := p.pattern(t.Term)
		p.uses = append(p.uses, use{pattern: id, idfOf: id, kind: k, alt: alt, factor: factor, phrase: p.phrase})
	}
}
