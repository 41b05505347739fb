package show

import (
	"slices"
	"strings"
	"unicode"

	"github.com/xunzhang/xunzhang/part"
	"github.com/xunzhang/xunzhang/search/scan"
)

// Lengths of a snippet in runes: 80 to 120 Han, two lines on a screen.
const (
	snippetMin = 80
	snippetMax = 120
)

// A span is a marked run of runes of a text.
type span struct {
	start, end int // runes
	term       int32
}

// A decoded text is one for showing: runes, and the spans to mark.
type decoded struct {
	runes []rune
	spans []span // ordered by start; they may overlap
	// inside tells of each place between runes whether it is inside a mark; nil
	// until insideMark is asked.
	inside []bool
}

// decode turns stored text and its matches into runes and spans, keeping the
// terms that mark allows.
func decode(text []byte, matches []scan.Match, mark func(term int32) bool) decoded {
	d := decoded{runes: make([]rune, 0, len(text)/2+1)}
	at := make([]int32, len(text)+1) // byte -> rune
	for i := 0; i < len(text); {
		at[i] = int32(len(d.runes))
		r, n := part.DecodeRune(text[i:])
		d.runes = append(d.runes, r)
		i += n
	}
	at[len(text)] = int32(len(d.runes))
	for _, m := range matches {
		if mark(m.Term) {
			start, end := d.grapheme(int(at[m.Start]), int(at[m.End]))
			d.spans = append(d.spans, span{start, end, m.Term})
		}
	}
	slices.SortStableFunc(d.spans, func(a, b span) int { return a.start - b.start })
	return d
}

// grapheme widens a mark to whole characters as they are shown.
func (d *decoded) grapheme(start, end int) (int, int) {
	for d.joins(start) {
		start--
	}
	for d.joins(end) {
		end++
	}
	return start, end
}

// joins reports whether the rune at i is shown as one character with the one
// before: combining marks, variation selectors, skin, what a joiner joins, and
// the halves of a flag.
func (d *decoded) joins(i int) bool {
	if i <= 0 || i >= len(d.runes) {
		return false
	}
	r, before := d.runes[i], d.runes[i-1]
	switch {
	case unicode.Is(unicode.M, r), r == joiner, 0x1F3FB <= r && r <= 0x1F3FF:
		return true
	case before == joiner:
		return unicode.IsSymbol(r)
	case isFlagHalf(r):
		n := 0
		for i-n > 0 && isFlagHalf(d.runes[i-n-1]) {
			n++
		}
		return n%2 == 1
	}
	return false
}

const joiner = 0x200D

func isFlagHalf(r rune) bool { return 0x1F1E6 <= r && r <= 0x1F1FF }

// pieces cuts the runes from start to end into marked and plain pieces,
// joining marks that touch.
func (d *decoded) pieces(start, end int) []Piece {
	out := []Piece{}
	at := start
	for i := 0; i < len(d.spans); i++ {
		s := d.spans[i]
		to := s.end
		for i+1 < len(d.spans) && d.spans[i+1].start <= to {
			i++
			to = max(to, d.spans[i].end)
		}
		from, to := max(s.start, at), min(to, end)
		if from >= to {
			continue
		}
		if from > at {
			out = append(out, Piece{Text: string(d.runes[at:from])})
		}
		out = append(out, Piece{Text: string(d.runes[from:to]), Hit: true})
		at = to
	}
	if at < end {
		out = append(out, Piece{Text: string(d.runes[at:end])})
	}
	return out
}

// snippet is the window of the text that covers the most weight of distinct
// terms, cut at sentence ends where it can be, with an ellipsis where it was
// cut.
func (d *decoded) snippet(weight func(term int32) float64) []Piece {
	start, end := 0, len(d.runes)
	if end > snippetMax {
		start = d.bestStart(weight)
		end = d.windowEnd(start)
	}
	pieces := d.pieces(start, end)
	if start > 0 {
		pieces = appendPlain(nil, "…", pieces...)
	}
	if end < len(d.runes) {
		pieces = appendPlain(pieces, "…")
	}
	return pieces
}

// appendPlain appends a plain text and then more pieces, joining neighbours.
func appendPlain(pieces []Piece, text string, more ...Piece) []Piece {
	if n := len(pieces); n > 0 && !pieces[n-1].Hit {
		pieces[n-1].Text += text
	} else {
		pieces = append(pieces, Piece{Text: text})
	}
	for _, p := range more {
		if n := len(pieces); !p.Hit && !pieces[n-1].Hit {
			pieces[n-1].Text += p.Text
		} else {
			pieces = append(pieces, p)
		}
	}
	return pieces
}

// bestStart tries the beginnings of sentences and, in long ones, places a
// little before each match; the earliest of the best wins.
func (d *decoded) bestStart(weight func(int32) float64) int {
	best, bestWeight := 0, -1.0
	for _, start := range d.starts() {
		if w := d.covered(start, weight); w > bestWeight+1e-9 {
			best, bestWeight = start, w
		}
	}
	return best
}

// leadIn is how many runes are shown before a match that is far from the
// beginning of its sentence.
const leadIn = 20

func (d *decoded) starts() []int {
	starts := []int{0}
	for i := 1; i < len(d.runes); i++ {
		if d.sentenceAt(i) {
			starts = append(starts, i)
		}
	}
	for _, s := range d.spans {
		at := max(0, s.start-leadIn)
		for at < s.start && d.cutsBadly(at) {
			at++
		}
		starts = append(starts, at)
	}
	last := max(0, len(d.runes)-snippetMin) // later starts would leave too little
	for i := range starts {
		if starts[i] > last {
			starts[i] = d.sentenceBefore(last)
		}
	}
	slices.Sort(starts)
	return slices.Compact(starts)
}

// sentenceBefore is the beginning of the sentence around at, or at itself when
// that is too far away.
func (d *decoded) sentenceBefore(at int) int {
	for i := at; i > 0 && i > at-(snippetMax-snippetMin); i-- {
		if d.sentenceAt(i) {
			return i
		}
	}
	for at > 0 && d.cutsBadly(at) {
		at--
	}
	return at
}

// cutsBadly reports whether a snippet must not begin at a place.
func (d *decoded) cutsBadly(at int) bool {
	return startsBadly(d.runes[at]) || inWord(d.runes, at) || d.joins(at) || d.insideMark(at)
}

// covered is the weight of the distinct terms in the window from start. A
// little is added for the beginning of a sentence.
func (d *decoded) covered(start int, weight func(int32) float64) float64 {
	sum := 0.0
	if start == 0 || d.sentenceAt(start) {
		sum = 0.5
	}
	seen := map[int32]bool{}
	first, _ := slices.BinarySearchFunc(d.spans, start, func(s span, at int) int { return s.start - at })
	for _, s := range d.spans[first:] {
		if s.start >= start+snippetMax {
			break
		}
		if s.end <= start+snippetMax && !seen[s.term] {
			seen[s.term] = true
			sum += weight(s.term)
		}
	}
	return sum
}

// windowEnd is the last sentence end that leaves at least snippetMin runes and
// cuts no mark; else a place between words.
func (d *decoded) windowEnd(start int) int {
	limit := start + snippetMax
	if limit >= len(d.runes) {
		return len(d.runes)
	}
	for end := limit; end > start+snippetMin; end-- {
		if d.sentenceEnds(end) && !strings.ContainsRune(closers, d.runes[end]) && !d.insideMark(end) {
			return end
		}
	}
	for end := limit; end > start+snippetMin; end-- {
		if !inWord(d.runes, end) && !d.joins(end) && !d.insideMark(end) {
			return end
		}
	}
	return limit
}

func (d *decoded) insideMark(at int) bool {
	if d.inside == nil {
		d.inside = make([]bool, len(d.runes)+1)
		for _, s := range d.spans {
			for i := s.start + 1; i < s.end; i++ {
				d.inside[i] = true
			}
		}
	}
	return d.inside[at]
}

const closers = "”’」』）》】)\"'"

// sentenceEnds reports whether a sentence ends before at, marks that close it
// included.
func (d *decoded) sentenceEnds(at int) bool {
	for at > 0 && strings.ContainsRune("”’」』）", d.runes[at-1]) {
		at--
	}
	return at > 0 && endsSentence(d.runes[at-1])
}

// sentenceAt reports whether a snippet may begin with a sentence at a place.
func (d *decoded) sentenceAt(at int) bool {
	return d.sentenceEnds(at) && !startsBadly(d.runes[at]) && !d.insideMark(at)
}

func endsSentence(r rune) bool { return strings.ContainsRune("。！？；!?;\n", r) }

// startsBadly tells what a snippet never begins with.
func startsBadly(r rune) bool {
	return unicode.IsSpace(r) || unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) ||
		unicode.IsPunct(r) && !strings.ContainsRune("“‘「『（《【(#@", r)
}

// inWord reports whether a cut at i would be inside a Latin word or number.
func inWord(runes []rune, i int) bool {
	if i <= 0 || i >= len(runes) {
		return false
	}
	word := func(r rune) bool { return r < 0x250 && (unicode.IsLetter(r) || unicode.IsDigit(r)) }
	return word(runes[i-1]) && word(runes[i])
}
