// Package mend knows what one generation says of its own language, its words and
// titles, and what a query that finds too little may have been meant to be: slips,
// pinyin, pieces of words, phrases that no text holds. It completes what is being
// typed. It must not know how results are ranked.
package mend

import (
	"context"
	"slices"
	"strings"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search/plan"
	"github.com/xunzhang/xunzhang/search/query"
)

// A meaning is what a query may have been meant to be.
type meaning struct {
	Query       query.Query
	Corrections []plan.Expansion
	Sure        bool               // whether to search for it at once
	typed       map[int]query.Atom // by group, what was typed and a few texts hold
}

// Text is the typed text with the corrections, printed anew where it does not
// hold them as they are.
func (m *meaning) Text(typed string) string {
	for _, c := range m.Corrections {
		if strings.Count(typed, c.From) != 1 {
			return m.Query.String()
		}
		typed = strings.Replace(typed, c.From, c.To, 1)
	}
	return typed
}

// WithTyped is the query that also finds the few texts that hold what was
// typed.
func (m *meaning) WithTyped() query.Query {
	q := m.Query
	q.Groups = slices.Clone(q.Groups)
	for i, a := range m.typed {
		q.Groups[i] = append(slices.Clone(q.Groups[i]), a)
	}
	q.WithTyped = len(q.Groups) == 1 && len(m.typed) == 1
	return q
}

// Correct corrects a query, nil when there is nothing to correct.
func Correct(ctx context.Context, c *Corrector, q query.Query) (*meaning, error) {
	m := &meaning{Query: q, Sure: true, typed: make(map[int]query.Atom)}
	m.Query.Groups = slices.Clone(m.Query.Groups)
	for i, g := range q.Groups {
		group := slices.Clone(g)
		for j, a := range g {
			if a.Not || a.Phrase || a.Field != query.FieldAny && a.Field != query.FieldTitle {
				continue
			}
			text, err := c.atom(ctx, m, i, a)
			if err != nil {
				return nil, err
			}
			group[j].Text = text
		}
		m.Query.Groups[i] = group
	}
	if len(m.Corrections) == 0 {
		return nil, nil
	}
	return m, nil
}

// atom corrects the text of an atom of the i-th group.
func (c *Corrector) atom(ctx context.Context, m *meaning, i int, a query.Atom) (string, error) {
	t := analysis.NewText(a.Text)
	all, err := c.correct(ctx, []rune(t.Folded()))
	if err != nil {
		return "", err
	}
	text := a.Text
	for _, found := range slices.Backward(all) {
		start, end := t.Span(found.start, found.end)
		text = text[:start] + found.to + text[end:]
		m.Corrections = append(m.Corrections, plan.Expansion{Kind: found.kind.String(), From: t.Original()[start:end], To: found.to})
		held, err := c.held(ctx, found.from)
		if err != nil {
			return "", err
		}
		whole := found.start == 0 && found.end == t.Len() && len(m.Query.Groups[i]) == 1 && a.Field == query.FieldAny
		switch {
		case found.gain < leastReplace || held > NextToNothing || held > 0 && !whole:
			m.Sure = false
		case held > 0:
			m.typed[i] = a
		}
	}
	return text, nil
}

// NextToNothing is how many parts may hold what was typed for its correction to
// be searched for as well.
const NextToNothing = 5

// held is how many parts may hold a text.
func (c *Corrector) held(ctx context.Context, text string) (int, error) {
	result, err := c.view.Search(ctx, engine.Request{Filter: plan.MayHold(analysis.NewText(text))})
	if err != nil {
		return 0, err
	}
	return result.Parts, nil
}

// A Suggestion is another query that finds more.
type Suggestion struct {
	Text  string `json:"text"`
	Count int    `json:"count"` // articles that it finds
}
