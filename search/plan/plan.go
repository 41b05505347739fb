// Package plan makes a query ready for both stages of a search. It knows words and
// their alternatives, document frequencies and the nodes of package engine; it must
// not know what was found. A plan does not change after it is made.
package plan

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search/expand"
	"github.com/xunzhang/xunzhang/search/scan"
)

// A Plan is a query made ready for both stages. Terms are the patterns that stage 2
// looks for in the text. Each belongs to an alternative of a slot, or to none when
// it spans several words.
//
//	脸书 靠什么赚钱
//	slot 0: alternative 0 脸书 (word, bigram, unigrams), alternative 1 facebook
//	slot 1: alternative 0 赚钱
//	no slot: 靠什么 and its bigrams
type Plan struct {
	Folded   string   // the text of the query, as FoldString folds it
	bare     string   // letters, digits and Han of Folded, without filters
	Label    string   // the query as a whole name when that is an author or a tag; else ""
	Patterns []string // as FoldText folds them, parallel to terms
	Terms    []Term
	Slots    []Slot
	Alts     []Alternative
	Expanded []Expansion // alternatives of words of the query that may occur in some text
	Unsure   []Expansion // those of Expanded that no posting list has as one word
	// canonical has for each pattern the pattern of which it is another writing,
	// usually itself.
	Canonical    []int32
	Literal      int        // the pattern of a query that is one unbroken piece or a passage, or none
	Cut          int        // the pattern of the literal inside words, or none
	LiteralSieve scan.Sieve // passes the texts that may hold the literal
	// literalFirst puts paragraphs with the literal first: a short piece, or one with
	// signs, is a name or exact wording that the reader has seen.
	literalFirst bool
	// spacedOut says that the literal was typed with spaces between its characters,
	// each of which is a word.
	spacedOut bool
	// passage says that the literal is all of a query of several words or phrases.
	passage  bool
	Slips    []int   // patterns of typed misspellings that a few texts hold, found besides their corrections
	Required [][]int // phrases: a paragraph, or title, brief or labels, must hold one pattern of each
	Words    []Word  // what an article must hold to count as found whole

	Candidates     engine.Node // scores in stage 1; all articles that are found match it
	AllWords       engine.Node // matches the articles that hold all words, nil for every article
	Filter         engine.Node // metadata, phrases and exclusions; nil for none
	Choices        map[string]engine.Node
	MayHoldLiteral engine.Node // parts that can hold the literal, nil for none

	Quotes   bool    // the query may be a quotation, see Term.Quotation
	sentence bool    // the query has function words besides its content words
	OneRun   bool    // the query is several words without a space between
	Scale    float64 // Q: sum of the idf of the slots, a unit for weights that is independent of the collection
}

// Scanned returns the patterns, with an empty text for those that stage 2 need not
// look for.
func (p *Plan) Scanned() []string {
	out := make([]string, len(p.Patterns))
	for i, text := range p.Patterns {
		t := &p.Terms[p.Canonical[i]]
		if t.Word != 0 || t.Unigram != 0 || t.Article != 0 || t.Content || t.mark || t.way || i == p.Literal {
			out[i] = text
		}
	}
	return out
}

// A Term is a pattern with the weights of an occurrence.
type Term struct {
	Parts   int     // parts that hold it, by its posting list
	Alt     int     // index of its alternative, -1 for none
	Word    float64 // weight times idf as a word and bigram; a title adds to its frequency
	Unigram float64 // weight times idf as a single character; a title adds nothing
	Article float64 // idf as a word of the whole part, 0 when it is not a word
	// Quotation is the share of the pairs of characters of a query that may be a
	// quotation, 0 for other terms.
	Quotation float64
	Content   bool // whether its occurrences are occurrences of the slot
	mark      bool // whether its occurrences are marked
	Named     bool // whether it is one of the writings of a name
	way       bool // whether it only serves to find out which words a part holds, and has no weight
}

// A Slot is a content word of the query. Its alternatives are in Plan.Alts.
type Slot struct {
	text  string  // folded
	IDF   float64 // among parts
	Title float64 // idf among titles
}

// An Alternative is a text that counts as an occurrence of a slot; the first of a
// slot is what the reader typed.
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
	phrase  bool // part of a phrase, which is marked as a whole
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
	dry    bool          // whether terms are collected in asked instead of being counted
	asked  []engine.Term // terms whose frequencies decide about joined writings
	plan   *Plan
	uses   []use
	index  map[string]int // pattern -> its number
	owns   map[int]int    // pattern of a slot's word or of an alternative -> alternative
	df     []int          // by pattern

	verifier *Verifier
	titles   map[string]int // grams of slots -> titles that hold them
	typed    []string       // the texts of the query, without filters
	atoms    []atomAreas    // atoms that are not phrases
	words    []Word         // of groups of alternatives
	expander *expand.Table
	phrase   bool         // whether the atom that is being added is a phrase
	phrases  map[int]bool // alternatives that are words of a phrase
	same     map[int]int  // pattern -> the pattern that it is another writing of
	joined   []Expansion
	names    []int // alternatives that are names in several writings
	wholes   []wholeNode
	excluded [][]string // texts that no article may hold, by atom
}

// FieldOf returns the term stream that has the frequency of a pattern.
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

// Marks reports whether occurrences of a pattern are marked.
func (p *Plan) Marks(pattern int32) bool { return p.Terms[p.Canonical[pattern]].mark }

// MarkWeight returns what a marked term adds to the weight of a snippet.
func (p *Plan) MarkWeight(term int32) float64 {
	t := p.Terms[p.Canonical[term]]
	return 0.01 + t.Word + t.Unigram
}

// markable decides which patterns are marked: phrases, words and their
// alternatives, and pairs of characters inside a word. Stop words, function
// characters alone and parts of a Latin word (the 2 of 2.6) are not marked unless
// nothing else was typed.
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

// isLatinPart reports whether a gram is part of one Latin run, which is marked as a
// whole word or not at all.
func isLatinPart(gram string) bool {
	r, _ := utf8.DecodeRuneInString(gram)
	return analysis.IsLatin(r) && !strings.Contains(gram, " ")
}
