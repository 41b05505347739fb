package opensearch

import (
	"context"
	"fmt"
	"slices"

	"github.com/xunzhang/xunzhang/engine"
)

// A question is a request on its way: its queries, and what is settled of them.
type question struct {
	v       *view
	r       engine.Request
	query   *query
	filter  *query // nil for none
	prefer  *query // nil for none
	choices map[string]*query
	scored  object // the query with its score
}

// Search answers a request in at most three round trips where no stored bytes
// must be read to tell what matches: frequencies that are not in memory; hits and
// counts; stored bytes that are not in memory.
func (v *view) Search(ctx context.Context, r engine.Request) (*engine.Result, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	q, err := v.newQuestion(r)
	if err == nil {
		err = q.prepare(ctx)
	}
	var res *engine.Result
	if err == nil {
		res, err = q.answer(ctx)
	}
	if err == nil && r.Facets > 0 && r.Prefer != nil && res.Preferred == 0 && res.Parts > 0 {
		res.AllFacets, err = v.allFacets(ctx, r)
	}
	if err != nil {
		return nil, fmt.Errorf("generation %d: search %s: %w", v.x.manifest.Number, describe(r), err)
	}
	return res, nil
}

// allFacets are the facets of all that a request finds, preferred or not.
func (v *view) allFacets(ctx context.Context, r engine.Request) (map[string][]engine.Count, error) {
	r.Prefer, r.Size, r.Stored = nil, 0, false
	res, err := v.Search(ctx, r)
	if err != nil {
		return nil, err
	}
	return res.Facets, nil
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

// prepare finds out how frequent the terms are, and what the cluster cannot tell.
func (q *question) prepare(ctx context.Context) error {
	if err := q.count(ctx); err != nil {
		return err
	}
	var chosen []object
	if q.r.Facets == 0 { // else a facet looks beyond its own choice
		for _, c := range q.choices {
			chosen = append(chosen, c.filter(atLeast))
		}
	}
	either := []doubt{
		{q.query, append([]object{q.filter.filter(atLeast)}, chosen...)},
		{q.filter, append([]object{q.query.filter(atLeast)}, chosen...)},
	}
	if err := q.v.settle(ctx, either...); err != nil {
		return err
	}
	var rest []doubt
	for _, c := range q.choices {
		rest = append(rest, doubt{c, q.base()})
	}
	if q.prefer != nil {
		rest = append(rest, doubt{q.prefer, q.base()})
	}
	if err := q.v.settle(ctx, rest...); err != nil {
		return err
	}
	var err error
	q.scored, err = q.v.x.manifest.scorer().query(q.query, 1)
	return err
}

// count asks for the frequencies of all terms at once.
func (q *question) count(ctx context.Context) error {
	all := terms(q.query, q.filter)
	if q.prefer != nil {
		all = append(all, terms(q.prefer)...)
	}
	for _, c := range q.choices {
		all = append(all, terms(c)...)
	}
	asked := make([]engine.Term, len(all))
	for i, t := range all {
		asked[i] = t.term
	}
	df, err := q.v.Frequencies(ctx, asked)
	if err != nil {
		return err
	}
	for i, t := range all {
		t.df = df[i]
	}
	return nil
}

// chosen are the choices but that of one facet.
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

// answer asks for counts and hits, in one request where the window allows it.
func (q *question) answer(ctx context.Context) (*engine.Result, error) {
	bodies := []object{q.countBody()}
	long := q.v.x.manifest.Long > 0
	if long {
		bodies = append(bodies, q.longBody())
	}
	var lists []hitList
	if q.r.Size > 0 {
		lists = q.lists()
	}
	end := max(0, q.r.From) + q.r.Size
	shallow := end <= window
	if shallow {
		for _, l := range lists {
			bodies = append(bodies, l.body(0, end))
		}
	}
	answers, err := q.v.several(ctx, bodies)
	if err != nil {
		return nil, err
	}
	tally, err := q.tally(ctx, answers[0], long, answers[min(1, len(answers)-1)])
	if err != nil {
		return nil, err
	}
	res := tally.result()
	if q.r.Facets > 0 {
		if res.Facets, err = q.facets(ctx, tally); err != nil {
			return nil, err
		}
	}
	if len(lists) == 0 {
		return res, nil
	}
	var hits []foundHit
	if shallow {
		hits = merge(lists, answers[len(answers)-len(lists):])
		hits = hits[min(max(0, q.r.From), len(hits)):min(end, len(hits))]
	} else if hits, err = q.deep(ctx, lists, tally); err != nil {
		return nil, err
	}
	res.Hits, err = q.hits(ctx, hits)
	return res, err
}

// A foundHit is a hit with what its list says of it.
type foundHit struct {
	found
	preferred bool
}

// hits makes hits of the seam, with stored bytes where they are wanted.
func (q *question) hits(ctx context.Context, list []foundHit) ([]engine.Hit, error) {
	var hits []engine.Hit
	var ids []string
	for i := range list {
		h, err := list[i].hit()
		if err != nil {
			return nil, err
		}
		h.Preferred = list[i].preferred
		hits, ids = append(hits, h), append(ids, h.ID)
	}
	if !q.r.Stored {
		return hits, nil
	}
	i := 0
	err := q.v.eachText(ctx, ids, func(_ string, stored []byte) {
		hits[i].Stored = stored
		i++
	})
	return hits, err
}
