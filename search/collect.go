package search

import (
	"cmp"
	"context"
	"slices"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/part"
	"github.com/xunzhang/xunzhang/search/plan"
	"github.com/xunzhang/xunzhang/search/rank"
)

// A pool says how many candidates a ranking is made from. The ranking up to a place
// must not depend on how many results are asked for, so that pages follow one
// another.
type pool struct {
	ranked   int  // parts that are ranked by their paragraphs; after them the order is the engine's
	want     int  // articles, or paragraphs, that are asked for
	literal  int  // how many articles or paragraphs with the query as typed are looked for at first
	articles bool // whether articles are ranked, and not paragraphs
}

// articlePool and paragraphPool return the pools for rankings of articles and of
// paragraphs; of a pasted text fewer parts are scored for their paragraphs.
func (s *Service) articlePool(want int) pool {
	return pool{ranked: s.planner.Weights.Candidates, want: want, literal: literalParts, articles: true}
}

func (s *Service) paragraphPool(r Request, want int) pool {
	p := pool{ranked: s.planner.Weights.FlatCandidates, want: want, literal: literalParagraphs}
	if r.isPasted() {
		p.ranked /= 2
	}
	return p
}

// parts is how many parts are asked for: some articles are of several.
func (p pool) parts() int {
	if p.articles {
		return p.want + p.want/4
	}
	return p.want
}

// How many texts that hold the query as typed are looked for before all else:
// paragraphs for a ranking of those, parts for one of articles. For later pages
// twice as many are looked for, and once more.
const (
	literalParagraphs = 100
	literalParts      = 20
	literalMost       = 4   // the largest factor by which more are looked for
	literalRequest    = 300 // parts in the first request, before one for all parts that may hold it
	literalBatch      = 50  // parts that are read between two checks whether enough were found
)

// A collector gathers and scores the candidates of one attempt.
type collector struct {
	*session
	*outcome
	pool      pool
	exhausted bool // whether all hits are candidates
}

// collect runs both stages: the candidates, and their paragraphs with scores.
func (c *collector) collect(ctx context.Context) error {
	hits, err := c.first(ctx)
	if err != nil {
		return err
	}
	hits = c.dropPartial(hits)
	if err := c.store(ctx, hits[:min(c.firstRead(), len(hits))]); err != nil {
		return err
	}
	behind := hits[min(c.pool.ranked, len(hits)):]
	if err := c.score(ctx, hits[:len(hits)-len(behind)], rank.LevelFirst); err != nil {
		return err
	}
	if c.readsNearby() && c.complete() < nearbyEnough {
		if err := c.addNearby(ctx, behind[:min(nearbyParts, len(behind))]); err != nil {
			return err
		}
	}
	if c.readsLiteral() {
		if err := c.addLiteral(ctx); err != nil {
			return err
		}
	}
	if most := max(c.pool.parts()-c.pool.ranked, 0); len(behind) > most {
		behind, c.exhausted = behind[:most], false
	}
	if !c.pool.articles {
		return c.score(ctx, c.fresh(behind), rank.LevelTail)
	}
	c.addTail(behind)
	return c.rankArticles(ctx)
}

// mostStored is the largest number of parts that the engine returns together with
// their stored bytes. For deeper pages of articles it returns ids alone, and then
// the bytes of the parts that are read.
const mostStored = 400

// usualPatterns is the number of patterns in the plan of a long sentence.
const usualPatterns = 64

// firstParts is how many parts the engine is asked for at first. For a flat ranking of
// a pasted text there are fewer, because each of them is scored, and scoring takes
// longer with more patterns.
func (c *collector) firstParts() int {
	switch {
	case c.pool.articles:
		return c.pool.parts()
	case len(c.plan.Patterns) <= usualPatterns:
		return min(c.pool.parts(), mostStored)
	}
	return min(c.pool.parts(), mostStored*usualPatterns/len(c.plan.Patterns))
}

// firstRead is how many of the first parts are read before the page is known.
func (c *collector) firstRead() int {
	if c.readsNearby() {
		return c.pool.ranked + nearbyParts
	}
	return c.pool.ranked
}

// rankArticles orders the articles of the candidates, and makes more parts
// candidates while there are fewer articles than the page needs.
func (c *collector) rankArticles(ctx context.Context) error {
	groups := c.ranking.Group(c.paragraphs)
	for size := 2 * max(c.pool.parts(), c.pool.ranked); len(groups) < min(c.pool.want, c.listed()) && !c.exhausted; size *= 2 {
		request := c.stage1(size)
		request.Stored = false
		result, err := c.view.Search(ctx, request)
		if err != nil {
			return err
		}
		c.exhausted = len(result.Hits) == result.Parts
		c.addTail(result.Hits)
		groups = c.ranking.Group(c.paragraphs)
	}
	c.articles = c.ranking.Order(groups)
	return nil
}

// dropPartial removes the hits that lack a word when those that lack none fill the
// page: they come after them in any case, and need no scores.
func (c *collector) dropPartial(hits []engine.Hit) []engine.Hit {
	if !c.plan.Apart() || c.plan.AllWords == nil || !c.ranking.ByRelevance || !c.pool.articles {
		return hits
	}
	whole := slices.IndexFunc(hits, func(h engine.Hit) bool { return !h.Preferred })
	if whole < 0 {
		return hits
	}
	articles := make(map[string]bool, whole)
	for _, h := range hits[:whole] {
		articles[h.Article] = true
	}
	if len(articles) < c.pool.want {
		return hits
	}
	c.exhausted = false
	return hits[:whole]
}

// first asks the engine for the best parts and the totals. Every article with a
// term of the query is found; those that hold all of its words are counted
// separately.
func (c *collector) first(ctx context.Context) ([]engine.Hit, error) {
	if c.result == nil {
		c.view.soon = c.foreseen(ctx, c.reading.query, c.plan)
		var err error
		if c.result, err = c.view.Search(ctx, c.firstRequest()); err != nil {
			return nil, err
		}
	}
	result := c.result
	c.total, c.partial = c.plan.Totals(result)
	c.facets, c.exhausted = result.Facets, len(result.Hits) == result.Parts
	if result.AllFacets != nil { // facets count what is listed
		c.facets = promised(result.AllFacets, c.facets)
	}
	return result.Hits, nil
}

// firstRequest is the request for the best parts.
func (c *collector) firstRequest() engine.Request {
	request := c.stage1(max(c.firstRead(), c.firstParts()))
	request.Stored = request.Size <= mostStored
	request.Months = c.request.Months
	if c.pool.articles {
		request.Facets, request.Rest = cmp.Or(c.request.Facets, FacetValues), restHits
	}
	if c.readsLiteral() && !c.view.nowhere(c.plan.MayHoldLiteral) {
		request.Beside, request.BesideSize = c.plan.MayHoldLiteral, literalRequest
	}
	return request
}

// restHits is of how many of the first hits all parts of their articles come with the
// request: a page is made of these as a rule, and says which words an article lacks.
const restHits = 40

// FacetValues is how many values a facet lists, unless the request says otherwise.
const FacetValues = 20

// promised returns the facet counts when no article with the current choices holds
// all words. A count is what choosing the value would list: the articles with all
// words if there are any, else those with some.
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

// stage1 returns the request for the best parts. Hits need not hold most of the
// words, because the answer to a question rarely does.
func (c *collector) stage1(size int) engine.Request { return c.session.stage1(c.plan, size) }

func (x *session) stage1(p *plan.Plan, size int) engine.Request {
	return engine.Request{
		Query: p.Candidates, Filter: p.Filter, Choices: p.Choices, Prefer: p.AllWords,
		Mixed: !p.Apart() && x.request.Sort == engine.ByRelevance,
		Size:  size, Sort: x.request.Sort, Stored: true,
	}
}

// fresh returns the hits that are not candidates yet.
func (c *collector) fresh(hits []engine.Hit) []engine.Hit {
	known := c.ranking.Known()
	fresh := make([]engine.Hit, 0, len(hits))
	for _, h := range hits {
		if !known[h.ID] {
			fresh = append(fresh, h)
		}
	}
	return fresh
}

// addTail makes candidates of hits for the pages after the ranked ones. They keep
// the engine's order, and are scored when they are shown, so that a deep page reads
// only the parts that it shows.
func (c *collector) addTail(hits []engine.Hit) {
	for _, h := range c.fresh(hits) {
		c.ranking.Candidates = append(c.ranking.Candidates, rank.Candidate{Hit: h, Level: rank.LevelTail})
	}
}

// score makes candidates of hits, and scores every paragraph of them.
func (c *collector) score(ctx context.Context, hits []engine.Hit, at rank.Level) error {
	c.ranking.Candidates = slices.Grow(c.ranking.Candidates, len(hits))
	for _, h := range hits {
		if err := ctx.Err(); err != nil {
			return err
		}
		v, err := part.Open(h.Stored)
		if err != nil {
			return err
		}
		before := len(c.paragraphs)
		var ps rank.Part
		c.paragraphs, ps = c.work.scorer.Score(len(c.ranking.Candidates), v, c.paragraphs)
		c.ranking.Candidates = append(c.ranking.Candidates, rank.Candidate{Hit: h, Part: ps, Scored: true, Level: at})
		literals := 0
		for _, f := range c.paragraphs[before:] {
			if f.Literal > rank.TornWords {
				literals++
			}
			c.holdsTyped = c.holdsTyped || f.Literal != rank.NotLiteral
		}
		if c.pool.articles {
			literals = min(1, literals)
		}
		c.literals += literals
	}
	return nil
}

// An article with the words of a query in one sentence is a better answer than one
// with many occurrences of one word and the other word somewhere else; but the
// engine knows parts and not sentences, and ranks by how often words occur. So for
// queries of few words more parts that hold all of them are read, only around the
// occurrences of the rarest word.

const (
	nearbyParts  = 120 // parts that are read beyond those that are ranked
	nearbyMost   = 20  // how many of them become candidates at most
	nearbyEnough = 10  // candidates with all words in a paragraph that are enough
	nearbyWords  = 4   // number of words above which a query is a question
)

// readsNearby reports whether parts beyond the ranked ones are read for
// paragraphs that hold all words of the query.
func (c *collector) readsNearby() bool {
	n := len(c.plan.Slots)
	return n > 1 && n <= nearbyWords && c.ranking.ByRelevance && len(c.plan.Words) > 1
}

// complete returns how many candidates have a paragraph that holds all words.
func (c *collector) complete() int {
	n, last := 0, -1
	for i := range c.paragraphs {
		if p := &c.paragraphs[i]; p.All && p.Candidate != last {
			n, last = n+1, p.Candidate
		}
	}
	return n
}

// addNearby makes candidates of the first hits of which a paragraph holds all
// words of the query.
func (c *collector) addNearby(ctx context.Context, hits []engine.Hit) error {
	sieves := c.plan.SlotSieves()
	var added []engine.Hit
	for _, h := range hits {
		if !h.Preferred || len(added) == nearbyMost {
			continue
		}
		v, err := part.Open(h.Stored)
		if err != nil {
			return err
		}
		if c.work.scorer.HoldsAllWords(v, sieves) {
			added = append(added, h)
		}
	}
	return c.score(ctx, added, rank.LevelFirst)
}

// readsLiteral reports whether parts are read to find those with the query as
// typed. That is not needed for one word, since the engine returns the articles
// that hold it first, nor with a required phrase, since all hits hold it.
func (c *collector) readsLiteral() bool {
	return c.plan.MayHoldLiteral != nil && !c.plan.RequiresPhrase() && c.ranking.ByRelevance && !(c.pool.articles && c.plan.WordIsLiteral())
}

// addLiteral reads more parts that may hold the query as typed, the best first,
// until enough do. A text with a sign between single characters (前，品) may be in
// nearly every part, so there is a limit to what is read.
func (c *collector) addLiteral(ctx context.Context) error {
	at, enough := rank.LevelFirst, c.pool.literal
	full := func() bool {
		for c.literals >= enough && enough < min(c.pool.want, literalMost*c.pool.literal) && c.plan.RanksLiteral() {
			at, enough = at+1, 2*enough
		}
		return c.literals >= enough
	}
	if full() {
		return nil
	}
	if c.result.Beside == nil { // nothing holds it
		return nil
	}
	known := c.ranking.Known()
	more := c.result.Beside
	for size := literalRequest; ; {
		result, err := more(ctx)
		if err != nil {
			return err
		}
		fresh := slices.DeleteFunc(result.Hits, func(h engine.Hit) bool { return known[h.ID] })
		for ; len(fresh) > 0 && !full() && c.work.verifier.Open(); fresh = fresh[min(literalBatch, len(fresh)):] {
			batch := fresh[:min(literalBatch, len(fresh))]
			if err := c.addHolding(ctx, batch, at); err != nil {
				return err
			}
			for _, h := range batch {
				known[h.ID] = true
			}
		}
		if result.Parts <= size || full() || !c.work.verifier.Open() {
			return nil
		}
		size = result.Parts
		request := c.firstRequest().BesideRequest()
		request.Size = size
		more = func(ctx context.Context) (*engine.Result, error) { return c.view.Search(ctx, request) }
	}
}

// addHolding makes candidates of the parts that hold the query as typed.
func (c *collector) addHolding(ctx context.Context, hits []engine.Hit, at rank.Level) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	bytes := 0
	for _, h := range hits {
		bytes += len(h.Stored)
	}
	if !c.work.verifier.May(bytes) {
		return nil
	}
	holding, err := c.work.scorer.Holding(hits, c.plan.LiteralSieve)
	if err != nil {
		return err
	}
	return c.score(ctx, holding, at)
}
