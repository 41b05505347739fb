// Package mend keeps the vocabulary of a generation, its words and titles, and uses
// it to find other readings of a query that finds too little: corrections of
// misspellings, pinyin, pieces of words, phrases that occur in no text. It also
// completes what is being typed. It must not know how results are ranked.
package mend

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search/plan"
	"github.com/xunzhang/xunzhang/search/query"
)

// A Meaning is a correction of a whole query: what the reader meant to type.
type Meaning struct {
	Query       query.Query
	Corrections []plan.Expansion
	Sure        bool // whether to search for it instead of suggesting it; known after Settle
	slips       []slip
	typed       map[int]string // by index of the group: misspellings that a few texts hold, and that are searched for too
}

// Text returns the typed text with the corrections made in it; where a correction
// cannot be placed in the text, the query is printed instead.
func (m *Meaning) Text(typed string) string {
	for _, c := range m.Corrections {
		if strings.Count(typed, c.From) != 1 {
			return m.Query.String()
		}
		typed = strings.Replace(typed, c.From, c.To, 1)
	}
	return typed
}

// KeepsTyped reports whether WithTyped differs from Query.
func (m *Meaning) KeepsTyped() bool { return len(m.typed) > 0 }

// WithTyped returns the query that also finds the few texts with what was typed.
func (m *Meaning) WithTyped() query.Query {
	q := m.Query
	q.Groups = slices.Clone(q.Groups)
	for i, typed := range m.typed {
		q.Groups[i] = slices.Clone(q.Groups[i])
		q.Groups[i][0].Slip = typed
	}
	return q
}

// Correct corrects a query, nil when there is nothing to correct. The meaning is
// settled by the results of its Requests. With byTexts it may be a correction that only
// whole texts support, which is not wanted of a query that a text holds as typed.
func Correct(ctx context.Context, c *Corrector, q query.Query, byTexts bool) (*Meaning, error) {
	m := &Meaning{Query: q, Sure: true, typed: make(map[int]string)}
	q, joined, err := c.spaced(ctx, m, q)
	if err != nil {
		return nil, err
	}
	m.Query.Groups = slices.Clone(q.Groups)
	c.unsure = false
	if err = c.groups(ctx, m, q, joined); err == nil && len(m.Corrections) == 0 && byTexts {
		c.unsure = true
		err = c.groups(ctx, m, q, joined)
	}
	if err != nil || len(m.Corrections) == 0 {
		return nil, err
	}
	return m, nil
}

// groups corrects the groups of a query that are not joined. When unsure it corrects one
// text at most.
func (c *Corrector) groups(ctx context.Context, m *Meaning, q query.Query, joined map[int]bool) error {
	for i, g := range q.Groups {
		if joined[i] {
			continue
		}
		group := slices.Clone(g)
		for j, a := range g {
			if !isCorrected(a) || c.unsure && len(m.Corrections) > 0 {
				continue
			}
			text, err := c.atom(ctx, m, i, a)
			if err != nil {
				return err
			}
			group[j].Text = text
		}
		m.Query.Groups[i] = group
	}
	return nil
}

// isCorrected reports whether an atom is corrected.
func isCorrected(a query.Atom) bool {
	return !a.Not && !a.Phrase && (a.Field == query.FieldAny || a.Field == query.FieldTitle)
}

// atom corrects the text of an atom of the i-th group.
func (c *Corrector) atom(ctx context.Context, m *Meaning, i int, a query.Atom) (string, error) {
	t := analysis.NewText(a.Text)
	all, err := c.correct(ctx, []rune(t.Folded()))
	if err != nil {
		return "", err
	}
	if c.unsure && len(all) > 1 {
		all = []correction{slices.MaxFunc(all, func(a, b correction) int { return cmp.Compare(a.gain, b.gain) })}
	}
	text := a.Text
	for _, found := range slices.Backward(all) {
		start, end := t.Span(found.start, found.end)
		text = text[:start] + found.to + text[end:]
		m.Corrections = append(m.Corrections, plan.Expansion{Kind: found.kind.String(), From: t.Original()[start:end], To: found.to})
		whole := found.start == 0 && found.end == t.Len() && len(m.Query.Groups[i]) == 1 && a.Field == query.FieldAny
		m.slips = append(m.slips, slip{found.from, found.gain, i, a.Text, whole, found.inFull})
	}
	return text, nil
}

// A slip is a typed text that may be a misspelling.
type slip struct {
	from   string
	gain   float64
	group  int
	typed  string    // the text of the atom that holds it
	whole  bool      // whether it is the whole group
	inFull *evidence // of a possible correction
}

// Requests returns requests that count the parts which may hold the misspelled
// texts; of a possible correction, parts to read.
func (m *Meaning) Requests() []engine.Request {
	if e := m.evidence(); e != nil {
		return e.requests()
	}
	all := make([]engine.Request, len(m.slips))
	for i, s := range m.slips {
		all[i].Filter = plan.MayHold(analysis.NewText(s.from))
	}
	return all
}

// evidence is that of the one possible correction, nil where there is none.
func (m *Meaning) evidence() *evidence {
	if len(m.slips) != 1 {
		return nil
	}
	return m.slips[0].inFull
}

// Settle decides by the results of Requests whether the meaning is sure, and
// whether the typed text is searched for too. It reports whether there is reason to
// correct anything.
func (m *Meaning) Settle(results []*engine.Result) (bool, error) {
	if e := m.evidence(); e != nil {
		supported, sure, err := e.settle(results)
		m.Sure = sure
		return supported, err
	}
	for i, s := range m.slips {
		held := results[i].Parts
		if s.gain < leastReplace || held > NextToNothing || held > 0 && !s.whole {
			m.Sure = false
		}
		if held > 0 && s.whole {
			m.typed[s.group] = s.typed
		}
	}
	return true, nil
}

// Presumed returns the meaning with what Settle will decide about typed texts to be
// searched for too, as far as the number of parts that a node matches at most tells;
// nil where it seems that none will be.
func (m *Meaning) Presumed(most func(engine.Node) int) *Meaning {
	p := *m
	p.typed = make(map[int]string)
	if m.evidence() != nil {
		return nil
	}
	for _, s := range m.slips {
		if n := most(plan.MayHold(analysis.NewText(s.from))); s.whole && n > 0 && n <= NextToNothing {
			p.typed[s.group] = s.typed
		}
	}
	if len(p.typed) == 0 {
		return nil
	}
	return &p
}

// Keeps reports whether the same typed texts are searched for too as in another
// meaning of the query, nil for none.
func (m *Meaning) Keeps(other *Meaning) bool {
	return other != nil && maps.Equal(m.typed, other.typed)
}

// NextToNothing is how many parts may hold what was typed for its correction to
// be searched for as well.
const NextToNothing = 5

// A Suggestion is another query that finds more.
type Suggestion struct {
	Text  string `json:"text"`
	Count int    `json:"count"` // articles that it finds
}
