package search

import (
	"context"
	"slices"
	"strings"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
)

// A meaning is what a query may have been meant to be.
type meaning struct {
	query       Query
	corrections []Expansion
	sure        bool         // whether to search for it at once
	typed       map[int]Atom // by group, what was typed and a few texts hold
}

// text is the typed text with the corrections, printed anew where it does not
// hold them as they are.
func (m *meaning) text(typed string) string {
	for _, c := range m.corrections {
		if strings.Count(typed, c.From) != 1 {
			return m.query.String()
		}
		typed = strings.Replace(typed, c.From, c.To, 1)
	}
	return typed
}

// withTyped is the query that also finds the few texts that hold what was
// typed.
func (m *meaning) withTyped() Query {
	q := m.query
	q.Groups = slices.Clone(q.Groups)
	for i, a := range m.typed {
		q.Groups[i] = append(slices.Clone(q.Groups[i]), a)
	}
	q.kept = len(q.Groups) == 1 && len(m.typed) == 1
	return q
}

// correct corrects a query, nil when there is nothing to correct.
func correct(ctx context.Context, c *corrector, q Query) (*meaning, error) {
	m := &meaning{query: q, sure: true, typed: make(map[int]Atom)}
	m.query.Groups = slices.Clone(m.query.Groups)
	for i, g := range q.Groups {
		group := slices.Clone(g)
		for j, a := range g {
			if a.Not || a.Phrase || a.Field != FieldAny && a.Field != FieldTitle {
				continue
			}
			text, err := c.atom(ctx, m, i, a)
			if err != nil {
				return nil, err
			}
			group[j].Text = text
		}
		m.query.Groups[i] = group
	}
	if len(m.corrections) == 0 {
		return nil, nil
	}
	return m, nil
}

// atom corrects the text of an atom of the i-th group.
func (c *corrector) atom(ctx context.Context, m *meaning, i int, a Atom) (string, error) {
	t := analysis.NewText(a.Text)
	all, err := c.correct(ctx, []rune(t.Folded()))
	if err != nil {
		return "", err
	}
	text := a.Text
	for _, found := range slices.Backward(all) {
		start, end := t.Span(found.start, found.end)
		text = text[:start] + found.to + text[end:]
		m.corrections = append(m.corrections, Expansion{Kind: found.kind.String(), From: t.Original()[start:end], To: found.to})
		held, err := c.held(ctx, found.from)
		if err != nil {
			return "", err
		}
		whole := found.start == 0 && found.end == t.Len() && len(m.query.Groups[i]) == 1 && a.Field == FieldAny
		switch {
		case found.gain < leastReplace || held > nextToNothing || held > 0 && !whole:
			m.sure = false
		case held > 0:
			m.typed[i] = a
		}
	}
	return text, nil
}

// nextToNothing is how many parts may hold what was typed for its correction to
// be searched for as well.
const nextToNothing = 5

// held is how many parts may hold a text.
func (c *corrector) held(ctx context.Context, text string) (int, error) {
	result, err := c.view.Search(ctx, engine.Request{Filter: requiredNode(analysis.NewText(text))})
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
