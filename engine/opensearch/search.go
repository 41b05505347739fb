package opensearch

import (
	"context"
	"fmt"
	"slices"

	"github.com/xunzhang/xunzhang/engine"
)

// A question is a request while it is being answered: its queries, what has been
// found out about them, and what the cluster has answered.
type question struct {
	v       *view
	r       engine.Request
	query   *query
	filter  *query // nil for none
	prefer  *query // nil for none
	beside  *query // nil for none
	choices map[string]*query
	scored  object // the query with its score
	told    []int  // frequencies of Request.Terms
	along   along

	tally  *tally
	values map[string]aggregation // more values of the facets for which tells is false
	hits   []engine.Hit
	whole  *question   // the question for the facets of everything; nil where it is not asked
	second *besideHits // the hits of Beside; nil where they were not asked for
}

// Search answers a request in at most three round trips: frequencies that are not
// in memory; what must be found out before the search (see settle); hits, counts
// and facets. Where one of the first two was not needed, stored bytes that are not
// in memory are asked for after the hits, otherwise together with them.
func (v *view) Search(ctx context.Context, r engine.Request) (*engine.Result, error) {
	all, err := v.SearchAll(ctx, []engine.Request{r})
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// SearchAll answers requests in as many round trips as one of them takes.
func (v *view) SearchAll(ctx context.Context, requests []engine.Request) ([]*engine.Result, error) {
	if err := ctx.Err(); err != nil || len(requests) == 0 {
		return nil, err
	}
	results, err := v.searchAll(ctx, requests)
	if err != nil {
		return nil, fmt.Errorf("generation %d: search %s: %w", v.x.manifest.Number, describe(requests[0]), err)
	}
	return results, nil
}

func (v *view) searchAll(ctx context.Context, requests []engine.Request) ([]*engine.Result, error) {
	questions := make([]*question, len(requests))
	for i, r := range requests {
		var err error
		if questions[i], err = v.newQuestion(r); err != nil {
			return nil, err
		}
	}
	if err := v.prepare(ctx, questions); err != nil {
		return nil, err
	}
	return v.answer(ctx, questions)
}

func describe(r engine.Request) string {
	if r.Query == nil {
		return engine.All{}.String()
	}
	return r.Query.String()
}

func (v *view) newQuestion(r engine.Request) (*question, error) {
	q := &question{v: v, r: r, choices: map[string]*query{}}
	var err error
	if q.query, err = newQuery(r.Query, engine.All{}); err != nil {
		return nil, err
	}
	if q.filter, err = newQuery(r.Filter, engine.All{}); err != nil {
		return nil, err
	}
	if r.Prefer != nil {
		if q.prefer, err = newQuery(r.Prefer, nil); err != nil {
			return nil, err
		}
	}
	if r.Beside != nil {
		if q.beside, err = newQuery(r.Beside, nil); err != nil {
			return nil, err
		}
	}
	for facet, n := range r.Choices {
		if !slices.Contains(facetFields(), facet) {
			return nil, fmt.Errorf("choice: there is no facet %q", facet)
		}
		if n == nil {
			continue
		}
		if q.choices[facet], err = newQuery(n, nil); err != nil {
			return nil, err
		}
	}
	return q, nil
}

// prepare finds out how frequent the terms are, and what the cluster cannot decide
// by itself.
func (v *view) prepare(ctx context.Context, questions []*question) error {
	if err := v.count(ctx, questions); err != nil {
		return err
	}
	var roots []doubt
	for _, q := range questions {
		roots = append(roots, q.doubts()...)
	}
	if err := v.settle(ctx, roots...); err != nil {
		return err
	}
	for _, q := range questions {
		var err error
		if q.scored, err = v.x.manifest.scorer().query(q.query, 1); err != nil {
			return err
		}
	}
	return nil
}

// doubts are the queries that may have to be settled, each with what limits it.
func (q *question) doubts() []doubt {
	var chosen []object
	if q.r.Facets == 0 { // a facet counts without its own choice, so that with facets choices limit nothing
		for _, c := range q.choices {
			chosen = append(chosen, c.filter(atLeast))
		}
	}
	base := []doubt{
		{q: q.query, with: append([]object{q.filter.filter(atLeast)}, chosen...)},
		{q: q.filter, with: append([]object{q.query.filter(atLeast)}, chosen...)},
	}
	all := base
	for _, c := range q.choices {
		all = append(all, doubt{q: c, of: q})
	}
	if q.prefer != nil {
		all = append(all, doubt{q: q.prefer, of: q})
	}
	return all
}

// count asks for the frequencies of all terms at once.
func (v *view) count(ctx context.Context, questions []*question) error {
	var all []*query
	var asked []engine.Term
	for _, q := range questions {
		all = append(all, terms(q.query, q.filter)...)
		for _, other := range []*query{q.prefer, q.beside} {
			if other != nil {
				all = append(all, terms(other)...)
			}
		}
		for _, c := range q.choices {
			all = append(all, terms(c)...)
		}
	}
	for _, t := range all {
		asked = append(asked, t.term)
	}
	for _, q := range questions {
		asked = append(asked, q.r.Terms...)
	}
	df, err := v.Frequencies(ctx, asked)
	if err != nil {
		return err
	}
	for i, t := range all {
		t.df = df[i]
	}
	df = df[len(all):]
	for _, q := range questions {
		if n := len(q.r.Terms); n > 0 {
			q.told, df = df[:n:n], df[n:]
		}
	}
	return nil
}

// chosen are the choices of all facets but one.
func (q *question) chosen(but string) []object {
	var all []object
	for _, facet := range facetFields() {
		if c := q.choices[facet]; c != nil && facet != but {
			all = append(all, c.filter(atMost))
		}
	}
	return all
}

// base matches what query and filter match, without scores.
func (q *question) base() []object {
	return []object{q.query.filter(atMost), q.filter.filter(atMost)}
}
