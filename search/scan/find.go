package scan

import (
	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/part"
)

// Find appends the occurrences of all terms in a stored text to dst, ordered
// by their ends. A term that begins or ends with a Latin letter or a digit
// matches only where a word does: "ai" is in "AI产品" and "openAI", not in
// "maintain".
func (m *Matcher) Find(text []byte, dst []Match) []Match {
	c := cursor{ascii: len(text)}
	for i := 0; i < len(text); {
		if at := m.skip(text, i); at > i {
			i, c.state, c.ascii = at, 0, len(text)
			continue
		}
		size, class := 1, none
		if b := text[i]; b < 0x80 {
			c.ascii = min(c.ascii, i)
			class = int(m.class[b])
		} else if i+1 < len(text) {
			size, c.ascii = 2, len(text)
			class = int(m.class[uint16(b)<<8|uint16(text[i+1])])
		}
		switch class {
		case none:
			c.state = 0
		case removed:
		case slow:
			dst, size = m.stepSlow(dst, text, i, &c)
		default:
			dst = m.step(dst, text, i, i+size, class, &c)
		}
		i += size
	}
	return dst
}

// skip is the place behind the characters of two bytes from i on that are in no
// term, which is what most of a text is made of.
func (m *Matcher) skip(text []byte, i int) int {
	for i+1 < len(text) && text[i] >= 0x80 && m.class[uint16(text[i])<<8|uint16(text[i+1])] == none {
		i += 2
	}
	return i
}

// A cursor is where a scan stands.
type cursor struct {
	state int
	n     int // characters of terms read so far
	ascii int // where the run of ASCII around here began; the text's end outside
}

// step reads one character of a term, which lies from i to end.
func (m *Matcher) step(dst []Match, text []byte, i, end, class int, c *cursor) []Match {
	c.state = int(m.next[c.state*m.stride+class])
	m.starts[c.n&255], m.runs[c.n&255] = int32(i), int32(c.ascii)
	c.n++
	if out := m.outputs[c.state]; out != nil {
		dst = m.emit(dst, out, text, c.n, end)
	}
	return dst
}

// stepSlow decodes and folds the character at i, and returns its length.
func (m *Matcher) stepSlow(dst []Match, text []byte, i int, c *cursor) ([]Match, int) {
	r, size := part.DecodeRune(text[i:])
	for _, f := range analysis.Fold(r) {
		if class := m.classes[f]; class == none {
			c.state = 0
		} else {
			dst = m.step(dst, text, i, i+size, int(class), c)
		}
	}
	return dst, size
}

// emit appends the matches of terms that end at end, after n characters.
func (m *Matcher) emit(dst []Match, out []int32, text []byte, n, end int) []Match {
	ascii := end-int(m.starts[(n-1)&255]) == 1 // whether the last character is; others end in such bytes too
	for _, id := range out {
		t := m.terms[id]
		first := (n - t.runes) & 255
		start := m.starts[first]
		left, right := free, free
		if t.left && start > m.runs[first] {
			left = borderAt(text, int(start))
		}
		if t.right && ascii && end < len(text) {
			right = borderAt(text, end)
		}
		if at := max(left, right); at < inside || t.loose {
			dst = append(dst, Match{Term: id, Start: start, End: int32(end), Piece: at > free})
		}
	}
	return dst
}

// A border tells how a term ends where a word of letters or digits may go on.
type border uint8

const (
	free   border = iota // the word ends here too
	hump                 // a hump of camelCase does: HTML|Parser, Tik|Tok
	inside               // the word goes on
)

// borderAt is the border between two characters. They must be ASCII: accented
// and full-width letters have bytes above 7F.
func borderAt(text []byte, at int) border {
	a, b := text[at-1], text[at]
	if a >= 0x80 || b >= 0x80 {
		return free
	}
	ka, kb := kindOf(rune(a)), kindOf(rune(b))
	switch {
	case ka == other || kb == other || (ka == digit) != (kb == digit):
		return free
	case ka == digit, kb == lower && ka == lower:
		return inside
	case ka == upper && kb == upper:
		if at+1 == len(text) || text[at+1] < 'a' || text[at+1] > 'z' {
			return inside
		}
		return hump
	case kb == lower:
		return inside
	}
	return hump
}

// Holds reports whether a paragraph of a part, its title or its brief holds a
// term, and passes a sieve.
func (m *Matcher) Holds(v part.View, sieve Sieve) bool {
	var buffer [8]Match
	holds := func(text []byte) bool { return sieve.Pass(text) && len(m.Find(text, buffer[:0])) > 0 }
	if holds(v.Title) || holds(v.Brief) {
		return true
	}
	if !sieve.Pass(v.Body()) {
		return false
	}
	for c := v.Paragraphs(); c.Next(); {
		if holds(c.Text) {
			return true
		}
	}
	return false
}
