// Package scan finds many folded terms in stored text in one pass, without
// decoding it and without allocation. It knows the stored character set and
// folding; it must not know queries or scores.
//
// Folding is free of context, so it can be put into a table: every character
// of the stored set whose fold is a character of the terms has that
// character's class, and all others class none. The automaton (Aho and
// Corasick, "Efficient string matching", 1975) runs over classes. Nine in ten
// characters of a text have class none and cost one table look-up.
package scan

import (
	"sync"
	"unicode"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/part"
)

// Classes of characters. Those from firstClass on are characters of terms.
const (
	none       = 0 // in no term: ends every match that has begun
	removed    = 1 // folds to nothing: is passed over
	slow       = 2 // must be decoded and folded: four bytes, or several runes
	blank      = 3 // white space: whether it counts depends on its neighbours
	firstClass = 4
	maxClasses = 255
)

// A Match is an occurrence of a term in a text.
type Match struct {
	Term       int32 // index into the terms of Reset
	Start, End int32 // bytes of the stored text
	Is         Wholeness
}

// A Wholeness says whether a match is a whole word.
type Wholeness uint8

const (
	// Whole is a match that is a word, or may be one.
	Whole Wholeness = iota
	// Piece is a part of a longer name: a letter adjoins a letter at one of its
	// ends, as in ConcurrentHashMap, which holds hashmap, or a letter or a digit adjoins
	// a name that has both, as in redis5g, which holds 5g. C++ and C# hold c.
	Piece
	// Torn is made of pieces of two words with white space between them, like 化学
	// in 文化 学习: it begins within one run of Han and ends within another. 化　学
	// is not torn, because there the match consists of whole runs.
	Torn
)

// A Matcher finds the terms that it was last reset to. It is large (64 KiB)
// and meant to be reused; it must not be used by two goroutines at once.
type Matcher struct {
	class   [1 << 16]uint8 // by ASCII byte, or by two-byte code
	used    []uint16       // entries of class that Reset has set
	classes map[rune]uint8 // of folded characters
	folded  []rune         // by class less firstClass: the folded character
	next    []uint16       // state*stride + class -> state
	stride  int
	outputs [][]int32 // state -> terms that end there, longest first
	terms   []term
	last    []uint8  // state -> the class of the last character read
	texts   []string // of the terms
	encoded []bool   // by term: whether the alphabet has all of it
	anchors []anchor // see Anchor
	// Rings of the last characters of terms: where each began, and where the
	// run of ASCII around it began.
	starts, runs [256]int32
}

type term struct {
	runes       int
	left, right bool // whether the term begins, or ends, with a Latin letter or a digit
	mixed       bool // whether it is a name of letters and digits, like iphone15 or 5g
	letter      bool // whether it is one letter, which with ++ or # is another name
	inside      bool // whether the term matches inside words as well
}

// MaxTermRunes is the length in runes of the longest term; longer ones never match.
const MaxTermRunes = 200

// NewMatcher returns a Matcher without terms.
func NewMatcher() *Matcher {
	m := &Matcher{classes: make(map[rune]uint8)}
	for lead := 0x81; lead < 0xFF; lead++ {
		for digit := '0'; digit <= '9'; digit++ {
			m.class[lead<<8|int(digit)] = slow
		}
	}
	for _, code := range expansions().removed {
		m.class[code] = removed
	}
	for _, r := range analysis.Variants(' ') {
		if code, ok := shortCode(r); ok {
			m.class[code] = blank
		}
	}
	return m
}

// Reset makes the Matcher find the given terms, folded by analysis.FoldText. Terms
// beyond what the alphabet holds (251 characters) are left out, from the end; empty
// terms never match. It reports whether every other term was taken.
func (m *Matcher) Reset(terms []string) bool {
	m.clear()
	encoded, all := make([][]uint8, len(terms)), true
	for i, t := range terms {
		m.terms = append(m.terms, newTerm(t))
		encoded[i] = m.encode(t)
		all = all && (len(encoded[i]) > 0 || t == "")
		m.texts, m.encoded = append(m.texts, t), append(m.encoded, len(encoded[i]) > 0)
	}
	m.build(encoded)
	return all
}

// MatchInside lets a term match inside words of Latin letters and digits as well,
// until the next Reset.
func (m *Matcher) MatchInside(term int) { m.terms[term].inside = true }

// Finds reports whether a term is looked for: it is not empty, not too long, and of
// characters that the alphabet has.
func (m *Matcher) Finds(term int) bool { return m.encoded[term] }

func (m *Matcher) clear() {
	for _, code := range m.used {
		m.class[code] = none
	}
	m.used, m.terms, m.folded = m.used[:0], m.terms[:0], m.folded[:0]
	m.texts, m.encoded, m.anchors = m.texts[:0], m.encoded[:0], m.anchors[:0]
	clear(m.classes)
}

func newTerm(s string) term {
	runes := []rune(s)
	if len(runes) == 0 {
		return term{}
	}
	return term{runes: len(runes), left: kindOf(runes[0]) != other, right: kindOf(runes[len(runes)-1]) != other, mixed: isMixed(runes),
		letter: len(runes) == 1 && runes[0] >= 'a' && runes[0] <= 'z'}
}

// isMixed reports whether a text consists of letters and digits, and has both.
func isMixed(runes []rune) bool {
	digits := 0
	for _, r := range runes {
		switch kindOf(r) {
		case other:
			return false
		case digit:
			digits++
		}
	}
	return digits > 0 && digits < len(runes)
}

// encode turns a term into classes, nil when the alphabet is full or the term
// too long.
func (m *Matcher) encode(t string) []uint8 {
	out := make([]uint8, 0, len(t))
	for _, r := range t {
		c, ok := m.classes[r]
		if !ok {
			if len(m.classes)+firstClass >= maxClasses {
				return nil
			}
			c = m.add(r)
		}
		out = append(out, c)
	}
	if len(out) > MaxTermRunes {
		return nil
	}
	return out
}

// add gives a folded character a class, and every character that folds to it.
func (m *Matcher) add(r rune) uint8 {
	c := uint8(len(m.classes) + firstClass)
	m.classes[r] = c
	m.folded = append(m.folded, r)
	for _, v := range analysis.Variants(r) {
		if code, ok := shortCode(v); ok && r != ' ' {
			m.set(code, c)
		}
	}
	for _, code := range expansions().holding[r] {
		m.set(code, slow)
	}
	return c
}

func (m *Matcher) set(code uint16, class uint8) {
	m.class[code] = class
	m.used = append(m.used, code)
}

// shortCode returns the code of a character of one or two bytes; those of four
// bytes have the class slow.
func shortCode(r rune) (uint16, bool) {
	var buf [4]byte
	switch b := part.AppendRune(buf[:0], r); len(b) {
	case 1:
		return uint16(b[0]), true
	case 2:
		return uint16(b[0])<<8 | uint16(b[1]), true
	}
	return 0, false
}

// expanding lists the characters, by code, whose fold is not one character.
type expanding struct {
	removed []uint16          // fold to nothing
	holding map[rune][]uint16 // codes, by each character of their fold
	parts   map[rune][]rune   // by each character of their fold, those of four bytes too
}

var expansions = sync.OnceValue(func() expanding {
	e := expanding{holding: make(map[rune][]uint16), parts: make(map[rune][]rune)}
	for _, r := range analysis.Expanding() {
		fold := analysis.Fold(r)
		for _, f := range fold {
			e.parts[f] = append(e.parts[f], r)
		}
		code, ok := shortCode(r)
		if !ok {
			continue
		}
		if fold == "" {
			e.removed = append(e.removed, code)
		}
		for _, f := range fold {
			e.holding[f] = append(e.holding[f], code)
		}
	}
	return e
})

// A kind separates the words of Latin letters and of digits.
type kind uint8

const (
	other kind = iota
	lower
	upper
	digit
)

func kindOf(r rune) kind {
	switch {
	case r >= '0' && r <= '9':
		return digit
	case r >= 'a' && r <= 'z':
		return lower
	case r >= 'A' && r <= 'Z':
		return upper
	case r < 0x80 || r > 0x24F:
		return other
	case unicode.IsUpper(r):
		return upper
	case unicode.IsLower(r):
		return lower
	}
	return other
}
