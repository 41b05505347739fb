package mend

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search/plan"
	"github.com/xunzhang/xunzhang/search/query"
	"github.com/xunzhang/xunzhang/search/spell"
)

// Pinyin is also typed with spaces, as input methods show it: xiao hong shu.
// Adjacent words of letters are read as pinyin where that costs less than to read
// them as words: tiktok nan min is tiktok and 难民. The cost of a word is the
// logarithm of its rarity in the index.

// maxSpaced is the largest number of words of letters that are looked at.
const maxSpaced = 12

// costPinyin is the cost of a reading as pinyin beyond its rarity, because letters
// that occur as words in the index are mostly meant as words.
const costPinyin = 2

// A spelling is a text that adjacent words of letters spell in pinyin.
type spelling struct {
	spell.Candidate
	words int // of letters
	held  int // parts that hold all of these words as typed
}

// spaced replaces words of letters that are pinyin with spaces by characters, and
// returns the query with each such run of groups joined into one; joined has the
// indexes of these groups.
func (c *Corrector) spaced(ctx context.Context, m *Meaning, q query.Query) (query.Query, map[int]bool, error) {
	joined := make(map[int]bool)
	var groups []query.Group
	for i := 0; i < len(q.Groups); {
		var letters []string
		for _, g := range q.Groups[i:] {
			if !isSpelled(g) || len(letters) == maxSpaced {
				break
			}
			letters = append(letters, analysis.FoldString(g[0].Text))
		}
		found, err := c.spelled(ctx, letters)
		if err != nil && !errors.Is(err, errAsked) {
			return q, nil, err
		}
		for _, f := range found {
			if f.words == 1 {
				groups = append(groups, q.Groups[i])
			} else {
				joined[len(groups)] = true
				groups = append(groups, query.Group{{Text: f.To}})
				m.add(q.Groups[i:i+f.words], f)
			}
			i += f.words
		}
		if len(found) == 0 {
			groups = append(groups, q.Groups[i])
			i++
		}
	}
	q.Groups = groups
	return q, joined, nil
}

// isSpelled reports whether a group is a single word of letters without a field.
func isSpelled(g query.Group) bool {
	a := g[0]
	if len(g) > 1 || a.Not || a.Phrase || a.Field != query.FieldAny {
		return false
	}
	return strings.Trim(analysis.FoldString(a.Text), "abcdefghijklmnopqrstuvwxyz") == ""
}

// add records the correction of groups to what they spell.
func (m *Meaning) add(groups []query.Group, s spelling) {
	var typed []string
	for _, g := range groups {
		typed = append(typed, g[0].Text)
	}
	m.Corrections = append(m.Corrections, plan.Expansion{Kind: s.Kind.String(), From: strings.Join(typed, " "), To: s.To})
	m.Sure = m.Sure && s.held == 0
}

// spelled returns the cheapest way to read words of letters, nil when none of them
// is pinyin.
func (c *Corrector) spelled(ctx context.Context, letters []string) ([]spelling, error) {
	if len(letters) < 2 || c.isKnown(strings.Join(letters, " ")) {
		return nil, nil
	}
	if err := c.count(ctx, letters); err != nil {
		return nil, err
	}
	rarest := c.df[letters[0]]
	for _, l := range letters {
		rarest = min(rarest, c.df[l])
	}
	words := c.words(rarest) // a search for words that occur in texts need not wait for the vocabulary
	if words == nil {
		return nil, nil
	}
	n := float64(c.view.State().Parts)
	rarity := func(parts int) float64 { return math.Log((n + 1) / (float64(parts) + .5)) }
	cost := make([]float64, len(letters)+1) // cost of the words from each one on
	best := make([]spelling, len(letters))
	for start := len(letters) - 1; start >= 0; start-- {
		best[start] = spelling{words: 1}
		cost[start] = cost[start+1] + rarity(c.df[letters[start]])
		for end := start + 1; end <= len(letters) && words.IsPinyin(letters[end-1]); end++ {
			found, err := c.spelling(ctx, words, letters[start:end], end-start == len(letters))
			if err != nil {
				return nil, err
			}
			if found == nil {
				continue
			}
			if sum := cost[end] + rarity(found.DF) + costPinyin; sum < cost[start] {
				best[start], cost[start] = *found, sum
			}
		}
	}
	var out []spelling
	for at := 0; at < len(letters); at += best[at].words {
		out = append(out, best[at])
	}
	if !slices.ContainsFunc(out, func(s spelling) bool { return s.words > 1 }) {
		return nil, nil
	}
	return out, nil
}

// spelling returns what some words of letters spell together, nil for nothing.
// Texts that are no words of the vocabulary are composed only when the letters are
// the whole query.
func (c *Corrector) spelling(ctx context.Context, words *spell.Speller, letters []string, all bool) (*spelling, error) {
	typed := strings.Join(letters, "")
	proposals := words.FromPinyin(typed)
	spells := func(p spell.Candidate) bool { return p.Kind == spell.Pinyin && words.Spells(p.To, letters) }
	if all && !slices.ContainsFunc(proposals, spells) {
		var err error
		if proposals, _, err = c.sentences(ctx, words, typed); err != nil {
			return nil, err
		}
	}
	held := 0
	if len(letters) > 1 {
		var err error
		if held, err = c.held(ctx, letters); err != nil {
			return nil, err
		}
	}
	var best *spelling
	for _, p := range proposals {
		enough := logRatio(p.DF, held) >= c.leastPinyin(p, letterUse{df: held, alone: true})
		if spells(p) && enough && !isGrammar(p.To) && (best == nil || p.DF > best.DF) {
			best = &spelling{Candidate: p, words: len(letters), held: held}
		}
	}
	return best, nil
}

// held returns how many parts hold all of some words of letters.
func (c *Corrector) held(ctx context.Context, letters []string) (int, error) {
	if slices.ContainsFunc(letters, func(l string) bool { return c.df[l] == 0 }) {
		return 0, nil // the usual case
	}
	if err := c.leaveOpen(); err != nil {
		return 0, err
	}
	result, err := c.view.Search(ctx, engine.Request{Filter: plan.MayHold(analysis.NewText(strings.Join(letters, " ")))})
	if err != nil {
		return 0, err
	}
	return result.Parts, nil
}
