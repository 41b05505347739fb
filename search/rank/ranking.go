// Package rank scores the candidates that the engine found, on their stored text:
// paragraphs, and articles by their title, their whole text and their best
// paragraphs. It is pure: a plan and stored parts in, scores out, each the sum of
// named summands. It never calls an engine. The formulas, and what each constant is
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

// CandidateIDs returns the ids of the candidates, which are parts.
func (r *Ranking) CandidateIDs() map[string]bool {
	ids := make(map[string]bool, len(r.Candidates))
	for i := range r.Candidates {
		ids[r.Candidates[i].ID] = true
	}
	return ids
}

// Best returns the first paragraphs of the flat ranking of all that were found, at
// most n.
func (r *Ranking) Best(found []Paragraph, n int) []Paragraph {
	order := make([]int32, len(found))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return r.compareParagraphs(&found[a], &found[b]) })
	ranked := make([]Paragraph, min(n, len(order)))
	for i := range ranked {
		ranked[i] = found[order[i]]
	}
	return ranked
}

// compareParagraphs orders paragraphs: those that hold a short query as typed first, be
// it a misspelling, then by level and score, then in reading order.
func (r *Ranking) compareParagraphs(a, b *Paragraph) int {
	if a.holdsSlip != b.holdsSlip && r.plan.RanksLiteral() {
		return trueFirst(a.holdsSlip)
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
	AllWords   bool   // whether it holds all words of the query
	together   bool   // whether it holds them in one paragraph, see Part
	named      naming // how the query names the article
	first      rules  // what puts it before others whatever its score
	summands   articleSummands
	Paragraphs []Paragraph // the best, best first
	Matching   int         // number of paragraphs that hold a word of the query
	Duplicates []int       // candidates of near-duplicate articles, listed with it
	Unscored   []int       // its candidates that are not scored, see Fill
	scored     bool        // whether some of its candidates are scored
}

// keptPerArticle is how many paragraphs of an article are kept: more than are shown,
// because some may repeat the text of others, and several add to the score.
const keptPerArticle = 10

// add keeps a paragraph if it is among the best, and counts it.
func (a *Article) add(p *Paragraph, compare func(a, b *Paragraph) int) {
	if p.Content || p.Literal > NotLiteral {
		a.Matching++
	}
	at := len(a.Paragraphs)
	for at > 0 && compare(p, &a.Paragraphs[at-1]) < 0 {
		at--
	}
	if at == keptPerArticle {
		return
	}
	if len(a.Paragraphs) == keptPerArticle {
		a.Paragraphs = a.Paragraphs[:keptPerArticle-1]
	}
	a.Paragraphs = slices.Insert(a.Paragraphs, at, *p)
}

// Order scores and sorts articles: first those with scored candidates, by the scores
// of the second stage, then the others, which are on later pages, in the order of the
// engine. Other orders than relevance are the engine's.
func (r *Ranking) Order(articles []Article) []Article {
	for i := range articles {
		if articles[i].scored {
			r.scoreArticle(&articles[i])
		}
	}
	if r.ByRelevance && (len(r.plan.Slots) > 0 || r.plan.Literal != plan.None) {
		for i := range articles {
			articles[i].first = r.rulesOf(articles[i])
		}
		slices.SortStableFunc(articles, r.compareArticles)
		if len(r.plan.Slips) > 0 && r.plan.RanksLiteral() {
			articles = r.slipsBehind(articles)
		}
	}
	return articles
}

// beforeSlips is how many articles come before those that hold the misspelled
// query.
const beforeSlips = 2

// slipsBehind puts the articles with the same misspelling as the query after the
// best articles with its correction: the reader may be looking for either.
func (r *Ranking) slipsBehind(articles []Article) []Article {
	var slips, others []Article
	for _, a := range articles {
		if r.Candidates[a.Candidate].Part.holdsSlip || len(a.Paragraphs) > 0 && a.Paragraphs[0].holdsSlip {
			slips = append(slips, a)
		} else {
			others = append(others, a)
		}
	}
	return slices.Insert(others, min(beforeSlips, len(others)), slips...)
}

// Fill adds to an article the paragraphs of its candidates that were not scored
// before, and sets its score. Its place does not change.
func (r *Ranking) Fill(a *Article, found []Paragraph) {
	for i := range found {
		a.add(&found[i], r.compareParagraphs)
	}
	a.Unscored = nil
	r.scoreArticle(a)
}

// compareArticles orders articles: first those that the query names, by title or by
// author or tag, then those that hold a short query as typed, then those that hold
// all words (where plan.Plan.Apart says so), then by level, of which first those with all
// words in one paragraph, and by score.
func (r *Ranking) compareArticles(a, b Article) int {
	if c := cmp.Compare(b.named, a.named); c != 0 {
		return c
	}
	if c := cmp.Compare(r.literalness(b), r.literalness(a)); c != 0 {
		return c
	}
	if a.AllWords != b.AllWords && r.plan.Apart() {
		return trueFirst(a.AllWords)
	}
	if a.level != b.level || a.level == LevelTail {
		return cmp.Compare(a.level, b.level)
	}
	if a.together != b.together && r.plan.Together() {
		return trueFirst(a.together)
	}
	return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID))
}

// trueFirst compares two different truth values, of which one is the left.
func trueFirst(one bool) int {
	if one {
		return -1
	}
	return 1
}

// literalness returns how an article holds a short query as typed: not at all,
// torn, or as words, also inside longer ones; a name also in another writing or in the
// typed one. Titles of others in a list of links say nothing about it.
func (r *Ranking) literalness(a Article) Literalness {
	p := &r.Candidates[a.Candidate].Part
	if !r.plan.RanksLiteral() || p.isIndexPage() {
		return NotLiteral
	}
	held := p.literal
	if len(a.Paragraphs) > 0 {
		held = max(held, a.Paragraphs[0].Literal)
	}
	if r.plan.LiteralIsName() {
		return held
	}
	return min(held, InsideWord)
}

// Group collects the candidates and the paragraphs that were found by article, in the
// order of the candidates.
func (r *Ranking) Group(found []Paragraph) []Article {
	index := make(map[string]int, len(r.Candidates))
	var articles []Article
	for i := range r.Candidates {
		c := &r.Candidates[i]
		id := c.Article
		at, ok := index[id]
		if !ok {
			at = len(articles)
			index[id] = at
			articles = append(articles, Article{ID: id, Candidate: i, level: c.Level})
		}
		a := &articles[at]
		if c.Scored {
			a.scored = true
		} else {
			a.Unscored = append(a.Unscored, i)
		}
		a.level, a.AllWords, a.named = min(a.level, c.Level), a.AllWords || r.holdsAllWords(c), max(a.named, c.Part.named)
		a.together = a.together || c.Part.together
	}
	of := make([]int, len(found))
	for i := range found {
		of[i] = index[r.Candidates[found[i].Candidate].Article]
	}
	reserve(articles, of)
	for i := range found {
		a := &articles[of[i]]
		a.add(&found[i], r.compareParagraphs)
		// A passage may cut a word (概是在 3 of 大概是在 30 天后), which its article then lacks.
		a.AllWords = a.AllWords || r.plan.IsPassage() && found[i].Literal > TornWords
	}
	return articles
}

// reserve makes room in one slice for the paragraphs that articles keep; of has the
// index of the article of each paragraph.
func reserve(articles []Article, of []int) {
	counts, total := make([]int, len(articles)), 0
	for _, a := range of {
		if counts[a] < keptPerArticle {
			counts[a]++
			total++
		}
	}
	room := make([]Paragraph, total)
	for a, n := range counts {
		articles[a].Paragraphs, room = room[:0:n], room[n:]
	}
}

// holdsAllWords reports whether the article of a candidate holds all words.
func (r *Ranking) holdsAllWords(c *Candidate) bool {
	return r.plan.AllWords == nil || c.Preferred
}
