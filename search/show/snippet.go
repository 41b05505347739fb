package show

import (
	"iter"
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

// A decoded is a text ready to be shown: its runes, and the spans to mark.
type decoded struct {
	runes []rune
	spans []span // ordered by start; they may overlap
	// inside says for each position between runes whether it is inside a mark; nil
	// until the first call of insideMark.
	inside []bool
}

// A decoder holds memory that is reused from text to text.
type decoder struct {
	runes []rune
	spans []span
	at    []int32 // byte -> rune
}

// decode turns stored text and its matches into runes and spans, for the terms that
// mark accepts. The result is valid until the next call.
func (b *decoder) decode(text []byte, matches []scan.Match, mark func(term int32) bool) decoded {
	d := decoded{runes: b.runes[:0], spans: b.spans[:0]}
	b.at = slices.Grow(b.at[:0], len(text)+1)[:len(text)+1]
	at := b.at
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
	b.runes, b.spans = d.runes, d.spans
	return d
}

// grapheme extends a mark to whole grapheme clusters.
func (d *decoded) grapheme(start, end int) (int, int) {
	for d.continues(start) {
		start--
	}
	for d.continues(end) {
		end++
	}
	return start, end
}

// continues reports whether the rune at i belongs to the same grapheme cluster as the
// one before: combining marks, variation selectors, skin tones, what a joiner
// joins, and the halves of a flag.
func (d *decoded) continues(i int) bool {
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

// pieces cuts the runes from start to end into marked and plain pieces, joining
// adjacent marks.
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

// snippet returns the window of the text with the largest weight of distinct terms,
// cut at sentence ends where possible, with an ellipsis where it was cut.
func (d *decoded) snippet(weight func(term int32) float64) []Piece {
	start, end := 0, len(d.runes)
	if end > snippetMax {
		start = d.bestStart(weight)
		end = d.windowEnd(start, d.needed(start))
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

// appendPlain appends a plain text and then further pieces, joining adjacent plain
// ones.
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

// bestStart tries the beginnings of sentences and, in long sentences, positions a
// little before each match. Of equally good ones it takes the earliest.
func (d *decoded) bestStart(weight func(int32) float64) int {
	best, bestWeight := 0, -1.0
	for _, start := range d.starts() {
		if w := d.covered(start, weight); w > bestWeight+1e-9 {
			best, bestWeight = start, w
		}
	}
	return best
}

// leadIn is the number of runes shown before a match that is far from the beginning
// of its sentence.
const leadIn = 20

// starts returns where a snippet may begin, ascending: see bestStart.
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

// sentenceBefore returns the beginning of the sentence around at, or at itself when
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

// cutsBadly reports whether a snippet must not begin at a position.
func (d *decoded) cutsBadly(at int) bool {
	return startsBadly(d.runes[at]) || inWord(d.runes, at) || d.continues(at) || d.insideMark(at)
}

// covers yields the first span of each distinct term in the window from start.
func (d *decoded) covers(start int) iter.Seq[span] {
	return func(yield func(span) bool) {
		seen := map[int32]bool{}
		first, _ := slices.BinarySearchFunc(d.spans, start, func(s span, at int) int { return s.start - at })
		for _, s := range d.spans[first:] {
			if s.start >= start+snippetMax {
				return
			}
			if s.end > start+snippetMax || seen[s.term] {
				continue
			}
			if seen[s.term] = true; !yield(s) {
				return
			}
		}
	}
}

// covered returns the weight of the distinct terms in the window from start, and a
// little more for the beginning of a sentence.
func (d *decoded) covered(start int, weight func(int32) float64) float64 {
	sum := 0.0
	if start == 0 || d.sentenceAt(start) {
		sum = 0.5
	}
	for s := range d.covers(start) {
		sum += weight(s.term)
	}
	return sum
}

// needed returns the smallest end of the window from start with which it loses no
// term.
func (d *decoded) needed(start int) int {
	end := start
	for s := range d.covers(start) {
		end = max(end, s.end)
	}
	return end
}

// windowEnd returns the last sentence end that leaves at least snippetMin runes and
// what is needed, and cuts no mark; else a position between words.
func (d *decoded) windowEnd(start, needed int) int {
	limit, least := start+snippetMax, max(start+snippetMin, needed-1)
	if limit >= len(d.runes) {
		return len(d.runes)
	}
	for end := limit; end > least; end-- {
		if d.sentenceEnds(end) && !strings.ContainsRune(closers, d.runes[end]) && !d.insideMark(end) {
			return end
		}
	}
	for end := limit; end > start+snippetMin; end-- { // better to lose a term than to cut a word
		if !inWord(d.runes, end) && !d.continues(end) && !d.insideMark(end) {
			return end
		}
	}
	return limit
}

// insideMark reports whether a cut at a position would be inside a mark.
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

// closers are marks that belong to what is before them: no snippet ends in front of one.
const closers = "”’」』）》】)\"'"

// sentenceEnds reports whether a sentence ends before at, including closing
// quotation marks and brackets.
func (d *decoded) sentenceEnds(at int) bool {
	for at > 0 && closes(d.runes[at-1]) {
		at--
	}
	return at > 0 && endsSentence(d.runes[at-1])
}

// closes reports whether a character is a closing mark that belongs to the sentence
// before it.
func closes(r rune) bool {
	switch r {
	case '”', '’', '」', '』', '）':
		return true
	}
	return false
}

// sentenceAt reports whether a sentence begins at a position, with which a snippet
// may begin.
func (d *decoded) sentenceAt(at int) bool {
	return d.sentenceEnds(at) && !startsBadly(d.runes[at]) && !d.insideMark(at)
}

// endsSentence reports whether a character ends a sentence.
func endsSentence(r rune) bool {
	switch r {
	case '。', '！', '？', '；', '!', '?', ';', '\n':
		return true
	}
	return false
}

// startsBadly reports whether a snippet must not begin with a character.
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
