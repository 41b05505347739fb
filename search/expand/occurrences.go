package expand

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/analysis"
)

// Occurrences records which words of lists occur in texts. They are not safe for
// use by several goroutines.
type Occurrences struct {
	missing map[rune][]string // folded words not seen in any text so far, by their first rune
}

// NewOccurrences begins with every word of the lists missing.
func NewOccurrences(lists []*List) *Occurrences {
	o := &Occurrences{missing: make(map[rune][]string)}
	for _, l := range lists {
		for _, w := range l.Words() {
			if o.Has(w) {
				first, _ := utf8.DecodeRuneInString(w)
				o.missing[first] = append(o.missing[first], w)
			}
		}
	}
	return o
}

// Has reports whether a folded word of the lists occurs in a text that was read.
func (o *Occurrences) Has(word string) bool {
	first, _ := utf8.DecodeRuneInString(word)
	return !slices.Contains(o.missing[first], word)
}

// Read notes the words that occur in a folded text, other than inside a Latin
// word or a number.
func (o *Occurrences) Read(folded string) {
	for at, first := range folded {
		words := o.missing[first]
		left := slices.DeleteFunc(words, func(w string) bool {
			end := at + len(w)
			return strings.HasPrefix(folded[at:], w) && !analysis.InsideWord(folded, at) && !analysis.InsideWord(folded, end)
		})
		if len(left) < len(words) {
			o.missing[first] = left
		}
	}
}
