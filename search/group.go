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
	level      level    // of its best part
	paragraphs []scored // the best, best first
	matching   int      // paragraphs that hold a word of the query
	same       []int    // candidates of articles that say the same, see duplicates
}

// keptPerGroup is how many paragraphs of an article are kept: more than are
// shown, for one may have the text of another.
const keptPerGroup = 2 * ShownPerHit

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
	p := pool{ranked: r.service.weights.Candidates, want: want, literal: literalParts, parts: true}
	if err := r.collect(ctx, p); err != nil {
		return nil, err
	}
	groups := r.group()
	for size := 2 * max(want, p.ranked); !r.few() && len(groups) < min(want, r.total) && !r.exhausted; size *= 2 {
		if err := r.more(ctx, size); err != nil {
			return nil, err
		}
		groups = r.group()
	}
	for i := range groups {
		g := &groups[i]
		if g.score = r.wholeScore(g.candidate); len(g.paragraphs) > 0 {
			g.candidate = g.paragraphs[0].candidate
			g.score = r.articleScore(g)
		}
	}
	if r.request.Sort == engine.ByRelevance && len(r.plan.slots) > 0 {
		slices.SortStableFunc(groups, r.betterGroup)
	}
	r.settleTotal(groups)
	return groups, nil
}

func (r *run) betterGroup(a, b group) int {
	if la, lb := r.holdsLiteral(a), r.holdsLiteral(b); la != lb {
		if la {
			return -1
		}
		return 1
	}
	if a.level != b.level || a.level == levelTail {
		return cmp.Compare(a.level, b.level)
	}
	return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.article, b.article))
}

// fewArticles is how many articles must hold most of the query's words for
// those that hold fewer not to be listed.
const fewArticles = 10

func (r *run) few() bool { return r.total < fewArticles }

// settleTotal counts what pages list. When few articles hold most of the words,
// the candidates that hold some are listed too; and when all that matches was
// read, nothing counts that was not found in it.
func (r *run) settleTotal(groups []group) {
	switch {
	case r.few():
		r.total = len(groups)
		if i := slices.IndexFunc(groups, func(g group) bool { return g.level == levelTail }); i >= 0 {
			r.total = i
		}
	case r.exhausted && len(groups) < r.total:
		r.total = len(groups)
	}
}

// wholeScore is the score of a part as one long paragraph. What its words are
// worth in BM25 says the same again where articles are short; where they are
// long it tells what they are about, and the share of the best paragraph which
// of the two it is.
func (r *run) wholeScore(candidate int) float64 {
	p := &r.parts[candidate]
	return p.whole + p.name + min(1, r.bestShare())*(p.article-p.name)
}

// articleScore is the score of an article as a unit: its best part as one long
// paragraph, the best proximity in a paragraph, and its best paragraph.
func (r *run) articleScore(g *group) float64 {
	whole, pair := 0.0, 0.0
	for _, p := range g.paragraphs {
		whole = max(whole, r.wholeScore(p.candidate))
		pair = max(pair, p.parts.pair)
	}
	return whole + r.service.weights.WholePair*pair + r.bestShare()*g.paragraphs[0].parts.terms
}

// bestShare is what the best paragraph adds to the score of its article.
func (r *run) bestShare() float64 {
	s := r.view.State()
	return r.service.weights.best(float64(s.Paragraphs) / float64(max(1, s.Parts)))
}

func (r *run) holdsLiteral(g group) bool {
	return r.plan.ranksLiteral() && len(g.paragraphs) > 0 && g.paragraphs[0].literal > notLiteral
}

// group gathers the paragraphs of each article, in the order of candidates.
func (r *run) group() []group {
	index := make(map[string]int, len(r.hits))
	var groups []group
	at := func(candidate int) *group {
		id := r.hits[candidate].Article
		i, ok := index[id]
		if !ok {
			i = len(groups)
			index[id] = i
			groups = append(groups, group{article: id, candidate: candidate, level: r.levels[candidate]})
		}
		g := &groups[i]
		g.level, g.candidate = min(g.level, r.levels[candidate]), min(g.candidate, candidate)
		return g
	}
	for i := range r.hits {
		if p := &r.parts[i]; p.allowed && (p.found || len(r.plan.slots) == 0) && (p.named || !r.plan.paragraphsOnly()) {
			at(i)
		}
	}
	for i := range r.found {
		at(r.found[i].candidate).add(&r.found[i], r.better)
	}
	slices.SortFunc(groups, func(a, b group) int { return cmp.Compare(a.candidate, b.candidate) })
	return groups
}
