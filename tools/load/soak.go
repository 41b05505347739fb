package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// samples is how many rows the table of a soak has.
const samples = 20

// soak does everything at once: the usual load of eight clients, a healthy client,
// and one attack after another. It prints what the server uses meanwhile, and after
// all clients have gone.
func soak(ctx context.Context, o options) error {
	s, err := start(ctx, o, smallFiles, true)
	if err != nil {
		return err
	}
	var of, usual, healthyOnes record
	busy, end := context.WithTimeout(ctx, o.soak)
	defer end()
	var done sync.WaitGroup
	done.Go(func() { s.load(busy, o, attackers, 0, o.soak, &usual) })
	done.Go(func() { s.healthy(busy, o, o.soak, &healthyOnes) })
	done.Go(func() {
		for i := 0; busy.Err() == nil; i++ {
			turn, next := context.WithTimeout(busy, o.soak/samples)
			allAttacks()[i%len(allAttacks())].run(turn, s, o, &of)
			next()
		}
	})
	fmt.Printf("\n| s | resident | goroutines | files |\n| ---: | ---: | ---: | ---: |\n")
	failed := s.watch(busy, o.soak)
	done.Wait()
	time.Sleep(min(o.soak, 5*time.Second))
	rest, err := s.sample(ctx)
	fmt.Printf("| at rest | %s |\n\n", rest)
	ok := healthyOnes.times(http.StatusOK)
	fmt.Printf("the healthy client: %d answered, %d not, p50 %s ms, p95 %s, p99 %s; the usual load: %d answered, %d refused with 429, %d with 503, %d failed\n",
		len(ok), len(healthyOnes.outcomes)-len(ok), quantile(ok, .5), quantile(ok, .95), quantile(ok, .99), usual.count(http.StatusOK),
		usual.count(http.StatusTooManyRequests), usual.count(http.StatusServiceUnavailable), usual.count(0))
	return errors.Join(ctx.Err(), failed, err, s.stop())
}

// watch prints at intervals what the server uses, until ctx ends.
func (s *server) watch(ctx context.Context, span time.Duration) error {
	begin := time.Now()
	tick := time.NewTicker(span / samples)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		u, err := s.sample(context.WithoutCancel(ctx))
		if err != nil {
			return err
		}
		fmt.Printf("| %.0f | %s |\n", time.Since(begin).Seconds(), u)
	}
}
