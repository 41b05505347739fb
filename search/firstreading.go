package search

import (
	"context"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search/plan"
)

// Where the frequencies tell, before anything is searched for, that few texts hold the
// query as whole words, a search for it as typed would be followed by one inside words
// (insideWords), which finds the same and more. Then that is the first one.

// firstReading returns the first reading to attempt, with what exists of its outcome:
// the text as typed, or the reading that insideWords would make of it in any case.
func (x *session) firstReading(ctx context.Context, size rankingSize) (reading, error) {
	r := x.typed()
	o, err := x.prepare(ctx, r)
	if err != nil {
		return r, err
	}
	r.started = o
	if o.plan.IsPassage() {
		return x.passageInside(ctx, r)
	}
	if !x.lacksLiterals(size, o.plan) {
		return r, nil
	}
	in := x.inside(ctx, r, r.started.plan)
	if in == nil {
		return r, nil
	}
	defer o.release(x.Service)
	r.started, r.inside, r.layersAsked = nil, in, layersToInside
	if o.plan.AllWords == nil || x.view.matchesNothing(o.plan.AllWords) {
		in.Only = true
		return r, nil
	}
	r.started, err = x.insideEither(ctx, size, o.plan, r)
	if err == nil {
		r.inside = r.started.reading.inside
	}
	return r, err
}

// passageInside also looks for a passage inside words, when it is looked for besides the
// best parts: that takes no further call of the engine.
func (x *session) passageInside(ctx context.Context, r reading) (reading, error) {
	in := x.inside(ctx, r, r.started.plan)
	if in == nil {
		return r, nil
	}
	r.started.release(x.Service)
	in.Beside = true
	r.inside = in
	var err error
	r.started, err = x.prepare(ctx, r)
	return r, err
}

// lacksLiterals reports whether it is certain that fewer results than are looked for
// hold the query as typed. A part has several paragraphs; but a query with a phrase is
// left to the layers for phrases.
func (x *session) lacksLiterals(size rankingSize, typed *plan.Plan) bool {
	if typed.MayHoldLiteral == nil || typed.LiteralIsName() || len(typed.Required) > 0 {
		return false
	}
	most := x.view.atMost(typed.MayHoldLiteral)
	return most == 0 || size.articles && most < size.literal
}

// insideEither begins the search inside words. It differs by whether any article holds
// the words of the query whole (plan.Inside.Only), which is not known yet: one call of
// the engine counts these articles and makes both searches, of which one is kept.
func (x *session) insideEither(ctx context.Context, size rankingSize, typed *plan.Plan, r reading) (*outcome, error) {
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
		c := collector{session: x, outcome: o, size: size}
		requests = append(requests, c.firstRequest())
	}
	var results []*engine.Result
	if err == nil {
		x.view.expected = x.foreseenTerms(ctx, r.query, typed)
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
