package search

import (
	"cmp"
	"context"
	"slices"

	"github.com/xunzhang/xunzhang/engine"
)

// A group is an article that was found, with its paragraphs.
type group struct {
	article    string
	candidate  int // of its best part
	score      float64
	level      level  // of its best part
	whole      bool   // it holds all words of the query
	named      naming // how the query names it
	parts      articleParts
	paragraphs []scored // the best, best first
	matching   int      // paragraphs that hold a word of the query
	same       []int    // candidates of articles that say the same, see duplicates
}

// keptPerGroup is how many paragraphs of an article are kept: more than are
// shown, for one may have the text of another, and several count.
const keptPerGroup = 10

// add keeps a paragraph when it is among the best.
func (g *group) add(s *scored, better func(a, b *scored) int) {
	if s.content || s.literal > notLiteral {
		g.matching++
	}
	at := len(g.paragraphs)
	for at > 0 && better(s, &g.paragraphs[at-1]) < 0 {
		at--
	}
	if at == keptPerGroup {
		return
	}
	if len(g.paragraphs) == keptPerGroup {
		g.paragraphs = g.paragraphs[:keptPerGroup-1]
	}
	g.paragraphs = slices.Insert(g.paragraphs, at, *s)
}

// ranked groups paragraphs by article and orders the articles: by the second
// stage what it was made for, and behind that, on later pages, in the order of
// the engine. Other orders than relevance are the engine's.
func (r *run) ranked(ctx context.Context, want int) ([]group, error) {
	p := pool{ranked: r.service.weights.Candidates, want: want, literal: literalParts, parts: true, facets: true}
	if err := r.collect(ctx, p); err != nil {
		return nil, err
	}
	groups := r.group()
	for size := 2 * max(want, p.ranked); len(groups) < min(want, r.listed()) && !r.exhausted; size *= 2 {
		if err := r.more(ctx, size); err != nil {
			return nil, err
		}
		groups = r.group()
	}
	for i := range groups {
		r.score(&groups[i])
	}
	if r.request.Sort == engine.ByRelevance && len(r.plan.slots) > 0 {
		slices.SortStableFunc(groups, r.betterGroup)
	}
	return groups, nil
}

// betterGroup orders articles: those that the reader named first, by the title or
// by author or tag, then those that hold a short query as typed, then those that
// hold all words, then by score.
func (r *run) betterGroup(a, b group) int {
	if c := cmp.Compare(b.named, a.named); c != 0 {
		return c
	}
	if la, lb := r.holdsLiteral(a), r.holdsLiteral(b); la != lb {
		return first(la)
	}
	if a.whole != b.whole && r.plan.apart() {
		return first(a.whole)
	}
	if a.level != b.level || a.level == levelTail {
		return cmp.Compare(a.level, b.level)
	}
	return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.article, b.article))
}

// first is the order of two things of which only the one, if first is set, has
// what comes first.
func first(one bool) int {
	if one {
		return -1
	}
	return 1
}

func (r *run) holdsLiteral(g group) bool {
	return r.plan.ranksLiteral() && (r.parts[g.candidate].literal || len(g.paragraphs) > 0 && g.paragraphs[0].literal > notLiteral)
}

// group gathers the paragraphs of each article, in the order of candidates.
func (r *run) group() []group {
	index := make(map[string]int, len(r.hits))
	var groups []group
	for i := range r.hits {
		id := r.hits[i].Article
		at, ok := index[id]
		if !ok {
			at = len(groups)
			index[id] = at
			groups = append(groups, group{article: id, candidate: i, level: r.levels[i]})
		}
		g := &groups[at]
		g.level, g.whole, g.named = min(g.level, r.levels[i]), g.whole || r.whole(i), max(g.named, r.parts[i].named)
	}
	for i := range r.found {
		f := &r.found[i]
		groups[index[r.hits[f.candidate].Article]].add(f, r.better)
	}
	return groups
}

// whole reports whether a candidate is of an article that holds all words.
func (r *run) whole(candidate int) bool {
	return r.plan.asMeant == nil || r.hits[candidate].Preferred
}
