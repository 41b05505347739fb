package scan

import (
	"bytes"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/part"
)

// Find appends the occurrences of all terms in a stored text to dst, ordered by
// their ends. A term that begins or ends with a Latin letter or a digit matches
// only where a word does: "ai" is in "AI产品" and "openAI", not in "maintain".
// White space counts as analysis.SpaceCounts says; a match continues across white
// space that does not count.
func (m *Matcher) Find(text []byte, dst []Match) []Match {
	c := cursor{ascii: len(text), gap: -1}
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
		switch {
		case class >= firstClass:
			dst = m.step(dst, text, i, i+size, class, &c)
		case class == slow:
			dst, size = m.stepSlow(dst, text, i, &c)
		case c.state == 0: // no match has begun, so that the character cannot end or interrupt one
		case class == none:
			c.state = 0
		case class == blank:
			c.blank(i+size, true)
		}
		i += size
	}
	return dst
}

// skip returns the offset after the run of two-byte characters from i on that are
// in no term. Most of a text consists of such characters.
func (m *Matcher) skip(text []byte, i int) int {
	for i+1 < len(text) && text[i] >= 0x80 && m.class[uint16(text[i])<<8|uint16(text[i+1])] == none {
		i += 2
	}
	return i
}

// A cursor is the state of a scan.
type cursor struct {
	state int
	n     int // characters of terms read so far
	ascii int // start of the current run of ASCII; the length of the text outside of one

	blanks int  // white space characters since the last character of a term; the next character decides whether they count
	parts  bool // whether some of them are characters of the text, and not part of what a character folds to (゛)
	run    int  // start of the text after the last white space within a match
	before int  // start of the text before that white space, or earlier
	gap    int  // number of the first character of terms after white space that was left out between Han, or -1
	torn   int  // the value of before at that white space
}

// blank reads white space that ends at end, within a match; parts says whether it
// is a character of the text.
func (c *cursor) blank(end int, parts bool) {
	if parts {
		if !c.parts {
			c.before = c.run
		}
		c.run, c.parts = end, true
	}
	c.blanks++
}

// step reads a character that occurs in terms, from i to end.
func (m *Matcher) step(dst []Match, text []byte, i, end, class int, c *cursor) []Match {
	if c.blanks > 0 {
		m.stepBlanks(class, c)
	}
	c.state = int(m.next[c.state*m.stride+class])
	m.starts[c.n&255], m.runs[c.n&255] = int32(i), int32(c.ascii)
	c.n++
	if out := m.outputs[c.state]; out != nil {
		first := len(dst)
		dst = m.emit(dst, out, text, c.n, end)
		if c.gap >= 0 {
			m.tear(dst[first:], text, c)
		}
	}
	return dst
}

// stepBlanks reads the white space before a character of a term. No term begins or
// ends with a space, so that nothing matches here.
func (m *Matcher) stepBlanks(class int, c *cursor) {
	if c.state > 0 {
		space := int(m.classes[' '])
		before, after := m.folded[m.last[c.state]-firstClass], m.folded[class-firstClass]
		if !analysis.SpaceCounts(before, after) {
			if c.parts && analysis.IsHan(before) && analysis.IsHan(after) {
				c.gap, c.torn = c.n, c.before
			}
			c.blanks = 0
		}
		for ; c.state > 0 && c.blanks > 0; c.blanks-- {
			c.n++
			c.state = int(m.next[c.state*m.stride+space])
		}
	}
	c.blanks, c.parts = 0, false
}

// stepSlow decodes and folds the character at i, and returns its length.
func (m *Matcher) stepSlow(dst []Match, text []byte, i int, c *cursor) ([]Match, int) {
	r, size := part.DecodeRune(text[i:])
	fold := analysis.Fold(r)
	for _, f := range fold {
		switch class := m.classes[f]; {
		case f == ' ':
			c.blank(i+size, fold == " ")
		case class == none:
			c.state = 0
		default:
			dst = m.step(dst, text, i, i+size, int(class), c)
		}
	}
	return dst, size
}

// tear marks those matches ending at the cursor that are torn.
func (m *Matcher) tear(found []Match, text []byte, c *cursor) {
	for i := range found {
		f := &found[i]
		if f.Is == Whole && c.gap > c.n-m.terms[f.Term].runes && hanAfter(text, int(f.End)) && hanBefore(text[:f.Start], c.torn) {
			f.Is = Torn
		}
	}
}

// emit appends the matches of terms that end at end, after n characters.
func (m *Matcher) emit(dst []Match, out []int32, text []byte, n, end int) []Match {
	ascii := end-int(m.starts[(n-1)&255]) == 1 // whether the last character is ASCII; others may end in such bytes too
	for _, id := range out {
		t := m.terms[id]
		first := (n - t.runes) & 255
		start := m.starts[first]
		left, right := free, free
		if t.left && start > m.runs[first] {
			left = t.borderAt(text, int(start))
		}
		if t.right && ascii && end < len(text) {
			if right = t.borderAt(text, end); t.letter && signed(text[end:]) {
				right = max(right, hump)
			}
		}
		if at := max(left, right); at < inside || t.inside {
			is := Whole
			if at > free {
				is = Piece
			}
			dst = append(dst, Match{Term: id, Start: start, End: int32(end), Is: is})
		}
	}
	return dst
}

// hanBefore reports whether the last character of a text is Han when it is folded.
// The text is read forwards from an offset, because characters cannot be decoded
// backwards; the text may end before that offset.
func hanBefore(text []byte, from int) bool {
	last := utf8.RuneError
	for from < len(text) {
		r, size := part.DecodeRune(text[from:])
		if fold := analysis.Fold(r); fold != "" {
			last, _ = utf8.DecodeLastRuneInString(fold)
		}
		from += size
	}
	return analysis.IsHan(last)
}

// hanAfter reports whether the next character from an offset on is Han when it is
// folded.
func hanAfter(text []byte, at int) bool {
	for at < len(text) {
		r, size := part.DecodeRune(text[at:])
		if fold := analysis.Fold(r); fold != "" {
			first, _ := utf8.DecodeRuneInString(fold)
			return analysis.IsHan(first)
		}
		at += size
	}
	return false
}

// A border says how the end of a term relates to a word of letters or digits.
type border uint8

const (
	free   border = iota // the word ends here too
	hump                 // a part of a camelCase word ends here: HTML|Parser, Tik|Tok
	inside               // the word continues
)

// borderAt returns the border at an end of the term. Letters and digits are words of their
// own, but a name that has both ends only where neither follows, as analysis.Text.Names
// says.
func (t term) borderAt(text []byte, at int) border {
	b := borderAt(text, at)
	if b == free && t.mixed && isASCIIWord(text[at-1]) && isASCIIWord(text[at]) {
		return hump
	}
	return b
}

// signed reports whether a text begins with signs that make another name of an ASCII
// letter: C++, C#.
func signed(text []byte) bool { return text[0] == '#' || bytes.HasPrefix(text, []byte("++")) }

func isASCIIWord(b byte) bool { return b < 0x80 && kindOf(rune(b)) != other }

// borderAt returns the border between two characters. They must be ASCII: accented
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

// Holds reports whether a paragraph of a part, its title or its brief holds a term.
// After Anchor only the texts are read that may.
func (m *Matcher) Holds(v part.View) bool {
	var buffer [8]Match
	holds := func(text []byte) bool { return m.MayHold(text) && len(m.Find(text, buffer[:0])) > 0 }
	return holds(v.Title) || holds(v.Brief) || m.HoldsIn(v, func(Match) bool { return true })
}
