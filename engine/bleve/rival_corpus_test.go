package bleve

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/analysis/analysistest"
	"github.com/xunzhang/xunzhang/data"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/engine/enginetest"
	"github.com/xunzhang/xunzhang/indexer"
	"github.com/xunzhang/xunzhang/search/expand"
	"github.com/xunzhang/xunzhang/search/plan"
	"github.com/xunzhang/xunzhang/search/query"
	"github.com/xunzhang/xunzhang/search/scan"
)

// TestBleveFindsTheSameArticles is TestBleveFindsTheSame with real articles, indexed
// by two jobs, and with the first-stage queries of 1,000 texts that people typed.
func TestBleveFindsTheSameArticles(t *testing.T) {
	if testing.Short() {
		t.Skip("indexes 530 articles and compares 1,000 searches")
	}
	typed := sharedQueries(t)
	an := analysistest.Must(t)
	dir := t.TempDir()
	e := open(t, dir, Options{disk: quickDisk{}})
	indexArticles(t, e, an)
	v := newRival(t, e, dir, 2)
	p := firstStages(t, an)

	seed := enginetest.Seed(t)
	rand.New(rand.NewPCG(seed, 3)).Shuffle(len(typed), func(i, j int) { typed[i], typed[j] = typed[j], typed[i] })
	compared, finding := map[string]bool{}, 0
	for _, text := range typed {
		n := inBleve(p(t, v.view, text))
		if n == nil || compared[n.String()] {
			continue
		}
		if v.compare(t, n) > 0 {
			finding++
		}
		if t.Failed() {
			t.Fatalf("%s (seed %d)", text, seed)
		}
		if compared[n.String()] = true; len(compared) == 1000 {
			break
		}
	}
	if len(compared) < 1000 || finding < 900 {
		t.Errorf("%d queries, of which %d find something: there is too little to compare", len(compared), finding)
	}
}

// inBleve is a query without the nodes that a bleve index cannot answer: single
// characters, and conditions on the stored text. It is nil when nothing remains.
func inBleve(n engine.Node) engine.Node {
	some := func(nodes []engine.Node) (out []engine.Node) {
		for _, n := range nodes {
			if n = inBleve(n); n != nil {
				out = append(out, n)
			}
		}
		return out
	}
	switch n := n.(type) {
	case engine.Term:
		if n.Field != engine.Chars {
			return n
		}
	case engine.Boost:
		if inner := inBleve(n.Node); inner != nil {
			return engine.Boost{Node: inner, By: n.By}
		}
	case engine.And:
		if nodes := some(n); len(nodes) > 0 {
			return engine.And(nodes)
		}
	case engine.Or:
		if nodes := some(n.Nodes); len(nodes) > 0 {
			return engine.Or{Nodes: nodes}
		}
	}
	return nil
}

// firstStages returns what makes the first-stage query of a text, with the project's
// lists of other words.
func firstStages(t *testing.T, an *analysis.Analyzer) func(*testing.T, *view, string) engine.Node {
	t.Helper()
	dictionaries, err := data.Dictionaries()
	must(t, err)
	table, err := expand.LoadLists(dictionaries)
	must(t, err)
	planner := &plan.Planner{Weights: plan.DefaultWeights(), Analyzer: an, Expand: table}
	pool := &sync.Pool{New: func() any { return scan.NewMatcher() }}
	return func(t *testing.T, v *view, text string) engine.Node {
		t.Helper()
		x := plan.NewVerifier(pool, plan.ReadLimit{})
		defer x.Release()
		p, err := planner.Plan(t.Context(), v, plan.Request{Query: query.Parse(text), Text: text}, x)
		must(t, err)
		return p.Candidates
	}
}

// indexArticles indexes 500 articles of the shared corpus, and with a second job
// replaces 30 of them by others.
func indexArticles(t *testing.T, e *Engine, an *analysis.Analyzer) {
	t.Helper()
	lines := corpusLines(t, 530)
	source := filepath.Join(t.TempDir(), "articles.jsonl")
	for _, articles := range [][]string{lines[:500], lines[30:]} {
		must(t, os.WriteFile(source, []byte(strings.Join(articles, "\n")), 0o600))
		report, err := indexer.Run(t.Context(), e, an, indexer.Job{Sources: []string{source}, Temp: t.TempDir()})
		must(t, err)
		if report.Articles != 500 || len(report.Skipped) > 0 {
			t.Fatalf("%d articles, skipped %v", report.Articles, report.Skipped)
		}
	}
}

// sharedQueries returns the texts of the shared queries: the lines of speed.txt,
// and in each line of queries.tsv the text after the id.
func sharedQueries(t *testing.T) (texts []string) {
	t.Helper()
	names := []string{"speed.txt", "woshipm/known.queries.tsv"}
	for _, set := range []string{"cmrc2018", "crud-news", "drcd", "dureader", "stard-laws", "woshipm"} {
		names = append(names, set+"/queries.tsv")
	}
	for _, name := range names {
		b, err := os.ReadFile(sharedFile(t, filepath.Join("bench", name)))
		must(t, err)
		for line := range strings.Lines(string(b)) {
			text := strings.TrimSuffix(line, "\n")
			if _, after, ok := strings.Cut(text, "\t"); ok {
				text = after
			}
			texts = append(texts, text)
		}
	}
	return texts
}

// sharedFile returns the path of a file in the folder of large inputs; without the
// folder the test is skipped.
func sharedFile(t testing.TB, name string) string {
	t.Helper()
	dir := os.Getenv("XUNZHANG_SHARED")
	if dir == "" {
		dir = "../../../shared"
	}
	path := filepath.Join(dir, name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("needs %s in the folder that XUNZHANG_SHARED names", name)
	}
	return path
}
