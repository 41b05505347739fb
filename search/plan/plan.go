// Package plan makes a query ready for both stages of a search. It knows words and
// their alternatives, document frequencies and the nodes of package engine; it must
// not know what was found. A plan does not change after it is made.
package plan

import (
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
	Folded      string   // the text of the query, as FoldString folds it
	bare        string   // letters, digits and Han of Folded, without filters
	Label       string   // the query as a whole name when that is an author or a tag; else ""
	Patterns    []string // what stage 2 looks for, as FoldText folds it
	Terms       []Term   // by pattern
	Slots       []Slot
	Alts        []Alternative
	Expanded    []Expansion // alternatives of words of the query that may occur in some text
	Unconfirmed []Expansion // those of Expanded that no posting list has as one word, so that only texts tell
	// Canonical has for each pattern the pattern of which it is another writing
	// (tik tok of tiktok), usually itself. The weights are those of the canonical one.
	Canonical []int32

	Literal       int        // the pattern of a query that is one unbroken text or a passage, or None
	writing       int        // the pattern of the typed writing, where the literal is a name in several
	LiteralInside int        // the pattern of the literal inside longer words, or None
	LiteralSieve  scan.Sieve // passes the texts that may hold the literal
	// exactWording says that the literal is short, or has signs, and so is a name or
	// exact wording that the reader has seen: paragraphs that hold it come first.
	exactWording bool
	// spacedOut says that the literal was typed with spaces between its characters,
	// each of which is a word (老 船 长).
	spacedOut bool
	// passage says that the literal is all of a query of several words or phrases.
	passage bool

	Slips    []int   // patterns of misspellings that were typed, which are found as well as their corrections
	Required [][]int // phrases: a paragraph, or title, brief or labels, must hold one pattern of each
	Words    []Word  // an article that holds each of them counts as one with all words

	Candidates     engine.Node            // scores in stage 1; all articles that are found match it
	AllWords       engine.Node            // matches the articles that hold all words, nil for every article
	Filter         engine.Node            // metadata, phrases and exclusions; nil for none
	Choices        map[string]engine.Node // filters chosen from facets, by facet; see engine.Request
	MayHoldLiteral engine.Node            // parts that can hold the literal, nil for none

	MayBeQuotation bool    // the query may be a quotation, see Term.Quotation
	sentence       bool    // the query has function words besides its content words
	OneRun         bool    // the query is several slots typed without a space: 小红书难民怎么用
	Scale          float64 // Q: sum of the idf of the slots, a unit for weights that is independent of the collection
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
	Alt     int     // index of its alternative, or None
	Word    float64 // weight times idf as a word and bigram; a title adds to its frequency
	Unigram float64 // weight times idf as a single character; a title adds nothing
	Article float64 // idf as a word of the whole part, 0 when it is not a word
	// Pair is the share of the idf of all pairs of neighbouring characters, or words of
	// letters, that belongs to this one; 0 for other terms.
	Pair float64
	// Quotation is the share of the pairs of characters of a query that may be a
	// quotation, 0 for other terms.
	Quotation float64
	Content   bool // whether its occurrences are occurrences of the slot
	mark      bool // whether its occurrences are marked
	IsName    bool // whether it is a name that the lists write in several ways
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
	pattern  int
	idfOf    int // the pattern whose frequency counts
	kind     termKind
	alt      int
	factor   float64
	inPhrase bool // whether it is part of a phrase, of which only the whole is marked
}

// A termKind is a role of a term. A text may have several: 难民 is a word and a bigram.
type termKind int

const (
	kindWord termKind = iota
	kindBigram
	kindUnigram
)

// A builder builds a plan; see build.go.
type builder struct {
	w            Weights
	an           *analysis.Analyzer
	counts       Counts
	dryRun       bool          // whether asked is collected, and nothing is counted
	joiningTerms []engine.Term // terms whose frequencies decide about joined writings
	plan         *Plan
	uses         []use
	index        map[string]int // pattern -> its number
	altOf        map[int]int    // pattern of a typed word or another alternative -> its alternative
	df           []int          // by pattern

	verifier      *Verifier
	titleDF       map[string]int // grams of slots -> number of parts with it in the title
	typedTexts    []string       // the texts of the query, without filters
	atoms         []atomAreas    // atoms that are not phrases
	words         []Word         // of groups of alternatives
	expander      *expand.Table
	asksForFact   bool         // see asksForFact
	inPhrase      bool         // whether the atom that is being added is a phrase
	phraseAlts    map[int]bool // alternatives that are words of a phrase
	same          map[int]int  // pattern -> its canonical pattern, where that is another one
	otherWritings []Expansion  // from typed texts to their other writings
	names         []int        // alternatives that are names in several writings
	compounds     []compoundNode
	excluded      [][]string // texts that no article may hold, by atom
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
