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
	Text    string  // the query in its language, with filters and operators
	Literal bool    // the text as it is: no other words
	Inside  *Inside // how to look for the query inside words, nil when that is not wanted
	Filters
}

// Filters restrict a search in addition to its query. An article must have one of
// the values of each kind.
type Filters struct {
	Categories []string
	Authors    []string
	Tags       []string
	Years      []int
	From, To   time.Time // published from and to, both included; zero is open
}

// Counts returns the frequencies of terms. An engine's View implements it.
type Counts interface {
	// Frequencies counts the parts that hold each term.
	Frequencies(ctx context.Context, terms []engine.Term) ([]int, error)
	State() engine.State
}

// Plan makes the plan of a query against one generation. Its nodes may hold tests
// that read stored parts (engine.Verified). They are made by x, and must not be
// called after its Release.
//
// Which slots a plan has depends on how frequent joined writings are (Tik Tok,
// TikTok). A query that may have such writings is read twice, the first time only
// to collect the terms: so a Counts that caches frequencies calls the engine once.
func (m *Planner) Plan(ctx context.Context, counts Counts, r Request, x *Verifier) (*Plan, error) {
	p := m.newBuilder(counts, r, x)
	p.dryRun = true
	if err := p.addGroups(ctx, r); err != nil {
		return nil, err
	}
	if len(p.joiningTerms) > 0 {
		terms, _, _ := p.neededTerms()
		if _, err := counts.Frequencies(ctx, append(p.joiningTerms, terms...)); err != nil {
			return nil, err
		}
		p = m.newBuilder(counts, r, x)
		if err := p.addGroups(ctx, r); err != nil {
			return nil, err
		}
	}
	if err := p.weigh(ctx); err != nil {
		return nil, err
	}
	p.finish(r)
	if r.Inside != nil && p.plan.Literal != None {
		p.addInside(r.Inside)
	}
	return p.plan, nil
}

func (m *Planner) newBuilder(counts Counts, r Request, x *Verifier) *builder {
	p := &builder{w: m.Weights, an: m.Analyzer, counts: counts, verifier: x,
		plan:  &Plan{Literal: None, LiteralInside: None, Folded: analysis.FoldString(r.Text)},
		index: map[string]int{}, altOf: map[int]int{}, phraseAlts: map[int]bool{}, same: map[int]int{}}
	p.asksForFact = asksForFact(p.plan.Folded)
	p.w = p.w.forLength(utf8.RuneCountInString(p.plan.Folded))
	if !r.Literal {
		p.expander = m.Expand
	}
	return p
}

// addGroups turns the groups of a query into slots and uses of terms.
func (p *builder) addGroups(ctx context.Context, r Request) error {
	for _, g := range p.merged(r.Query.Groups) {
		texts, err := p.addGroup(ctx, g)
		if err != nil {
			return err
		}
		if texts != nil {
			p.excluded = append(p.excluded, texts)
		}
	}
	p.typedTexts = r.Query.Texts()
	p.plan.bare = bare(analysis.FoldText(strings.Join(p.typedTexts, "")))
	p.setLiteral(r)
	return nil
}

// noteExpansion lists another text by which the plan searches: Facebook for 脸书.
func (p *builder) noteExpansion(e Expansion, text string) {
	p.plan.Expanded = append(p.plan.Expanded, e)
	if id, ok := p.index[text]; !ok || p.df[id] == 0 {
		p.plan.Unconfirmed = append(p.plan.Unconfirmed, e)
	}
}

// finish makes the nodes of the plan when frequencies are known.
func (p *builder) finish(r Request) {
	for _, a := range p.plan.Alts {
		if a.From.Kind != "" && p.mayBeHeld(a.Text) {
			p.noteExpansion(a.From, a.Text)
		}
	}
	for _, e := range p.otherWritings {
		p.noteExpansion(e, analysis.FoldText(e.To))
	}
	if p.plan.Literal != None && !p.plan.Terms[p.plan.Literal].IsName {
		p.plan.LiteralSieve = p.sieve(p.plan.Patterns[p.plan.Literal])
	}
	p.verifyPassage()
	for _, a := range p.atoms {
		p.words = append(p.words, p.wordsIn(a)...)
	}
	p.findWords()
	p.plan.OneRun = isOneRun(r.Query) && len(p.plan.Slots) > 1
	phrases := allOf(p.phraseFilter(r.Query), p.requireLiteral(r.Query))
	p.plan.Candidates = p.candidateNode()
	if phrases != nil {
		p.plan.Candidates = anyOf(p.plan.Candidates, phrases)
	}
	p.addSlips()
	p.plan.Filter = allOf(p.filterOf(r), phrases, p.exclusions(p.excluded))
	p.plan.Choices = choicesOf(r.Filters)
}

// mayBeHeld reports whether some part may hold a folded text of the plan, which is
// so when each of its grams is in some part. Alternatives that occur in no text are
// not listed as expansions.
func (p *builder) mayBeHeld(text string) bool {
	for _, gram := range analysis.NewText(text).Required() {
		if id, ok := p.index[gram]; ok && p.df[id] == 0 {
			return false
		}
	}
	return true
}

// isOneRun reports whether a query has one text, not counting filters and
// exclusions: 小红书难民怎么用, but not 小红书 难民.
func isOneRun(q query.Query) bool {
	runs := 0
	for _, g := range q.Groups {
		if !g[0].Not && (g[0].Field == query.FieldAny || g[0].Field == query.FieldTitle) {
			runs += len(g)
		}
	}
	return runs == 1
}

// addGroup adds the terms of one group: a slot for each of its words or, for 红薯 OR
// 番薯, one slot with an alternative for each atom. For an exclusion it returns the
// texts that no article may hold.
func (p *builder) addGroup(ctx context.Context, g query.Group) (excluded []string, err error) {
	first := g[0]
	switch {
	case first.Not:
		return p.excludedTexts(ctx, first)
	case first.Field != query.FieldAny && first.Field != query.FieldTitle:
		return nil, nil // a filter
	}
	alt := None
	p.inPhrase = first.Phrase
	if len(g) > 1 {
		alt = p.addSlot(first.Text)
		p.addWordOfGroup(g)
	}
	for i, a := range g {
		p.inPhrase = a.Phrase
		if i > 0 {
			alt = p.addAlternative(p.plan.Alts[alt].Slot, a.Text, Expansion{}, 1)
		}
		if err := p.addAtom(ctx, a, alt); err != nil {
			return nil, err
		}
	}
	p.addRequired(g)
	return nil, nil
}

// addWordOfGroup makes one Word of a group of several atoms: an article with 红薯 or
// with 番薯 holds the word 红薯 OR 番薯.
func (p *builder) addWordOfGroup(g query.Group) {
	w := Word{Text: g.String(), typed: 1}
	for _, a := range g {
		if a.Field != query.FieldAny {
			return // a filter
		}
		w.ways = append(w.ways, analysis.FoldText(a.Text))
	}
	p.words = append(p.words, w)
}

// None means no alternative, or no pattern.
const None = -1

// addSlot adds a slot for a text of the query, and returns the index of its
// alternative.
func (p *builder) addSlot(text string) int {
	p.plan.Slots = append(p.plan.Slots, Slot{text: analysis.FoldText(text)})
	return p.addAlternative(len(p.plan.Slots)-1, text, Expansion{}, 1)
}

// addAlternative adds an alternative to a slot.
func (p *builder) addAlternative(slot int, text string, from Expansion, factor float64) int {
	p.plan.Alts = append(p.plan.Alts, Alternative{Slot: slot, Text: analysis.FoldText(text), Factor: factor, From: from})
	alt := len(p.plan.Alts) - 1
	p.phraseAlts[alt] = p.inPhrase
	if id := p.pattern(analysis.FoldText(text)); !p.hasAlt(id) {
		p.altOf[id] = alt
	}
	return alt
}

func (p *builder) hasAlt(pattern int) bool { _, ok := p.altOf[pattern]; return ok }

// pattern returns the number of the pattern with a folded text, which it adds when
// it is new.
func (p *builder) pattern(text string) int {
	if i, ok := p.index[text]; ok {
		return i
	}
	p.index[text] = len(p.plan.Patterns)
	p.plan.Patterns = append(p.plan.Patterns, text)
	return len(p.plan.Patterns) - 1
}

// An area is a span of an atom's text that is a slot: 脸书 and 赚钱 in 脸书靠什么赚钱.
type area struct {
	start, end int // bytes
	alt        int
	compound   bool // whether its text is a compound: see addCompound
	listed     bool // whether it is a name of which the lists have other writings
}

// addAtom adds the terms of a text to an alternative. Where alt is None, every
// content word of the text becomes a slot of its own.
func (p *builder) addAtom(ctx context.Context, a query.Atom, alt int) error {
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
				if r.compound {
					return overlapping
				}
				return r.alt
			}
		}
		return alt
	}
	p.addTerms(t, words, in, 1)
	if alt == None && !a.Phrase && a.Field == query.FieldAny {
		p.atoms = append(p.atoms, atomAreas{text: t, areas: areas, words: words, slip: a.Slip})
	}
	return nil
}

// areas makes slots of a text: first of names with alternatives or other writings,
// then of the remaining words that are not stop words, or of all words where there
// are no others.
func (p *builder) areas(ctx context.Context, t analysis.Text, words []analysis.Token) ([]area, error) {
	areas := p.expansions(t)
	joined, err := p.joinedAreas(ctx, words, t.Original(), areas)
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
	for _, g := range t.Grams() { // symbols and emoji are not words
		areas = append(areas, area{start: g.Start, end: g.End, alt: p.addSlot(g.Term)})
	}
	return areas, nil
}

// addTerms adds the words, bigrams and characters of a text as uses. The function
// in returns the alternative to which the term at a place belongs, or overlapping
// for a term that is not searched for.
func (p *builder) addTerms(t analysis.Text, words []analysis.Token, in func(analysis.Token) int, factor float64) {
	for _, w := range words {
		p.addUse(w, kindWord, in(w), factor)
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
		p.addUse(g, kindBigram, in(g), factor)
	}
	for i := range t.Len() {
		if analysis.IsHan(t.Rune(i)) {
			start, end := t.Span(i, i+1)
			c := analysis.Token{Term: t.Slice(i, i+1), Start: start, End: end}
			p.addUse(c, kindUnigram, in(c), factor)
		}
	}
}

// addUse adds a term in one of its roles, unless it is inside a compound.
func (p *builder) addUse(t analysis.Token, k termKind, alt int, factor float64) {
	if alt != overlapping {
		id := p.pattern(t.Term)
		p.uses = append(p.uses, use{pattern: id, idfOf: id, kind: k, alt: alt, factor: factor, inPhrase: p.inPhrase})
	}
}
