package analysis

import (
	"strings"
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
}

// NewText folds s. Runes of an expansion share their rune's span; runes that
// vanish belong to no span. Each byte that is not valid UTF-8 becomes U+FFFD,
// which takes part in no term.
func NewText(s string) Text {
	t := folds()
	runes := make([]position, 0, utf8.RuneCountInString(s))
	var folded strings.Builder
	folded.Grow(len(s))
	for i, r := range s {
		p := position{start: uint32(i), size: runeSize(r, s[i:]), upper: isUpper(r)}
		if f, ok := t.single(r); ok {
			p.rune, p.folded, p.class = f, uint32(folded.Len()), t.class(f)
			runes = append(runes, p)
			folded.WriteRune(f)
			continue
		}
		for _, f := range t.others[r] {
			p.rune, p.folded, p.class = f, uint32(folded.Len()), t.class(f)
			runes = append(runes, p)
			folded.WriteRune(f)
		}
	}
	return Text{original: s, folded: folded.String(), runes: runes}
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

// Folded returns the folded text, always valid UTF-8.
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
