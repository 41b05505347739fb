package search

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// kindUnquoted is the kind of an expansion from a phrase that no text holds to
// what was searched for in its place.
const kindUnquoted = "unquoted"

// emptyHanded reports whether a query with phrases found no text that holds
// them.
func (r *run) emptyHanded() bool { return len(r.plan.required) > 0 && r.listed() == 0 }

// loosen searches again for less than the phrases that no text holds: first
// without the punctuation at their ends (「寧做不滿的人。」), then, where the marks
// belong to a sentence and are no operator (「…」這句話是誰說的), for their words.
// What was done is told. Who types a phrase by itself gets the phrase or nothing.
func loosen[T any](ctx context.Context, r *run, out T, fn func(*run) (T, error)) (T, error) {
	if r.request.Literal {
		return out, nil
	}
	typed, text := r.query, r.request.Text
	asWords := func(a Atom) Atom {
		a.Phrase = !inSentence(text, a.Text)
		return a
	}
	for _, less := range [...]func(Atom) Atom{withoutSigns, asWords} {
		if !r.emptyHanded() {
			break
		}
		q, told := loosened(typed, less)
		if len(told) == 0 {
			continue
		}
		next := &run{service: r.service, request: r.request, query: q, view: r.view, unquoted: told}
		if err := r.restart(ctx, next); err != nil {
			return out, err
		}
		var err error
		if out, err = fn(r); err != nil {
			return out, err
		}
	}
	return out, nil
}

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
