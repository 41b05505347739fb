package eval

import (
	"math"
	"slices"

	"github.com/xunzhang/xunzhang/search"
)

// Cut-offs of the metrics, in documents.
const (
	cutoff       = 10  // nDCG, MRR, judged
	recallCutoff = 100 // recall
)

// Metrics are the measures of one ranking, or their means, from 0 to 1.
type Metrics struct {
	NDCG   float64 `json:"nDCG@10"`   // gains 2^grade-1, discount log2(rank+1), ideal over all judgments
	MRR    float64 `json:"MRR@10"`    // 1/rank of the first relevant document
	P1     float64 `json:"P@1"`       // whether the first document is relevant
	Recall float64 `json:"R@100"`     // share of the relevant documents that was found
	Judged float64 `json:"judged@10"` // share of the first documents that somebody judged
}

// A Result holds the metrics of one query.
type Result struct {
	Query
	Metrics
}

// A Report holds the metrics of a run.
type Report struct {
	Queries  int      `json:"queries"`           // averaged over
	LeftOut  int      `json:"left_out"`          // without any relevant judgment, not averaged over
	Mean     Metrics  `json:"mean"`              // over Queries
	PerQuery []Result `json:"results,omitempty"` // in the order of the queries
	Timing   *Timing  `json:"timing,omitempty"`
}

// Measure computes the metrics of rankings for the queries. A query that has
// no ranking measures 0; one that has no relevant judgment is left out.
func Measure(queries []Query, qrels Qrels, rankings []Ranking) Report {
	byQuery := make(map[string][]search.Ranked, len(rankings))
	for _, r := range rankings {
		byQuery[r.Query] = r.Ranked
	}
	var report Report
	for _, q := range queries {
		grades := qrels[q.ID]
		if relevant(grades) == 0 {
			report.LeftOut++
			continue
		}
		m := measureOne(grades, byQuery[q.ID])
		report.PerQuery = append(report.PerQuery, Result{Query: q, Metrics: m})
	}
	report.Queries = len(report.PerQuery)
	report.Mean = mean(report.PerQuery)
	return report
}

// measureOne measures a ranking that holds each document at most once.
func measureOne(grades map[string]int, ranked []search.Ranked) Metrics {
	var m Metrics
	var gains []int
	found, judged := 0, 0
	for i, d := range ranked[:min(len(ranked), recallCutoff)] {
		grade, known := grades[d.ID]
		if i < cutoff {
			gains = append(gains, grade)
			if known {
				judged++
			}
		}
		if grade < 1 {
			continue
		}
		found++
		if found == 1 && i < cutoff {
			m.MRR = 1 / float64(i+1)
		}
	}
	if len(gains) > 0 {
		m.Judged = float64(judged) / float64(len(gains))
	}
	if m.MRR == 1 {
		m.P1 = 1
	}
	m.NDCG = dcg(gains) / dcg(ideal(grades))
	m.Recall = float64(found) / float64(relevant(grades))
	return m
}

// dcg is the discounted cumulative gain of grades in the order of the ranking.
func dcg(grades []int) float64 {
	sum := 0.0
	for i, g := range grades {
		if g > 0 {
			sum += (math.Exp2(float64(g)) - 1) / math.Log2(float64(i+2))
		}
	}
	return sum
}

// ideal returns the grades that the best ranking would begin with.
func ideal(grades map[string]int) []int {
	all := make([]int, 0, len(grades))
	for _, g := range grades {
		all = append(all, g)
	}
	slices.SortFunc(all, func(a, b int) int { return b - a })
	return all[:min(len(all), cutoff)]
}

func relevant(grades map[string]int) int {
	n := 0
	for _, g := range grades {
		if g >= 1 {
			n++
		}
	}
	return n
}

func mean(results []Result) Metrics {
	var m Metrics
	for _, r := range results {
		m.NDCG += r.NDCG
		m.MRR += r.MRR
		m.P1 += r.P1
		m.Recall += r.Recall
		m.Judged += r.Judged
	}
	n := float64(max(len(results), 1))
	return Metrics{NDCG: m.NDCG / n, MRR: m.MRR / n, P1: m.P1 / n, Recall: m.Recall / n, Judged: m.Judged / n}
}
