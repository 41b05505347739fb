package eval

import (
	"math"
	"testing"

	"github.com/xunzhang/xunzhang/search"
)

// ranking returns results with scores that decrease from 100.
func ranking(query string, documents ...string) Ranking {
	r := Ranking{Query: query}
	for i, id := range documents {
		r.Ranked = append(r.Ranked, search.Ranked{ID: id, Score: float64(100 - i)})
	}
	return r
}

func near(a, b float64) bool { return math.Abs(a-b) < 1e-6 }

func TestMeasureByHand(t *testing.T) {
	qrels := Qrels{"q": {"a": 2, "b": 1, "c": 1, "x": 0}}
	// Discounts: rank 1 1/log2(2) = 1, rank 2 1/log2(3) = .6309298,
	// rank 3 1/log2(4) = .5, rank 4 1/log2(5) = .4306766.
	// Gains: grade 2 3, grade 1 1. Ideal a b c = 3 + .6309298 + .5 = 4.1309298.
	for _, c := range []struct {
		name   string
		ranked []string
		want   Metrics
	}{
		{"ideal", []string{"a", "b", "c"}, Metrics{NDCG: 1, MRR: 1, P1: 1, Recall: 1, Judged: 1}},
		// x 0, b 1*.6309298, a 3*.5: 2.1309298/4.1309298 = .5158475
		{"second", []string{"x", "b", "a"}, Metrics{NDCG: .5158475, MRR: .5, P1: 0, Recall: 2. / 3, Judged: 1}},
		// u v y unknown, a 3*.4306766: 1.2920297/4.1309298 = .3127697; 1 of 4 judged
		{"unjudged", []string{"u", "v", "y", "a"}, Metrics{NDCG: .3127697, MRR: .25, P1: 0, Recall: 1. / 3, Judged: .25}},
		{"nothing", nil, Metrics{}},
	} {
		got := Measure([]Query{{ID: "q"}}, qrels, []Ranking{ranking("q", c.ranked...)}).Mean
		if !near(got.NDCG, c.want.NDCG) || !near(got.MRR, c.want.MRR) || got.P1 != c.want.P1 ||
			!near(got.Recall, c.want.Recall) || !near(got.Judged, c.want.Judged) {
			t.Errorf("%s: got %+v, want %+v", c.name, got, c.want)
		}
	}
}

// Results beyond rank 10 count only for recall, and those beyond rank 100 not at
// all.
func TestCutoffs(t *testing.T) {
	var documents []string
	for i := range 101 {
		documents = append(documents, string(rune('一'+i)))
	}
	for _, c := range []struct {
		rank                     int
		mrr, recall, ndcg, first float64
	}{
		{rank: 1, mrr: 1, recall: 1, ndcg: 1, first: 1},
		{rank: 10, mrr: .1, recall: 1, ndcg: 0.2890648}, // 1/log2(11)
		{rank: 11, recall: 1},
		{rank: 100, recall: 1},
		{rank: 101},
	} {
		qrels := Qrels{"q": {documents[c.rank-1]: 1}}
		m := Measure([]Query{{ID: "q"}}, qrels, []Ranking{ranking("q", documents...)}).Mean
		if !near(m.MRR, c.mrr) || !near(m.Recall, c.recall) || !near(m.NDCG, c.ndcg) || m.P1 != c.first {
			t.Errorf("rank %d: got %+v", c.rank, m)
		}
	}
}

// There are eleven relevant documents, of which the ideal ranking counts ten, so
// that a perfect page of ten gets 1.
func TestIdealIsCutAtTen(t *testing.T) {
	grades := make(map[string]int)
	var documents []string
	for i := range 11 {
		id := string(rune('a' + i))
		grades[id] = 1
		documents = append(documents, id)
	}
	m := Measure([]Query{{ID: "q"}}, Qrels{"q": grades}, []Ranking{ranking("q", documents[:10]...)}).Mean
	if !near(m.NDCG, 1) || !near(m.Recall, 10./11) {
		t.Errorf("got %+v", m)
	}
}

func TestMeanLeavesOutQueriesWithoutRelevantJudgment(t *testing.T) {
	qrels := Qrels{"found": {"a": 1}, "missed": {"b": 2}, "zero": {"c": 0}}
	queries := []Query{{ID: "found"}, {ID: "missed"}, {ID: "zero"}, {ID: "unknown"}}
	r := Measure(queries, qrels, []Ranking{ranking("found", "a"), ranking("zero", "c")})
	if r.Queries != 2 || r.LeftOut != 2 || !near(r.Mean.NDCG, .5) || !near(r.Mean.P1, .5) {
		t.Errorf("got %+v", r)
	}
}
