package search

import (
	"cmp"
	"context"
	"slices"

	"github.com/xunzhang/xunzhang/engine"
)

// A run is one search under way, over one generation.
type run struct {
	service *Service
	request Request
	query   Query
	plan    *plan
	view    engine.View
	scorer  *scorer

	total   int // articles that hold all words of the query
	partial int // articles that hold some, listed behind
	facets  map[string][]engine.Count
	hits    []engine.Hit     // candidates, best of stage 1 first
	parts   []partScore      // of the candidates
	opened  map[int]openPart // those that are shown
	found   []scored         // paragraphs of the candidates, in reading order

	levels    []level // of the hits
	exhausted bool    // whether all that is found are candidates
	literals  int     // paragraphs, or parts, that hold the query as typed

	texts       *texts
	pool        pool
	inside      *inside     // where to look for the query inside words, nil for nowhere
	unquoted    []Expansion // from phrases that no text holds to what is searched for
	corrections []Expansion // from what was typed to what is searched for
	suggest     *Suggestion
}

// FacetValues is how many values a facet lists.
const FacetValues = 20

func (s *Service) begin(ctx context.Context, r Request) (*run, error) {
	view, err := s.engine.View(ctx)
	if err != nil {
		return nil, err
	}
	out := &run{service: s, request: r, query: Parse(r.Text), view: view}
	if err := out.prepare(ctx); err != nil {
		view.Close()
		return nil, err
	}
	return out, nil
}

// prepare plans the query and takes a scorer.
func (r *run) prepare(ctx context.Context) error {
	s := r.service
	var err error
	request := r.request
	request.Text = r.searched()
	r.texts = &texts{pool: &s.matchers, time: s.readTime}
	if r.plan, err = s.newPlan(ctx, r.view, r.query, request, r.texts); err != nil {
		return err
	}
	if r.inside != nil && r.plan.literal != none {
		r.plan.cutting(r.inside)
	}
	r.scorer = s.scorers.Get().(*scorer)
	r.found, r.parts = r.scorer.found[:0], r.scorer.parts[:0]
	state := r.view.State()
	r.scorer.reset(r.plan, s.weights, average{
		paragraph: float64(state.Runes+1) / float64(state.Paragraphs+1),
		part:      float64(state.Runes+1) / float64(state.Parts+1),
	})
	return nil
}

func (r *run) close() {
	r.release()
	r.view.Close()
}

// listed is how many articles are listed, on all pages.
func (r *run) listed() int { return r.total + r.partial }

// release gives back the scorer and the matchers.
func (r *run) release() {
	r.texts.release()
	r.scorer.found, r.scorer.parts = r.found, r.parts
	r.service.scorers.Put(r.scorer)
}

// flat is the ranking of paragraphs, depth of them at most.
func (r *run) flat(ctx context.Context, depth int) ([]scored, error) {
	p := pool{ranked: r.service.weights.FlatCandidates, want: depth, literal: literalParagraphs}
	if err := r.collect(ctx, p); err != nil {
		return nil, err
	}
	order := make([]int32, len(r.found))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return r.better(&r.found[a], &r.found[b]) })
	ranked := make([]scored, min(depth, len(order)))
	for i := range ranked {
		ranked[i] = r.found[order[i]]
	}
	return ranked, nil
}

// better orders paragraphs: those that hold a short query as typed first, then
// by level and score, then in reading order.
func (r *run) better(a, b *scored) int {
	if a.literal != b.literal && r.plan.ranksLiteral() {
		return cmp.Compare(b.literal, a.literal)
	}
	la, lb := r.levels[a.candidate], r.levels[b.candidate]
	if c := cmp.Compare(la, lb); c != 0 {
		return c
	}
	if c := cmp.Compare(a.candidate, b.candidate); c != 0 && la == levelTail {
		return c
	}
	if c := cmp.Compare(b.score, a.score); c != 0 {
		return c
	}
	return cmp.Or(cmp.Compare(r.hits[a.candidate].Article, r.hits[b.candidate].Article), cmp.Compare(a.number, b.number))
}
