package query

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Parse parses what a reader typed. It never fails: what is not valid syntax is
// text to look for. This is the language; every sign may also be full width or
// Chinese punctuation:
//
//	words           articles with all of them come first
//	"phrase"        exactly; also “ ” 「 」 『 』
//	-without        articles that hold it are left out: a word, phrase or field
//	a OR b          either; also a | b
//	author:硬糖     also title: tag: category: and 作者： 标题： 标签： 分类：
//	2023..2025      published between; also date:2024-05.. and 日期：
//
// At most MaxTerms atoms are kept.
func Parse(text string) Query {
	q, _ := parse(text)
	return q
}

// LeftOut returns the end of a text that Parse ignores because there are too many
// atoms, usually "".
func LeftOut(text string) string {
	_, rest := parse(text)
	return strings.TrimSpace(rest)
}

func parse(text string) (q Query, rest string) {
	p := parser{rest: Clean(text)}
	join := false // the last word was OR
	for n := 0; n < MaxTerms; n++ {
		tok, ok := p.next()
		if !ok {
			break
		}
		if tok.or && (join || q.joinable()) {
			join = true // when nothing follows, it has no effect
			n--
			continue
		}
		if from, to, ok := tok.dates(); ok {
			q.From, q.To, join = from, to, false
			continue
		}
		q.add(tok.Atom, join)
		join = false
	}
	return q, p.rest
}

// joinable reports whether the last group may get an alternative.
func (q *Query) joinable() bool {
	last := len(q.Groups) - 1
	return last >= 0 && !q.Groups[last][0].Not
}

// add appends an atom, to the last group when joined by OR. Exclusions and filters
// are never alternatives.
func (q *Query) add(a Atom, join bool) {
	last := len(q.Groups) - 1
	if join && !a.Not && a.Field == q.Groups[last][0].Field {
		q.Groups[last] = append(q.Groups[last], a)
		return
	}
	q.Groups = append(q.Groups, Group{a})
}

// Clean makes a text valid UTF-8 without control characters.
func Clean(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == utf8.RuneError:
			return -1
		case unicode.IsControl(r) || unicode.IsSpace(r):
			return ' '
		}
		return r
	}, text))
}

// A token is an atom, or the word OR.
type token struct {
	Atom
	or bool
}

// dates parses a token that is a range of days.
func (t token) dates() (from, to time.Time, ok bool) {
	if t.Not || t.Phrase || t.or {
		return from, to, false
	}
	if t.Field == fieldDate {
		return parseRange(t.Text)
	}
	if t.Field == FieldAny && strings.Contains(t.Text, "..") {
		return parseRange(t.Text)
	}
	return from, to, false
}

// parseRange parses 2023..2025, 2024-05.., ..2024-06-30 and 2024.
func parseRange(s string) (from, to time.Time, ok bool) {
	a, b, two := strings.Cut(s, "..")
	if !two {
		b = a
	}
	if a != "" {
		if from, _, ok = parsePeriod(a); !ok {
			return time.Time{}, time.Time{}, false
		}
	}
	if b != "" {
		if _, to, ok = parsePeriod(b); !ok {
			return time.Time{}, time.Time{}, false
		}
	}
	return from, to, ok
}

// parsePeriod returns the first and last day of a year, month or day.
func parsePeriod(s string) (first, last time.Time, ok bool) {
	for _, form := range [...]struct {
		layout              string
		years, months, days int
	}{{"2006", 1, 0, 0}, {"2006-1", 0, 1, 0}, {"2006-1-2", 0, 0, 1}} {
		if t, err := time.Parse(form.layout, s); err == nil && t.Year() > 0 {
			return t, t.AddDate(form.years, form.months, form.days).AddDate(0, 0, -1), true
		}
	}
	return first, last, false
}
