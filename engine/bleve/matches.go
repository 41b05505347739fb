package bleve

import (
	"fmt"

	"github.com/xunzhang/xunzhang/engine"
)

// matches are the rows that answer a request.
type matches struct {
	found     *accumulator
	preferred *accumulator // those of found that Request.Prefer matches; nil without Prefer
	// others are, by facet, the rows that match everything except the choice of
	// that facet: its counts include them. With Prefer, only the preferred ones.
	others map[string]*accumulator
	// all is Result.AllFacets: the facets of found when no row of it is preferred.
	all map[string][]engine.Count
}

// counted returns the rows that a facet without a choice counts.
func (m *matches) counted() *accumulator {
	if m.preferred != nil {
		return m.preferred
	}
	return m.found
}

// matches evaluates query, filter, choices and preference. It reads stored parts
// only after everything that posting lists and columns decide.
func (e *evaluator) matches(r engine.Request) (m matches, err error) {
	var choices []choice
	if len(r.Choices) > 0 {
		if choices, err = e.choices(r.Choices); err != nil {
			return m, err
		}
	}
	var filters []engine.Node
	if r.Filter != nil {
		filters = append(filters, r.Filter)
	}
	a, rest, err := e.narrow(conjuncts(r.Query), filters)
	if err != nil {
		return m, err
	}
	if err := e.choose(&m, a, rest, choices, r.Facets > 0); err != nil {
		return m, err
	}
	if r.Prefer != nil {
		err = e.prefer(&m, r)
	}
	if err == nil {
		err = e.failed
	}
	return m, err
}

// choose drops the rows that do not match a choice, and finishes the conjunction
// that a belongs to. With facets it keeps the rows that fail a single choice in
// m.others.
func (e *evaluator) choose(m *matches, a *accumulator, rest pending, choices []choice, facets bool) error {
	m.found = a
	if len(choices) == 0 {
		return e.finish(a, rest)
	}
	misses := missed{e.take(), facets}
	for i, c := range choices {
		misses.drop(a, i, c.possible)
	}
	if err := e.finish(a, rest); err != nil {
		return err
	}
	for i, c := range choices {
		misses.drop(a, i, c.is)
	}
	m.others = e.others(a, choices, misses.choice)
	return nil
}

// conjuncts returns the nodes of a conjunction; a node alone is one.
func conjuncts(n engine.Node) []engine.Node {
	switch n := n.(type) {
	case nil:
		return nil
	case engine.And:
		return n
	}
	return []engine.Node{n}
}

// A choice is a filter that a facet's own counts ignore.
type choice struct {
	facet string
	question
}

// choices returns the choices of a request, in the order of their facets' names.
func (e *evaluator) choices(nodes map[string]engine.Node) ([]choice, error) {
	var all []choice
	for _, facet := range sortedKeys(nodes) {
		if _, ok := e.x.columns[facet]; !ok {
			return nil, fmt.Errorf("choice: there is no facet %q", facet)
		}
		if nodes[facet] == nil {
			continue
		}
		q, err := e.question(nodes[facet])
		if err != nil {
			return nil, err
		}
		all = append(all, choice{facet, q})
	}
	return all, nil
}

// missed records for each row which choice it does not match.
type missed struct {
	choice *accumulator // the count of a row is the index of the choice, plus one
	wanted bool         // whether rows that fail a single choice are kept
}

// drop drops the rows that do not match a choice, except, when such rows are
// wanted, those that have matched all choices before.
func (m missed) drop(a *accumulator, choice int, ok func(uint32) bool) {
	index := uint16(choice) + 1
	a.keep(func(row uint32) bool {
		first := &m.choice.counts[row]
		if *first == index || ok(row) { // it has been asked, or matches
			return true
		}
		if *first > 0 || !m.wanted {
			return false
		}
		m.choice.mark(row)
		*first = index
		return true
	})
}

// others moves the rows that fail a choice out of a, and returns them by facet.
func (e *evaluator) others(a *accumulator, choices []choice, missed *accumulator) map[string]*accumulator {
	others := make(map[string]*accumulator, len(choices))
	for _, c := range choices {
		others[c.facet] = e.take()
	}
	a.keep(func(row uint32) bool {
		index := missed.counts[row]
		if index > 0 {
			others[choices[index-1].facet].mark(row)
		}
		return index == 0
	})
	return others
}

// prefer finds the rows that the request's Prefer matches, and where there are
// none, the facets of everything found.
func (e *evaluator) prefer(m *matches, r engine.Request) error {
	q, err := e.question(r.Prefer)
	if err != nil {
		return err
	}
	preferred := e.take()
	for _, row := range m.found.touched {
		if q.matches(row) {
			preferred.mark(row)
		}
	}
	if r.Facets > 0 && len(preferred.touched) == 0 && len(m.found.touched) > 0 {
		m.all = e.facets(*m, e.articlesOf(m.found), r.Facets)
	}
	m.preferred = preferred
	for _, other := range m.others {
		other.keep(func(row uint32) bool { return q.matches(row) })
	}
	return nil
}

// articlesOf are the articles of rows.
func (e *evaluator) articlesOf(rows *accumulator) []uint32 {
	articles := e.take()
	for _, row := range rows.touched {
		articles.mark(e.x.table.article[row])
	}
	return articles.touched
}
