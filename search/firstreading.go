package search

import (
	"context"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search/plan"
)

// Where the frequencies tell, before anything is searched for, that fewer texts than
// are wanted hold the query as whole words, a search for it as typed would be followed
// by one inside words (insideWords), which finds the same and more. Then that is the
// first one.

// opening returns the first reading to attempt, with its plan: the text as typed, or
// the reading that insideWords would make of it in any case.
func (x *session) opening(ctx context.Context, p pool) (reading, error) {
	r := x.typed()
	o, err := x.prepare(ctx, r)
	if err != nil {
		return r, err
	}
	r.begun = o
	if !x.lacksLiterals(p, o.plan) {
		return r, nil
	}
	in := x.inside(ctx, o.plan)
	if in == nil {
		return r, nil
	}
	defer o.release(x.Service)
	r.begun, r.inside, r.asked = nil, in, askedInside
	if o.plan.AllWords == nil || x.view.nowhere(o.plan.AllWords) {
		in.Only = true
		return r, nil
	}
	r.begun, err = x.insideEither(ctx, p, o.plan, r)
	if err == nil {
		r.inside = r.begun.reading.inside
	}
	return r, err
}

// lacksLiterals reports whether it is certain that fewer results than are wanted hold
// the query as typed. A part has several paragraphs; but a query with a phrase is left
// to the layers for phrases.
func (x *session) lacksLiterals(p pool, typed *plan.Plan) bool {
	if typed.MayHoldLiteral == nil || len(typed.Required) > 0 {
		return false
	}
	most := x.view.most(typed.MayHoldLiteral)
	return most == 0 || p.articles && most < p.want
}

// insideEither begins the search inside words: for what nothing holds as whole words,
// or for what something does, which one call for both and for the number of articles
// that hold the words of the typed query decides.
func (x *session) insideEither(ctx context.Context, p pool, typed *plan.Plan, r reading) (*outcome, error) {
	var begun []*outcome
	count := x.stage1(typed, 0)
	count.Stored = false
	requests := []engine.Request{count}
	var err error
	for _, only := range []bool{false, true} {
		in := *r.inside
		in.Only = only
		r.inside = &in
		var o *outcome
		if o, err = x.prepare(ctx, r); err != nil {
			break
		}
		begun = append(begun, o)
		c := collector{session: x, outcome: o, pool: p}
		requests = append(requests, c.firstRequest())
	}
	var results []*engine.Result
	if err == nil {
		x.view.soon = x.foreseen(ctx, r.query, typed)
		results, err = x.view.SearchAll(ctx, requests)
	}
	if err != nil {
		return x.choose(begun, plan.None), err
	}
	chosen := 0
	if results[0].Preferred == 0 {
		chosen = 1
	}
	begun[chosen].result = results[1+chosen]
	return x.choose(begun, chosen), nil
}
