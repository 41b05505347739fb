package mend

import (
	"context"
	"slices"
	"strings"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search/spell"
)

// A correction is what a span of an atom may have been meant to be.
type correction struct {
	start, end int // runes of the atom's fold
	from, to   string
	kind       spell.Kind
	gain       float64 // how much likelier the text becomes, in powers of e
}

// Package spell proposes, and the frequencies of the index decide. For
// characters they are those of the pairs that a proposal changes, its borders
// with their neighbours included: 产品精理怎么写 loses the pairs 品精, 精理, 理怎 and
// gains 品经, 经理, 理怎. For letters they are those of the words.
const (
	// rarePair is the share of the parts above which a pair of characters is
	// taken for right, and rareWord the same for a word of letters.
	rarePair = .02
	rareWord = .003

	leastGain     = 2.5 // for a suggestion
	leastReplace  = 4   // for showing what it finds at once
	leastGainWord = 3.5 // for a suggestion in place of pinyin
	leastEdited   = 5   // letters of a word that may have one too many or too few

	perRune       = 3 // gain of each rune beyond two that agree with a known word
	costSwap      = 3
	costEdit      = 10 // divided by the letters of the word
	costNearSound = 1.5
	costSecond    = 2  // of each changed character after the first
	costKnown     = 3  // what was typed is in a dictionary
	costInside    = 2  // what was typed goes on before or after
	costGrammar   = 3  // of a changed character that is mostly grammar, in a sentence
	costStrange   = 5  // of a border with a pair that no text has
	FewArticles   = 10 // below which the query is looked at more closely
	attested      = 2  // parts that a pair must stand in to be none of these
)

// A Corrector looks for slips in the texts of one query.
type Corrector struct {
	view     engine.View
	analyzer *analysis.Analyzer
	// words is nil when there is no vocabulary, or none yet; held is how many
	// parts hold what is looked at.
	words func(held int) *spell.Speller
	known []string       // texts that are no slips
	df    map[string]int // of grams
}

// NewCorrector returns a corrector of texts of which some are known to be right;
// of is asked for the vocabulary, with how many parts hold what is looked at.
func NewCorrector(view engine.View, a *analysis.Analyzer, known []string, of func(held int) *Vocabulary) *Corrector {
	c := &Corrector{view: view, analyzer: a, df: make(map[string]int), words: func(held int) *spell.Speller {
		if v := of(held); v != nil {
			return v.words
		}
		return nil
	}}
	for _, k := range known {
		c.known = append(c.known, analysis.FoldString(k))
	}
	return c
}

// isKnown reports whether a text is known, or a part of it.
func (c *Corrector) isKnown(text string) bool {
	return slices.ContainsFunc(c.known, func(k string) bool { return strings.Contains(k, text) || strings.Contains(text, k) })
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
		if err != nil {
			return nil, err
		}
		out = append(out, found...)
		start = end
	}
	return out, nil
}

// isTyped reports whether a rune is of what corrections are made for.
func isTyped(r rune) bool { return isASCIIWord(r) || analysis.IsHan(r) }

func isASCIIWord(r rune) bool { return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' }

// segment corrects characters and letters that adjoin: all of it when it is
// pinyin, else each run by itself.
func (c *Corrector) segment(ctx context.Context, fold []rune, start, end int) ([]correction, error) {
	if found, err := c.mixed(ctx, fold, start, end); err != nil || found != nil {
		return found, err
	}
	var out []correction
	for from := start; from < end; {
		to := from
		for to < end && isASCIIWord(fold[to]) == isASCIIWord(fold[from]) {
			to++
		}
		correctRun := c.han
		if isASCIIWord(fold[from]) {
			correctRun = c.latin
		}
		best, err := correctRun(ctx, fold[from:to], to-from == end-start)
		if err != nil {
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
	counts, err := c.view.Frequencies(ctx, terms)
	if err != nil {
		return err
	}
	for i, t := range terms {
		c.df[t.Text] = counts[i]
	}
	return nil
}

// share is a share of the parts as a number, in small collections at least
// NextToNothing.
func (c *Corrector) share(of float64) int {
	return max(NextToNothing, int(of*float64(c.view.State().Parts)))
}
