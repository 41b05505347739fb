// Package plan makes a query ready for both stages of a search. It knows words
// and what may stand for them, document frequencies and the nodes of the engine's
// seam; it must not know what was found. A plan does not change once it is made.
package plan

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search/expand"
	"github.com/xunzhang/xunzhang/search/scan"
)

// A Plan is a query made ready for both stages. Terms are the patterns that
// stage 2 looks for in the text; each belongs to an alternative of a slot, or
// to none where it reaches across words.
//
//	脸书 靠什么赚钱
//	slot 0: alternative 0 脸书 (word, bigram, unigrams), alternative 1 facebook
//	slot 1: alternative 0 赚钱
//	no slot: 靠什么 and its bigrams
type Plan struct {
	Folded   string   // the text of the query
	bare     string   // of it the letters, digits and Han of what is no filter
	Label    string   // the same as a whole name, when it is an author or a tag; else ""
	Patterns []string // folded, parallel to terms
	Terms    []Term
	Slots    []Slot
	Alts     []Alternative
	Expanded []Expansion // what stands for words of the query
	// canonical gives for each pattern the one that it is another writing of,
	// itself as a rule.
	Canonical    []int32
	Literal      int        // the pattern of a query that is one unbroken piece, or none
	Cut          int        // the pattern of the same where it cuts words, or none
	LiteralSieve scan.Sieve // passes the texts that may hold the literal
	// literalFirst puts what holds the literal before all else: a short piece
	// is a name or a wording that the reader has seen.
	literalFirst bool
	Required     [][]int // phrases: of each, a paragraph, or title, brief or labels, must hold one
	Words        []Word  // what an article must hold to count as found whole

	Candidates     engine.Node // stage 1's score, and all that is found
	AllWords       engine.Node // what counts as found whole, nil for everything
	Filter         engine.Node // metadata, phrases, exclusions, nil for none
	Choices        map[string]engine.Node
	MayHoldLiteral engine.Node // parts that can hold the literal, nil for none

	sentence bool    // the query has function words beside its words
	OneRun   bool    // the query is several words without a space between
	Scale    float64 // Q: sum of the idf of the slots, makes one weight serve every collection
}

// Scanned are the patterns with those left empty that stage 2 need not look for.
func (p *Plan) Scanned() []string {
	out := make([]string, len(p.Patterns))
	for i, text := range p.Patterns {
		t := &p.Terms[p.Canonical[i]]
		if t.Word != 0 || t.Unigram != 0 || t.Article != 0 || t.Content || t.mark || i == p.Literal {
			out[i] = text
		}
	}
	return out
}

// RanksLiteral reports whether what holds the literal comes before all else. Where a
// phrase is required everything holds it.
func (p *Plan) RanksLiteral() bool { return p.literalFirst && !p.RequiresPhrase() }

// RequiresPhrase reports whether an article is found by its paragraphs, or its
// title, alone: a phrase must stand in one.
func (p *Plan) RequiresPhrase() bool { return len(p.Required) > 0 }

// A Term is a pattern with what an occurrence is worth.
type Term struct {
	Parts   int     // that hold it, by its posting list
	Alt     int     // index of its alternative, -1 for none
	Word    float64 // weight times idf as word and bigram, which titles add to
	Unigram float64 // weight times idf as single character, which they do not
	Article float64 // idf as word of the whole part, 0 for what is none
	Content bool    // whether its occurrences are occurrences of the slot
	mark    bool    // whether its occurrences are marked
}

// A Slot is a content word of the query, with what may stand for it.
type Slot struct {
	text  string  // folded
	IDF   float64 // among parts
	Title float64 // idf among titles
}

// An Alternative is a text that may stand for a slot; the first of a slot is what
// the reader typed.
type Alternative struct {
	Slot   int       // index of its slot
	Text   string    // folded
	Factor float64   // below 1 for what the reader did not type
	From   Expansion // Kind is "" for what the reader typed
}

// A use is one term of the query in one of its roles, before frequencies are
// known.
type use struct {
	pattern int
	idfOf   int // the pattern whose frequency counts
	kind    termKind
	alt     int
	factor  float64
	phrase  bool // of a phrase, which is marked as a whole
}

type termKind int

const (
	kindWord termKind = iota
	kindBigram
	kindUnigram
)

// A builder builds a plan; see build.go.
type builder struct {
	w      Weights
	an     *analysis.Analyzer
	counts Counts
	dry    bool          // whether asked is collected, and nothing is counted
	asked  []engine.Term // what joined writings hang on
	plan   *Plan
	uses   []use
	index  map[string]int // pattern -> its number
	owns   map[int]int    // pattern that is a slot's word, or what stands for it -> alternative
	df     []int          // by pattern

	verifier *Verifier
	titles   map[string]int // grams of slots -> titles that hold them
	typed    []string       // the texts of the query that are no filters
	atoms    []atomAreas    // that are no phrases
	words    []Word         // of groups of alternatives
	expander *expand.Table
	phrase   bool         // whether the atom that is being added is a phrase
	phrases  map[int]bool // alternatives that are words of one
	same     map[int]int  // pattern -> the pattern that it is another writing of
	joined   []Expansion
	wholes   []wholeNode
	excluded [][]string // texts that no article may hold, by atom
}

// FieldOf tells where the frequency of a pattern is found.
func FieldOf(pattern string) engine.Field {
	runes := []rune(pattern)
	switch {
	case len(runes) == 1 && analysis.IsHan(runes[0]):
		return engine.Chars
	case len(runes) > 2 && analysis.IsHan(runes[0]) && analysis.IsHan(runes[len(runes)-1]):
		return engine.Words
	}
	return engine.Grams
}

// counted are the terms whose frequencies a plan needs: its patterns, then the
// grams of titles, then the query as a label.
func (p *builder) counted() (terms []engine.Term, grams []string, label string) {
	terms = make([]engine.Term, len(p.plan.Patterns))
	for i, s := range p.plan.Patterns {
		terms[i] = engine.Term{Field: FieldOf(s), Text: s}
	}
	grams, label = p.titleGrams(), analysis.FoldName(strings.Join(p.typed, " "))
	for _, g := range grams {
		terms = append(terms, engine.Term{Field: engine.Titles, Text: g})
	}
	return append(terms, engine.Term{Field: engine.Labels, Text: label}), grams, label
}

// weigh turns uses into weights, with the engine's document frequencies.
func (p *builder) weigh(ctx context.Context) error {
	terms, grams, label := p.counted()
	df, err := p.counts.Frequencies(ctx, terms)
	if err != nil {
		return err
	}
	terms, p.df = terms[:len(p.plan.Patterns)], df[:len(p.plan.Patterns)]
	for i, g := range grams {
		p.titles[g] = df[len(p.plan.Patterns)+i]
	}
	if df[len(df)-1] > 0 {
		p.plan.Label = label
	}
	n := p.counts.State().Parts
	p.plan.Terms = make([]Term, len(terms))
	for i := range p.plan.Terms {
		p.plan.Terms[i] = Term{Alt: None, Parts: p.df[i]}
	}
	for other, id := range p.same {
		p.df[id] = min(n, p.df[id]+p.df[other])
	}
	for _, u := range p.uses {
		p.apply(u, engine.IDF(n, p.df[u.idfOf]))
	}
	p.levelAlternatives(n)
	for pattern, alt := range p.owns {
		t := &p.plan.Terms[pattern]
		t.Alt, t.Content = alt, true
	}
	p.plan.Canonical = make([]int32, len(terms))
	for i := range p.plan.Canonical {
		p.plan.Canonical[i] = int32(i)
	}
	for other, id := range p.same {
		p.plan.Canonical[other] = int32(id)
	}
	p.weighSlots(n)
	p.markable()
	return nil
}

// titleGrams are the terms by which titles hold the slots.
func (p *builder) titleGrams() []string {
	p.titles = make(map[string]int)
	var grams []string
	for _, a := range p.plan.Alts {
		for _, g := range analysis.NewText(a.Text).Required() {
			if _, ok := p.titles[g]; !ok {
				p.titles[g] = 0
				grams = append(grams, g)
			}
		}
	}
	return grams
}

// inTitles is how many parts have a text in their titles at most.
func (p *builder) inTitles(text string) int {
	least := -1
	for _, g := range analysis.NewText(text).Required() {
		if df := p.titles[g]; least < 0 || df < least {
			least = df
		}
	}
	return max(0, least)
}

// levelAlternatives keeps what stands for a word from weighing more than the
// word: a long name (净推荐值) has more bigrams than the short one typed (NPS).
// Where the corpus prefers the other name (Costco to 开市客), the typed one gets
// the weight of that: its own idf would only say that it is the wrong name.
func (p *builder) levelAlternatives(n int) {
	typed := make([]float64, len(p.plan.Slots))
	scale := make([]float64, len(p.plan.Slots))
	for i := range scale {
		scale[i] = p.preferred(i, n)
	}
	for i := range p.plan.Terms {
		if t := &p.plan.Terms[i]; t.Alt != None && p.plan.Alts[t.Alt].From.Kind == "" {
			slot := p.plan.Alts[t.Alt].Slot
			t.Word *= scale[slot]
			t.Unigram *= scale[slot]
			t.Article *= scale[slot]
			typed[slot] += t.Word + t.Unigram
		}
	}
	for i := range p.plan.Terms {
		t := &p.plan.Terms[i]
		if t.Alt == None || p.plan.Alts[t.Alt].From.Kind == "" {
			continue
		}
		if own, most := t.Word+t.Unigram, typed[p.plan.Alts[t.Alt].Slot]; own > most {
			t.Word *= most / own
			t.Unigram *= most / own
			t.Article *= most / own
		}
	}
}

// preferred is the factor of a slot's typed word when another name of it is
// more frequent: the idf of the other by its own. Then the other name counts
// nearly as if it had been typed.
func (p *builder) preferred(slot, n int) float64 {
	own := p.frequency(p.plan.Slots[slot].text)
	most := own
	for i := range p.plan.Alts {
		a := &p.plan.Alts[i]
		if a.Slot != slot || a.From.Kind == "" || a.Factor < p.w.Alias {
			continue
		}
		if df := p.frequency(a.Text); df >= 2*own {
			a.Factor = max(a.Factor, p.w.Preferred)
			most = max(most, df)
		}
	}
	return engine.IDF(n, most) / engine.IDF(n, own)
}

// frequency is how many parts hold a folded text at most: that of the rarest
// term that it needs.
func (p *builder) frequency(text string) int {
	if id, ok := p.index[text]; ok && p.df[id] > 0 {
		return p.df[id]
	}
	least := 0
	for _, gram := range analysis.NewText(text).Required() {
		if id, ok := p.index[gram]; ok && (least == 0 || p.df[id] < least) {
			least = p.df[id]
		}
	}
	return least
}

// weighSlots gives each slot the idf of its word, or where no part holds the
// word as such, of the rarest term of it that some part holds.
func (p *builder) weighSlots(n int) {
	rarest := make([]float64, len(p.plan.Slots))
	for _, u := range p.uses {
		if u.alt == None || u.kind == kindUnigram || p.df[u.idfOf] == 0 || p.plan.Alts[u.alt].From.Kind != "" {
			continue
		}
		slot := p.plan.Alts[u.alt].Slot
		rarest[slot] = max(rarest[slot], engine.IDF(n, p.df[u.idfOf]))
	}
	for i := range p.plan.Slots {
		s := &p.plan.Slots[i]
		s.IDF = rarest[i]
		if id, ok := p.index[s.text]; ok && p.df[id] > 0 {
			s.IDF = engine.IDF(n, p.df[id])
		}
		p.plan.Scale += s.IDF
		titles := 0
		for _, a := range p.plan.Alts {
			if a.Slot == i && (a.From.Kind == "" || a.Factor >= p.w.Preferred) {
				titles = max(titles, p.inTitles(a.Text))
			}
		}
		if s.Title = engine.IDF(n, titles); utf8.RuneCountInString(s.text) == 1 && titles == 0 {
			s.Title = s.IDF // a single character is no term of titles
		}
	}
}

func (p *builder) apply(u use, idf float64) {
	t, text := &p.plan.Terms[u.pattern], p.plan.Patterns[u.idfOf]
	if t.Alt == None {
		t.Alt = u.alt
	}
	switch u.kind {
	case kindWord:
		f := u.factor
		if analysis.IsStopWord(text) {
			f *= p.w.StopWord
			idf = min(idf, p.w.StopIDF)
		}
		if single := utf8.RuneCountInString(text) == 1 && analysis.IsHanText(text); single {
			if !analysis.IsStopWord(text) {
				t.Word += p.w.Single * f * idf
				t.Article += p.w.Single * u.factor * idf
			}
			break
		}
		t.Word += p.w.Word * f * idf
		t.Article += u.factor * idf
	case kindBigram:
		f := u.factor
		if holdsFunctionChar(text) {
			f *= p.functionBigram(text, idf)
			if !holdsContentChar(text) {
				idf = min(idf, p.w.StopIDF)
			}
		}
		t.Word += p.w.Bigram * f * idf
	case kindUnigram:
		f := u.factor
		if float64(p.df[u.idfOf]) > p.w.Frequent*float64(p.counts.State().Parts) {
			break
		}
		if r := []rune(text); analysis.IsFunctionChar(r[0]) {
			f *= p.w.StopWord
			idf = min(idf, p.w.StopIDF)
		}
		t.Unigram += p.w.Unigram * f * idf
	}
}

// functionBigram is the factor of a bigram that holds a function character:
// small, but growing to 1 for rare ones with another character, which are names
// (于乐) and not grammar (么是).
func (p *builder) functionBigram(text string, idf float64) float64 {
	if !holdsContentChar(text) {
		return p.w.FunctionBigram
	}
	greatest := engine.IDF(p.counts.State().Parts, 1)
	rare := max(0, min(1, (idf/greatest-p.w.Rare)/(1-p.w.Rare+1e-9)))
	return p.w.FunctionBigram + (1-p.w.FunctionBigram)*rare
}

// holdsContentChar reports whether a term holds Han that is no function
// character.
func holdsContentChar(s string) bool {
	for _, r := range s {
		if analysis.IsHan(r) && !analysis.IsFunctionChar(r) {
			return true
		}
	}
	return false
}

func holdsFunctionChar(s string) bool {
	for _, r := range s {
		if analysis.IsFunctionChar(r) {
			return true
		}
	}
	return false
}

// Marks reports whether occurrences of a pattern are marked.
func (p *Plan) Marks(pattern int32) bool { return p.Terms[p.Canonical[pattern]].mark }

// MarkWeight is what a marked term adds to a snippet.
func (p *Plan) MarkWeight(term int32) float64 {
	t := p.Terms[p.Canonical[term]]
	return 0.01 + t.Word + t.Unigram
}

// markable tells which patterns are marked: phrases, words and what stands for them,
// pairs of characters inside a word, never what is a stop word, function
// characters alone or a part of a Latin word (the 2 of 2.6), unless that is all
// that was typed.
func (p *builder) markable() {
	for _, u := range p.uses {
		text := p.plan.Patterns[u.pattern]
		switch {
		case u.phrase, analysis.IsStopWord(text), utf8.RuneCountInString(text) == 1 && text != p.slotText(u.alt):
		case u.kind == kindBigram && (u.alt == None || holdsFunctionChar(text) || isLatinPart(text)):
		default:
			p.plan.Terms[u.pattern].mark = true
		}
	}
	for id, alt := range p.owns {
		if !p.phrases[alt] {
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

// isLatinPart reports whether a gram is of one Latin run: marked as a word, or
// not at all.
func isLatinPart(gram string) bool {
	r, _ := utf8.DecodeRuneInString(gram)
	return analysis.IsLatin(r) && !strings.Contains(gram, " ")
}

// WordIsLiteral reports whether the query as typed is one word: then what holds
// it is what counts as found, and the engine gives that first.
func (p *Plan) WordIsLiteral() bool {
	return len(p.Words) == 1 && p.Literal != None && p.Words[0].ways[0] == p.Patterns[p.Literal] && analysis.IsHanText(p.Patterns[p.Literal])
}
