package search

import (
	"cmp"
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
	facets  bool // whether facets are wanted
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
	size := max(p.want, p.ranked)
	if r.readsOn() {
		size = max(size, p.ranked+nearbyParts)
	}
	if err := r.first(ctx, size); err != nil {
		return err
	}
	r.dropPartial()
	behind := r.hits[min(p.ranked, len(r.hits)):]
	r.hits = slices.Clip(r.hits[:len(r.hits)-len(behind)])
	if err := r.stage2(ctx, levelFirst); err != nil {
		return err
	}
	if r.readsOn() {
		if err := r.addNearby(ctx, behind[:min(nearbyParts, len(behind))]); err != nil {
			return err
		}
	}
	if r.plan.pieces != nil && !r.plan.paragraphsOnly() && r.request.Sort == engine.ByRelevance && !(p.parts && r.plan.wordIsLiteral()) {
		if err := r.addLiteral(ctx); err != nil {
			return err
		}
	}
	if most := max(p.want-p.ranked, 0); len(behind) > most {
		behind, r.exhausted = behind[:most], false
	}
	return r.addTail(ctx, behind)
}

// dropPartial leaves out the hits that lack a word where those that lack none fill
// the page: they come behind in any case, and are not scored for nothing.
func (r *run) dropPartial() {
	if !r.plan.apart() || r.plan.asMeant == nil || r.request.Sort != engine.ByRelevance {
		return
	}
	whole := slices.IndexFunc(r.hits, func(h engine.Hit) bool { return !h.Preferred })
	if whole < 0 {
		return
	}
	articles := make(map[string]bool, whole)
	for _, h := range r.hits[:whole] {
		articles[h.Article] = true
	}
	if len(articles) >= r.pool.want && r.pool.parts {
		r.hits, r.exhausted = r.hits[:whole], false
	}
}

// wordIsLiteral reports whether the query as typed is one word: then what holds
// it is what counts as found, and the engine gives that first.
func (p *plan) wordIsLiteral() bool {
	return len(p.words) == 1 && p.literal != none && p.words[0].ways[0] == p.patterns[p.literal] && isHanTerm(p.patterns[p.literal])
}

// first asks the engine for the best parts, and how many there are: what is
// found is whatever holds a term of the query, and of that whole what holds all
// of its words.
func (r *run) first(ctx context.Context, size int) error {
	request := r.stage1(size)
	if r.pool.facets {
		request.Facets = FacetValues
	}
	result, err := r.view.Search(ctx, request)
	if err != nil {
		return err
	}
	r.count(result)
	r.hits, r.facets, r.exhausted = result.Hits, result.Facets, len(result.Hits) == result.Parts
	if r.pool.facets && r.total == 0 && r.partial > 0 { // what is listed is counted
		request.Prefer, request.Size = nil, 0
		if result, err = r.view.Search(ctx, request); err != nil {
			return err
		}
		r.facets = promised(result.Facets, r.facets)
	}
	return nil
}

// promised are the counts of what choosing a value would list, where nothing
// that is chosen now holds all words: the articles that do where there are some,
// else those that hold a part.
func promised(partial, whole map[string][]engine.Count) map[string][]engine.Count {
	for kind, counts := range partial {
		for i, c := range counts {
			at := slices.IndexFunc(whole[kind], func(w engine.Count) bool { return w.Value == c.Value })
			if at >= 0 {
				counts[i].Count = whole[kind][at].Count
			}
		}
		slices.SortStableFunc(counts, func(a, b engine.Count) int { return cmp.Compare(b.Count, a.Count) })
	}
	return partial
}

// count takes the totals of a result of stage1.
func (r *run) count(result *engine.Result) {
	r.total, r.partial = result.Articles, 0
	if r.plan.asMeant != nil {
		r.total, r.partial = result.Preferred, result.Articles-result.Preferred
	}
}

// stage1 is the request for the best parts. What is found need not hold most of
// the words: a question's answer rarely does.
func (r *run) stage1(size int) engine.Request {
	p := r.plan
	return engine.Request{
		Query: p.candidates, Filter: p.filter, Choices: p.choices, Prefer: p.asMeant,
		Mixed: !p.apart() && r.request.Sort == engine.ByRelevance,
		Size:  size, Sort: r.request.Sort, Stored: true,
	}
}

// addTail makes candidates of those hits that are none yet.
func (r *run) addTail(ctx context.Context, hits []engine.Hit) error {
	have := have(r.hits)
	for _, h := range hits {
		if !have[h.ID] {
			r.hits = append(r.hits, h)
		}
	}
	return r.stage2(ctx, levelTail)
}

// more asks the first stage for so many parts, for those that it gave at first
// are of fewer articles than the page wants.
func (r *run) more(ctx context.Context, size int) error {
	result, err := r.view.Search(ctx, r.stage1(size))
	if err != nil {
		return err
	}
	r.exhausted = len(result.Hits) == result.Parts
	return r.addTail(ctx, result.Hits)
}

// have are the ids of hits.
func have(hits []engine.Hit) map[string]bool {
	ids := make(map[string]bool, len(hits))
	for _, h := range hits {
		ids[h.ID] = true
	}
	return ids
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
