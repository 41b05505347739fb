package search

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search/spell"
)

// latin corrects letters, nil when they may stand: they are pinyin, or a
// misspelled word.
func (c *corrector) latin(ctx context.Context, run []rune, alone bool) (*correction, error) {
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
	best, err := c.pinyin(ctx, words, run, spoken{df: c.df[typed], alone: alone})
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
func (c *corrector) mixed(ctx context.Context, fold []rune, start, end int) ([]correction, error) {
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
	best, err := c.pinyin(ctx, words, run, spoken{df: c.df[rarest], alone: true})
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

// A spoken is what letters that may be pinyin are otherwise.
type spoken struct {
	df    int  // parts that hold them
	alone bool // whether no characters adjoin
}

// pinyin reads letters as pinyin, nil when they are better left as they are.
func (c *corrector) pinyin(ctx context.Context, words *spell.Speller, run []rune, as spoken) (*correction, error) {
	leastInitials := c.share(initialsBeside)
	if as.alone {
		leastInitials = c.share(initialsAlone)
	}
	typed := string(run)
	var best *correction
	for _, p := range words.FromPinyin(typed) {
		known := p.DF
		if words.DF(p.To) == 0 { // several words: is there a text with all of them?
			result, err := c.view.Search(ctx, engine.Request{Filter: requiredNode(analysis.NewText(p.To))})
			if err != nil {
				return nil, err
			}
			known = result.Parts
		}
		gain := logRatio(known, as.df)
		if p.Kind == spell.Initials && known < leastInitials || isGrammar(p.To) {
			continue
		}
		if gain >= leastGainWord && (best == nil || p.Kind == best.kind && gain > best.gain) {
			best = &correction{0, len(run), typed, p.To, p.Kind, gain}
		}
	}
	return best, nil
}
