package enginetest

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/xunzhang/xunzhang/engine"
)

// testConcurrent publishes while clients search: every view must be of one
// generation, in which all parts carry its number.
func testConcurrent(t *testing.T, open Opener) {
	const generations, parts, clients = 10, 20, 2
	e := opened(t, open, numbered(0, parts)...)
	var stop atomic.Bool
	var work sync.WaitGroup
	for range clients {
		work.Go(func() {
			for !stop.Load() {
				if err := oneGeneration(t, e, parts); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for n := 1; n <= generations; n++ {
		change(t, e, engine.Mode(n%2), func(g engine.Generation) error { return writeAtOnce(t, g, numbered(n, parts)) })
	}
	stop.Store(true)
	work.Wait()
	want(t, "the last one", found(t, viewOf(t, e), engine.Request{Query: gram(fmt.Sprint("g", generations)), Size: 1}), "p00")
}

// numbered are parts that say of which generation they are.
func numbered(generation, parts int) []engine.Doc {
	var docs []engine.Doc
	for i := range parts {
		docs = append(docs, doc(fmt.Sprintf("p%02d", i), fmt.Sprint("g", generation, " all")))
	}
	return docs
}

// writeAtOnce writes from several goroutines.
func writeAtOnce(t *testing.T, g engine.Generation, docs []engine.Doc) error {
	var work sync.WaitGroup
	var failed atomic.Pointer[error]
	for _, d := range docs {
		work.Go(func() {
			if err := g.Write(t.Context(), []engine.Doc{d}); err != nil {
				failed.Store(&err)
			}
		})
	}
	work.Wait()
	if err := failed.Load(); err != nil {
		return *err
	}
	return nil
}

func oneGeneration(t *testing.T, e engine.Engine, parts int) error {
	v, err := e.View(t.Context())
	if err != nil {
		return err
	}
	defer v.Close()
	res, err := v.Search(t.Context(), engine.Request{Query: gram("all"), Size: parts, Stored: true})
	if err != nil {
		return err
	}
	marks := map[string]int{}
	for _, h := range res.Hits {
		var id, mark string
		if _, err := fmt.Sscan(string(h.Stored[len("stored "):]), &id, &mark); err != nil {
			return err
		}
		marks[mark]++
	}
	if len(marks) != 1 || len(res.Hits) != parts {
		return fmt.Errorf("a view of generation %d shows parts of %v", v.State().Generation, marks)
	}
	return nil
}
