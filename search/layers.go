package search

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
)

// A query is understood in layers, each consulted only where the one before
// finds too little: the text as typed, with its words; aliases, which the plan
// has; phrases that no text holds as their words; words of letters that hold what
// was typed; misspellings; pinyin. What the last two propose is searched for only
// where next to nothing holds what was typed, and else suggested.

// answered runs fn over the search for a request, or over the search for what
// was meant instead, which the run then tells. The caller closes the run.
func answered[T any](ctx context.Context, s *Service, r Request, fn func(*run) (T, error)) (*run, T, error) {
	var out T
	run, err := s.begin(ctx, r)
	if err != nil {
		return nil, out, err
	}
	if out, err = fn(run); err == nil {
		out, err = loosen(ctx, run, out, fn)
	}
	for _, layer := range [...]func(context.Context) (again bool, err error){run.lookInside, run.reconsider} {
		var again bool
		if err == nil {
			again, err = layer(ctx)
		}
		if again && err == nil {
			out, err = fn(run)
		}
	}
	if err != nil {
		run.close()
		return nil, out, err
	}
	return run, out, nil
}

// maxCorrected is the length in runes up to which a query is corrected: a
// longer one was pasted and not typed.
const maxCorrected = 40

// reconsider asks the layers below whether the query was meant to be another
// one. It makes the run ready to search for that, or notes it as a suggestion.
func (r *run) reconsider(ctx context.Context) (again bool, err error) {
	if r.inside != nil && r.literals > 0 {
		return false, nil // what was typed is no slip
	}
	if r.request.Literal || !r.service.corrects || utf8.RuneCountInString(r.request.Text) > maxCorrected {
		return false, nil
	}
	m, err := r.meant(ctx)
	if err != nil || m == nil {
		return false, err
	}
	found, err := r.finds(ctx, m.query)
	if err != nil || found == 0 {
		return false, err
	}
	if !m.sure && r.listed() > 0 {
		r.suggest = &Suggestion{Text: m.text(r.request.Text), Count: found}
		return false, nil
	}
	next := &run{service: r.service, request: r.request, query: m.withTyped(), view: r.view, corrections: m.corrections}
	next.unquoted = r.unquoted
	if err := r.restart(ctx, next); err != nil {
		return false, err
	}
	return true, nil
}

// restart makes the run another one over the same view.
func (r *run) restart(ctx context.Context, next *run) error {
	if err := next.prepare(ctx); err != nil {
		return err
	}
	r.release()
	*r = *next
	return nil
}

// finds is how many articles a query finds.
func (r *run) finds(ctx context.Context, q Query) (int, error) {
	other := &run{service: r.service, request: r.request, query: q, view: r.view}
	if err := other.prepare(ctx); err != nil {
		return 0, err
	}
	defer other.release()
	result, err := other.view.Search(ctx, other.stage1(0))
	if err != nil {
		return 0, err
	}
	other.count(result)
	if other.total > 0 {
		return other.total, nil
	}
	return other.partial, nil
}

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

// meant corrects the query, nil when there is nothing to correct.
func (r *run) meant(ctx context.Context) (*meaning, error) {
	c := r.newCorrector(ctx)
	m := &meaning{query: r.query, sure: true, typed: make(map[int]Atom)}
	m.query.Groups = slices.Clone(m.query.Groups)
	for i, g := range r.query.Groups {
		group := slices.Clone(g)
		for j, a := range g {
			if a.Not || a.Phrase || a.Field != FieldAny && a.Field != FieldTitle {
				continue
			}
			text, err := r.meantAtom(ctx, c, m, i, a)
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

// meantAtom corrects the text of an atom of the i-th group.
func (r *run) meantAtom(ctx context.Context, c *corrector, m *meaning, i int, a Atom) (string, error) {
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
		whole := found.start == 0 && found.end == t.Len() && len(r.query.Groups[i]) == 1 && a.Field == FieldAny
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

// searched is the text of the query that the run searches for.
func (r *run) searched() string {
	if r.corrections == nil && r.unquoted == nil {
		return r.request.Text
	}
	return r.query.String()
}

// differs names the reason why a text that was found is not what was typed.
func (r *run) differs(found string) string {
	found = analysis.FoldString(found)
	for _, c := range r.corrections {
		if strings.Contains(c.To, found) {
			return c.Kind
		}
	}
	return "folded"
}
