package audit

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/part"
)

// Lengths of drawn strings, in runes.
const (
	leastDrawn = 2
	mostDrawn  = 8
)

// rareChar is how many parts hold a character that is drawn by itself, at most.
const rareChar = 50

// A drawing takes strings from paragraphs.
type drawing struct {
	random   *rand.Rand
	analyzer *analysis.Analyzer
	rare     map[rune]bool
}

// A kind of string takes one from a text, "" where there is none.
type kind struct {
	name string
	take func(d *drawing, runes []rune) string
}

func kinds() []kind {
	return []kind{
		{"han", (*drawing).han}, {"across words", (*drawing).across}, {"latin", (*drawing).latin},
		{"mixed", (*drawing).mixed}, {"punctuation", (*drawing).punctuation}, {"number", (*drawing).number},
		{"rare character", (*drawing).rareCharacter}, {insideWords, (*drawing).inside},
	}
}

// insideWords is the kind whose strings may cut words of letters and digits: they
// are held wherever they stand.
const insideWords = "inside words"

// draw takes n distinct strings, as many of each kind as can be had.
func (d *drawing) draw(ctx context.Context, view engine.View, n int) ([]*sample, error) {
	if err := d.findRare(ctx, view); err != nil {
		return nil, err
	}
	pool, err := d.pool(ctx, view, 40*n)
	if err != nil {
		return nil, err
	}
	all, seen := kinds(), make(map[string]bool)
	var samples []*sample
	for i, k := range all {
		quota := n*(i+1)/len(all) - n*i/len(all)
		for _, text := range pool {
			if quota == 0 {
				break
			}
			s := newSample(k.name, k.take(d, []rune(text)))
			if s != nil && !seen[s.folded] {
				seen[s.folded] = true
				samples = append(samples, s)
				quota--
			}
		}
		d.random.Shuffle(len(pool), func(i, j int) { pool[i], pool[j] = pool[j], pool[i] })
	}
	return samples, nil
}

// pool draws paragraphs, each with the same probability.
func (d *drawing) pool(ctx context.Context, view engine.View, size int) ([]string, error) {
	drawn := reservoir[string]{random: d.random, size: size}
	err := engine.EachPart(ctx, view, func(_ engine.Hit, v part.View) error {
		for c := v.Paragraphs(); c.Next(); {
			drawn.offer(func() string { return part.Decode(c.Text) })
		}
		return nil
	})
	pool := drawn.kept
	d.random.Shuffle(len(pool), func(i, j int) { pool[i], pool[j] = pool[j], pool[i] })
	return pool, err
}

func (d *drawing) findRare(ctx context.Context, view engine.View) error {
	d.rare = make(map[rune]bool)
	return view.Terms(ctx, engine.Chars, "", func(term string, parts int) bool {
		if r, size := utf8.DecodeRuneInString(term); size == len(term) && parts <= rareChar {
			d.rare[r] = true
		}
		return true
	})
}

// window takes a string of the drawn length that keep accepts and whose ends do
// not cut words or numbers.
func (d *drawing) window(runes []rune, least int, keep func([]rune) bool) string {
	n := least + d.random.IntN(mostDrawn-least+1)
	var starts []int
	for i := 0; i+n <= len(runes); i++ {
		if keep(runes[i:i+n]) && !cutsRunes(runes, i) && !cutsRunes(runes, i+n) {
			starts = append(starts, i)
		}
	}
	if len(starts) == 0 {
		return ""
	}
	i := starts[d.random.IntN(len(starts))]
	return string(runes[i : i+n])
}

// cutsRunes reports whether a cut at i is inside a word or a number.
func cutsRunes(runes []rune, i int) bool {
	before := analysis.FoldString(string(runes[max(0, i-2):i]))
	after := analysis.FoldString(string(runes[i:min(len(runes), i+2)]))
	return analysis.InsideWord(before+after, len(before))
}

func isHan(r rune) bool   { return analysis.IsHan(analysis.FoldRune(r)) }
func isLatin(r rune) bool { return analysis.IsLatin(analysis.FoldRune(r)) }
func isDigit(r rune) bool { f := analysis.FoldRune(r); return f >= '0' && f <= '9' }
func isMark(r rune) bool  { return unicode.IsPunct(r) || unicode.IsSymbol(r) || r == ' ' }

func (d *drawing) han(runes []rune) string {
	return d.window(runes, leastDrawn, func(w []rune) bool { return all(w, isHan) })
}

// across takes Han around the border of two words.
func (d *drawing) across(runes []rune) string {
	borders := make(map[int]bool)
	text := string(runes)
	for _, w := range d.analyzer.Words(analysis.NewText(text)) {
		borders[utf8.RuneCountInString(text[:w.End])] = true
	}
	for i := range len(runes) {
		from, to := max(0, i-1), min(len(runes), i+1+d.random.IntN(2))
		if borders[i] && to-from >= leastDrawn && all(runes[from:to], isHan) && d.random.IntN(8) == 0 {
			return string(runes[from:to])
		}
	}
	return ""
}

func (d *drawing) latin(runes []rune) string {
	return d.window(runes, leastDrawn, func(w []rune) bool {
		return all(w, isLatin) && slices.ContainsFunc(w, func(r rune) bool { return !isDigit(r) })
	})
}

func (d *drawing) number(runes []rune) string {
	return d.window(runes, leastDrawn, func(w []rune) bool {
		return isDigit(w[0]) && all(w, func(r rune) bool { return isDigit(r) || strings.ContainsRune(".,%", r) })
	})
}

func (d *drawing) mixed(runes []rune) string {
	return d.window(runes, leastDrawn, func(w []rune) bool {
		return slices.ContainsFunc(w, isHan) && slices.ContainsFunc(w, isLatin) &&
			all(w, func(r rune) bool { return isHan(r) || isLatin(r) || r == ' ' })
	})
}

// punctuation takes a string with a mark inside.
func (d *drawing) punctuation(runes []rune) string {
	return d.window(runes, leastDrawn+1, func(w []rune) bool {
		return !isMark(w[0]) && !isMark(w[len(w)-1]) && slices.ContainsFunc(w, isMark)
	})
}

// inside takes any string of Han, letters and digits that cuts a word.
func (d *drawing) inside(runes []rune) string {
	n := leastDrawn + 1 + d.random.IntN(mostDrawn-leastDrawn)
	var starts []int
	for i := 0; i+n <= len(runes); i++ {
		if (cutsRunes(runes, i) || cutsRunes(runes, i+n)) && all(runes[i:i+n], func(r rune) bool { return isHan(r) || isLatin(r) }) {
			starts = append(starts, i)
		}
	}
	if len(starts) == 0 {
		return ""
	}
	i := starts[d.random.IntN(len(starts))]
	return string(runes[i : i+n])
}

func (d *drawing) rareCharacter(runes []rune) string {
	for _, r := range runes {
		if d.rare[analysis.FoldRune(r)] {
			return string(r)
		}
	}
	return ""
}

func all(runes []rune, is func(rune) bool) bool {
	return !slices.ContainsFunc(runes, func(r rune) bool { return !is(r) })
}
