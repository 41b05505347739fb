package plan

import (
	"context"
	"flag"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/xunzhang/xunzhang/analysis/analysistest"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search/expand"
	"github.com/xunzhang/xunzhang/search/query"
	"github.com/xunzhang/xunzhang/search/scan"
)

var update = flag.Bool("update", false, "accept the plans as they are")

// counts has the document frequencies of a small collection; a term that is not
// listed is in one part of a hundred.
type counts map[string]int

func (c counts) Frequencies(_ context.Context, terms []engine.Term) ([]int, error) {
	df := make([]int, len(terms))
	for i, t := range terms {
		switch n, ok := c[string(t.Field)+":"+t.Text]; {
		case ok:
			df[i] = n
		case t.Field == engine.Labels:
		default:
			df[i] = 1
		}
	}
	return df, nil
}

func (counts) State() engine.State {
	return engine.State{Parts: 100, Articles: 100, Paragraphs: 2000, Runes: 100_000}
}

func planner(t *testing.T) *Planner {
	t.Helper()
	table, err := expand.Load(expand.File{Name: "test", Kind: expand.Alias, Text: strings.NewReader("TikTok = 洋抖\n视频 = 视讯\n")})
	if err != nil {
		t.Fatal(err)
	}
	return &Planner{Weights: DefaultWeights(), Analyzer: analysistest.Must(t), Expand: table}
}

// TestPlans compares the plans of queries of every kind with the accepted ones. A
// difference is a change of the ranking: read it before you accept it by "go test
// ./search/plan -update".
func TestPlans(t *testing.T) {
	const golden = "testdata/plans.txt"
	c := counts{
		"grams:小红": 20, "grams:红书": 19, "words:小红书": 19, "grams:tiktok": 9, "grams:tik tok": 4, "grams:难民": 3,
		"grams:视频": 40, "grams:频号": 12, "words:视频号": 12, "chars:的": 99, "chars:号": 60, "labels:白露": 4,
	}
	pool := &sync.Pool{New: func() any { return scan.NewMatcher() }}
	p := planner(t)
	var out strings.Builder
	for _, text := range []string{
		"小红书 TikTok 难民", "tik tok 用户", "视频号", "白露", "“小红书的难民”", "小红书 -难民", "title:视频 小红书", "为什么大家都在说小红书难民", "数，而", "",
	} {
		v := NewVerifier(pool, ReadLimit{})
		got, err := p.Plan(t.Context(), c, Request{Query: query.Parse(text), Text: text}, v)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		fmt.Fprintf(&out, "### %s\n%s\n", text, got)
		v.Release()
	}
	if *update {
		if err := os.WriteFile(golden, []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if out.String() != string(want) {
		t.Errorf("the plans differ from %s; read them with go test ./search/plan -update and git diff", golden)
	}
}

// A query that may have joined writings asks for frequencies once, like any other.
func TestFrequenciesAreAskedOnce(t *testing.T) {
	p, pool := planner(t), &sync.Pool{New: func() any { return scan.NewMatcher() }}
	for _, text := range []string{"小红书 难民", "TikTok 难民", "tik tok user growth"} {
		asked := &remembered{Counts: counts{"grams:tiktok": 9, "grams:tik tok": 4}, known: map[engine.Term]bool{}}
		if _, err := p.Plan(t.Context(), asked, Request{Query: query.Parse(text), Text: text}, NewVerifier(pool, ReadLimit{})); err != nil {
			t.Fatal(err)
		}
		if asked.calls != 1 {
			t.Errorf("%s: asked %d times", text, asked.calls)
		}
	}
}

// remembered counts the calls that ask for a term for which no earlier call has
// asked.
type remembered struct {
	Counts
	known map[engine.Term]bool
	calls int
}

func (r *remembered) Frequencies(ctx context.Context, terms []engine.Term) ([]int, error) {
	fresh := false
	for _, t := range terms {
		fresh = fresh || !r.known[t]
		r.known[t] = true
	}
	if fresh {
		r.calls++
	}
	return r.Counts.Frequencies(ctx, terms)
}
