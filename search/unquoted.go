package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// kindUnquoted is the kind of an expansion from a phrase that no text holds to
// what was searched for in its place.
const kindUnquoted = "unquoted"

// loosened is the query with its phrases changed, and what became of them.
func loosened(q Query, less func(Atom) Atom) (Query, []Expansion) {
	var told []Expansion
	q.Groups = slices.Clone(q.Groups)
	for i, g := range q.Groups {
		if a := g[0]; len(g) == 1 && a.Phrase && !a.Not && a.Field == FieldAny {
			if b := less(a); b != a {
				q.Groups[i] = Group{b}
				told = append(told, Expansion{Kind: kindUnquoted, From: a.String(), To: b.String()})
			}
		}
	}
	return q, told
}

// withoutSigns leaves out the punctuation around a phrase.
func withoutSigns(a Atom) Atom {
	if text := strings.TrimFunc(a.Text, func(r rune) bool { return unicode.IsPunct(r) || r == ' ' }); text != "" {
		a.Text = text
	}
	return a
}

// inSentence reports whether the marks around a phrase touch other words of the
// text.
func inSentence(text, phrase string) bool {
	before, after, found := strings.Cut(text, phrase)
	if !found {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRightFunc(before, isQuote))
	first, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(after, isQuote))
	return isWordRune(last) || isWordRune(first)
}

func isQuote(r rune) bool { return quotes(r) != "" || r == '」' || r == '』' }

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
