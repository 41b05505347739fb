package mend

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/search/plan"
	"github.com/xunzhang/xunzhang/search/query"
)

// kindUnquoted is the kind of an expansion from a phrase that no text holds to what
// was searched for instead.
const kindUnquoted = "unquoted"

// Loosened returns the query in which the function less has changed the phrases, and
// lists the changes; none when it has changed nothing.
func Loosened(q query.Query, less func(query.Atom) query.Atom) (query.Query, []plan.Expansion) {
	var told []plan.Expansion
	q.Groups = slices.Clone(q.Groups)
	for i, g := range q.Groups {
		if a := g[0]; len(g) == 1 && a.Phrase && !a.Not && a.Field == query.FieldAny {
			if b := less(a); b != a {
				q.Groups[i] = query.Group{b}
				told = append(told, plan.Expansion{Kind: kindUnquoted, From: a.String(), To: b.String()})
			}
		}
	}
	return q, told
}

// kindText is the kind of an expansion from a query with operators that nothing matches
// to the text that was searched for instead.
const kindText = "text"

// AsText returns the query for a text exactly as it is, with what looks like operators
// in it, and what it was changed to.
func AsText(text string) (query.Query, []plan.Expansion) {
	a := query.Atom{Text: text, Phrase: true}
	return query.Query{Groups: []query.Group{{a}}}, []plan.Expansion{{Kind: kindText, From: text, To: a.String()}}
}

// WithoutSigns removes the punctuation at the ends of a phrase.
func WithoutSigns(a query.Atom) query.Atom {
	if text := strings.TrimFunc(a.Text, func(r rune) bool { return unicode.IsPunct(r) || r == ' ' }); text != "" {
		a.Text = text
	}
	return a
}

// InSentence reports whether the quotation marks of a phrase are adjacent to other
// words of the text.
func InSentence(text, phrase string) bool {
	before, after, found := strings.Cut(text, phrase)
	if !found {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRightFunc(before, isQuote))
	first, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(after, isQuote))
	return isWordRune(last) || isWordRune(first)
}

// isQuote reports whether a rune is a quotation mark.
func isQuote(r rune) bool { return query.ClosingQuotes(r) != "" || r == '」' || r == '』' }

// isWordRune reports whether a rune may be in a word.
func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
