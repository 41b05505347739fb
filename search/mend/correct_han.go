package mend

import (
	"cmp"
	"context"
	"errors"
	"math"
	"slices"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/search/spell"
)

// han corrects a run of Han characters, nil when it needs no correction.
func (c *Corrector) han(ctx context.Context, run []rune, _ bool) (*correction, error) {
	typed := pairs(run)
	if err := c.count(ctx, typed); err != nil {
		return nil, errors.Join(err, c.foreseeProposals(ctx, run))
	}
	typed = slices.DeleteFunc(typed, c.isKnown)
	if len(typed) == 0 {
		return nil, nil
	}
	rarest := slices.MinFunc(typed, func(a, b string) int { return cmp.Compare(c.df[a], c.df[b]) })
	if c.df[rarest] > c.share(rarePair) {
		return nil, nil
	}
	words := c.words(c.df[rarest])
	if words == nil {
		return nil, nil
	}
	proposals := words.Correct(run)
	if err := c.countProposals(ctx, run, proposals); err != nil {
		return nil, err
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

// countProposals fetches the frequencies of the pairs of texts that a run may have
// been meant to be.
func (c *Corrector) countProposals(ctx context.Context, run []rune, proposals []spell.Candidate) error {
	var proposed []string
	for _, p := range proposals {
		proposed = append(proposed, pairs(replaced(run, p))...)
	}
	return c.count(ctx, proposed)
}

// foreseeProposals has Foresee list the terms of proposals before it is known whether
// there will be any, so that these come with those of the run.
func (c *Corrector) foreseeProposals(ctx context.Context, run []rune) error {
	if c.asked == nil {
		return nil
	}
	if words := c.words(0); words != nil {
		return c.countProposals(ctx, run, words.Correct(run))
	}
	return nil
}

func replaced(run []rune, p spell.Candidate) []rune {
	return slices.Concat(run[:p.Start], []rune(p.To), run[p.End:])
}

// gain computes the gain of a proposal for a run of characters.
func (c *Corrector) gain(run []rune, p spell.Candidate) float64 {
	out := replaced(run, p)
	gain := perRune * float64(p.End-p.Start-2)
	changed, inside := 0, len(run) > p.End-p.Start
	for i := range run {
		if run[i] != out[i] {
			changed++
			if inside && analysis.IsFunctionChar(run[i]) {
				gain -= costGrammar
			}
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
	if inside {
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
func (c *Corrector) inDictionary(run []rune, p spell.Candidate) bool {
	_, ok := c.analyzer.Has(p.From)
	for from := max(0, p.Start-maxAround); from <= p.Start && !ok; from++ {
		for to := p.End; to <= min(len(run), p.End+maxAround) && !ok; to++ {
			_, ok = c.analyzer.Has(string(run[from:to]))
		}
	}
	return ok
}

// maxAround is how far, in runes, a word may extend beyond a misspelled span.
const maxAround = 3

// logRatio returns the logarithm of the ratio of two frequencies.
func logRatio(a, b int) float64 { return math.Log((float64(a) + .5) / (float64(b) + .5)) }

// pairs returns the pairs of adjacent characters of a run.
func pairs(run []rune) []string {
	var out []string
	for i := range len(run) - 1 {
		out = append(out, string(run[i:i+2]))
	}
	return out
}
