package search

import (
	"cmp"
	"context"
	"slices"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/part"
)

// A run is one search under way, over one generation.
type run struct {
	service *Service
	request Request
	query   Query
	plan    *plan
	view    engine.View
	scorer  *scorer

	total  int // articles that match
	facets map[string][]engine.Count
	hits   []engine.Hit // candidates, best of stage 1 first
	parts  []partScore  // of the candidates
	found  []scored     // paragraphs of the candidates, in reading order
}

// FacetValues is how many values a facet lists.
const FacetValues = 20

func (s *Service) begin(ctx context.Context, r Request) (*run, error) {
	view, err := s.engine.View(ctx)
	if err != nil {
		return nil, err
	}
	out := &run{service: s, request: r, query: Parse(r.Text), view: view}
	out.plan, err = s.newPlan(ctx, view, out.query, r)
	if err != nil {
		view.Close()
		return nil, err
	}
	out.scorer = s.scorers.Get().(*scorer)
	state := view.State()
	out.scorer.reset(out.plan, s.weights, average{
		paragraph: float64(state.Runes+1) / float64(state.Paragraphs+1),
		part:      float64(state.Runes+1) / float64(state.Parts+1),
	})
	return out, nil
}

func (r *run) close() {
	r.service.scorers.Put(r.scorer)
	r.view.Close()
}

// collect runs both stages: the candidates, and their paragraphs with scores.
// At least want parts become candidates when so many match.
func (r *run) collect(ctx context.Context, want int) error {
	if err := r.count(ctx); err != nil {
		return err
	}
	if err := r.stage1(ctx, max(want, r.service.weights.Candidates)); err != nil {
		return err
	}
	if r.plan.pieces != nil {
		if err := r.addLiteral(ctx); err != nil {
			return err
		}
	}
	return r.stage2(ctx)
}

// count finds how many articles hold most of the query's words, and their
// facets.
func (r *run) count(ctx context.Context) error {
	result, err := r.view.Search(ctx, engine.Request{Filter: allOf(r.plan.match, r.plan.phrases, r.plan.filter), Facets: FacetValues})
	if err != nil {
		return err
	}
	r.total, r.facets = result.Articles, result.Facets
	return nil
}

// verifyParts is how many parts are read when phrases or exclusions must be
// verified on the text.
const verifyParts = 2000

// stage1 asks the engine for the best parts. What is ranked need not hold most
// of the words: a question's answer rarely does.
func (r *run) stage1(ctx context.Context, size int) error {
	filter := allOf(r.plan.phrases, r.plan.filter)
	if r.request.Sort != engine.ByRelevance {
		filter = allOf(r.plan.match, filter)
	}
	if r.plan.verifies() {
		size = max(size, verifyParts)
	}
	if len(r.plan.slots) > 0 { // a part without any word of the query is no candidate
		filter = allOf(r.plan.candidates, filter)
	}
	result, err := r.view.Search(ctx, engine.Request{Query: r.plan.candidates, Filter: filter,
		Size: size, Sort: r.request.Sort, Stored: true})
	if err != nil {
		return err
	}
	r.hits = result.Hits
	return nil
}

// literalParts is how many parts that may hold the literal query are read.
const literalParts = 1000

// addLiteral adds the parts that may hold the query as typed and are not among
// the candidates.
func (r *run) addLiteral(ctx context.Context) error {
	result, err := r.view.Search(ctx, engine.Request{Query: r.plan.candidates,
		Filter: allOf(r.plan.pieces, r.plan.filter), Size: literalParts, Stored: true})
	if err != nil {
		return err
	}
	have := make(map[string]bool, len(r.hits))
	for _, h := range r.hits {
		have[h.ID] = true
	}
	for _, h := range result.Hits {
		if !have[h.ID] {
			r.hits = append(r.hits, h)
		}
	}
	return nil
}

// stage2 scores every paragraph of the candidates.
func (r *run) stage2(ctx context.Context) error {
	r.parts = make([]partScore, len(r.hits))
	for i, h := range r.hits {
		if err := ctx.Err(); err != nil {
			return err
		}
		v, err := part.Open(h.Stored)
		if err != nil {
			return err
		}
		r.found, r.parts[i] = r.scorer.candidate(i, v, r.found)
	}
	return nil
}

// flat is the ranking of paragraphs, depth of them at most.
func (r *run) flat(ctx context.Context, depth int) ([]scored, error) {
	if err := r.collect(ctx, 0); err != nil {
		return nil, err
	}
	ranked := slices.Clone(r.found)
	slices.SortFunc(ranked, r.better)
	return ranked[:min(depth, len(ranked))], nil
}

// better orders paragraphs: those that hold a short query as typed first, then
// by score, then in reading order.
func (r *run) better(a, b scored) int {
	if a.literal != b.literal && r.plan.literalFirst {
		if a.literal {
			return -1
		}
		return 1
	}
	return cmp.Or(cmp.Compare(b.score, a.score),
		cmp.Compare(r.hits[a.candidate].Article, r.hits[b.candidate].Article), cmp.Compare(a.number, b.number))
}
