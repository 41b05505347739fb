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

	counted int // articles that hold most of the words
	total   int // articles that are listed, on all pages
	facets  map[string][]engine.Count
	hits    []engine.Hit     // candidates, best of stage 1 first
	parts   []partScore      // of the candidates
	opened  map[int]openPart // those that are shown
	found   []scored         // paragraphs of the candidates, in reading order

	fromEngine int // hits that the first stage gave; the others were added
	literals   int // paragraphs among them that hold the query as typed

	enough      int         // paragraphs that hold the query as typed are enough
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
	if r.plan, err = s.newPlan(ctx, r.view, r.query, request); err != nil {
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

// release gives back the scorer.
func (r *run) release() {
	r.scorer.found, r.scorer.parts = r.found, r.parts
	r.service.scorers.Put(r.scorer)
}

// collect runs both stages: the candidates, and their paragraphs with scores.
// At least want parts become candidates when so many match, and at least depth
// paragraphs that hold the query as typed are found when there are so many.
func (r *run) collect(ctx context.Context, want, depth int) error {
	r.enough = max(want, depth)
	if err := r.count(ctx); err != nil {
		return err
	}
	if err := r.stage1(ctx, max(want, r.service.weights.Candidates)); err != nil {
		return err
	}
	if err := r.leaveOut(ctx); err != nil {
		return err
	}
	if err := r.stage2(ctx, r.hits); err != nil {
		return err
	}
	if r.plan.pieces != nil && r.request.Sort == engine.ByRelevance && r.literals < max(depth, literalParagraphs) {
		return r.addLiteral(ctx, max(depth, literalParagraphs))
	}
	return nil
}

// count finds how many articles hold most of the query's words, and their
// facets.
func (r *run) count(ctx context.Context) error {
	result, err := r.view.Search(ctx, engine.Request{Filter: allOf(r.plan.match, r.plan.phrases, r.plan.filter), Facets: FacetValues})
	if err != nil {
		return err
	}
	r.counted, r.total, r.facets = result.Articles, result.Articles, result.Facets
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
	request := engine.Request{Query: r.plan.candidates, Filter: filter, Size: size, Sort: r.request.Sort, Stored: true}
	result, err := r.view.Search(ctx, request)
	if err == nil && len(result.Hits) < min(size, r.counted) {
		// Frequent terms, which candidates leaves out, are all that some hold.
		request.Query = anyOf(r.plan.candidates, r.plan.match)
		result, err = r.view.Search(ctx, request)
	}
	if err != nil {
		return err
	}
	r.hits, r.fromEngine = result.Hits, len(result.Hits)
	return nil
}

// stage2 scores every paragraph of the last of the candidates.
func (r *run) stage2(ctx context.Context, hits []engine.Hit) error {
	for _, h := range hits {
		if err := ctx.Err(); err != nil {
			return err
		}
		v, err := part.Open(h.Stored)
		if err != nil {
			return err
		}
		before := len(r.found)
		var ps partScore
		r.found, ps = r.scorer.candidate(len(r.parts), v, r.found)
		r.parts = append(r.parts, ps)
		for i := before; i < len(r.found); i++ {
			if r.found[i].literal > notLiteral {
				r.literals++
			}
		}
	}
	return nil
}

// flat is the ranking of paragraphs, depth of them at most.
func (r *run) flat(ctx context.Context, depth int) ([]scored, error) {
	if err := r.collect(ctx, depth, depth); err != nil {
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
// by score, then in reading order.
func (r *run) better(a, b *scored) int {
	if a.literal != b.literal && r.plan.literalFirst {
		return cmp.Compare(b.literal, a.literal)
	}
	if c := cmp.Compare(b.score, a.score); c != 0 {
		return c
	}
	return cmp.Or(cmp.Compare(r.hits[a.candidate].Article, r.hits[b.candidate].Article), cmp.Compare(a.number, b.number))
}
