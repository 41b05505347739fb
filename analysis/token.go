package analysis

import "strings"

// A Token is a term and its place: bytes from Start up to End of the original, on
// rune boundaries.
type Token struct {
	Term       string // folded
	Start, End int
}

// A walker walks over the folded runes of a text and collects tokens.
type walker struct {
	text   Text
	tokens []Token
}

// add collects the folded runes from i up to j as they are.
func (w *walker) add(i, j int) {
	start, end := w.text.Span(i, j)
	w.tokens = append(w.tokens, Token{w.text.Slice(i, j), start, end})
}

// addAs collects the folded runes from i up to j under another term.
func (w *walker) addAs(term string, i, j int) {
	start, end := w.text.Span(i, j)
	w.tokens = append(w.tokens, Token{term, start, end})
}

// is says whether the i-th rune exists and is of class c.
func (w *walker) is(i int, c class) bool {
	return 0 <= i && i < len(w.text.runes) && w.text.runes[i].class == c
}

// isRune says whether the i-th folded rune exists and is one of chars.
func (w *walker) isRune(i int, chars string) bool {
	return 0 <= i && i < len(w.text.runes) && strings.ContainsRune(chars, w.text.runes[i].rune)
}

// isWord reports whether the i-th rune exists and is part of a Latin word or
// number.
func (w *walker) isWord(i int) bool {
	return 0 <= i && i < len(w.text.runes) && w.text.runes[i].class.word()
}

// hanEnd is where the run of Han that begins at i ends.
func (w *walker) hanEnd(i int) int {
	for w.is(i, han) {
		i++
	}
	return i
}

// atomEnd is where the letters and digits that begin at i end, or are cut.
func (w *walker) atomEnd(i int) int {
	for end := i + maxAtom; i < end && w.isWord(i); {
		i++
	}
	return i
}

// digitsEnd is where the digits that begin at i end.
func (w *walker) digitsEnd(i int) int {
	for w.is(i, digit) {
		i++
	}
	return i
}
