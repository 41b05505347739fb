package eval

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/xunzhang/xunzhang/search"
	"golang.org/x/sync/errgroup"
)

// Depth is how many documents of a ranking are kept and measured.
const Depth = 100

// A Ranking is what a ranker found for one query, best first.
type Ranking struct {
	Query  string // id
	Ranked []search.Ranked
}

// A Ranker returns at most depth documents for a text, best first.
type Ranker func(ctx context.Context, text string, depth int) ([]search.Ranked, error)

// Timing says how long a run took.
type Timing struct {
	Queries   int     `json:"queries"`
	Seconds   float64 `json:"seconds"` // wall clock, all workers together
	PerSecond float64 `json:"queries_per_second"`
	P50       float64 `json:"p50_ms"` // latency of single queries
	P95       float64 `json:"p95_ms"`
	P99       float64 `json:"p99_ms"`
}

// Run ranks every query with some workers at once (at least one), Depth deep.
// The rankings are in the order of the queries. The first error ends the run.
func Run(ctx context.Context, rank Ranker, queries []Query, workers int) ([]Ranking, Timing, error) {
	rankings := make([]Ranking, len(queries))
	latency := make([]time.Duration, len(queries))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(max(workers, 1))
	begin := time.Now()
	for i, q := range queries {
		group.Go(func() error {
			start := time.Now()
			ranked, err := rankOne(ctx, rank, q)
			rankings[i], latency[i] = Ranking{Query: q.ID, Ranked: ranked}, time.Since(start)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, Timing{}, err
	}
	return rankings, timing(latency, time.Since(begin)), nil
}

// rankOne refuses a document that is ranked twice: its gain would count twice
// and the ranking look better than it is.
func rankOne(ctx context.Context, rank Ranker, q Query) ([]search.Ranked, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	ranked, err := rank(ctx, q.Text, Depth)
	if err != nil {
		return nil, fmt.Errorf("query %s: %w", q.ID, err)
	}
	ranked = ranked[:min(len(ranked), Depth)]
	seen := make(map[string]bool, len(ranked))
	for _, r := range ranked {
		if seen[r.ID] {
			return nil, fmt.Errorf("query %s: %s is ranked twice", q.ID, r.ID)
		}
		seen[r.ID] = true
	}
	return ranked, nil
}

func timing(latency []time.Duration, wall time.Duration) Timing {
	t := Timing{Queries: len(latency), Seconds: wall.Seconds()}
	if len(latency) == 0 || wall <= 0 {
		return t
	}
	slices.Sort(latency)
	quantile := func(share float64) float64 {
		return latency[int(share*float64(len(latency)-1))].Seconds() * 1000
	}
	t.PerSecond = float64(len(latency)) / wall.Seconds()
	t.P50, t.P95, t.P99 = quantile(.5), quantile(.95), quantile(.99)
	return t
}
