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
func (c *Corrector) han(ctx context.Context, run []rune) (*correction, error) {
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
	proposals := c.propose(words, run)
	if err := c.countProposals(ctx, run, proposals); err != nil {
		return nil, err
	}
	if c.unsure {
		return c.instead(run, proposals), nil
	}
	var best *correction
	for _, p := range proposals {
		gain := c.gain(run, p)
		if gain >= leastGain && !c.spoils(p.From, p.To) && (best == nil || gain > best.gain) {
			best = &correction{start: p.Start, end: p.End, from: p.From, to: p.To, kind: p.Kind, gain: gain}
		}
	}
	return best, nil
}

// instead returns the correction of a run that may be what texts hold instead of it,
// nil for none; see evidence.
func (c *Corrector) instead(run []rune, proposals []spell.Candidate) *correction {
	var best *correction
	if len(run) < leastInFull || len(run) > mostInFull {
		return nil
	}
	for _, p := range proposals {
		e := evidence{from: p.From, to: p.To}
		cost := kindCost(p.Kind)
		if p.End-p.Start < leastInFull {
			if p.Kind != spell.Homophone {
				continue
			}
			e = evidence{from: string(run), to: string(replaced(run, p))}
			cost += costBeside
		}
		most := p.DF
		for _, pair := range pairs([]rune(e.to)) {
			most = min(most, c.df[pair])
		}
		gain := logRatio(most, 0) - cost
		if _, known := c.analyzer.Has(e.from); known || c.spoils(e.from, e.to) || gain < 0 || best != nil && gain <= best.gain {
			continue
		}
		best = &correction{start: p.Start, end: p.End, from: p.From, to: p.To, kind: p.Kind, gain: gain, inFull: &e}
	}
	return best
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
		return c.countProposals(ctx, run, c.propose(words, run))
	}
	return nil
}

// propose returns the proposals for a run, which it remembers: they are asked for when the
// terms are listed, and when the pairs have nothing to correct.
func (c *Corrector) propose(words *spell.Speller, run []rune) []spell.Candidate {
	key := string(run)
	found, ok := c.proposed[key]
	if !ok {
		found = words.Correct(run)
		c.proposed[key] = found
	}
	return found
}

func replaced(run []rune, p spell.Candidate) []rune {
	return slices.Concat(run[:p.Start], []rune(p.To), run[p.End:])
}

// gain computes the gain of a proposal for a run of characters.
func (c *Corrector) gain(run []rune, p spell.Candidate) float64 {
	out := replaced(run, p)
	end := p.End + len(out) - len(run) // of the span in out
	gain := perRune*float64(min(p.End, end)-p.Start-2) + c.rarity(run[p.Start:p.End]) - c.rarity(out[p.Start:end])
	for _, border := range [...][2]string{pairAt(run, out, p.Start-1, p.Start-1), pairAt(run, out, p.End-1, end-1)} {
		if border[0] == "" {
			continue
		}
		gain += min(0, logRatio(c.df[border[1]], c.df[border[0]])) // characters often meet by chance
		if c.df[border[1]] < attested {
			gain -= costStrange
		}
		if c.isWord(border[0]) && !c.isWord(border[1]) {
			gain -= costCrossed
		}
	}
	inside := len(run) > p.End-p.Start
	gain -= kindCost(p.Kind) + changeCost(run, out, p.Kind, inside)
	if c.inDictionary(run, p) {
		gain -= costKnown
	}
	if inside {
		gain -= costInside
	}
	return gain
}

// isWord reports whether a pair of characters is in the dictionaries.
func (c *Corrector) isWord(pair string) bool {
	_, ok := c.analyzer.Has(pair)
	return ok
}

// rarity is the sum of the rarities of the pairs of characters.
func (c *Corrector) rarity(text []rune) float64 {
	sum := 0.0
	for _, pair := range pairs(text) {
		sum += logRatio(c.view.State().Parts, c.df[pair])
	}
	return sum
}

// pairAt returns the pairs of characters that begin at a place of a run and at one of its
// correction, empty where there are none.
func pairAt(run, out []rune, i, j int) [2]string {
	if i < 0 || i+1 >= len(run) {
		return [2]string{}
	}
	return [2]string{string(run[i : i+2]), string(out[j : j+2])}
}

// kindCost is what a correction costs because mistakes of its kind are rare.
func kindCost(kind spell.Kind) float64 {
	switch kind {
	case spell.Swap:
		return costSwap
	case spell.NearSound:
		return costNearSound
	case spell.Edit:
		return costLength
	}
	return 0
}

// changeCost is what a correction costs for the characters that it changes: each after the
// first, and function characters where the run goes on.
func changeCost(run, out []rune, kind spell.Kind, inside bool) float64 {
	if len(run) != len(out) {
		return lengthCost(run, out)
	}
	cost, changed := 0.0, 0
	for i := range run {
		if run[i] == out[i] {
			continue
		}
		changed++
		if inside && analysis.IsFunctionChar(run[i]) {
			cost += costGrammar
		}
	}
	if kind != spell.Swap {
		cost += costSecond * float64(changed-1)
	}
	return cost
}

// lengthCost is the same for a character that is missing or too many: sentences do without
// function characters.
func lengthCost(run, out []rune) float64 {
	at := 0
	for at < min(len(run), len(out)) && run[at] == out[at] {
		at++
	}
	longer := run
	if len(out) > len(run) {
		longer = out
	}
	if analysis.IsFunctionChar(longer[at]) {
		return costGrammar
	}
	return 0
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
