package search

import (
	"context"
	"fmt"
	"io/fs"
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
	found, err := v.View.Search(ctx, r)
	if err == nil {
		v.e.countBeside(found)
	}
	return found, err
}

// countBeside counts the call for the additional query of a request.
func (e *countingEngine) countBeside(found *engine.Result) {
	if beside := found.Beside; beside != nil {
		found.Beside = func(ctx context.Context) (*engine.Result, error) {
			e.calls = append(e.calls, "Beside")
			return beside(ctx)
		}
	}
}

func (v countingView) SearchAll(ctx context.Context, all []engine.Request) ([]*engine.Result, error) {
	v.e.calls = append(v.e.calls, fmt.Sprintf("SearchAll(%d)", len(all)))
	results, err := v.View.SearchAll(ctx, all)
	for _, found := range results {
		v.e.countBeside(found)
	}
	return results, err
}

func (v countingView) Frequencies(ctx context.Context, terms []engine.Term) ([]int, error) {
	v.e.calls = append(v.e.calls, "Frequencies")
	return v.View.Frequencies(ctx, terms)
}

func (v countingView) Articles(ctx context.Context, ids []string) ([]engine.Hit, error) {
	v.e.calls = append(v.e.calls, "Articles")
	return v.View.Articles(ctx, ids)
}

// sampleCalls returns a service over the sample that counts its calls of the
// engine.
func sampleCalls(t *testing.T) (*Service, *countingEngine) {
	t.Helper()
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
	return s, e
}

// An engine may be on another machine. A search for a page, with its months, makes
// two calls as a rule, for frequencies and for candidates, and a third for texts
// that hold the query as typed. Queries that need more are named here.
func TestCallsOfTheEngine(t *testing.T) {
	const rule = 3
	more := map[string]string{"jingyexianzhi": "Frequencies Search SearchAll(1) SearchAll(2)"} // texts decide whether the letters are words of pinyin
	s, e := sampleCalls(t)
	twice := 0
	queries := judgedQueries(t)
	for _, q := range queries {
		e.calls = nil
		find(t, s, Request{Text: q, Months: true})
		if len(e.calls) == 2 {
			twice++
		}
		if got := strings.Join(e.calls, " "); len(e.calls) > rule && got != more[q] {
			t.Errorf("%s: %s", q, got)
		}
	}
	t.Logf("%d of %d queries take two calls", twice, len(queries))
	if 5*twice < 4*len(queries) {
		t.Errorf("%d of %d queries take two calls; want four in five", twice, len(queries))
	}
}

// TestCallsByKind names the calls that each kind of search takes.
func TestCallsByKind(t *testing.T) {
	library := many(t)
	e := &countingEngine{Engine: library.engine}
	s := NewService(e, sharedAnalyzer(t), Options{Spelling: spellings(t), Expand: aliases(t, "脸书 -> facebook")})
	s.vocabularies = library.vocabularies
	if s.vocabularies.Of(t.Context(), openView(t, library), true) == nil {
		t.Fatal("there is no vocabulary")
	}
	for _, c := range []struct{ kind, query, want string }{
		{"words", "产品 市场", "Frequencies Search"},
		{"other words", "脸书", "Frequencies Search"},
		{"a text as typed, which enough hold", "竞品分析看市场", "Frequencies Search"},
		{"a text as typed, which few hold", "写成了竟品", "Frequencies Search Beside"},
		{"inside words", "aceboo", "Frequencies SearchAll(3)"},
		{"a text that ends inside a word", "还有faceb", "Frequencies SearchAll(3)"},
		{"several words, which stand together nowhere", "women 小红书 竞品分析", "Frequencies Search"},
		{"a passage that ends inside a word", "书，还有 faceb", "Frequencies Search"},
		{"another word", "蜜雪冰成", "Frequencies Search SearchAll(2)"},
		{"another word that a text holds", "竟品", "Frequencies Search SearchAll(3)"},
		{"another word beside one", "竟品 分析", "Frequencies Search SearchAll(3)"},
		{"another word that is suggested", "用护", "Frequencies Search SearchAll(3)"},
		{"another word of letters", "facebok", "Frequencies Search SearchAll(2)"},
		{"pinyin", "xiaohongshu", "Frequencies Search SearchAll(2)"},
		{"pinyin beside Han", "小hong书", "Frequencies Search SearchAll(2)"},
		{"pinyin with spaces", "xiao hong shu", "Frequencies Search SearchAll(1)"},
		{"pinyin of several words", "chanpinfenxi", "Frequencies Search SearchAll(1) SearchAll(2) Beside"},
		{"pinyin of several words with spaces", "chan pin fen xi", "Frequencies Search SearchAll(1) SearchAll(1)"},
		{"nothing", "量子", "Frequencies Search"},
	} {
		e.calls = nil
		find(t, s, Request{Text: c.query, Months: true})
		if got := strings.Join(e.calls, " "); got != c.want {
			t.Errorf("%s, %s: %s, want %s", c.kind, c.query, got, c.want)
		}
	}
}

// judgedQueries returns the queries of the project's own judged set.
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

// A deep page too asks the engine for parts once: for ids, and then for the stored
// parts of what is read and shown.
func TestCallsOfADeepPage(t *testing.T) {
	docs := make([]doc, mostStored+60)
	for i := range docs {
		docs[i] = doc{ID: fmt.Sprintf("a%03d", i), Title: fmt.Sprint("第", i, "篇"), Paragraphs: []string{"红薯" + strings.Repeat("很甜", i%50) + "。"}}
	}
	s := library(t, docs...)
	e := &countingEngine{Engine: s.engine}
	s.engine = e
	r := find(t, s, Request{Text: "红薯", Page: 5, Size: 100})
	if len(r.Articles) == 0 || r.Articles[0].Paragraphs[0].Pieces == nil {
		t.Errorf("%d articles", len(r.Articles))
	}
	searches := 0
	for _, c := range e.calls {
		if c == "Search" {
			searches++
		}
	}
	if searches != 1 || len(e.calls) > 4 {
		t.Errorf("calls of the engine: %v", e.calls)
	}
}
