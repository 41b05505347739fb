package metered

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/engine/bleve"
	"github.com/xunzhang/xunzhang/engine/enginetest"
)

// An engine with a meter around it still keeps the engine's contract.
func TestContract(t *testing.T) {
	enginetest.Run(t, func(t *testing.T, dir string) engine.Engine {
		e, err := bleve.Open(dir, bleve.Options{})
		if err != nil {
			t.Fatal(err)
		}
		return New(e, func(context.Context, time.Duration, int) {})
	})
}

// Each call is reported with the number of parts it returned and the context of its caller.
func TestMeter(t *testing.T) {
	type key struct{}
	var told []int
	e := New(enginetest.NewMemory(), func(ctx context.Context, took time.Duration, parts int) {
		if ctx.Value(key{}) != "mine" || took < 0 {
			t.Errorf("%v %v", ctx, took)
		}
		told = append(told, parts)
	})
	if _, err := e.View(t.Context()); !errors.Is(err, engine.ErrNoIndex) {
		t.Fatal(err)
	}
	g, err := e.Begin(t.Context(), engine.Empty, "test")
	if err == nil {
		err = g.Write(t.Context(), []engine.Doc{{ID: "a", Article: "a", Grams: []string{"x"}}, {ID: "b", Article: "b", Grams: []string{"x"}}})
	}
	if err != nil {
		t.Fatal(err)
	}
	if _, err := g.Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	v, err := e.View(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	ctx := context.WithValue(t.Context(), key{}, "mine")
	if _, err := v.Search(ctx, engine.Request{Size: 10}); err != nil {
		t.Error(err)
	}
	if _, err := v.Articles(ctx, []string{"a", "none"}); err != nil {
		t.Error(err)
	}
	if len(told) != 2 || told[0] != 2 || told[1] != 1 {
		t.Errorf("%v", told)
	}
}
