package search

import (
	"context"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/part"
	"github.com/xunzhang/xunzhang/search/rank"
)

// An article with the words of a query in one paragraph is a better answer than one
// with many occurrences of one word and the other word somewhere else; but the engine
// knows parts and not paragraphs, and ranks by how often words occur. So for queries of
// two to four words more parts that hold all of them are read, and of these only the
// paragraphs that may hold all of them.

const (
	nearbyParts  = 120 // parts that are read beyond those that are ranked
	nearbyMost   = 20  // how many of them become candidates at most
	nearbyEnough = 10  // candidates with all words in a paragraph from which no more are looked for
	nearbyWords  = 4   // words above which a query is taken as a question
)

// readsNearby reports whether parts beyond the ranked ones are read for
// paragraphs that hold all words of the query.
func (c *collector) readsNearby() bool {
	n := len(c.plan.Slots)
	return n > 1 && n <= nearbyWords && c.ranking.ByRelevance && len(c.plan.Words) > 1
}

// countComplete returns how many candidates have a paragraph that holds all words.
func (c *collector) countComplete() int {
	n, last := 0, -1
	for i := range c.paragraphs {
		if p := &c.paragraphs[i]; p.AllSlots && p.Candidate != last {
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
