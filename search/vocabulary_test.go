package search

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xunzhang/xunzhang/engine"
)

// A slowEngine counts how often the dictionary of grams is read, and can delay
// reading it or make it fail.
type slowEngine struct {
	engine.Engine
	walks atomic.Int32
	hold  chan struct{} // reading waits until it is closed; nil for no waiting
	fail  atomic.Bool
}

type slowView struct {
	engine.View
	e *slowEngine
}

func (e *slowEngine) View(ctx context.Context) (engine.View, error) {
	v, err := e.Engine.View(ctx)
	return slowView{v, e}, err
}

var errWalk = errors.New("a failing disk")

func (v slowView) Terms(ctx context.Context, f engine.Field, prefix string, fn func(string, int) bool) error {
	if f == engine.Grams {
		v.e.walks.Add(1)
		if v.e.hold != nil {
			<-v.e.hold
		}
		if v.e.fail.Load() {
			return errWalk
		}
	}
	return v.View.Terms(ctx, f, prefix, fn)
}

func slow(t *testing.T) (*Service, *slowEngine) {
	t.Helper()
	s := many(t)
	e := &slowEngine{Engine: s.engine}
	return NewService(e, s.analyzer, Options{Spelling: spellings(t)}), e
}

func TestVocabularyIsBuiltOnce(t *testing.T) {
	s, e := slow(t)
	if find(t, s, Request{Text: "小红书"}); e.walks.Load() != 0 {
		t.Error("a query that finds plenty needs the vocabulary")
	}
	var callers sync.WaitGroup
	for range 8 {
		callers.Go(func() {
			if got := understanding(find(t, s, Request{Text: "蜜雪冰成"}).Query); got != "spelling 蜜雪冰成>蜜雪冰城" {
				t.Error(got)
			}
		})
	}
	callers.Wait()
	if suggestions(t, s, "小红", 3); e.walks.Load() != 1 {
		t.Errorf("the vocabulary was built %d times", e.walks.Load())
	}
}

// Warm builds the vocabulary before the first search that needs it. Until it is built
// there are no completions, which is no error.
func TestWarm(t *testing.T) {
	s, e := slow(t)
	e.hold = make(chan struct{})
	if err := s.Warm(t.Context()); err != nil {
		t.Fatal(err)
	}
	for limit := time.Now().Add(time.Minute); e.walks.Load() == 0; time.Sleep(time.Millisecond) {
		if time.Now().After(limit) {
			t.Fatal("Warm does not begin to build the vocabulary")
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	if list, err := s.Suggest(ctx, "小红", 3); err != nil || list == nil || len(list) > 0 {
		t.Errorf("while the vocabulary is built: %v, %v", list, err)
	}
	close(e.hold)
	if got := suggestions(t, s, "小红", 3); got == "" || e.walks.Load() != 1 {
		t.Errorf("%q after the vocabulary was built %d times", got, e.walks.Load())
	}
}

// While the vocabulary is being built, searches are answered in time without it.
func TestVocabularyDoesNotHoldUpSearches(t *testing.T) {
	s, e := slow(t)
	e.hold = make(chan struct{})
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
	defer cancel()
	res, err := s.Search(ctx, Request{Text: "蜜雪冰成"})
	if err != nil || res.Query.Expanded != nil {
		t.Errorf("%v, %+v", err, res)
	}
	close(e.hold)
	if got := understanding(find(t, s, Request{Text: "蜜雪冰成"}).Query); got != "spelling 蜜雪冰成>蜜雪冰城" {
		t.Error(got)
	}
}

// When the vocabulary cannot be built, searches are answered without it, and the
// next search that needs it tries again.
func TestVocabularyFails(t *testing.T) {
	s, e := slow(t)
	e.fail.Store(true)
	for range 2 {
		if got := understanding(find(t, s, Request{Text: "蜜雪冰成"}).Query); got != "" {
			t.Error(got)
		}
	}
	e.fail.Store(false)
	if got := understanding(find(t, s, Request{Text: "蜜雪冰成"}).Query); got != "spelling 蜜雪冰成>蜜雪冰城" {
		t.Error(got)
	}
}

// A new generation gets a vocabulary of its own.
func TestVocabularyOfNewGeneration(t *testing.T) {
	s := many(t)
	if got := suggestions(t, s, "错", 3); got == "" {
		t.Fatal("no suggestion")
	}
	g, err := s.engine.Begin(t.Context(), engine.Current, openView(t, s).State().Fingerprint)
	if err != nil {
		t.Fatal(err)
	}
	if err := g.Delete(t.Context(), []string{"slip", "slips0", "slips1", "slips2", "slips3", "slips4"}); err != nil {
		t.Fatal(err)
	}
	if _, err := g.Publish(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := suggestions(t, s, "错", 3); got != "" {
		t.Errorf("of articles that are gone: %s", got)
	}
}
