package search

import (
	"cmp"
	"slices"

	"github.com/xunzhang/xunzhang/engine"
)

// A candidate is a part that the engine found, with what the second stage makes
// of it.
type candidate struct {
	engine.Hit
	part  partScore
	level level
}

// A level is where a candidate stands: what comes from a later look at the
// index stands behind what came before.
type level int

const (
	levelFirst level = 0       // the best parts, and the first parts that hold the query as typed
	levelTail  level = 1 << 20 // behind both, in the engine's order
)

// A ranking orders what the second stage scored.
type ranking struct {
	plan        *plan
	w           Weights
	perPart     float64 // paragraphs that a part has on average
	byRelevance bool    // else the order is the engine's
	candidates  []candidate
}

// newRanking returns a ranking without candidates.
func newRanking(p *plan, w Weights, s engine.State, byRelevance bool) ranking {
	return ranking{plan: p, w: w, byRelevance: byRelevance, perPart: float64(s.Paragraphs) / float64(max(1, s.Parts))}
}

// known are the ids of the candidates.
func (r *ranking) known() map[string]bool {
	ids := make(map[string]bool, len(r.candidates))
	for i := range r.candidates {
		ids[r.candidates[i].ID] = true
	}
	return ids
}

// best are the first paragraphs of a flat ranking, n at most.
func (r *ranking) bestParagraphs(found []scored, n int) []scored {
	order := make([]int32, len(found))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return r.better(&found[a], &found[b]) })
	ranked := make([]scored, min(n, len(order)))
	for i := range ranked {
		ranked[i] = found[order[i]]
	}
	return ranked
}

// better orders paragraphs: those that hold a short query as typed first, then
// by level and score, then in reading order.
func (r *ranking) better(a, b *scored) int {
	if a.literal != b.literal && r.plan.ranksLiteral() {
		return cmp.Compare(b.literal, a.literal)
	}
	ca, cb := &r.candidates[a.candidate], &r.candidates[b.candidate]
	if c := cmp.Compare(ca.level, cb.level); c != 0 {
		return c
	}
	if c := cmp.Compare(a.candidate, b.candidate); c != 0 && ca.level == levelTail {
		return c
	}
	if c := cmp.Compare(b.score, a.score); c != 0 {
		return c
	}
	return cmp.Or(cmp.Compare(ca.Article, cb.Article), cmp.Compare(a.number, b.number))
}

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

// order scores articles and sorts them: by the second stage what it was made
// for, and behind that, on later pages, in the order of the engine. Other orders
// than relevance are the engine's.
func (r *ranking) order(groups []group) []group {
	for i := range groups {
		r.score(&groups[i])
	}
	if r.byRelevance && len(r.plan.slots) > 0 {
		slices.SortStableFunc(groups, r.betterGroup)
	}
	return groups
}

// betterGroup orders articles: those that the reader named first, by the title or
// by author or tag, then those that hold a short query as typed, then those that
// hold all words, then by score.
func (r *ranking) betterGroup(a, b group) int {
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

func (r *ranking) holdsLiteral(g group) bool {
	return r.plan.ranksLiteral() && (r.candidates[g.candidate].part.literal || len(g.paragraphs) > 0 && g.paragraphs[0].literal > notLiteral)
}

// group gathers the paragraphs of each article, in the order of candidates.
func (r *ranking) group(found []scored) []group {
	index := make(map[string]int, len(r.candidates))
	var groups []group
	for i := range r.candidates {
		c := &r.candidates[i]
		id := c.Article
		at, ok := index[id]
		if !ok {
			at = len(groups)
			index[id] = at
			groups = append(groups, group{article: id, candidate: i, level: c.level})
		}
		g := &groups[at]
		g.level, g.whole, g.named = min(g.level, c.level), g.whole || r.whole(c), max(g.named, c.part.named)
	}
	for i := range found {
		f := &found[i]
		groups[index[r.candidates[f.candidate].Article]].add(f, r.better)
	}
	return groups
}

// whole reports whether a candidate is of an article that holds all words.
func (r *ranking) whole(c *candidate) bool {
	return r.plan.asMeant == nil || c.Preferred
}
