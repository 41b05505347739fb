// Package metered tells how long an engine's calls take, and how much they bring,
// around any engine. It must not know who is told, nor what is searched for.
package metered

import (
	"context"
	"time"

	"github.com/xunzhang/xunzhang/engine"
)

// A Meter is told of each call of a View that finds parts: how long it took, and
// how many parts it brought. It is called from the goroutine of the call, with
// its context.
type Meter func(ctx context.Context, took time.Duration, parts int)

// Engine is an engine whose views tell a meter.
type Engine struct {
	engine.Engine
	meter Meter
}

// New puts a meter around an engine.
func New(e engine.Engine, m Meter) *Engine { return &Engine{e, m} }

// View implements engine.Engine.
func (e *Engine) View(ctx context.Context) (engine.View, error) {
	v, err := e.Engine.View(ctx)
	if err != nil {
		return nil, err
	}
	return &view{v, e.meter}, nil
}

type view struct {
	engine.View
	meter Meter
}

// Search is that of the view, measured.
func (v *view) Search(ctx context.Context, r engine.Request) (*engine.Result, error) {
	begin := time.Now()
	found, err := v.View.Search(ctx, r)
	parts := 0
	if err == nil {
		parts = len(found.Hits)
	}
	v.meter(ctx, time.Since(begin), parts)
	return found, err
}

// Articles is that of the view, measured.
func (v *view) Articles(ctx context.Context, ids []string) ([]engine.Hit, error) {
	begin := time.Now()
	hits, err := v.View.Articles(ctx, ids)
	v.meter(ctx, time.Since(begin), len(hits))
	return hits, err
}
