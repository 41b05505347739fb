package bench

import (
	"context"
	"testing"
	"time"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search"
)

// A watch records when the engine was first called, and how long its calls took. It
// is used by one search at a time.
type watch struct {
	first    time.Time     // when the engine was first asked for parts
	searches time.Duration // in the engine's Search, in all
}

// A watched engine, and its views, report to a watch.
type (
	watchedEngine struct {
		engine.Engine
		watch *watch
	}
	watchedView struct {
		engine.View
		watch *watch
	}
)

func (e watchedEngine) View(ctx context.Context) (engine.View, error) {
	v, err := e.Engine.View(ctx)
	return watchedView{v, e.watch}, err
}

func (v watchedView) Search(ctx context.Context, r engine.Request) (*engine.Result, error) {
	start := time.Now()
	res, err := v.View.Search(ctx, r)
	if v.watch.first.IsZero() {
		v.watch.first = start
	}
	v.watch.searches += time.Since(start)
	return res, err
}

// stages measures the stages of every search, as far as they can be told from
// outside:
//
//   - plan: parsing, other words, frequencies, until the engine is first asked
//   - engine: stage 1, with total and facets
//   - paragraphs: stage 2, scored on the stored text, grouped and ranked
//   - show: what a page of ten takes beyond that: snippets, marks, metadata
func stages(b *testing.B, e engine.Engine, all []string) {
	names := []string{"plan", "engine", "paragraphs", "show"}
	took := make([][]time.Duration, len(names))
	b.Run("stages", func(b *testing.B) {
		w := &watch{}
		s := service(b, watchedEngine{e, w}, loaded(b))
		for b.Loop() {
			for _, q := range all {
				for i, d := range split(b, s, w, q) {
					took[i] = append(took[i], d)
				}
			}
		}
	})
	for i, name := range names {
		if len(took[i]) == 0 {
			return // the pattern of -bench leaves them out
		}
		b.Run("stage-"+name, func(b *testing.B) {
			for b.Loop() {
			}
			percentiles(b, took[i])
		})
	}
}

// split executes a search twice, with a page and without, and returns the times of
// its stages.
func split(b *testing.B, s *search.Service, w *watch, query string) [4]time.Duration {
	ctx := context.Background()
	*w = watch{}
	start := time.Now()
	if _, err := searched(ctx, s, query); err != nil {
		b.Fatal(err)
	}
	own, plan, asked := w.since(start), w.first.Sub(start), w.searches
	*w = watch{}
	start = time.Now()
	if _, err := s.RankArticles(ctx, query, pageSize); err != nil {
		b.Fatal(err)
	}
	ranked := w.since(start)
	return [4]time.Duration{plan, asked, ranked, max(0, own-ranked)}
}

// pageSize is the number of hits on a page unless a request says otherwise.
const pageSize = 10

// since returns the time from start to now, without the times of planning and of
// the engine's searches.
func (w *watch) since(start time.Time) time.Duration {
	return time.Since(start) - w.first.Sub(start) - w.searches
}
