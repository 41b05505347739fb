package search

import (
	"cmp"
	"context"
	"math"
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
	costSecond    = 2 // of each changed character after the first
	costKnown     = 3 // what was typed is in a dictionary
	costInside    = 2 // what was typed goes on before or after
	costStrange   = 5 // of a border with a pair that no text has
	attested      = 2 // parts that a pair must stand in to be none of these
)

// A corrector looks for slips in the texts of one query.
type corrector struct {
	view     engine.View
	analyzer *analysis.Analyzer
	words    func() *spell.Speller // waits for the vocabulary; nil when there is none
	known    []string              // texts that are no slips
	df       map[string]int        // of grams
}

func (r *run) newCorrector(ctx context.Context) *corrector {
	c := &corrector{view: r.view, analyzer: r.service.analyzer, df: make(map[string]int), words: func() *spell.Speller {
		if v := r.service.vocabulary(ctx, r.view); v != nil {
			return v.words
		}
		return nil
	}}
	for _, e := range r.plan.expanded { // the lists of other words know them
		c.known = append(c.known, analysis.FoldString(e.From))
	}
	return c
}

// isKnown reports whether a text is known, or a part of it.
func (c *corrector) isKnown(text string) bool {
	return slices.ContainsFunc(c.known, func(k string) bool { return strings.Contains(k, text) || strings.Contains(text, k) })
}

// correct proposes at most one correction for each run of a folded text that
// has no space or sign in it, from left to right.
func (c *corrector) correct(ctx context.Context, fold []rune) ([]correction, error) {
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
func (c *corrector) segment(ctx context.Context, fold []rune, start, end int) ([]correction, error) {
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

// han corrects a run of characters, nil when it may stand.
func (c *corrector) han(ctx context.Context, run []rune, _ bool) (*correction, error) {
	typed := pairs(run)
	if err := c.count(ctx, typed); err != nil {
		return nil, err
	}
	limit := c.share(rarePair)
	if !slices.ContainsFunc(typed, func(pair string) bool { return c.df[pair] <= limit && !c.isKnown(pair) }) {
		return nil, nil
	}
	words := c.words()
	if words == nil {
		return nil, nil
	}
	proposals := words.Correct(run)
	for _, p := range proposals {
		if err := c.count(ctx, pairs(replaced(run, p))); err != nil {
			return nil, err
		}
	}
	var best *correction
	for _, p := range proposals {
		gain := c.gain(run, p)
		if gain >= leastGain && !c.isKnown(p.From) && (best == nil || gain > best.gain) {
			best = &correction{p.Start, p.End, p.From, p.To, p.Kind, gain}
		}
	}
	return best, nil
}

func replaced(run []rune, p spell.Candidate) []rune {
	return slices.Concat(run[:p.Start], []rune(p.To), run[p.End:])
}

// gain weighs a proposal for a run of characters.
func (c *corrector) gain(run []rune, p spell.Candidate) float64 {
	out := replaced(run, p)
	gain := perRune * float64(p.End-p.Start-2)
	changed := 0
	for i := range run {
		if run[i] != out[i] {
			changed++
		}
		if i+1 < len(run) {
			ratio := logRatio(c.df[string(out[i:i+2])], c.df[string(run[i:i+2])])
			if border := i < p.Start || i+1 >= p.End; border {
				ratio = min(0, ratio) // characters often meet by chance
			}
			gain += ratio
		}
	}
	switch p.Kind {
	case spell.Swap:
		gain -= costSwap
		changed = 1
	case spell.NearSound:
		gain -= costNearSound
	}
	gain -= costSecond * float64(changed-1)
	if c.inDictionary(run, p) {
		gain -= costKnown
	}
	if len(run) > p.End-p.Start {
		gain -= costInside
	}
	for _, left := range [...]int{p.Start - 1, p.End - 1} {
		if left >= 0 && left+1 < len(out) && c.df[string(out[left:left+2])] < attested {
			gain -= costStrange
		}
	}
	return gain
}

// inDictionary reports whether the dictionaries know what was typed, or a word
// around it: 亚马逊河.
func (c *corrector) inDictionary(run []rune, p spell.Candidate) bool {
	_, ok := c.analyzer.Has(p.From)
	for from := max(0, p.Start-maxAround); from <= p.Start && !ok; from++ {
		for to := p.End; to <= min(len(run), p.End+maxAround) && !ok; to++ {
			_, ok = c.analyzer.Has(string(run[from:to]))
		}
	}
	return ok
}

// maxAround is how far a word may reach beyond a misspelled span.
const maxAround = 3

// logRatio compares two frequencies.
func logRatio(a, b int) float64 { return math.Log((float64(a) + .5) / (float64(b) + .5)) }

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
	words := c.words()
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
	words := c.words()
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

// count fetches the frequencies that df lacks.
func (c *corrector) count(ctx context.Context, grams []string) error {
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
// nextToNothing.
func (c *corrector) share(of float64) int {
	return max(nextToNothing, int(of*float64(c.view.State().Parts)))
}

// pairs are the neighbouring characters of a run.
func pairs(run []rune) []string {
	var out []string
	for i := range len(run) - 1 {
		out = append(out, string(run[i:i+2]))
	}
	return out
}
