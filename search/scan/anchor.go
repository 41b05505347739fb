package scan

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/part"
)

// To run the automaton over a text costs some nanoseconds for each character that a
// term has, and characters such as 的 or a comma are everywhere. It is faster to
// find out whether a text holds a term at all by one of its characters, its anchor:
// the bytes of the anchor are searched for many at a time, and the characters
// before and after it are compared where it occurs.

// An anchor is a character that occurs in each of some terms. Each of these terms has a
// bit; where there are more than 64, several share one.
type anchor struct {
	Sieve
	// before has, by the class of the character in front of an anchor in a text, the
	// terms of which the two may be part; after has the same for the character that
	// follows. In a term its first anchor counts.
	before, after [maxClasses]uint64
	begins        uint64 // the terms that begin with the anchor
}

// Anchor chooses anchors for the terms, so that MayHold rules texts out: of a single
// term the character of a sieve for it, else characters that many terms share. They
// are used until the next Reset.
func (m *Matcher) Anchor(sieve Sieve) {
	m.anchors = m.anchors[:0]
	left := m.searched()
	if len(left) == 1 && sieve.Sifts() {
		left = m.anchorAt(sieve, left)
	}
	for len(left) > 0 {
		best := mostShared(left)
		if !best.Sifts() {
			m.anchors = m.anchors[:0]
			return
		}
		left = m.anchorAt(best, left)
	}
}

// searched returns the terms that Find looks for, as runes.
func (m *Matcher) searched() [][]rune {
	var all [][]rune
	for i, t := range m.terms {
		if t.runes > 0 && t.runes <= MaxTermRunes && m.encoded[i] {
			all = append(all, []rune(m.texts[i]))
		}
	}
	return all
}

// anchorAt makes an anchor of a sieve's character for the terms that hold it, and
// returns the others.
func (m *Matcher) anchorAt(s Sieve, terms [][]rune) (others [][]rune) {
	a, known := anchor{Sieve: s}, 0
	for _, t := range terms {
		at := slices.Index(t, s.char)
		if at < 0 {
			others = append(others, t)
			continue
		}
		before, after := m.neighbours(t, at)
		a.addTerm(before, after, 1<<(known&63))
		known++
	}
	m.anchors = append(m.anchors, a)
	return others
}

// neighbours are the classes of the characters before and after one of a term; none
// where the term begins or ends there.
func (m *Matcher) neighbours(term []rune, at int) (before, after uint8) {
	if at > 0 {
		before = m.classes[term[at-1]]
	}
	if at+1 < len(term) {
		after = m.classes[term[at+1]]
	}
	return before, after
}

// addTerm notes which characters may be before and after the anchor in a term with this
// bit, by their classes; none is for a term that begins or ends with the anchor.
func (a *anchor) addTerm(before, after uint8, bit uint64) {
	if before == none {
		a.begins |= bit
	}
	for class := range a.before {
		if before == none || int(before) == class || passedOver(uint8(class)) {
			a.before[class] |= bit
		}
		if after == none || int(after) == class || passedOver(uint8(class)) {
			a.after[class] |= bit
		}
	}
}

// frequent are the most frequent characters of Chinese texts; others are better
// anchors.
const frequent = ",的。"

// mostShared returns the sieve of the character that occurs in the most terms; of
// several, the first that is not frequent. Characters without a sieve do not count.
func mostShared(terms [][]rune) Sieve {
	count := make(map[rune]int)
	for _, t := range terms {
		for i, r := range t {
			if slices.Index(t, r) == i {
				count[r]++
			}
		}
	}
	var best Sieve
	for _, t := range terms {
		for _, r := range t {
			better := count[r] > count[best.char] ||
				count[r] == count[best.char] && strings.ContainsRune(frequent, best.char) && !strings.ContainsRune(frequent, r)
			if !better {
				continue
			}
			if s := NewSieve(r); s.Sifts() {
				best = s
			}
		}
	}
	return best
}

// Anchored reports whether MayHold is false for any text.
func (m *Matcher) Anchored() bool { return len(m.anchors) > 0 }

// MayHold is false only for texts in which Find finds nothing. Without anchors it
// is true.
func (m *Matcher) MayHold(text []byte) bool {
	return !m.Anchored() || m.visit(text, func(int) (int, bool) { return 0, true })
}

// visit calls look with the places of anchors in a text, among which there is one in each
// occurrence of a term, until look reports that it has found what it looks for. Look also
// returns from where on the next place is wanted. An anchor may be written in several
// ways (書, 书), and the text is gone through for each of them, from its beginning.
func (m *Matcher) visit(text []byte, look func(at int) (next int, found bool)) bool {
	for i := range m.anchors { // most texts that hold a term have it in the usual writing
		if a := &m.anchors[i]; m.visitCodes(a, text, a.codes[:1], look) {
			return true
		}
	}
	for i := range m.anchors {
		a := &m.anchors[i]
		if m.visitCodes(a, text, a.codes[1:], look) {
			return true
		}
		for _, code := range a.holders {
			if visitCode(text, code, nil, look) {
				return true
			}
		}
	}
	return false
}

// visitCodes is visit for some ways to write an anchor, where the characters before and
// after it fit a term.
func (m *Matcher) visitCodes(a *anchor, text []byte, codes [][]byte, look func(at int) (next int, found bool)) bool {
	for _, code := range codes {
		isAmong := func(start int) bool { return m.fitsTerm(a, text, start, start+len(code)) }
		if visitCode(text, code, isAmong, look) {
			return true
		}
	}
	return false
}

// visitCode is visit for one way to write an anchor, at the places that may accepts.
func visitCode(text, code []byte, may func(start int) bool, look func(at int) (next int, found bool)) bool {
	for from := 0; ; {
		place := index(text, code, from)
		if place < 0 {
			return false
		}
		from = place + 1
		if may != nil && !may(place) {
			continue
		}
		next, found := look(place)
		if found {
			return true
		}
		from = max(from, next)
	}
}

// fitsTerm reports whether the characters before start and from end on may be the
// neighbours of an anchor in one of its terms. How many bytes the character before start
// has cannot be told from its end, so every length is tried.
func (m *Matcher) fitsTerm(a *anchor, text []byte, start, end int) bool {
	may := a.after[m.classAt(text, end)]
	if may == 0 {
		return false
	}
	before := a.begins
	for _, size := range [...]int{1, 2, 4} {
		if start >= size {
			before |= a.before[m.classAt(text, start-size)]
		}
	}
	return may&before != 0
}

// HoldsIn reports whether a paragraph of a part holds a term by a match that counts
// accepts. Where the terms have anchors, only paragraphs with an anchor are read.
func (m *Matcher) HoldsIn(v part.View, counts func(Match) bool) bool {
	var buffer [8]Match
	holds := func(text []byte) bool { return slices.ContainsFunc(m.Find(text, buffer[:0]), counts) }
	c, start := v.Paragraphs(), 0
	if !m.Anchored() {
		for c.Next() {
			if holds(c.Text) {
				return true
			}
		}
		return false
	}
	return m.visit(v.Body(), func(at int) (next int, found bool) {
		if at < start { // another way to write an anchor: from the beginning again
			c = v.Paragraphs()
		}
		for c.End <= at {
			start = c.End
			if !c.Next() {
				return len(v.Body()), false
			}
		}
		return c.End, holds(c.Text)
	})
}

// passedOver reports whether a character of a class may be between the characters
// of a match, or be one of them: a character that folds to nothing, white space, or
// a character that must be decoded.
func passedOver(class uint8) bool { return class == removed || class == blank || class == slow }

// classAt returns the class of the character that begins at i.
func (m *Matcher) classAt(text []byte, i int) uint8 {
	switch {
	case i < len(text) && text[i] < utf8.RuneSelf:
		return m.class[text[i]]
	case i+1 < len(text):
		return m.class[uint16(text[i])<<8|uint16(text[i+1])]
	}
	return none
}
