package search

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/engine"
)

var errBroken = errors.New("the engine is broken")

// A failingEngine fails at one of the calls of its views. It also counts the views
// that are open.
type failingEngine struct {
	engine.Engine
	left int // calls before the one that fails
	open int
}

type failingView struct {
	engine.View
	e *failingEngine
}

func (e *failingEngine) View(ctx context.Context) (engine.View, error) {
	if err := e.call(); err != nil {
		return nil, err
	}
	v, err := e.Engine.View(ctx)
	e.open++
	return failingView{v, e}, err
}

// call is errBroken for the call that fails.
func (e *failingEngine) call() error {
	if e.left--; e.left == -1 {
		return errBroken
	}
	return nil
}

func (v failingView) Close() error {
	v.e.open--
	return v.View.Close()
}

func (v failingView) Search(ctx context.Context, r engine.Request) (*engine.Result, error) {
	if err := v.e.call(); err != nil {
		return nil, err
	}
	found, err := v.View.Search(ctx, r)
	v.e.failBeside(found)
	return found, err
}

func (v failingView) SearchAll(ctx context.Context, all []engine.Request) ([]*engine.Result, error) {
	if err := v.e.call(); err != nil {
		return nil, err
	}
	results, err := v.View.SearchAll(ctx, all)
	for _, found := range results {
		v.e.failBeside(found)
	}
	return results, err
}

// failBeside has the additional query of a request fail like a call.
func (e *failingEngine) failBeside(found *engine.Result) {
	beside := found.Beside
	if beside == nil {
		return
	}
	found.Beside = func(ctx context.Context) (*engine.Result, error) {
		if err := e.call(); err != nil {
			return nil, err
		}
		return beside(ctx)
	}
}

func (v failingView) Frequencies(ctx context.Context, terms []engine.Term) ([]int, error) {
	if err := v.e.call(); err != nil {
		return nil, err
	}
	return v.View.Frequencies(ctx, terms)
}

func (v failingView) Articles(ctx context.Context, ids []string) ([]engine.Hit, error) {
	if err := v.e.call(); err != nil {
		return nil, err
	}
	return v.View.Articles(ctx, ids)
}

func (v failingView) File(ctx context.Context, name string) ([]byte, error) {
	if err := v.e.call(); err != nil {
		return nil, err
	}
	return v.View.File(ctx, name)
}

// Whichever call of the engine fails, its error is that of the search: no answer is
// made of what came before. The view is closed in any case, and the search can be
// repeated.
func TestErrorsOfTheEngine(t *testing.T) {
	library := many(t)
	if library.vocabularies.Of(t.Context(), openView(t, library), true) == nil {
		t.Fatal("there is no vocabulary")
	}
	o := Options{Spelling: spellings(t), Expand: aliases(t, "脸书 -> facebook")}
	search := func(r Request) func(*Service) error {
		return func(s *Service) error { _, err := s.Search(t.Context(), r); return err }
	}
	for name, ask := range map[string]func(*Service) error{
		"words":                     search(Request{Text: "产品 市场"}),
		"a later page":              search(Request{Text: "产品", Page: 5}),
		"a text that few hold":      search(Request{Text: "写成了竟品"}),
		"inside words":              search(Request{Text: "aceboo"}),
		"a phrase with signs":       search(Request{Text: "“竞品分析看，市场”"}),
		"a correction":              search(Request{Text: "竟品"}),
		"a suggestion":              search(Request{Text: "用护"}),
		"pinyin with spaces":        search(Request{Text: "chan pin fen xi"}),
		"pinyin of several words":   search(Request{Text: "chanpinfenxi"}),
		"an exclusion of two words": search(Request{Text: "产品 -face book"}),
		"the plan":                  func(s *Service) error { _, err := s.Plan(t.Context(), Request{Text: "竟品"}); return err },
		"paragraphs": func(s *Service) error {
			_, err := s.Paragraphs(t.Context(), Request{Text: "写成了竟品"})
			return err
		},
		"a ranking of paragraphs": func(s *Service) error { _, err := s.RankParagraphs(t.Context(), "竟品", 10); return err },
		"a ranking of articles":   func(s *Service) error { _, err := s.RankArticles(t.Context(), "竟品", 10); return err },
		"an article":              func(s *Service) error { _, err := s.Article(t.Context(), "slip", "竟品"); return err },
		"related articles":        func(s *Service) error { _, err := s.Related(t.Context(), "common00", 3); return err },
		"the state":               func(s *Service) error { _, err := s.State(t.Context()); return err },
		"completions":             func(s *Service) error { _, err := s.Suggest(t.Context(), "产", 3); return err },
		"preparations":            func(s *Service) error { return s.Warm(t.Context()) },
	} {
		t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.T) {
			e := &failingEngine{Engine: library.engine}
			failures := 0
			for ; ; failures++ {
				s := NewService(e, sharedAnalyzer(t), o)
				s.vocabularies = library.vocabularies
				e.left = failures
				err := ask(s)
				if e.open != 0 {
					t.Fatalf("call %d fails: %d views are open", failures+1, e.open)
				}
				if e.left >= 0 && err == nil {
					break // the call that would fail is not made
				}
				if !errors.Is(err, errBroken) {
					t.Fatalf("call %d fails: %v", failures+1, err)
				}
				e.left = 1 << 20
				if err := ask(s); err != nil {
					t.Fatalf("after call %d has failed: %v", failures+1, err)
				}
			}
			if failures == 0 {
				t.Error("there is no call to fail")
			}
		})
	}
}
