package mend

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search/query"
	"github.com/xunzhang/xunzhang/search/spell"
)

// A correction is another text that a span of an atom may have been meant to be.
type correction struct {
	start, end int // runes of the atom's fold
	from, to   string
	kind       spell.Kind
	gain       float64   // how much likelier the text becomes, in powers of e
	inFull     *evidence // of a possible correction, nil for one that the pairs support
}

// Package spell proposes corrections, and the frequencies of the index decide. For
// characters these are the frequencies of the pairs that a proposal changes,
// including the pairs at its borders: 产品精理怎么写 loses the pairs 品精, 精理,
// 理怎 and gains 品经, 经理, 理怎. For letters they are the frequencies of the
// words.
const (
	// rarePair is the share of the parts above which a pair of characters is taken
	// as correct; rareWord is the same for a word of letters.
	rarePair = .02
	rareWord = .003

	leastGain     = 2.5 // for a suggestion
	leastReplace  = 4   // for showing what it finds at once
	leastGainWord = 3.5 // for a suggestion instead of pinyin
	leastEdited   = 5   // letters of a word that may have one letter too many or too few

	perRune       = 3 // gain of each rune beyond two that agree with a known word
	costSwap      = 3
	costLength    = 3  // of a character twice or missing
	costEdit      = 10 // divided by the letters of the word
	costNearSound = 1.5
	costSecond    = 2  // of each changed character after the first
	costKnown     = 3  // what was typed is in a dictionary
	costInside    = 2  // what was typed continues before or after the span
	costGrammar   = 5  // of a changed function character, in a sentence
	costCrossed   = 5  // of a border with a pair that is a word, and would be none
	costStrange   = 5  // of a border with a pair that occurs in no text
	FewArticles   = 10 // fewer than this many found articles make corrections more likely
	attested      = 2  // parts in which a pair must occur so that it is no such border
)

// A View is a view of an engine that remembers the frequencies it was asked for.
type View interface {
	engine.View
	// Remembered returns the known frequencies of terms without a call of the
	// engine, 0 for unknown ones, and lists the terms that are unknown.
	Remembered(terms []engine.Term) (counts []int, unknown []engine.Term)
	// Expect says that one of these texts may be searched for soon, so that the next
	// call can bring the frequencies of its terms.
	Expect(ctx context.Context, texts []string)
}

// A Corrector looks for misspellings in the texts of one query.
type Corrector struct {
	view     View
	analyzer *analysis.Analyzer
	// words returns the vocabulary, nil when there is none, or none yet; held is
	// the number of parts that hold the text in question.
	words func(held int) *spell.Speller
	known []string       // texts known to be correct
	found int            // articles that the query finds as it was typed
	df    map[string]int // document frequencies of grams
	// proposed are the proposals of the vocabulary by run of characters.
	proposed map[string][]spell.Candidate
	asked    map[engine.Term]struct{} // terms that Foresee would have to ask for; nil outside of Foresee
	cut      bool                     // whether Foresee had to leave something open
	// unsure is whether the pairs of characters have nothing to correct, so that a
	// correction that they do not support is possible.
	unsure bool
}

// NewCorrector returns a corrector for the texts of a query that finds a number of
// articles. The known texts are correct. The function of returns the vocabulary,
// given the number of parts that hold the text in question.
func NewCorrector(view View, a *analysis.Analyzer, known []string, found int, of func(held int) *Vocabulary) *Corrector {
	c := &Corrector{view: view, analyzer: a, found: found, df: make(map[string]int), proposed: make(map[string][]spell.Candidate), words: func(held int) *spell.Speller {
		if v := of(held); v != nil {
			return v.words
		}
		return nil
	}}
	for _, k := range known {
		c.known = append(c.known, analysis.FoldText(k))
	}
	return c
}

// isKnown reports whether a text is known, or a part of it.
func (c *Corrector) isKnown(text string) bool {
	return slices.ContainsFunc(c.known, func(k string) bool { return strings.Contains(k, text) || strings.Contains(text, k) })
}

// spoils reports whether a correction changes a known text: one that what was typed is a
// part of, or that is a part of it and not of its correction.
func (c *Corrector) spoils(from, to string) bool {
	return slices.ContainsFunc(c.known, func(k string) bool {
		return strings.Contains(k, from) || strings.Contains(from, k) && !strings.Contains(to, k)
	})
}

// correct proposes at most one correction for each run of a folded text that
// has no space or sign in it, from left to right.
func (c *Corrector) correct(ctx context.Context, fold []rune) ([]correction, error) {
	var out []correction
	for start := 0; start < len(fold); {
		end := start
		for end < len(fold) && isTyped(fold[end]) {
			end++
		}
		if end == start {
			start++
			continue
		}
		found, err := c.segment(ctx, fold, start, end)
		if err != nil && !errors.Is(err, errAsked) {
			return nil, err
		}
		out = append(out, found...)
		start = end
	}
	return out, nil
}

// isTyped reports whether a rune is Han or a letter or digit, for which there are
// corrections.
func isTyped(r rune) bool { return isASCIIWord(r) || analysis.IsHan(r) }

func isASCIIWord(r rune) bool { return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' }

// segment corrects a run of adjacent characters and letters: as a whole when it is
// pinyin, else each run of one kind by itself.
func (c *Corrector) segment(ctx context.Context, fold []rune, start, end int) ([]correction, error) {
	if !c.unsure {
		if found, err := c.mixed(ctx, fold, start, end); err != nil && !errors.Is(err, errAsked) || found != nil {
			return found, err
		}
	}
	var out []correction
	for from := start; from < end; {
		to := from
		for to < end && isASCIIWord(fold[to]) == isASCIIWord(fold[from]) {
			to++
		}
		best, err := c.run(ctx, fold[from:to], to-from == end-start)
		if err != nil && !errors.Is(err, errAsked) {
			return nil, err
		}
		if best != nil {
			best.start, best.end = best.start+from, best.end+from
			out = append(out, *best)
		}
		from = to
	}
	return out, nil
}

// run corrects a run of one kind, nil when it needs no correction; alone is whether
// nothing of the other kind is next to it.
func (c *Corrector) run(ctx context.Context, run []rune, alone bool) (*correction, error) {
	switch {
	case !isASCIIWord(run[0]):
		return c.han(ctx, run)
	case c.unsure:
		return nil, nil
	}
	return c.latin(ctx, run, alone)
}

// count fetches the frequencies that df lacks.
func (c *Corrector) count(ctx context.Context, grams []string) error {
	var terms []engine.Term
	for _, g := range grams {
		if _, ok := c.df[g]; !ok {
			c.df[g] = 0
			terms = append(terms, engine.Term{Field: engine.Grams, Text: g})
		}
	}
	if len(terms) == 0 {
		return nil
	}
	counts, err := c.frequencies(ctx, terms)
	if err != nil {
		for _, t := range terms {
			delete(c.df, t.Text)
		}
		return err
	}
	for i, t := range terms {
		c.df[t.Text] = counts[i]
	}
	return nil
}

// errAsked ends the foreseeing of a run at what only the engine knows.
var errAsked = errors.New("the engine was not asked yet")

// leaveOpen is errAsked within Foresee, nil otherwise.
func (c *Corrector) leaveOpen() error {
	if c.asked == nil {
		return nil
	}
	c.cut = true
	return errAsked
}

// frequencies returns the frequencies of the view or, within Foresee, those that it
// remembers.
func (c *Corrector) frequencies(ctx context.Context, terms []engine.Term) ([]int, error) {
	if c.asked == nil {
		return c.view.Frequencies(ctx, terms)
	}
	counts, unknown := c.view.Remembered(terms)
	for _, t := range unknown {
		c.asked[t] = struct{}{}
	}
	if len(unknown) > 0 {
		return nil, c.leaveOpen()
	}
	return counts, nil
}

// Foresee lists the terms whose frequencies Correct will ask for next, as far as
// the remembered frequencies tell, so that another call can bring them. Where they tell
// everything, it returns what Correct will; nil otherwise. It calls no engine.
func (c *Corrector) Foresee(ctx context.Context, q query.Query) ([]engine.Term, *Meaning) {
	c.asked, c.cut = make(map[engine.Term]struct{}), false
	m, err := Correct(ctx, c, q, true)
	if err != nil || c.cut {
		m = nil
	}
	terms := slices.SortedFunc(maps.Keys(c.asked), func(a, b engine.Term) int {
		return cmp.Or(cmp.Compare(a.Field, b.Field), cmp.Compare(a.Text, b.Text))
	})
	c.asked = nil
	return terms, m
}

// share returns a share of the parts as a number of parts, at least NextToNothing.
func (c *Corrector) share(of float64) int {
	return max(NextToNothing, int(of*float64(c.view.State().Parts)))
}
