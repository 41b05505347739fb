package analysis

import (
	"unicode"
	"unicode/utf8"
)

// A class says which terms a folded rune takes part in.
type class uint8

const (
	punctuation class = iota // no term: punctuation, ASCII symbols, controls, U+FFFD
	space                    // ' '
	han                      // Han and what is written like it, without spaces: kana, Hangul, Bopomofo
	letter                   // of words: Latin, Greek, Cyrillic
	digit
	symbol // a term by itself: symbols, emoji, letters of other scripts
)

// word says whether runes of the class make up Latin words and numbers.
func (c class) word() bool { return c == letter || c == digit }

// classOf is the class of any folded rune; foldTable.class is quicker.
func classOf(r rune) class {
	switch {
	case r == ' ':
		return space
	case unicode.Is(unicode.Nd, r):
		return digit
	case r == 'ー' || r == '\u3099' || r == '\u309A' || // marks of kana, of no script
		unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Bopomofo):
		return han
	case unicode.IsLetter(r) && unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic):
		return letter
	case r <= unicode.MaxASCII || r == unicode.ReplacementChar:
		return punctuation
	case unicode.In(r, unicode.L, unicode.M, unicode.N, unicode.S):
		return symbol
	}
	return punctuation
}

func (t *foldTable) class(r rune) class {
	if uint32(r) < uint32(len(t.classes)) {
		return t.classes[r]
	}
	return classOf(r)
}

// InsideWord reports whether a byte offset of a folded text is inside a Latin
// word or a number: whether IsLatin holds for the runes on both sides of it.
func InsideWord(folded string, offset int) bool {
	before, _ := utf8.DecodeLastRuneInString(folded[:offset])
	after, _ := utf8.DecodeRuneInString(folded[offset:])
	return IsLatin(before) && IsLatin(after)
}

// IsHan says whether a folded rune is written like Han, without spaces: Han,
// kana, Hangul, Bopomofo.
func IsHan(r rune) bool { return folds().class(r) == han }

// IsLatin says whether a folded rune makes up Latin words and numbers: a
// letter (Latin, Greek, Cyrillic) or a digit.
func IsLatin(r rune) bool { return folds().class(r).word() }

// IsHanText reports whether a text consists of Han alone.
func IsHanText(s string) bool {
	for _, r := range s {
		if !IsHan(r) {
			return false
		}
	}
	return true
}

// LatinPrefix is the letters and digits that a folded text begins with, Greek and
// Cyrillic ones too (μmol).
func LatinPrefix(s string) string {
	for i, r := range s {
		if !IsLatin(r) {
			return s[:i]
		}
	}
	return s
}

// LatinSuffix is the letters and digits that a folded text ends with.
func LatinSuffix(s string) string {
	n := len(s)
	for n > 0 {
		r, size := utf8.DecodeLastRuneInString(s[:n])
		if !IsLatin(r) {
			break
		}
		n -= size
	}
	return s[n:]
}
