package search

import (
	"cmp"
	"context"
	"slices"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search/plan"
)

// mostStored is the largest number of parts that the engine returns together with
// their stored bytes. For deeper pages of articles it returns ids alone, and then
// the bytes of the parts that are read.
const mostStored = 360

// usualPatterns is the number of patterns in the plan of a long sentence.
const usualPatterns = 64

// firstParts is how many parts the engine is asked for at first. For a flat ranking of
// a pasted text there are fewer, because each of them is scored, and scoring takes
// longer with more patterns.
func (c *collector) firstParts() int {
	switch {
	case c.size.articles:
		return c.size.parts()
	case len(c.plan.Patterns) <= usualPatterns:
		return min(c.size.parts(), mostStored)
	}
	return min(c.size.parts(), mostStored*usualPatterns/len(c.plan.Patterns))
}

// firstRead is how many of the first parts are read before the page is known.
func (c *collector) firstRead() int {
	if c.readsNearby() {
		return c.size.ranked + nearbyParts
	}
	return c.size.ranked
}

// firstStage asks the engine for the best parts and the totals. Every article with a
// term of the query is found; those that hold all of its words are counted
// separately.
func (c *collector) firstStage(ctx context.Context) ([]engine.Hit, error) {
	if c.result == nil {
		c.view.expected = c.foreseenTerms(ctx, c.reading.query, c.plan)
		var err error
		if c.result, err = c.view.Search(ctx, c.firstRequest()); err != nil {
			return nil, err
		}
	}
	result := c.result
	c.total, c.partial = c.plan.Totals(result)
	c.facets, c.exhausted = result.Facets, len(result.Hits) == result.Parts
	if result.AllFacets != nil { // facets count what is listed
		c.facets = mergedFacets(result.AllFacets, c.facets)
	}
	return result.Hits, nil
}

// firstRequest is the request for the best parts.
func (c *collector) firstRequest() engine.Request {
	request := c.stage1(max(c.firstRead(), c.firstParts()))
	request.Stored = request.Size <= mostStored
	request.Months = c.request.Months
	if c.size.articles {
		request.Facets, request.Rest = cmp.Or(c.request.Facets, FacetValues), restHits
	}
	if c.readsLiteral() && !c.view.matchesNothing(c.plan.MayHoldLiteral) {
		request.Beside, request.BesideSize = c.plan.MayHoldLiteral, literalRequest
	}
	return request
}

// restHits is for how many of the first hits the other parts of their articles are
// returned too. A page is made of these as a rule, and says which words an article
// lacks.
const restHits = 40

// FacetValues is how many values a facet lists at most, unless the request says otherwise.
const FacetValues = 20

// mergedFacets returns the facet counts when no article with the current choices holds
// all words. The count of a value is how many articles choosing it would list: those
// with all words if there are any (whole), else those with some (partial).
func mergedFacets(partial, whole map[string][]engine.Count) map[string][]engine.Count {
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

// stage1 returns the request for the best parts of the attempt.
func (c *collector) stage1(size int) engine.Request { return c.session.stage1(c.plan, size) }

// stage1 returns the request for the best parts by a plan, size of them. Hits need not
// hold most of the words, because the answer to a question rarely does.
func (x *session) stage1(p *plan.Plan, size int) engine.Request {
	return engine.Request{
		Query: p.Candidates, Filter: p.Filter, Choices: p.Choices, Prefer: p.AllWords,
		Mixed: !p.Apart() && x.request.Sort == engine.ByRelevance,
		Size:  size, Sort: x.request.Sort, Stored: true,
	}
}
