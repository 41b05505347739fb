package search

import (
	"context"
	"slices"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/part"
)

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
	levelFirst level = 0       // the best parts, and the first parts that hold the query as typed
	levelTail  level = 1 << 20 // behind both, in the engine's order
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
	if err := r.stage2(ctx, levelFirst); err != nil {
		return err
	}
	if r.plan.pieces != nil && !r.plan.paragraphsOnly() && r.request.Sort == engine.ByRelevance {
		if err := r.addLiteral(ctx); err != nil {
			return err
		}
	}
	return r.addTail(ctx, behind)
}

// addTail makes candidates of those hits that are none yet.
func (r *run) addTail(ctx context.Context, hits []engine.Hit) error {
	have := have(r.hits)
	r.hits = append(r.hits, slices.DeleteFunc(hits, func(h engine.Hit) bool { return have[h.ID] })...)
	return r.stage2(ctx, levelTail)
}

// more asks the first stage for so many parts, for what it gave at first did not
// fill the page: not all that matches has a paragraph to show.
func (r *run) more(ctx context.Context, size int) error {
	candidates := r.hits
	if err := r.stage1(ctx, size); err != nil {
		return err
	}
	next := r.hits
	r.hits = candidates
	return r.addTail(ctx, next)
}

// have are the ids of hits.
func have(hits []engine.Hit) map[string]bool {
	ids := make(map[string]bool, len(hits))
	for _, h := range hits {
		ids[h.ID] = true
	}
	return ids
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
	if err := r.ask(ctx, request); err != nil || !r.exhausted || len(r.hits) >= r.counted {
		return err
	}
	// Frequent terms, which candidates leaves out, are all that some hold: those
	// come behind, for the others were on the pages before.
	narrow := r.hits
	request.Query = anyOf(r.plan.candidates, r.plan.match)
	if err := r.ask(ctx, request); err != nil || r.request.Sort != engine.ByRelevance {
		return err
	}
	have := have(narrow)
	wide := slices.DeleteFunc(r.hits, func(h engine.Hit) bool { return have[h.ID] })
	r.hits = append(narrow, wide...)
	r.hits = r.hits[:min(len(r.hits), size)]
	return nil
}

// ask makes candidates of the hits of a request that are as the query wants
// them, so many as it asks for.
func (r *run) ask(ctx context.Context, request engine.Request) error {
	for size := request.Size; ; request.Size *= 8 {
		result, err := r.view.Search(ctx, request)
		if err != nil {
			return err
		}
		if r.hits, err = r.verified(ctx, result.Hits); err != nil {
			return err
		}
		all := len(result.Hits) == result.Parts
		r.exhausted = all && len(r.hits) < size
		if len(r.hits) >= size || all {
			r.hits = r.hits[:min(len(r.hits), size)]
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
