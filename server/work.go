package server

import (
	"context"
	"sync/atomic"
	"time"
)

// work is what the engine does for one request. Its calls may come from several
// goroutines.
type work struct {
	took  atomic.Int64 // nanoseconds in the engine
	parts atomic.Int64 // that it brought: the candidates
	calls atomic.Int64
}

// workKey is the key of a request's work in its context.
type workKey struct{}

func withWork(ctx context.Context) (context.Context, *work) {
	w := &work{}
	return context.WithValue(ctx, workKey{}, w), w
}

// MeterEngine is told of the engine's calls, with the contexts of requests, and
// makes metrics of them. It is a metered.Meter.
func MeterEngine(ctx context.Context, took time.Duration, parts int) {
	w, ok := ctx.Value(workKey{}).(*work)
	if !ok {
		return // nobody's request
	}
	w.took.Add(int64(took))
	w.parts.Add(int64(parts))
	w.calls.Add(1)
}
