package analysis

import (
	"strings"
	"unicode/utf8"
)

// Fold returns the folded form of one rune: none, one or more runes. The fold of a
// text is the concatenation of the folds of its runes, whatever their neighbours
// are, and folding twice changes nothing.
func Fold(r rune) string {
	t := folds()
	if f, ok := t.single(r); ok {
		return string(f)
	}
	return t.others[r]
}

// FoldRune returns the rune that r folds to, or r itself where it folds to none
// or to more than one.
func FoldRune(r rune) rune {
	if f, ok := FoldToOne(r); ok {
		return f
	}
	return r
}

// FoldToOne returns the rune that r folds to; it is false where r folds to none or to
// more than one.
func FoldToOne(r rune) (rune, bool) { return folds().single(r) }

// FoldString folds every rune of s. Bytes that are not valid UTF-8 become
// U+FFFD, one each.
func FoldString(s string) string {
	t := folds()
	b := make([]byte, 0, len(s))
	for _, r := range s {
		if f, ok := t.single(r); ok {
			b = utf8.AppendRune(b, f)
		} else {
			b = append(b, t.others[r]...)
		}
	}
	return string(b)
}

// FoldName folds a whole name, of a person or a tag, to one term: as FoldText
// does, with a single space wherever there is white space left.
func FoldName(name string) string {
	return strings.Join(strings.Fields(FoldText(name)), " ")
}

// single returns the one rune that r folds to; it is false when others holds
// the fold.
func (t *foldTable) single(r rune) (rune, bool) {
	if uint32(r) < uint32(len(t.bmp)) {
		f := t.bmp[r]
		return rune(f), f != inOthers
	}
	if !utf8.ValidRune(r) {
		return utf8.RuneError, true
	}
	_, ok := t.others[r]
	return r, !ok
}
