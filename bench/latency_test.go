package bench

import (
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// A searcher executes one query and returns how much it found: parts, articles or,
// over HTTP, bytes.
type searcher func(query string) (found int, err error)

// latencies measures every query, with a number of concurrent clients, after each
// was executed once without being measured, and reports percentiles in
// milliseconds. The average number of results shows whether two rows did the same.
func latencies(b *testing.B, all []string, clients int, do searcher) {
	b.Helper()
	var took []time.Duration
	var found atomic.Int64
	counted := func(query string) error {
		n, err := do(query)
		found.Add(int64(n))
		return err
	}
	pass(b, all, clients, counted)
	found.Store(0)
	start := time.Now()
	for b.Loop() {
		took = append(took, pass(b, all, clients, counted)...)
	}
	b.ReportMetric(float64(len(took))/time.Since(start).Seconds(), "queries/s")
	b.ReportMetric(float64(found.Load())/float64(len(took)), "found")
	percentiles(b, took)
}

// pass executes every query once.
func pass(b *testing.B, all []string, clients int, do func(query string) error) []time.Duration {
	b.Helper()
	took := make([]time.Duration, len(all))
	var next atomic.Int64
	var work sync.WaitGroup
	for range clients {
		work.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(all); i = int(next.Add(1)) - 1 {
				start := time.Now()
				if err := do(all[i]); err != nil {
					b.Errorf("%q: %v", all[i], err)
				}
				took[i] = time.Since(start)
			}
		})
	}
	work.Wait()
	return took
}

func percentiles(b *testing.B, took []time.Duration) {
	b.Helper()
	slices.Sort(took)
	for _, p := range []struct {
		name string
		at   float64
	}{{"p50-ms", .50}, {"p95-ms", .95}, {"p99-ms", .99}, {"max-ms", 1}} {
		b.ReportMetric(milliseconds(took[min(len(took)-1, int(p.at*float64(len(took))))]), p.name)
	}
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
