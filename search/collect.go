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

// A pool says what a ranking is made from. What it holds up to a place must not
// depend on how many are asked for: pages follow one another.
type pool struct {
	ranked   int  // parts that are ranked by their paragraphs; behind them the order is the engine's
	want     int  // articles, or paragraphs, that are asked for
	literal  int  // of those, how many that hold the query as typed are looked for at first
	articles bool // whether articles are ranked, and not paragraphs
}

// articlePool and paragraphPool are what rankings of so many are made from.
func (s *Service) articlePool(want int) pool {
	return pool{ranked: s.planner.Weights.Candidates, want: want, literal: literalParts, articles: true}
}

func (s *Service) paragraphPool(want int) pool {
	return pool{ranked: s.planner.Weights.FlatCandidates, want: want, literal: literalParagraphs}
}

// How many texts that hold the query as typed are looked for before all else:
// paragraphs for a ranking of those, parts for one of articles. Who asks for
// later pages has twice as many looked for, and once more.
const (
	literalParagraphs = 100
	literalParts      = 20
	literalMost       = 4   // times as many are looked for at most
	literalRequest    = 300 // parts that are asked for before all that may hold it
	literalBatch      = 50  // parts between two looks at whether it is enough
)

// A collector gathers and scores the candidates of one attempt.
type collector struct {
	*session
	*outcome
	pool      pool
	exhausted bool // whether all that is found are candidates
}

// collect runs both stages: the candidates, and their paragraphs with scores.
func (c *collector) collect(ctx context.Context) error {
	size := max(c.pool.ranked, min(c.pool.want, firstParts))
	if c.readsNearby() {
		size = max(size, c.pool.ranked+nearbyParts)
	}
	hits, err := c.first(ctx, size)
	if err != nil {
		return err
	}
	hits = c.dropPartial(hits)
	behind := hits[min(c.pool.ranked, len(hits)):]
	if err := c.score(ctx, hits[:len(hits)-len(behind)], rank.LevelFirst); err != nil {
		return err
	}
	if c.readsNearby() {
		if err := c.addNearby(ctx, behind[:min(nearbyParts, len(behind))]); err != nil {
			return err
		}
	}
	if c.readsLiteral() {
		if err := c.addLiteral(ctx); err != nil {
			return err
		}
	}
	if most := max(c.pool.want-c.pool.ranked, 0); len(behind) > most {
		behind, c.exhausted = behind[:most], false
	}
	if !c.pool.articles {
		return c.score(ctx, c.fresh(behind), rank.LevelTail)
	}
	c.addTail(behind)
	return c.rankArticles(ctx)
}

// firstParts is how many parts the engine is asked for at first, at most. Deeper
// pages ask again, for ids alone.
const firstParts = 400

// rankArticles orders the articles of the candidates, and makes more parts
// candidates while they are of fewer articles than the page wants.
func (c *collector) rankArticles(ctx context.Context) error {
	groups := c.ranking.Group(c.paragraphs)
	for size := max(c.pool.want, 2*c.pool.ranked); len(groups) < min(c.pool.want, c.listed()) && !c.exhausted; size *= 2 {
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

// dropPartial leaves out the hits that lack a word where those that lack none fill
// the page: they come behind in any case, and are not scored for nothing.
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

// first asks the engine for the best parts, and how many there are: what is
// found is whatever holds a term of the query, and of that whole what holds all
// of its words.
func (c *collector) first(ctx context.Context, size int) ([]engine.Hit, error) {
	request := c.stage1(size)
	if c.pool.articles {
		request.Facets = cmp.Or(c.request.Facets, FacetValues)
	}
	result, err := c.view.Search(ctx, request)
	if err != nil {
		return nil, err
	}
	c.total, c.partial = c.plan.Totals(result)
	c.facets, c.exhausted = result.Facets, len(result.Hits) == result.Parts
	if result.AllFacets != nil { // what is listed is counted
		c.facets = promised(result.AllFacets, c.facets)
	}
	return result.Hits, nil
}

// FacetValues is how many values a facet lists, unless the request says otherwise.
const FacetValues = 20

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

// stage1 is the request for the best parts. What is found need not hold most of
// the words: a question's answer rarely does.
func (c *collector) stage1(size int) engine.Request { return c.session.stage1(c.plan, size) }

func (x *session) stage1(p *plan.Plan, size int) engine.Request {
	return engine.Request{
		Query: p.Candidates, Filter: p.Filter, Choices: p.Choices, Prefer: p.AllWords,
		Mixed: !p.Apart() && x.request.Sort == engine.ByRelevance,
		Size:  size, Sort: x.request.Sort, Stored: true,
	}
}

// fresh are the hits that are no candidates yet.
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

// addTail makes candidates of hits for the pages behind what is ranked. They keep
// the engine's order, and are scored when they are shown: however deep a page is,
// no more parts are read for it than it shows.
func (c *collector) addTail(hits []engine.Hit) {
	for _, h := range c.fresh(hits) {
		c.ranking.Candidates = append(c.ranking.Candidates, rank.Candidate{Hit: h, Level: rank.LevelTail})
	}
}

// score makes candidates of hits, and scores every paragraph of them.
func (c *collector) score(ctx context.Context, hits []engine.Hit, at rank.Level) error {
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
			if f.Literal > rank.NotLiteral {
				literals++
			}
		}
		if c.pool.articles {
			literals = min(1, literals)
		}
		c.literals += literals
	}
	return nil
}

// An article in which the words of a query stand in one sentence answers better
// than one that is full of one of them and has the other somewhere else; but the
// engine knows parts and not sentences, and ranks by how often words occur. So
// for a few words more parts that hold all of them are read than are scored, only
// where the rarest word stands.

const (
	nearbyParts = 120 // parts that are read beyond those that are ranked
	nearbyMost  = 20  // of them, how many are ranked too
	nearbyWords = 4   // words of a query above which it is a question
)

// readsNearby reports whether parts beyond the ranked ones are read for
// paragraphs that hold all words of the query.
func (c *collector) readsNearby() bool {
	n := len(c.plan.Slots)
	return n > 1 && n <= nearbyWords && c.ranking.ByRelevance && len(c.plan.Words) > 1
}

// addNearby makes candidates of the first hits of which a paragraph holds all
// words of the query.
func (c *collector) addNearby(ctx context.Context, hits []engine.Hit) error {
	sieve := c.plan.RarestSlot()
	var added []engine.Hit
	for _, h := range hits {
		if !h.Preferred || len(added) == nearbyMost {
			continue
		}
		v, err := part.Open(h.Stored)
		if err != nil {
			return err
		}
		if c.work.scorer.HoldsAllWords(v, sieve) {
			added = append(added, h)
		}
	}
	return c.score(ctx, added, rank.LevelFirst)
}

// readsLiteral reports whether parts are read for the query as typed. Where that
// is one word, what holds it is what counts as found, and the engine gives that
// first; and where a phrase is required, everything holds it.
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
	known := c.ranking.Known()
	request := engine.Request{Query: c.plan.MayHoldLiteral, Filter: c.plan.Filter, Choices: c.plan.Choices, Prefer: c.plan.AllWords, Stored: true}
	for size := literalRequest; ; {
		request.Size = size
		result, err := c.view.Search(ctx, request)
		if err != nil {
			return err
		}
		more := slices.DeleteFunc(result.Hits, func(h engine.Hit) bool { return known[h.ID] })
		for ; len(more) > 0 && !full() && c.work.verifier.Open(); more = more[min(literalBatch, len(more)):] {
			batch := more[:min(literalBatch, len(more))]
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
