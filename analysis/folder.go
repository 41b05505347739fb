package analysis

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A folder holds the rules of folding as they are defined; foldTable has them
// as they are used. Its map is from Traditional to Simplified characters.
type folder map[rune]rune

// fold applies the first rule that changes r, then folds what it gave.
func (f folder) fold(r rune) string {
	if !utf8.ValidRune(r) {
		return string(utf8.RuneError)
	}
	if r < utf8.RuneSelf && r > ' ' {
		return string(unicode.ToLower(r))
	}
	if changed, ok := rewrite(r); ok {
		return f.foldAll(changed)
	}
	if s, ok := f[r]; ok {
		return f.fold(s)
	}
	return string(r)
}

func (f folder) foldAll(s string) string {
	var b strings.Builder
	for _, r := range s {
		b.WriteString(f.fold(r))
	}
	return b.String()
}

// rewrite applies the first rule of Unicode that changes r, false when there is
// none.
func rewrite(r rune) (string, bool) {
	switch {
	case vanishes(r):
		return "", true
	case unicode.IsSpace(r) || unicode.Is(unicode.Z, r):
		return " ", r != ' '
	case r == '™' || r == '℠': // not "tm", which would grow the word before it
		return "", false
	case r == 'ς':
		return "σ", true
	}
	if lower := unicode.ToLower(r); lower != r {
		return string(lower), true
	}
	s := string(r)
	if c := norm.NFKC.String(s); c != s || !hasDiacritics(r) {
		return c, c != s
	}
	d := norm.NFD.String(s)
	return d, d != s
}

// vanishes says whether a rune has no folded form: format characters,
// variation selectors, and the marks that stand over Latin letters and digits.
func vanishes(r rune) bool {
	return unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r) ||
		unicode.IsOneOf([]*unicode.RangeTable{unicode.Mn, unicode.Me}, r) && inMarkBlock(r)
}

// inMarkBlock says whether r is in one of the blocks of combining diacritical
// marks, which belong to no script.
func inMarkBlock(r rune) bool {
	return 0x0300 <= r && r <= 0x036F || 0x1AB0 <= r && r <= 0x1AFF ||
		0x1DC0 <= r && r <= 0x1DFF || 0x20D0 <= r && r <= 0x20FF || 0xFE20 <= r && r <= 0xFE2F
}

func hasDiacritics(r rune) bool {
	return unicode.In(r, unicode.Latin, unicode.Greek, unicode.Cyrillic)
}
