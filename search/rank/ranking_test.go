package rank

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/xunzhang/xunzhang/analysis/analysistest"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search/plan"
	"github.com/xunzhang/xunzhang/search/query"
	"github.com/xunzhang/xunzhang/search/scan"
)

// analyzer is loaded once, because that takes a second.
var analyzer = sync.OnceValues(analysistest.New)

// everywhere is a collection in which ten parts of a hundred hold each term.
type everywhere struct{}

func (everywhere) Frequencies(_ context.Context, terms []engine.Term) ([]int, error) {
	return slices.Repeat([]int{10}, len(terms)), nil
}

func (everywhere) State() engine.State {
	return engine.State{Parts: 100, Articles: 100, Paragraphs: 2000, Runes: 100_000}
}

// ranking returns a ranking by relevance for a query.
func ranking(t *testing.T, q query.Query) *Ranking {
	t.Helper()
	a, err := analyzer()
	if err != nil {
		t.Fatal(err)
	}
	planner := plan.Planner{Weights: plan.DefaultWeights(), Analyzer: a}
	pool := &sync.Pool{New: func() any { return scan.NewMatcher() }}
	p, err := planner.Plan(t.Context(), everywhere{}, plan.Request{Query: q, Text: q.String()}, plan.NewVerifier(pool, plan.ReadLimit{}))
	if err != nil {
		t.Fatal(err)
	}
	r := NewRanking(p, planner.Weights, everywhere{}.State(), true)
	r.Candidates = []Candidate{{}} // of all articles below
	return &r
}

// order returns the ids of articles in their order.
func order(r *Ranking, articles []Article) string {
	var ids []string
	for _, a := range r.Order(articles) {
		ids = append(ids, a.ID)
	}
	return strings.Join(ids, " ")
}

// What comes first, from the strongest reason to the weakest. Each article is better
// than the next one in one respect, and worse by its score.
func TestOrderOfArticles(t *testing.T) {
	literal := func(l Literalness) []Paragraph { return []Paragraph{{Literal: l}} }
	want := []Article{
		{ID: "its-title", named: byTitle},
		{ID: "its-author", named: byLabel, Score: 1},
		{ID: "as-typed", Paragraphs: literal(Literally), Score: 2},
		{ID: "torn", Paragraphs: literal(TornWords), Score: 3},
		{ID: "all-words", AllWords: true, Score: 4},
		{ID: "high-score", Score: 9},
		{ID: "low-score-a", Score: 6},
		{ID: "low-score-b", Score: 6},
		{ID: "later-request", level: LevelFirst + 1, Score: 7},
		{ID: "tail", level: LevelTail, Score: 8},
	}
	var ids []string
	for _, a := range want {
		ids = append(ids, a.ID)
	}
	r := ranking(t, query.Parse("难民"))
	mixed := slices.Clone(want)
	slices.Reverse(mixed)
	if got := order(r, mixed); got != strings.Join(ids, " ") {
		t.Errorf("got  %s\nwant %s", got, strings.Join(ids, " "))
	}
	r.ByRelevance = false
	mixed = slices.Clone(want)
	slices.Reverse(mixed)
	slices.Reverse(ids)
	if got := order(r, mixed); got != strings.Join(ids, " ") {
		t.Errorf("another order than relevance is changed: %s", got)
	}
}

// A text that holds the query as typed inside a word is as good as one that holds it as a
// word; the other reasons decide between them.
func TestInsideWordsIsAsTyped(t *testing.T) {
	articles := []Article{
		{ID: "whole", Paragraphs: []Paragraph{{Literal: Literally}}, Score: 1},
		{ID: "inside", Paragraphs: []Paragraph{{Literal: InsideWord}}, Score: 2},
	}
	if got := order(ranking(t, query.Parse("midjour")), articles); got != "inside whole" {
		t.Errorf("got %s", got)
	}
}

// In a question words count by their scores: an article that lacks one may come first.
func TestAllWordsOfAQuestion(t *testing.T) {
	articles := []Article{{ID: "all", AllWords: true, Score: 1}, {ID: "some", Score: 2}}
	if got := order(ranking(t, query.Parse("难民 红薯")), slices.Clone(articles)); got != "all some" {
		t.Errorf("of two words: %s", got)
	}
	if got := order(ranking(t, query.Parse("难民 红薯 渡口 铁桥")), articles); got != "some all" {
		t.Errorf("of four words: %s", got)
	}
}

// Articles with the misspelling that was typed come third, after the two best with its
// correction.
func TestArticlesWithTheMisspelling(t *testing.T) {
	slip := []Paragraph{{holdsSlip: true, Literal: Literally}}
	articles := []Article{
		{ID: "slip", Paragraphs: slip, Score: 9}, {ID: "a", Score: 3}, {ID: "b", Score: 2}, {ID: "c", Score: 1},
	}
	r := ranking(t, query.Query{Groups: []query.Group{{{Text: "竞品", Slip: "竟品"}}}})
	if got := order(r, slices.Clone(articles)); got != "a b slip c" {
		t.Errorf("got %s", got)
	}
	if got := order(r, slices.Clone(articles[:2])); got != "a slip" {
		t.Errorf("with one other article: %s", got)
	}
}

// In the flat ranking too a short query as typed comes first, then the score decides, and
// paragraphs with the same score are in reading order.
func TestOrderOfParagraphs(t *testing.T) {
	r := ranking(t, query.Parse("难民"))
	r.Candidates = []Candidate{{Hit: engine.Hit{Article: "a"}}, {Hit: engine.Hit{Article: "b"}}, {Hit: engine.Hit{Article: "c"}, Level: LevelTail}}
	found := []Paragraph{
		{Candidate: 2, Number: 1, Score: 9},
		{Candidate: 1, Number: 2, Score: 5},
		{Candidate: 0, Number: 7, Score: 3},
		{Candidate: 0, Number: 4, Score: 3},
		{Candidate: 1, Number: 3, Score: 1, Literal: Literally},
	}
	var got []int
	for _, p := range r.Best(found, 9) {
		got = append(got, p.Number)
	}
	if want := []int{3, 2, 4, 7, 1}; !slices.Equal(got, want) {
		t.Errorf("paragraphs %v, want %v", got, want)
	}
	if best := r.Best(found, 2); len(best) != 2 || best[0].Number != 3 {
		t.Errorf("the first two: %+v", best)
	}
}
