package search

import (
	"context"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/data"
	"github.com/xunzhang/xunzhang/engine"
)

// A countingEngine counts the calls of its views.
type countingEngine struct {
	engine.Engine
	calls []string
}

type countingView struct {
	engine.View
	e *countingEngine
}

func (e *countingEngine) View(ctx context.Context) (engine.View, error) {
	v, err := e.Engine.View(ctx)
	return countingView{v, e}, err
}

func (v countingView) Search(ctx context.Context, r engine.Request) (*engine.Result, error) {
	v.e.calls = append(v.e.calls, "Search")
	return v.View.Search(ctx, r)
}

func (v countingView) Frequencies(ctx context.Context, terms []engine.Term) ([]int, error) {
	v.e.calls = append(v.e.calls, "Frequencies")
	return v.View.Frequencies(ctx, terms)
}

func (v countingView) Articles(ctx context.Context, ids []string) ([]engine.Hit, error) {
	v.e.calls = append(v.e.calls, "Articles")
	return v.View.Articles(ctx, ids)
}

// An engine may be at the other end of a wire: a search asks it twice as a rule,
// for frequencies and for candidates, and a third time for texts that hold the
// query as typed. Only what is read anew, because it finds too little, asks more.
func TestCallsOfTheEngine(t *testing.T) {
	const rule, most = 3, 16
	sample, err := SampleService()
	if err != nil {
		t.Fatal(err)
	}
	o, err := ownOptions()
	if err != nil {
		t.Fatal(err)
	}
	e := &countingEngine{Engine: sample.engine}
	s := NewService(e, sample.analyzer, o)
	s.vocabularies = sample.vocabularies
	var counts []int
	for _, q := range judgedQueries(t) {
		e.calls = nil
		find(t, s, Request{Text: q})
		counts = append(counts, len(e.calls))
		if len(e.calls) > rule {
			t.Logf("%s: %s", q, strings.Join(e.calls, " "))
		}
	}
	slices.Sort(counts)
	n := len(counts)
	t.Logf("%d queries: median %d, p90 %d, most %d", n, counts[n/2], counts[n*9/10], counts[n-1])
	if counts[n/2] > 2 || counts[n*9/10] > rule || counts[n-1] > most {
		t.Errorf("calls of the engine: median %d, p90 %d, most %d; want at most 2, %d, %d", counts[n/2], counts[n*9/10], counts[n-1], rule, most)
	}
}

// judgedQueries are the queries of the project's own judged set.
func judgedQueries(t *testing.T) []string {
	t.Helper()
	dir, err := data.Evaluation()
	if err != nil {
		t.Fatal(err)
	}
	text, err := fs.ReadFile(dir, "queries.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for line := range strings.Lines(string(text)) {
		if _, q, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok && !strings.HasPrefix(line, "#") {
			all = append(all, q)
		}
	}
	return all
}
