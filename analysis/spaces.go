package analysis

import (
	"strings"
	"unicode"
)

// Chinese is written without spaces between words, and white space next to a Han
// character does not mark the end of a word: OCR writes 老 船 长, people justify
// names and titles (张　三, 目　录), typesetters leave room around Latin words and
// numbers (第 3 章), and lines of wrapped text end anywhere. Readers type none of
// it. So white space next to such a character is left out of folded texts, and so
// is white space between two signs or at the ends of a text. The author's text is
// shown unchanged, because spans are on the original.
//
// White space between Latin words and numbers stays: "tik tok, 1, 2".

// SpaceCounts says whether white space between two folded runes is in a folded
// text.
func SpaceCounts(before, after rune) bool {
	t := folds()
	return spaceCounts(before, after, t.class(before), t.class(after))
}

// spaceCounts is SpaceCounts for runes whose classes are known.
func spaceCounts(before, after rune, b, a class) bool {
	return !(b == punctuation && a == punctuation) && !spaceless(before, b) && !spaceless(after, a)
}

// spaceless reports whether a folded rune belongs to a script without spaces: Han,
// kana, Bopomofo, but not Hangul.
func spaceless(r rune, c class) bool { return c == han && !unicode.Is(unicode.Hangul, r) }

// FoldText returns what NewText(s).Folded() does: the fold of s without the white
// space that does not count.
func FoldText(s string) string {
	folded := FoldString(s)
	if strings.IndexByte(folded, ' ') < 0 {
		return folded
	}
	var b strings.Builder
	last, spaces := ' ', 0
	for _, r := range folded {
		if r == ' ' {
			spaces++
			continue
		}
		if spaces > 0 && b.Len() > 0 && SpaceCounts(last, r) {
			b.WriteString(strings.Repeat(" ", spaces))
		}
		b.WriteRune(r)
		last, spaces = r, 0
	}
	return b.String()
}

// leastSpaced is the least number of single characters in a row, with white space
// between them, that count as spaced out. Two may be a list of words.
const leastSpaced = 3

// spacedEnd is where a piece ends that is segmented by itself: the characters
// from i on, within the run of Han up to end. Characters that are spaced out (中 国
// 人) are one piece. Else white space is where the author ends a word, as in a list
// of tags, and a piece ends.
func (w *walker) spacedEnd(i, end int) int {
	first := w.gapEnd(i, end)
	if first > i+1 {
		return first
	}
	singles := first
	for singles < end && w.gapEnd(singles, end) == singles+1 {
		singles++
	}
	if singles-i >= leastSpaced {
		return singles
	}
	return first
}

// gapEnd returns the first rune after i, up to end, before which white space was
// left out; end when there is none.
func (w *walker) gapEnd(i, end int) int {
	for i++; i < end && !w.text.runes[i].gap; {
		i++
	}
	return i
}
