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

// latin corrects letters as pinyin or as a misspelled word, nil when they need no
// correction.
func (c *Corrector) latin(ctx context.Context, run []rune, alone bool) (*correction, error) {
	typed := string(run)
	if !isLatinWord(typed) || c.isKnown(typed) {
		return nil, nil
	}
	if err := c.count(ctx, []string{typed}); err != nil {
		return nil, err
	}
	if c.df[typed] > c.share(rareWord) {
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
	if strings.ContainsAny(typed, "0123456789") { // names of models differ by single characters
		return best, nil
	}
	for _, p := range words.Correct(run) {
		gain := logRatio(p.DF, c.df[typed])
		if p.Kind == spell.Edit {
			gain -= costEdit / float64(len(run))
		}
		if (p.Kind != spell.Edit || len(run) >= leastEdited) && gain >= leastGain && (best == nil || gain > best.gain) {
			best = &correction{end: len(run), from: typed, to: p.To, kind: p.Kind, gain: gain}
		}
	}
	return best, nil
}

// mixed reads letters between characters as pinyin (小hong书) where the border
// between the two is rare.
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

// Share of the parts that must hold a word so that its initials are read as the
// word: alone, and next to characters.
const (
	initialsAlone  = .003
	initialsBeside = .03
)

// A letterUse says how letters that may be pinyin are used otherwise.
type letterUse struct {
	df    int  // parts that hold the letters
	alone bool // whether no characters are next to them
}

// pinyin reads letters as pinyin, nil when they are more likely meant as letters.
func (c *Corrector) pinyin(ctx context.Context, words *spell.Speller, run []rune, as letterUse) (*correction, error) {
	leastInitials := c.share(initialsBeside)
	if as.alone {
		leastInitials = c.share(initialsAlone)
	}
	typed := string(run)
	proposals := words.FromPinyin(typed)
	if len(proposals) == 0 {
		exact, loose, err := c.sentences(ctx, words, typed)
		if err != nil {
			return nil, err
		}
		proposals = exact
		if near := nearly(words, typed, as); len(near) > 0 && (len(exact) == 0 || near[0].DF > nearRatio*exact[0].DF) {
			proposals = near
		}
		if len(proposals) == 0 {
			proposals = loose
		}
	}
	var best *correction
	for _, p := range proposals {
		gain := logRatio(p.DF, as.df)
		if p.Kind == spell.Initials && p.DF < leastInitials || isGrammar(p.To) {
			continue
		}
		if gain >= c.leastPinyin(p, as) && (best == nil || p.Kind == best.kind && gain > best.gain) {
			best = &correction{end: len(run), from: typed, to: p.To, kind: p.Kind, gain: gain}
		}
	}
	return best, nil
}

// nearRatio is how many times as many texts must hold a word that letters nearly spell as
// hold what they spell.
const nearRatio = 100

// nearly returns the words that letters nearly spell, where no text holds the letters.
func nearly(words *spell.Speller, typed string, as letterUse) []spell.Candidate {
	if as.df > 0 || !as.alone {
		return nil
	}
	return words.FromNearPinyin(typed)
}

// leastPinyin is the least gain with which letters are read as pinyin. Three or
// more syllables that occur in no text as letters, but do occur as characters, are
// no coincidence; neither are two syllables when there is nothing else to show.
func (c *Corrector) leastPinyin(p spell.Candidate, as letterUse) float64 {
	if p.Kind == spell.Pinyin && as.df == 0 && (c.found == 0 || utf8.RuneCountInString(p.To) >= 3) {
		return logRatio(1, 0)
	}
	return leastGainWord
}

// sentences reads letters as several words in full pinyin. It returns texts that some
// of the sampled parts hold as they are (exact), and at most one text of which enough
// parts hold all pairs (loose).
func (c *Corrector) sentences(ctx context.Context, words *spell.Speller, typed string) (exact, loose []spell.Candidate, err error) {
	texts, err := words.Sentences(typed, c.view.State().Parts, func(texts []string) ([]int, error) {
		terms := make([]engine.Term, len(texts))
		for i, t := range texts {
			terms[i] = engine.Term{Field: plan.FieldOf(t), Text: t}
		}
		return c.frequencies(ctx, terms)
	})
	if err != nil {
		return nil, nil, err
	}
	if texts, err = c.possible(ctx, texts); err != nil {
		return nil, nil, err
	}
	results, err := c.samples(ctx, texts)
	if err != nil {
		return nil, nil, err
	}
	for i, text := range texts {
		held, share, err := phraseShare(results[i], text)
		if err != nil {
			return nil, nil, err
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
	return exact, loose, nil
}

// possible returns the texts each pair of which occurs in some part.
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

// mostExpected is for how many of the texts that letters may spell a search is
// expected: the likelier ones come first.
const mostExpected = 4

// samples returns, for each text, some of the parts that hold all of its pairs.
func (c *Corrector) samples(ctx context.Context, texts []string) ([]*engine.Result, error) {
	if len(texts) == 0 {
		return nil, nil
	}
	if err := c.leaveOpen(); err != nil {
		return nil, err
	}
	c.view.Expect(ctx, texts[:min(mostExpected, len(texts))])
	requests := make([]engine.Request, len(texts))
	for i, text := range texts {
		requests[i] = engine.Request{Filter: plan.MayHold(analysis.NewText(text)), Size: sampledParts, Stored: true}
	}
	return c.view.SearchAll(ctx, requests)
}

// phraseShare returns the number of parts that hold all pairs of a text, and the
// share of a sample of them that holds the text itself.
func phraseShare(result *engine.Result, text string) (held int, share float64, err error) {
	if len(result.Hits) == 0 {
		return 0, 0, nil
	}
	m := scan.NewMatcher()
	m.Reset([]string{text})
	there := 0
	for _, h := range result.Hits {
		v, err := part.Open(h.Stored)
		if err != nil {
			return 0, 0, err
		}
		if m.Holds(v) {
			there++
		}
	}
	return result.Parts, float64(there) / float64(len(result.Hits)), nil
}
