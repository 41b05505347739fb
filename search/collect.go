package search

import (
	"context"
	"slices"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/part"
	"github.com/xunzhang/xunzhang/search/rank"
)

// A rankingSize says from how many candidates a ranking is made. The first candidates
// must not depend on how many results are asked for, so that pages follow one another.
type rankingSize struct {
	ranked   int  // parts that are ranked by their paragraphs; after them the order is the engine's
	want     int  // articles, or paragraphs, that are asked for
	literal  int  // articles, or paragraphs, that hold the query as typed: so many are looked for at first
	articles bool // whether articles are ranked, and not paragraphs
}

// articleRanking is the size of a ranking from which so many articles are wanted.
func (s *Service) articleRanking(want int) rankingSize {
	return rankingSize{ranked: s.planner.Weights.Candidates, want: want, literal: literalParts, articles: true}
}

// paragraphRanking is the size of a ranking of so many paragraphs. For a pasted text
// fewer parts are scored.
func (s *Service) paragraphRanking(r Request, want int) rankingSize {
	p := rankingSize{ranked: s.planner.Weights.FlatCandidates, want: want, literal: literalParagraphs}
	if r.isPasted() {
		p.ranked /= 2
	}
	return p
}

// parts is how many parts are asked for, more than articles because some have several.
func (s rankingSize) parts() int {
	if s.articles {
		return s.want + s.want/4
	}
	return s.want
}

// A collector gathers and scores the candidates of one attempt.
type collector struct {
	*session
	*outcome
	size      rankingSize
	exhausted bool // whether all hits are candidates
}

// collect runs both stages: the candidates, and their paragraphs with scores.
func (c *collector) collect(ctx context.Context) error {
	hits, err := c.firstStage(ctx)
	if err != nil {
		return err
	}
	hits = c.dropPartial(hits)
	if err := c.fetchAll(ctx, hits[:min(c.firstRead(), len(hits))]); err != nil {
		return err
	}
	behind := hits[min(c.size.ranked, len(hits)):]
	if err := c.score(ctx, hits[:len(hits)-len(behind)], rank.LevelFirst); err != nil {
		return err
	}
	if c.readsNearby() && c.countComplete() < nearbyEnough {
		if err := c.addNearby(ctx, behind[:min(nearbyParts, len(behind))]); err != nil {
			return err
		}
	}
	if c.readsLiteral() {
		if err := c.addLiteral(ctx); err != nil {
			return err
		}
	}
	if most := max(c.size.parts()-c.size.ranked, 0); len(behind) > most {
		behind, c.exhausted = behind[:most], false
	}
	if !c.size.articles {
		if err := c.score(ctx, c.withoutCandidates(behind), rank.LevelTail); err != nil {
			return err
		}
		return c.rankParagraphs(ctx)
	}
	c.addTail(behind)
	return c.rankArticles(ctx)
}

// rankParagraphs scores more parts while fewer paragraphs than are wanted hold a
// required phrase: some parts hold it only in their titles.
func (c *collector) rankParagraphs(ctx context.Context) error {
	for size := 2 * c.size.ranked; c.plan.RequiresPhrase() && len(c.paragraphs) < c.size.want && !c.exhausted && size <= mostStored; size *= 2 {
		result, err := c.view.Search(ctx, c.stage1(size))
		if err != nil {
			return err
		}
		c.exhausted = len(result.Hits) == result.Parts
		if err := c.score(ctx, c.withoutCandidates(result.Hits), rank.LevelTail); err != nil {
			return err
		}
	}
	return nil
}

// rankArticles orders the articles of the candidates, and makes more parts
// candidates while there are fewer articles than the page needs.
func (c *collector) rankArticles(ctx context.Context) error {
	articles := c.ranking.Group(c.paragraphs)
	for size := 2 * max(c.size.parts(), c.size.ranked); len(articles) < min(c.size.want, c.listedArticles()) && !c.exhausted; size *= 2 {
		request := c.stage1(size)
		request.Stored = false
		result, err := c.view.Search(ctx, request)
		if err != nil {
			return err
		}
		c.exhausted = len(result.Hits) == result.Parts
		c.addTail(result.Hits)
		articles = c.ranking.Group(c.paragraphs)
	}
	c.articles = c.ranking.Order(articles)
	return nil
}

// dropPartial removes the hits that lack a word when those that lack none fill the
// page: they come after them in any case, and need no scores.
func (c *collector) dropPartial(hits []engine.Hit) []engine.Hit {
	if !c.plan.Apart() || c.plan.AllWords == nil || !c.ranking.ByRelevance || !c.size.articles {
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
	if len(articles) < c.size.want {
		return hits
	}
	c.exhausted = false
	return hits[:whole]
}

// withoutCandidates returns the hits that are not candidates yet.
func (c *collector) withoutCandidates(hits []engine.Hit) []engine.Hit {
	known := c.ranking.CandidateIDs()
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
	for _, h := range c.withoutCandidates(hits) {
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
		literals, typed := 0, 0
		for _, f := range c.paragraphs[before:] {
			if f.Literal > rank.TornWords {
				literals++
				if f.Literal != rank.OtherWriting {
					typed++
				}
			}
			c.holdsTyped = c.holdsTyped || f.Literal != rank.NotLiteral
		}
		if c.size.articles {
			literals, typed = min(1, literals), min(1, typed)
		}
		c.literalCount, c.typedCount = c.literalCount+literals, c.typedCount+typed
	}
	return nil
}
