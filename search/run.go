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

	levels    []level         // of the hits
	passed    map[string]bool // verdicts of the verification, by part
	exhausted bool            // whether the first stage gave all that there are
	literals  int             // paragraphs, or parts, that hold the query as typed

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

// A pool says what a ranking is made from. What it holds up to a place must not
// depend on how many are asked for: pages follow one another.
type pool struct {
	ranked  int  // parts that are ranked by their paragraphs; behind them the order is the engine's
	want    int  // articles, or paragraphs, that are asked for
	literal int  // of those, how many that hold the query as typed are looked for at first
	parts   bool // whether that counts parts and not paragraphs
}

// A level is where a candidate stands: what comes from a later look at the
// index stands behind what came before.
type level int

const (
	first level = 0       // the best parts, and the first parts that hold the query as typed
	tail  level = 1 << 20 // behind both, in the engine's order
)

// collect runs both stages: the candidates, and their paragraphs with scores.
func (r *run) collect(ctx context.Context, p pool) error {
	r.pool = p
	if err := r.count(ctx); err != nil {
		return err
	}
	if err := r.stage1(ctx, max(p.want, p.ranked)); err != nil {
		return err
	}
	behind := r.hits[min(p.ranked, len(r.hits)):]
	r.hits = slices.Clip(r.hits[:len(r.hits)-len(behind)])
	if err := r.stage2(ctx, first); err != nil {
		return err
	}
	if r.plan.pieces != nil && !r.plan.paragraphsOnly() && r.request.Sort == engine.ByRelevance {
		if err := r.addLiteral(ctx); err != nil {
			return err
		}
	}
	have := r.have()
	r.hits = append(r.hits, slices.DeleteFunc(behind, func(h engine.Hit) bool { return have[h.ID] })...)
	return r.stage2(ctx, tail)
}

// have are the ids of the candidates.
func (r *run) have() map[string]bool {
	have := make(map[string]bool, len(r.hits))
	for _, h := range r.hits {
		have[h.ID] = true
	}
	return have
}

// count finds how many articles hold most of the query's words, and their
// facets.
func (r *run) count(ctx context.Context) error {
	found := allOf(r.plan.match, r.plan.phrases, r.plan.filter)
	if r.plan.verifies() {
		return r.countVerified(ctx, found)
	}
	result, err := r.view.Search(ctx, engine.Request{Filter: found, Facets: FacetValues})
	if err != nil {
		return err
	}
	r.counted, r.total, r.facets = result.Articles, result.Articles, result.Facets
	return nil
}

// stage1 asks the engine for the best parts, until so many are as the query
// wants them. What is ranked need not hold most of the words: a question's
// answer rarely does.
func (r *run) stage1(ctx context.Context, size int) error {
	filter := allOf(r.plan.phrases, r.plan.filter)
	if r.request.Sort != engine.ByRelevance {
		filter = allOf(r.plan.match, filter)
	}
	request := engine.Request{Query: r.plan.candidates, Filter: filter, Size: size, Sort: r.request.Sort, Stored: true}
	for wide := false; ; {
		result, err := r.view.Search(ctx, request)
		if err != nil {
			return err
		}
		all := len(result.Hits) == result.Parts
		if r.hits, err = r.verified(ctx, result.Hits); err != nil {
			return err
		}
		switch {
		case len(r.hits) >= size:
			r.hits = r.hits[:size]
			return nil
		case !all:
			request.Size *= 8
		case len(r.hits) < r.counted && !wide:
			// Frequent terms, which candidates leaves out, are all that some hold.
			wide, request.Query = true, anyOf(r.plan.candidates, r.plan.match)
		default:
			r.exhausted = true
			return nil
		}
	}
}

// stage2 scores every paragraph of the candidates that it has not seen.
func (r *run) stage2(ctx context.Context, at level) error {
	for _, h := range r.hits[len(r.parts):] {
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
		r.parts, r.levels = append(r.parts, ps), append(r.levels, at)
		literals := 0
		for i := before; i < len(r.found); i++ {
			if r.found[i].literal > notLiteral {
				literals++
			}
		}
		if r.pool.parts {
			literals = min(1, literals)
		}
		r.literals += literals
	}
	return nil
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
	if a.literal != b.literal && r.plan.literalFirst {
		return cmp.Compare(b.literal, a.literal)
	}
	la, lb := r.levels[a.candidate], r.levels[b.candidate]
	if c := cmp.Compare(la, lb); c != 0 {
		return c
	}
	if c := cmp.Compare(a.candidate, b.candidate); c != 0 && la == tail {
		return c
	}
	if c := cmp.Compare(b.score, a.score); c != 0 {
		return c
	}
	return cmp.Or(cmp.Compare(r.hits[a.candidate].Article, r.hits[b.candidate].Article), cmp.Compare(a.number, b.number))
}
