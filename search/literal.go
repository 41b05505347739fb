package search

import (
	"context"
	"slices"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search/rank"
)

// How many texts that hold the query as typed are looked for: paragraphs for a ranking
// of those, parts for one of articles. For later pages it is twice, and then four times
// as many, until there is one for each of the first hundred articles.
const (
	literalParagraphs = 100
	literalParts      = 20
	literalMost       = 4   // the largest factor for later pages of paragraphs
	literalRequest    = 300 // parts in the first request, before one for all parts that may hold it
	literalBatch      = 50  // parts that are read before it is checked whether enough were found
)

// readsLiteral reports whether parts are read to find those with the query as
// typed. That is not needed for one word, since the engine returns the articles
// that hold it first, nor with a required phrase, since all hits hold it.
func (c *collector) readsLiteral() bool {
	return c.plan.SeeksLiteral() && c.ranking.ByRelevance && !(c.size.articles && c.plan.WordIsLiteral())
}

// mostLiteral is how many texts that hold the query as typed are wanted at most.
func (s rankingSize) mostLiteral() int {
	if s.articles {
		return MaxSize
	}
	return literalMost * s.literal
}

// addLiteral reads more parts that may hold the query as typed, the best first,
// until enough do. A text with a sign between single characters (前，品) may be in
// nearly every part, so there is a limit to what is read.
func (c *collector) addLiteral(ctx context.Context) error {
	at, enough := rank.LevelFirst, c.size.literal
	full := func() bool {
		for c.typedCount >= enough && enough < min(c.size.want, c.size.mostLiteral()) && c.plan.RanksLiteral() {
			at, enough = at+1, 2*enough
		}
		return c.typedCount >= enough
	}
	if full() {
		return nil
	}
	if c.result.Beside == nil { // nothing holds it
		return nil
	}
	known := c.ranking.CandidateIDs()
	ask := c.result.Beside
	for size := literalRequest; ; {
		result, err := ask(ctx)
		if err != nil {
			return err
		}
		fresh := slices.DeleteFunc(result.Hits, func(h engine.Hit) bool { return known[h.ID] })
		for ; len(fresh) > 0 && !full() && c.work.verifier.MayReadMore(); fresh = fresh[min(literalBatch, len(fresh)):] {
			batch := fresh[:min(literalBatch, len(fresh))]
			if err := c.addHolding(ctx, batch, at); err != nil {
				return err
			}
			for _, h := range batch {
				known[h.ID] = true
			}
		}
		if result.Parts <= size || full() || !c.work.verifier.MayReadMore() {
			return nil
		}
		size = result.Parts
		request := c.firstRequest().BesideRequest()
		request.Size = size
		ask = func(ctx context.Context) (*engine.Result, error) { return c.view.Search(ctx, request) }
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
	if !c.work.verifier.MayRead(bytes) {
		return nil
	}
	holding, err := c.work.scorer.Holding(hits, c.plan.LiteralSieve)
	if err != nil {
		return err
	}
	return c.score(ctx, holding, at)
}
