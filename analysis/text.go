package analysis

import (
	"unicode"
	"unicode/utf8"
)

// A Text is a text together with its folded form, and for each folded rune its byte
// span in the original. It is read-only, and safe for use by several goroutines.
// Texts must be smaller than 4 GiB.
type Text struct {
	original string
	folded   string
	runes    []position
}

// A position is one folded rune.
type position struct {
	rune   rune
	folded uint32 // byte offset in Text.folded
	start  uint32 // byte offset in Text.original of the rune it comes from
	size   uint8  // bytes of that rune
	class  class
	upper  bool // whether that rune is upper case, for camelCase
	gap    bool // whether white space before that rune was left out
}

// NewText folds s. Runes of an expansion share their rune's span; runes that
// vanish, and white space that is left out (see SpaceCounts), belong to no span.
// Each byte that is not valid UTF-8 becomes U+FFFD, which takes part in no term.
func NewText(s string) Text {
	t := folds()
	b := textBuilder{runes: make([]position, 0, utf8.RuneCountInString(s)), folded: make([]byte, 0, len(s))}
	for i, r := range s {
		p := position{start: uint32(i), size: runeSize(r, s[i:]), upper: isUpper(r)}
		if f, ok := t.single(r); ok {
			p.rune, p.class = f, t.class(f)
			b.add(p)
			continue
		}
		for _, f := range t.others[r] {
			p.rune, p.class = f, t.class(f)
			b.add(p)
		}
	}
	b.cut()
	return Text{original: s, folded: string(b.folded), runes: b.runes}
}

// A textBuilder collects the folded runes of a text in their order.
type textBuilder struct {
	runes  []position
	folded []byte
	spaces int // white space at the end; the next rune decides whether it counts
}

// add takes a rune.
func (b *textBuilder) add(p position) {
	if p.class == space {
		b.spaces++
	} else if b.spaces > 0 {
		p.gap = b.endSpaces(p)
	}
	p.folded = uint32(len(b.folded))
	b.runes = append(b.runes, p)
	b.folded = utf8.AppendRune(b.folded, p.rune)
}

// endSpaces reports whether the white space before a rune is left out, and does
// it.
func (b *textBuilder) endSpaces(p position) bool {
	if n := len(b.runes) - b.spaces; n > 0 {
		if last := b.runes[n-1]; spaceCounts(last.rune, p.rune, last.class, p.class) {
			b.spaces = 0
			return false
		}
	}
	b.cut()
	return true
}

// cut removes the white space at the end.
func (b *textBuilder) cut() {
	b.runes = b.runes[:len(b.runes)-b.spaces]
	b.folded = b.folded[:len(b.folded)-b.spaces] // a folded space is one byte
	b.spaces = 0
}

// runeSize is how many bytes r takes at the beginning of s.
func runeSize(r rune, s string) uint8 {
	if r == utf8.RuneError { // three bytes, or one that is not valid
		_, size := utf8.DecodeRuneInString(s)
		return uint8(size)
	}
	return uint8(utf8.RuneLen(r))
}

// Between these there are only characters without case.
const firstHan, lastHan = 0x2E80, 0x9FFF

func isUpper(r rune) bool {
	if r < utf8.RuneSelf || r >= firstHan && r <= lastHan {
		return 'A' <= r && r <= 'Z'
	}
	return unicode.IsUpper(r)
}

// Original returns the text as it was given.
func (t Text) Original() string { return t.original }

// Folded returns the folded text, always valid UTF-8, without the white space
// that is left out.
func (t Text) Folded() string { return t.folded }

// Len returns the number of folded runes.
func (t Text) Len() int { return len(t.runes) }

// Rune returns the i-th folded rune, from 0.
func (t Text) Rune(i int) rune { return t.runes[i].rune }

// Slice returns the folded runes from i up to j as a string.
func (t Text) Slice(i, j int) string { return t.folded[t.offset(i):t.offset(j)] }

// Span returns the byte span on the original of the folded runes from i up to
// j, which must be at least one.
func (t Text) Span(i, j int) (start, end int) {
	last := t.runes[j-1]
	return int(t.runes[i].start), int(last.start) + int(last.size)
}

// offset is the byte offset in folded of the i-th rune, or its length.
func (t Text) offset(i int) int {
	if i == len(t.runes) {
		return len(t.folded)
	}
	return int(t.runes[i].folded)
}
