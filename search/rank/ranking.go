// Package rank scores the candidates that the engine found, on their stored text:
// paragraphs, and articles by their title, their whole text and their best
// paragraphs. It is pure: a plan and stored parts in, scores out, each the sum of
// named parts. It never calls an engine. The formulas, and what each constant is
// worth, are in docs/relevance.md.
package rank

import (
	"cmp"
	"slices"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search/plan"
)

// A Candidate is a part that the engine found, with its scores of the second stage.
type Candidate struct {
	engine.Hit
	Part   Part // zero until the part is scored
	Scored bool
	Level  Level
}

// A Level orders candidates before their scores: candidates of a later request to
// the engine come after all earlier ones.
type Level int

const (
	LevelFirst Level = 0       // the best parts, and the first parts that hold the query as typed
	LevelTail  Level = 1 << 20 // after both, in the engine's order
)

// A Ranking orders candidates by the scores of the second stage.
type Ranking struct {
	plan        *plan.Plan
	Weights     plan.Weights
	perPart     float64 // average number of paragraphs in a part
	ByRelevance bool    // otherwise the order is the engine's
	Candidates  []Candidate
}

// NewRanking returns a ranking without candidates.
func NewRanking(p *plan.Plan, w plan.Weights, s engine.State, byRelevance bool) Ranking {
	return Ranking{plan: p, Weights: w, ByRelevance: byRelevance, perPart: float64(s.Paragraphs) / float64(max(1, s.Parts))}
}

// Known returns the ids of the candidates.
func (r *Ranking) Known() map[string]bool {
	ids := make(map[string]bool, len(r.Candidates))
	for i := range r.Candidates {
		ids[r.Candidates[i].ID] = true
	}
	return ids
}

// Best returns the first paragraphs of a flat ranking, at most n.
func (r *Ranking) Best(found []Paragraph, n int) []Paragraph {
	order := make([]int32, len(found))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return r.better(&found[a], &found[b]) })
	ranked := make([]Paragraph, min(n, len(order)))
	for i := range ranked {
		ranked[i] = found[order[i]]
	}
	return ranked
}

// better orders paragraphs: those that hold a short query as typed first, be it a
// misspelling, then by level and score, then in reading order.
func (r *Ranking) better(a, b *Paragraph) int {
	if a.slip != b.slip && r.plan.RanksLiteral() {
		return first(a.slip)
	}
	if a.Literal != b.Literal && r.plan.RanksLiteral() {
		return cmp.Compare(b.Literal, a.Literal)
	}
	ca, cb := &r.Candidates[a.Candidate], &r.Candidates[b.Candidate]
	if c := cmp.Compare(ca.Level, cb.Level); c != 0 {
		return c
	}
	if c := cmp.Compare(a.Candidate, b.Candidate); c != 0 && ca.Level == LevelTail {
		return c
	}
	if c := cmp.Compare(b.Score, a.Score); c != 0 {
		return c
	}
	return cmp.Or(cmp.Compare(ca.Article, cb.Article), cmp.Compare(a.Number, b.Number))
}

// An Article is an article that was found, with its paragraphs.
type Article struct {
	ID         string
	Candidate  int // of its best part
	Score      float64
	level      Level  // of its best part
	Whole      bool   // it holds all words of the query
	named      naming // how the query names the article
	summands   articleSummands
	Paragraphs []Paragraph // the best, best first
	Matching   int         // paragraphs that hold a word of the query
	Same       []int       // candidates of near-duplicate articles
	Unscored   []int       // its candidates that are not scored, see Fill
	scored     bool        // whether some of its candidates are scored
}

// keptPerGroup is how many paragraphs of an article are kept: more than are shown,
// because some may repeat the text of others, and several add to the score.
const keptPerGroup = 10

// add keeps a paragraph if it is among the best.
func (g *Article) add(s *Paragraph, better func(a, b *Paragraph) int) {
	if s.Content || s.Literal > NotLiteral {
		g.Matching++
	}
	at := len(g.Paragraphs)
	for at > 0 && better(s, &g.Paragraphs[at-1]) < 0 {
		at--
	}
	if at == keptPerGroup {
		return
	}
	if len(g.Paragraphs) == keptPerGroup {
		g.Paragraphs = g.Paragraphs[:keptPerGroup-1]
	}
	g.Paragraphs = slices.Insert(g.Paragraphs, at, *s)
}

// Order scores articles and sorts them: by the second stage what it was made
// for, and behind that, on later pages, in the order of the engine. Other orders
// than relevance are the engine's.
func (r *Ranking) Order(groups []Article) []Article {
	for i := range groups {
		if groups[i].scored {
			r.score(&groups[i])
		}
	}
	if r.ByRelevance && (len(r.plan.Slots) > 0 || r.plan.Literal != plan.None) {
		slices.SortStableFunc(groups, r.betterGroup)
		if len(r.plan.Slips) > 0 && r.plan.RanksLiteral() {
			groups = r.slipsBehind(groups)
		}
	}
	return groups
}

// beforeSlips is how many articles come before those that hold the misspelled
// query.
const beforeSlips = 2

// slipsBehind puts the articles with the same misspelling as the query after the
// best articles with its correction: the reader may be looking for either.
func (r *Ranking) slipsBehind(groups []Article) []Article {
	var slips, others []Article
	for _, g := range groups {
		if r.Candidates[g.Candidate].Part.slip || len(g.Paragraphs) > 0 && g.Paragraphs[0].slip {
			slips = append(slips, g)
		} else {
			others = append(others, g)
		}
	}
	return slices.Insert(others, min(beforeSlips, len(others)), slips...)
}

// Fill adds to an article the paragraphs of its candidates that were not scored
// before, and sets its score. Its place does not change.
func (r *Ranking) Fill(g *Article, found []Paragraph) {
	for i := range found {
		g.add(&found[i], r.better)
	}
	g.Unscored = nil
	r.score(g)
}

// betterGroup orders articles: first those that the query names, by title or by
// author or tag, then those that hold a short query as typed, then those that hold
// all words, then by score.
func (r *Ranking) betterGroup(a, b Article) int {
	if c := cmp.Compare(b.named, a.named); c != 0 {
		return c
	}
	if c := cmp.Compare(r.literalness(b), r.literalness(a)); c != 0 {
		return c
	}
	if a.Whole != b.Whole && r.plan.Apart() {
		return first(a.Whole)
	}
	if a.level != b.level || a.level == LevelTail {
		return cmp.Compare(a.level, b.level)
	}
	return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID))
}

// first compares two values of which true comes first.
func first(one bool) int {
	if one {
		return -1
	}
	return 1
}

// literalness returns how an article holds a short query as typed: not at all,
// torn, or as words, also inside longer ones.
func (r *Ranking) literalness(g Article) Literalness {
	if !r.plan.RanksLiteral() {
		return NotLiteral
	}
	held := r.Candidates[g.Candidate].Part.literal
	if len(g.Paragraphs) > 0 {
		held = max(held, g.Paragraphs[0].Literal)
	}
	return min(held, InsideWord)
}

// Group collects the paragraphs of each article, in the order of candidates.
func (r *Ranking) Group(found []Paragraph) []Article {
	index := make(map[string]int, len(r.Candidates))
	var groups []Article
	for i := range r.Candidates {
		c := &r.Candidates[i]
		id := c.Article
		at, ok := index[id]
		if !ok {
			at = len(groups)
			index[id] = at
			groups = append(groups, Article{ID: id, Candidate: i, level: c.Level})
		}
		g := &groups[at]
		if c.Scored {
			g.scored = true
		} else {
			g.Unscored = append(g.Unscored, i)
		}
		g.level, g.Whole, g.named = min(g.level, c.Level), g.Whole || r.whole(c), max(g.named, c.Part.named)
	}
	of := make([]int, len(found))
	for i := range found {
		of[i] = index[r.Candidates[found[i].Candidate].Article]
	}
	reserve(groups, of)
	for i := range found {
		groups[of[i]].add(&found[i], r.better)
	}
	return groups
}

// reserve allocates the paragraphs that articles keep in one slice; of has the
// article of each paragraph.
func reserve(groups []Article, of []int) {
	counts, total := make([]int, len(groups)), 0
	for _, g := range of {
		if counts[g] < keptPerGroup {
			counts[g]++
			total++
		}
	}
	room := make([]Paragraph, total)
	for g, n := range counts {
		groups[g].Paragraphs, room = room[:0:n], room[n:]
	}
}

// whole reports whether the article of a candidate holds all words.
func (r *Ranking) whole(c *Candidate) bool {
	return r.plan.AllWords == nil || c.Preferred
}
