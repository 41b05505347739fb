package search

import (
	"cmp"
	"context"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search/mend"
	"github.com/xunzhang/xunzhang/search/plan"
	"github.com/xunzhang/xunzhang/search/query"
	"github.com/xunzhang/xunzhang/search/rank"
)

// A search consists of attempts. An attempt takes one reading of the query, plans
// it, asks the engine for candidates and ranks them; its outcome is plain data.
// When an outcome has too few results, a layer (layers.go) makes another reading of
// the query, which is attempted next.

// A session is the work on one request, with one generation.
type session struct {
	*Service
	request Request
	view    *remembering
	isHeavy bool // whether it has one of the places for heavy searches
}

// open opens the current generation for a request.
func (s *Service) open(ctx context.Context, r Request) (*session, error) {
	view, err := s.engine.View(ctx)
	if err != nil {
		return nil, err
	}
	x := &session{Service: s, request: r, view: &remembering{View: view, known: make(map[engine.Term]int)}}
	x.view.planned = x.termsOf
	return x, nil
}

// A remembering view asks its engine for the frequency of each term once: the
// readings of a query share most of their terms, and its corrections look at
// terms that its plan has asked for.
type remembering struct {
	engine.View
	known map[engine.Term]int
	// soon are terms whose frequencies will be needed, and are fetched with the
	// next call.
	soon []engine.Term
	// planned returns the terms that a plan of a query will ask for.
	planned func(context.Context, query.Query) []engine.Term
}

// Expect implements mend.View.
func (v *remembering) Expect(ctx context.Context, texts []string) {
	for _, text := range texts {
		v.soon = append(v.soon, v.planned(ctx, query.Parse(text))...)
	}
}

// Remembered implements mend.View.
func (v *remembering) Remembered(terms []engine.Term) (counts []int, unknown []engine.Term) {
	counts = make([]int, len(terms))
	for i, t := range terms {
		n, ok := v.known[t]
		if counts[i] = n; !ok {
			unknown = append(unknown, t)
		}
	}
	return counts, unknown
}

// Frequencies returns remembered frequencies, and asks the engine for the others.
func (v *remembering) Frequencies(ctx context.Context, terms []engine.Term) ([]int, error) {
	if _, unknown := v.Remembered(terms); len(unknown) > 0 {
		fresh := append(unknown, v.soon...)
		df, err := v.View.Frequencies(ctx, fresh)
		if err != nil {
			return nil, err
		}
		v.remember(fresh, df)
	}
	counts, _ := v.Remembered(terms)
	return counts, nil
}

// Search asks the engine, and fetches the frequencies of the terms in soon in the
// same call. It does not ask when no part can match.
func (v *remembering) Search(ctx context.Context, r engine.Request) (*engine.Result, error) {
	if r.Facets == 0 && (v.nowhere(r.Query) || v.nowhere(r.Filter)) {
		return &engine.Result{}, nil
	}
	r.Terms = v.soon
	found, err := v.View.Search(ctx, r)
	if err == nil {
		v.remember(r.Terms, found.Frequencies)
	}
	return found, err
}

// SearchAll asks the engine, and fetches the frequencies of the terms in soon in the
// same call.
func (v *remembering) SearchAll(ctx context.Context, requests []engine.Request) ([]*engine.Result, error) {
	if len(requests) == 0 {
		return nil, nil
	}
	requests[0].Terms = v.soon
	results, err := v.View.SearchAll(ctx, requests)
	if err == nil {
		v.remember(requests[0].Terms, results[0].Frequencies)
	}
	return results, err
}

// nowhere reports whether no part can match a node, by the frequencies that are
// known.
func (v *remembering) nowhere(n engine.Node) bool { return v.most(n) == 0 }

// most is how many parts match a node at most, by the frequencies that are known.
func (v *remembering) most(n engine.Node) int {
	all := max(1, v.State().Parts)
	switch n := n.(type) {
	case engine.Term:
		if parts, known := v.known[n]; known {
			return parts
		}
	case engine.And:
		least := all
		for _, each := range n {
			least = min(least, v.most(each))
		}
		return least
	case engine.Or:
		sum := 0
		for _, each := range n.Nodes {
			sum += v.most(each)
		}
		return min(all, sum)
	case engine.Boost:
		return v.most(n.Node)
	case engine.InArticle:
		if v.nowhere(n.Node) {
			return 0
		}
	case engine.Verified:
		return min(all, v.most(orNothing(n.Sure))+v.most(orNothing(n.Maybe)))
	}
	return all
}

func orNothing(n engine.Node) engine.Node {
	if n == nil {
		return engine.Or{}
	}
	return n
}

func (v *remembering) remember(terms []engine.Term, counts []int) {
	for i, t := range terms {
		v.known[t] = counts[i]
	}
	v.soon = nil
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

// A reading is an interpretation of a query.
type reading struct {
	query       query.Query
	text        string           // the query as text, for links
	meant       string           // the typed text with its corrections, for links instead of text; "" for none
	unquoted    []plan.Expansion // from phrases that no text holds, or filters that nothing matches, to what is searched for
	corrections []plan.Expansion // from what was typed to what is searched for
	inside      *plan.Inside     // how to look for the query inside words, nil when that is not wanted
	asked       int              // number of layers that were asked so far
	begun       *outcome         // the plan, and the result of the first request, as far as they exist already; nil for nothing
}

// repeated returns the query for links.
func (r reading) repeated() string { return cmp.Or(r.meant, r.text) }

// typed returns the reading of a query as typed.
func (x *session) typed() reading {
	return reading{query: query.Parse(x.request.Text), text: x.request.Text}
}

// An outcome is the result of one attempt.
type outcome struct {
	reading reading
	plan    *plan.Plan
	ranking rank.Ranking
	work    *workspace

	result     *engine.Result // of the first request; nil until it was sent
	total      int            // articles that hold all words of the query
	partial    int            // articles that hold some words, listed after those with all
	facets     map[string][]engine.Count
	paragraphs []rank.Paragraph // of the candidates, in reading order
	articles   []rank.Article   // best first, where articles are ranked
	literals   int              // paragraphs, or parts, that hold the query as typed
	holdsTyped bool             // whether a scored paragraph holds the query as typed, be it over white space
	suggestion *mend.Suggestion
}

// A workspace holds the pooled resources of an attempt: a scorer, which also marks
// the hits, and a buffer.
type workspace struct {
	scorer   *rank.Scorer
	found    []rank.Paragraph
	verifier *plan.Verifier
}

// release returns the resources of the attempt to their pools; the outcome must not
// be used afterwards.
func (o *outcome) release(s *Service) {
	o.work.verifier.Release()
	o.work.verifier, o.work.found = nil, o.paragraphs
	s.workspaces.Put(o.work)
}

// listed returns how many articles are listed on all pages.
func (o *outcome) listed() int { return o.total + o.partial }

// answer attempts the query as typed, or the reading that is known to take its place,
// and then the readings of the layers. The caller releases the outcome.
func (x *session) answer(ctx context.Context, p pool) (*outcome, error) {
	r, err := x.opening(ctx, p)
	if err != nil {
		return nil, err
	}
	for {
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
	o, err := x.begun(ctx, r)
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

// begun returns the outcome of a reading as far as it exists; usually that is its
// plan.
func (x *session) begun(ctx context.Context, r reading) (*outcome, error) {
	if r.begun == nil {
		return x.prepare(ctx, r)
	}
	o := r.begun
	r.begun = nil
	o.reading = r
	return o, nil
}

// prepare plans a reading, and makes a scorer ready for it.
func (x *session) prepare(ctx context.Context, r reading) (*outcome, error) {
	tests := plan.NewVerifier(&x.matchers, x.readBytes, func() bool { return x.enterHeavy(ctx) })
	q := x.request
	x.view.soon = x.foreseen(ctx, r.query, nil)
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
