package mend

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/part"
	"github.com/xunzhang/xunzhang/search/plan"
	"github.com/xunzhang/xunzhang/search/scan"
	"github.com/xunzhang/xunzhang/search/spell"
)

// latin corrects letters, nil when they may stand: they are pinyin, or a
// misspelled word.
func (c *Corrector) latin(ctx context.Context, run []rune, alone bool) (*correction, error) {
	typed := string(run)
	if err := c.count(ctx, []string{typed}); err != nil {
		return nil, err
	}
	if !isLatinWord(typed) || c.isKnown(typed) || c.df[typed] > c.share(rareWord) {
		return nil, nil
	}
	words := c.words(c.df[typed])
	if words == nil {
		return nil, nil
	}
	best, err := c.pinyin(ctx, words, run, letterUse{df: c.df[typed], alone: alone})
	if err != nil || best != nil && best.kind == spell.Pinyin {
		return best, err
	}
	if strings.ContainsAny(typed, "0123456789") { // names of models are near each other
		return best, nil
	}
	for _, p := range words.Correct(run) {
		gain := logRatio(p.DF, c.df[typed])
		if p.Kind == spell.Edit {
			gain -= costEdit / float64(len(run))
		}
		if (p.Kind != spell.Edit || len(run) >= leastEdited) && gain >= leastGain && (best == nil || gain > best.gain) {
			best = &correction{0, len(run), typed, p.To, p.Kind, gain}
		}
	}
	return best, nil
}

// mixed reads letters with characters as pinyin (小hong书) where the text has a
// border between the two that is rare.
func (c *Corrector) mixed(ctx context.Context, fold []rune, start, end int) ([]correction, error) {
	run := fold[start:end]
	letters := func(r rune) bool { return isASCIIWord(r) }
	if !slices.ContainsFunc(run, letters) || !slices.ContainsFunc(run, analysis.IsHan) {
		return nil, nil
	}
	var borders []string
	for _, g := range analysis.NewText(string(run)).Required() {
		if r := []rune(g); len(r) > 1 && isASCIIWord(r[0]) != isASCIIWord(r[len(r)-1]) {
			borders = append(borders, g)
		}
	}
	if err := c.count(ctx, borders); err != nil || len(borders) == 0 {
		return nil, err
	}
	rarest := slices.MinFunc(borders, func(a, b string) int { return cmp.Compare(c.df[a], c.df[b]) })
	if c.df[rarest] > c.share(rareWord) {
		return nil, nil
	}
	words := c.words(c.df[rarest])
	if words == nil {
		return nil, nil
	}
	best, err := c.pinyin(ctx, words, run, letterUse{df: c.df[rarest], alone: true})
	if err != nil || best == nil {
		return nil, err
	}
	best.start, best.end = start, end
	return []correction{*best}, nil
}

// Share of the parts that must hold a word for its initials to stand for it:
// by themselves, and beside characters.
const (
	initialsAlone  = .003
	initialsBeside = .03
)

// A letterUse says how letters that may be pinyin are used otherwise.
type letterUse struct {
	df    int  // parts that hold them
	alone bool // whether no characters adjoin
}

// pinyin reads letters as pinyin, nil when they are better left as they are.
func (c *Corrector) pinyin(ctx context.Context, words *spell.Speller, run []rune, as letterUse) (*correction, error) {
	leastInitials := c.share(initialsBeside)
	if as.alone {
		leastInitials = c.share(initialsAlone)
	}
	typed := string(run)
	proposals := words.FromPinyin(typed)
	if len(proposals) == 0 {
		var err error
		if proposals, err = c.sentences(ctx, words, typed); err != nil {
			return nil, err
		}
	}
	var best *correction
	for _, p := range proposals {
		gain := logRatio(p.DF, as.df)
		if p.Kind == spell.Initials && p.DF < leastInitials || isGrammar(p.To) {
			continue
		}
		if gain >= c.leastPinyin(p, as) && (best == nil || p.Kind == best.kind && gain > best.gain) {
			best = &correction{0, len(run), typed, p.To, p.Kind, gain}
		}
	}
	return best, nil
}

// leastPinyin is the gain from which pinyin stands for letters. Three syllables
// and more that no text has as letters, and one has as characters, are no chance.
func (c *Corrector) leastPinyin(p spell.Candidate, as letterUse) float64 {
	if p.Kind == spell.Pinyin && as.df == 0 && utf8.RuneCountInString(p.To) >= 3 {
		return logRatio(1, 0)
	}
	return leastGainWord
}

// sentences reads letters as several words in full pinyin. The reading that most
// parts hold as it is counts, else one whose pairs stand in some part together.
func (c *Corrector) sentences(ctx context.Context, words *spell.Speller, typed string) ([]spell.Candidate, error) {
	texts, err := words.Sentences(typed, c.view.State().Parts, func(texts []string) ([]int, error) {
		terms := make([]engine.Term, len(texts))
		for i, t := range texts {
			terms[i] = engine.Term{Field: plan.FieldOf(t), Text: t}
		}
		return c.view.Frequencies(ctx, terms)
	})
	if err != nil {
		return nil, err
	}
	if texts, err = c.possible(ctx, texts); err != nil {
		return nil, err
	}
	var exact, loose []spell.Candidate
	for _, text := range texts {
		held, share, err := c.phraseShare(ctx, text)
		if err != nil {
			return nil, err
		}
		p := spell.Candidate{End: len(typed), From: typed, To: text, Kind: spell.Pinyin, DF: held}
		switch {
		case share > 0:
			p.DF = int(math.Ceil(float64(held) * share))
			exact = append(exact, p)
		case held > c.share(initialsAlone) && len(loose) == 0:
			loose = append(loose, p)
		}
	}
	if len(exact) > 0 {
		return exact, nil
	}
	return loose, nil
}

// possible are the texts of which some part holds each pair.
func (c *Corrector) possible(ctx context.Context, texts []string) ([]string, error) {
	var all []string
	for _, text := range texts {
		all = append(all, analysis.NewText(text).Required()...)
	}
	if err := c.count(ctx, all); err != nil {
		return nil, err
	}
	return slices.DeleteFunc(texts, func(text string) bool {
		return slices.ContainsFunc(analysis.NewText(text).Required(), func(g string) bool { return c.df[g] == 0 })
	}), nil
}

// sampledParts is how many parts are read to see whether they hold a text.
const sampledParts = 50

// phraseShare is how many parts hold all pairs of a text, and the share of some of
// them that hold the text itself.
func (c *Corrector) phraseShare(ctx context.Context, text string) (held int, share float64, err error) {
	result, err := c.view.Search(ctx, engine.Request{Filter: plan.MayHold(analysis.NewText(text)), Size: sampledParts, Stored: true})
	if err != nil || len(result.Hits) == 0 {
		return 0, 0, err
	}
	m := scan.NewMatcher()
	m.Reset([]string{text})
	there := 0
	for _, h := range result.Hits {
		v, err := part.Open(h.Stored)
		if err != nil {
			return 0, 0, err
		}
		if m.Holds(v, scan.Sieve{}) {
			there++
		}
	}
	return result.Parts, float64(there) / float64(len(result.Hits)), nil
}
