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
	"github.com/xunzhang/xunzhang/export"
	"github.com/xunzhang/xunzhang/part"
)

// Lengths of drawn strings, in runes.
const (
	leastDrawn = 2
	mostDrawn  = 8
)

// rareChar is the largest number of parts that may hold a character which is drawn
// by itself.
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
		{"over white space", (*drawing).overSpace}, {"white space beside Latin", (*drawing).besideLatin},
		{copied, (*drawing).copied},
	}
}

// copied is the kind whose strings are searched for as they are, with all signs and
// spaces in them, as somebody pastes them.
const copied = "copied"

// mostCopied is the length of the longest of them in runes.
const mostCopied = 30

// insideWords is the kind whose strings may cut words of letters and digits: a
// paragraph holds such a string also within a word.
const insideWords = "inside words"

// draw takes n distinct strings, about the same number of each kind where the text
// has them.
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
		for _, p := range pool {
			if quota == 0 {
				break
			}
			s := newSample(k.name, k.take(d, []rune(p.text)))
			if s != nil && !seen[s.folded] {
				seen[s.folded] = true
				s.from = p.id
				samples = append(samples, s)
				quota--
			}
		}
		d.random.Shuffle(len(pool), func(i, j int) { pool[i], pool[j] = pool[j], pool[i] })
	}
	return samples, nil
}

// A paragraph is a paragraph from which strings are drawn.
type paragraph struct{ id, text string }

// pool draws paragraphs, each with the same probability.
func (d *drawing) pool(ctx context.Context, view engine.View, size int) ([]paragraph, error) {
	drawn := reservoir[paragraph]{random: d.random, size: size}
	err := export.EachPart(ctx, view, func(h engine.Hit, v part.View) error {
		for c := v.Paragraphs(); c.Next(); {
			drawn.offer(func() paragraph { return paragraph{paragraphID(h, c), part.Decode(c.Text)} })
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
	return d.windowOf(runes, least+d.random.IntN(mostDrawn-least+1), keep)
}

// windowOf does so with a string of n runes.
func (d *drawing) windowOf(runes []rune, n int, keep func([]rune) bool) string {
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

// across takes Han characters from both sides of the border of two words.
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

// copied takes a string with a sign or a space in it or at its ends.
func (d *drawing) copied(runes []rune) string {
	return d.windowOf(runes, leastDrawn+1+d.random.IntN(mostCopied-leastDrawn), func(w []rune) bool {
		return slices.ContainsFunc(w, isMark) && slices.ContainsFunc(w, isHan) && !slices.ContainsFunc(w, isBreak)
	})
}

func isBreak(r rune) bool { return unicode.IsControl(r) }

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

// overSpace takes Han characters with white space between them, without that white
// space.
func (d *drawing) overSpace(runes []rune) string {
	return d.unspaced(runes, func(w []rune) bool { return !slices.ContainsFunc(w, isLatin) })
}

// besideLatin takes Han characters next to letters or digits, without the white
// space between the two.
func (d *drawing) besideLatin(runes []rune) string {
	return d.unspaced(runes, func(w []rune) bool { return slices.ContainsFunc(w, isLatin) && !partsLatin(w) })
}

// unspaced takes a string that keep accepts without the white space in it.
func (d *drawing) unspaced(runes []rune, keep func([]rune) bool) string {
	found := d.window(runes, leastDrawn+1, func(w []rune) bool {
		return slices.ContainsFunc(w, unicode.IsSpace) && !unicode.IsSpace(w[0]) && !unicode.IsSpace(w[len(w)-1]) &&
			all(w, func(r rune) bool { return isHan(r) || isLatin(r) || unicode.IsSpace(r) }) && keep(w)
	})
	return strings.Join(strings.Fields(found), "")
}

// partsLatin reports whether white space is between two runes neither of which is
// Han: there a search respects it (see analysis.SpaceCounts).
func partsLatin(runes []rune) bool {
	before, spaces := rune(0), false
	for _, r := range runes {
		if unicode.IsSpace(r) {
			spaces = true
			continue
		}
		if spaces && !isHan(before) && !isHan(r) {
			return true
		}
		before, spaces = r, false
	}
	return false
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
