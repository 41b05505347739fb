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
	view    *rememberingView
	isHeavy bool // whether it has one of the places for heavy searches
}

// open opens the current generation for a request.
func (s *Service) open(ctx context.Context, r Request) (*session, error) {
	view, err := s.engine.View(ctx)
	if err != nil {
		return nil, err
	}
	x := &session{Service: s, request: r, view: &rememberingView{View: view, frequencies: make(map[engine.Term]int)}}
	x.view.termsOf = x.termsOf
	return x, nil
}

// openChecked is open for a request that a caller has made: it fills in defaults, and
// refuses what is outside the limits.
func (s *Service) openChecked(ctx context.Context, r *Request) (*session, error) {
	if err := r.checkAsked(); err != nil {
		return nil, err
	}
	return s.open(ctx, *r)
}

// A rememberingView asks its engine for the frequency of each term once: the
// readings of a query share most of their terms, and its corrections look at
// terms that its plan has asked for.
type rememberingView struct {
	engine.View
	frequencies map[engine.Term]int // frequencies
	// soon are terms whose frequencies will probably be needed. They are fetched with
	// the next call of the engine, which it makes for something else.
	expected []engine.Term
	// planned returns the terms that a plan of a query will ask for.
	termsOf func(context.Context, query.Query) []engine.Term
}

// Expect implements mend.View.
func (v *rememberingView) Expect(ctx context.Context, texts []string) {
	for _, text := range texts {
		v.expected = append(v.expected, v.termsOf(ctx, query.Parse(text))...)
	}
}

// Remembered implements mend.View.
func (v *rememberingView) Remembered(terms []engine.Term) (counts []int, unknown []engine.Term) {
	counts = make([]int, len(terms))
	for i, t := range terms {
		n, ok := v.frequencies[t]
		if counts[i] = n; !ok {
			unknown = append(unknown, t)
		}
	}
	return counts, unknown
}

// Frequencies returns remembered frequencies, and asks the engine for the others.
func (v *rememberingView) Frequencies(ctx context.Context, terms []engine.Term) ([]int, error) {
	if _, unknown := v.Remembered(terms); len(unknown) > 0 {
		fresh := append(unknown, v.expected...)
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
func (v *rememberingView) Search(ctx context.Context, r engine.Request) (*engine.Result, error) {
	if r.Facets == 0 && (v.matchesNothing(r.Query) || v.matchesNothing(r.Filter)) {
		return &engine.Result{}, nil
	}
	r.Terms = v.expected
	found, err := v.View.Search(ctx, r)
	if err == nil {
		v.remember(r.Terms, found.Frequencies)
	}
	return found, err
}

// SearchAll asks the engine, and fetches the frequencies of the terms in soon in the
// same call.
func (v *rememberingView) SearchAll(ctx context.Context, requests []engine.Request) ([]*engine.Result, error) {
	if len(requests) == 0 {
		return nil, nil
	}
	requests[0].Terms = v.expected
	results, err := v.View.SearchAll(ctx, requests)
	if err == nil {
		v.remember(requests[0].Terms, results[0].Frequencies)
	}
	return results, err
}

// matchesNothing reports whether the known frequencies tell that no part matches a
// node.
func (v *rememberingView) matchesNothing(n engine.Node) bool { return v.atMost(n) == 0 }

// atMost is how many parts match a node at most, as far as the known frequencies tell.
func (v *rememberingView) atMost(n engine.Node) int {
	all := max(1, v.State().Parts)
	switch n := n.(type) {
	case engine.Term:
		if parts, known := v.frequencies[n]; known {
			return parts
		}
	case engine.And:
		least := all
		for _, each := range n {
			least = min(least, v.atMost(each))
		}
		return least
	case engine.Or:
		sum := 0
		for _, each := range n.Nodes {
			sum += v.atMost(each)
		}
		return min(all, sum)
	case engine.Boost:
		return v.atMost(n.Node)
	case engine.InArticle:
		if v.matchesNothing(n.Node) {
			return 0
		}
	case engine.Verified:
		return min(all, v.atMost(orNothing(n.Sure))+v.atMost(orNothing(n.Maybe)))
	}
	return all
}

// orNothing replaces a missing node by one that matches nothing.
func orNothing(n engine.Node) engine.Node {
	if n == nil {
		return engine.Or{}
	}
	return n
}

// remember takes the frequencies of terms, among which were those of soon.
func (v *rememberingView) remember(terms []engine.Term, counts []int) {
	for i, t := range terms {
		v.frequencies[t] = counts[i]
	}
	v.expected = nil
}

// close ends the work on the request.
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
	query         query.Query
	text          string           // the query as text
	correctedText string           // the typed text with its corrections; "" for none
	reworded      []plan.Expansion // from phrases that no text holds, or filters that nothing matches, to what is searched for
	corrections   []plan.Expansion // from what was typed to what is searched for
	inside        *plan.Inside     // how to look for the query inside words, nil when that is not wanted
	layersAsked   int              // number of layers that were asked so far
	started       *outcome         // what exists already of its outcome: the plan, and perhaps the result of the first request; nil for nothing
}

// linkText returns the query with which links repeat the search.
func (r reading) linkText() string { return cmp.Or(r.correctedText, r.text) }

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

	result       *engine.Result // of the first request; nil until it was sent
	total        int            // articles that hold all words of the query
	partial      int            // articles that hold some words, listed after those with all
	facets       map[string][]engine.Count
	paragraphs   []rank.Paragraph // of the candidates, in reading order
	articles     []rank.Article   // best first, where articles are ranked
	literalCount int              // scored paragraphs, or for articles scored parts, that hold the query as typed
	typedCount   int              // those of them that hold it in the typed writing, where it is a name in several
	holdsTyped   bool             // whether a scored paragraph holds the query as typed, be it over white space
	suggestion   *mend.Suggestion
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

// listedArticles returns how many articles are listed on all pages together.
func (o *outcome) listedArticles() int { return o.total + o.partial }

// answer attempts the query as typed, or the reading that is known to take its place,
// and then the readings of the layers. The caller releases the outcome.
func (x *session) answer(ctx context.Context, size rankingSize) (*outcome, error) {
	r, err := x.firstReading(ctx, size)
	if err != nil {
		return nil, err
	}
	for {
		o, err := x.attempt(ctx, r, size)
		if err != nil {
			return nil, err
		}
		next, suggestion, err := x.reread(ctx, size, o)
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

// attempt searches for one reading. The caller releases the outcome.
func (x *session) attempt(ctx context.Context, r reading, size rankingSize) (*outcome, error) {
	o, err := x.resume(ctx, r)
	if err != nil {
		return nil, err
	}
	c := collector{session: x, outcome: o, size: size}
	if err = c.collect(ctx); err == nil && o.work.verifier.Refused {
		err = ErrBusy
	}
	if err != nil {
		o.release(x.Service)
		return nil, err
	}
	return o, nil
}

// resume returns the outcome of a reading as far as it exists already, which is at
// least its plan.
func (x *session) resume(ctx context.Context, r reading) (*outcome, error) {
	if r.started == nil {
		return x.prepare(ctx, r)
	}
	o := r.started
	r.started = nil
	o.reading = r
	return o, nil
}

// prepare plans a reading, and makes a scorer ready for it.
func (x *session) prepare(ctx context.Context, r reading) (*outcome, error) {
	tests := plan.NewVerifier(&x.matchers, plan.ReadLimit{Bytes: x.readBytes, Heavy: x.heavyBytes, Gate: func() bool { return x.enterHeavy(ctx) }})
	q := x.request
	x.view.expected = x.foreseenTerms(ctx, r.query, nil)
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
