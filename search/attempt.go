package search

import (
	"context"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search/mend"
	"github.com/xunzhang/xunzhang/search/plan"
	"github.com/xunzhang/xunzhang/search/query"
	"github.com/xunzhang/xunzhang/search/rank"
)

// A search goes from what was typed to what is shown in attempts. An attempt
// takes one reading of the query, plans it, asks the engine for candidates and
// ranks them; its outcome is plain data. Where an outcome holds too little, a
// layer (layers.go) makes another reading of it, and that is attempted.

// A session is one request over one generation.
type session struct {
	*Service
	request Request
	view    engine.View
	isHeavy bool // whether it has one of the places for heavy searches
}

// open opens the current generation for a request.
func (s *Service) open(ctx context.Context, r Request) (*session, error) {
	view, err := s.engine.View(ctx)
	if err != nil {
		return nil, err
	}
	return &session{Service: s, request: r, view: remembering{view, make(map[engine.Term]int)}}, nil
}

// A remembering view asks its engine for the frequency of each term once: the
// readings of a query share most of their terms, and its corrections look at
// terms that its plan has asked for.
type remembering struct {
	engine.View
	known map[engine.Term]int
}

// Frequencies are those of the engine.
func (v remembering) Frequencies(ctx context.Context, terms []engine.Term) ([]int, error) {
	var fresh []engine.Term
	for _, t := range terms {
		if _, ok := v.known[t]; !ok {
			v.known[t] = 0
			fresh = append(fresh, t)
		}
	}
	if len(fresh) > 0 {
		df, err := v.View.Frequencies(ctx, fresh)
		if err != nil {
			return nil, err
		}
		for i, t := range fresh {
			v.known[t] = df[i]
		}
	}
	out := make([]int, len(terms))
	for i, t := range terms {
		out[i] = v.known[t]
	}
	return out, nil
}

func (x *session) close() {
	if x.isHeavy {
		x.heavy.leave()
	}
	x.view.Close()
}

// enterHeavy takes one of the places for heavy searches, once.
func (x *session) enterHeavy(ctx context.Context) bool {
	x.isHeavy = x.isHeavy || x.heavy.enter(ctx)
	return x.isHeavy
}

// A reading is what a query is taken to mean.
type reading struct {
	query       query.Query
	text        string           // the query in words, as links repeat it
	unquoted    []plan.Expansion // from phrases that no text holds to what is searched for
	corrections []plan.Expansion // from what was typed to what is searched for
	inside      *plan.Inside     // where to look for the query inside words, nil for nowhere
	asked       int              // layers that have been asked already
}

// typed is the reading of a query as it was typed.
func (x *session) typed() reading {
	return reading{query: query.Parse(x.request.Text), text: x.request.Text}
}

// An outcome is what one attempt found.
type outcome struct {
	reading reading
	plan    *plan.Plan
	ranking rank.Ranking
	work    *workspace

	total   int // articles that hold all words of the query
	partial int // articles that hold some, listed behind
	facets  map[string][]engine.Count

	paragraphs []rank.Paragraph // of the candidates, in reading order
	articles   []rank.Article   // best first, where articles are ranked
	literals   int              // paragraphs, or parts, that hold the query as typed
	suggestion *mend.Suggestion
}

// A workspace is what an attempt works with and gives back: a scorer, which
// marks the hits too, and a buffer.
type workspace struct {
	scorer   *rank.Scorer
	found    []rank.Paragraph
	verifier *plan.Verifier
}

// release gives back what the attempt worked with; nothing of the outcome may
// be used afterwards.
func (o *outcome) release(s *Service) {
	o.work.verifier.Release()
	o.work.verifier, o.work.found = nil, o.paragraphs
	s.workspaces.Put(o.work)
}

// listed is how many articles are listed, on all pages.
func (o *outcome) listed() int { return o.total + o.partial }

// answer attempts the query as typed, and then what the layers make of it. The
// caller releases the outcome.
func (x *session) answer(ctx context.Context, p pool) (*outcome, error) {
	for r := x.typed(); ; {
		o, err := x.attempt(ctx, r, p)
		if err != nil {
			return nil, err
		}
		next, suggestion, err := x.reread(ctx, p, o)
		if err == nil && next == nil {
			o.suggestion = suggestion
			return o, nil
		}
		o.release(x.Service)
		if err != nil {
			return nil, err
		}
		r = *next
	}
}

// attempt searches for one reading.
func (x *session) attempt(ctx context.Context, r reading, p pool) (*outcome, error) {
	o, err := x.prepare(ctx, r)
	if err != nil {
		return nil, err
	}
	c := collector{session: x, outcome: o, pool: p}
	if err = c.collect(ctx); err == nil && o.work.verifier.Refused {
		err = ErrBusy
	}
	if err != nil {
		o.release(x.Service)
		return nil, err
	}
	return o, nil
}

// prepare plans a reading, and makes a scorer ready for it.
func (x *session) prepare(ctx context.Context, r reading) (*outcome, error) {
	tests := plan.NewVerifier(&x.matchers, x.readBytes, func() bool { return x.enterHeavy(ctx) })
	q := x.request
	p, err := x.planner.Plan(ctx, x.view, plan.Request{Query: r.query, Text: r.text, Literal: q.Literal, Inside: r.inside, Filters: q.filters()}, tests)
	if err != nil {
		return nil, err
	}
	work := x.workspaces.Get().(*workspace)
	work.verifier = tests
	state := x.view.State()
	work.scorer.Reset(p, rank.AverageOf(state))
	return &outcome{reading: r, plan: p, work: work, paragraphs: work.found[:0],
		ranking: rank.NewRanking(p, x.planner.Weights, state, q.Sort == engine.ByRelevance)}, nil
}
