package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"
)

// clients measures the usual load of more and more clients, each of which sends its
// next request as soon as it is answered.
func clients(ctx context.Context, o options) error {
	s, err := start(ctx, o, 4096, false)
	if err != nil {
		return err
	}
	fmt.Printf("\n| clients | answered a second | p50 ms | p95 | p99 | 200 | 429 | 503 | other | slowest refusal ms |\n| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n")
	for _, n := range []int{1, 2, 8, 32, 128} {
		var all record
		s.load(ctx, o, n, 0, o.span, &all)
		ok, refused := all.times(http.StatusOK), all.times(http.StatusServiceUnavailable, http.StatusTooManyRequests)
		fmt.Printf("| %d | %.0f | %s | %s | %s | %d | %d | %d | %d | %s |\n", n, float64(len(ok))/o.span.Seconds(),
			quantile(ok, .5), quantile(ok, .95), quantile(ok, .99), len(ok), all.count(http.StatusTooManyRequests),
			all.count(http.StatusServiceUnavailable), len(all.outcomes)-len(ok)-len(refused), quantile(refused, 1))
	}
	return errors.Join(ctx.Err(), s.stop())
}

// load is the usual load of n clients for a while, numbered from first on.
func (s *server) load(ctx context.Context, o options, n, first int, span time.Duration, to *record) {
	ctx, cancel := context.WithTimeout(ctx, span)
	defer cancel()
	var done sync.WaitGroup
	for i := range n {
		done.Go(func() { s.newClient(first+1+i).ask(ctx, to, 0, s.usual(o.queries)) })
	}
	done.Wait()
}
