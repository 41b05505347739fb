// Package metered wraps any engine, and measures how long its calls take and how
// much they return. It must not know who uses the measurements, nor what is
// searched for.
package metered

import (
	"context"
	"time"

	"github.com/xunzhang/xunzhang/engine"
)

// A Meter is called after each call of a View that finds parts, with its duration
// and the number of parts it returned, from the same goroutine and with the same
// context.
type Meter func(ctx context.Context, took time.Duration, parts int)

// Engine is an engine whose views report to a Meter.
type Engine struct {
	engine.Engine
	meter Meter
}

// New wraps an engine with a meter.
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

// Search implements engine.View.
func (v *view) Search(ctx context.Context, r engine.Request) (*engine.Result, error) {
	return v.measured(ctx, func(ctx context.Context) (*engine.Result, error) { return v.View.Search(ctx, r) })
}

// measured measures a call for one result, and what gets more of it.
func (v *view) measured(ctx context.Context, call func(context.Context) (*engine.Result, error)) (*engine.Result, error) {
	begin := time.Now()
	found, err := call(ctx)
	parts := 0
	if err == nil {
		parts = len(found.Hits)
		v.measureBeside(found)
	}
	v.meter(ctx, time.Since(begin), parts)
	return found, err
}

// measureBeside makes calls of Result.Beside measured too.
func (v *view) measureBeside(found *engine.Result) {
	if beside := found.Beside; beside != nil {
		found.Beside = func(ctx context.Context) (*engine.Result, error) { return v.measured(ctx, beside) }
	}
}

// SearchAll implements engine.View; it is measured as one call.
func (v *view) SearchAll(ctx context.Context, requests []engine.Request) ([]*engine.Result, error) {
	begin := time.Now()
	all, err := v.View.SearchAll(ctx, requests)
	parts := 0
	for _, found := range all {
		parts += len(found.Hits)
		v.measureBeside(found)
	}
	v.meter(ctx, time.Since(begin), parts)
	return all, err
}

// Articles implements engine.View.
func (v *view) Articles(ctx context.Context, ids []string) ([]engine.Hit, error) {
	begin := time.Now()
	hits, err := v.View.Articles(ctx, ids)
	v.meter(ctx, time.Since(begin), len(hits))
	return hits, err
}
