package search_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/data"
	"github.com/xunzhang/xunzhang/eval"
	"github.com/xunzhang/xunzhang/search"
)

var update = flag.Bool("update", false, "accept what the tests got as golden files")

// goldenFiles names the file of each kind of query in data/eval/README.md. A
// query is in the file of the first kind that lists it.
var goldenFiles = []struct{ file, kind string }{
	{"names", "keywords and names"},
	{"questions", "questions"},
	{"other-words", "nicknames, regional words, abbreviations"},
	{"traditional", "繁體 against 简体, both ways"},
	{"misspelt", "misspelt, or in pinyin"},
	{"signs", "numbers, signs, widths, rare characters"},
	{"language", "phrases, exclusions, fields"},
}

// TestGoldenRanking compares the ranking of the judged queries over the sample
// articles with what was accepted: a change of the ranking is a diff to read,
// and "go test ./search -run Golden -update" accepts it.
func TestGoldenRanking(t *testing.T) {
	j := judgedSample(t)
	summary := summaryHead()
	var wishes strings.Builder
	var all []eval.Result
	for _, g := range goldenFiles {
		var out strings.Builder
		fmt.Fprintf(&out, "# %s\n# rank, paragraph, grade (- is not judged), score and its parts, title\n", g.kind)
		var results []eval.Result
		for _, q := range j.byKind[g.kind] {
			r := j.measure(t, q)
			results = append(results, r)
			writeQuery(t, &out, j, r)
			if r.P1 == 0 || r.NDCG < .5 {
				fmt.Fprintf(&wishes, "%s  nDCG@10 %.2f  MRR@10 %.2f  %s\n", q.ID, r.NDCG, r.MRR, q.Text)
			}
		}
		compareGolden(t, g.file, out.String())
		summary += summaryLine(g.kind, results)
		all = append(all, results...)
	}
	compareGolden(t, "summary", summary+summaryLine("all", all))
	compareGolden(t, "wishes", "# Queries whose first paragraph is not relevant, or with an nDCG@10 below .5\n"+wishes.String())
}

// A judged sample is a service with its queries and judgments.
type judged struct {
	service *search.Service
	byKind  map[string][]eval.Query
	qrels   eval.Qrels
}

func judgedSample(t *testing.T) *judged {
	t.Helper()
	s, err := search.SampleService()
	if err != nil {
		t.Fatal(err)
	}
	queries, qrels := readSet(t, "queries.tsv", "qrels.tsv")
	j := &judged{service: s, byKind: map[string][]eval.Query{}, qrels: qrels}
	dir, err := data.Evaluation()
	if err != nil {
		t.Fatal(err)
	}
	readme, err := fs.ReadFile(dir, "README.md")
	if err != nil {
		t.Fatal(err)
	}
	kinds := kindsOf(string(readme))
	for _, q := range queries {
		kind, ok := kinds[q.ID]
		if !ok {
			t.Fatalf("data/eval/README.md names no kind for the query %s (%s), or goldenFiles lacks it", q.ID, q.Text)
		}
		j.byKind[kind] = append(j.byKind[kind], q)
	}
	return j
}

// readSet reads a judged set of data/eval.
func readSet(t *testing.T, queriesFile, qrelsFile string) ([]eval.Query, eval.Qrels) {
	t.Helper()
	dir, err := data.Evaluation()
	if err != nil {
		t.Fatal(err)
	}
	open := func(name string) *bytes.Reader {
		b, err := fs.ReadFile(dir, name)
		if err != nil {
			t.Fatal(err)
		}
		return bytes.NewReader(b)
	}
	queries, err := eval.ReadQueries(queriesFile, open(queriesFile))
	if err != nil {
		t.Fatal(err)
	}
	qrels, err := eval.ReadQrels(qrelsFile, open(qrelsFile))
	if err != nil {
		t.Fatal(err)
	}
	return queries, qrels
}

// kindsOf reads the table of kinds, and returns for each query the first kind that
// lists it.
func kindsOf(readme string) map[string]string {
	kinds := map[string]string{}
	for _, g := range goldenFiles {
		for line := range strings.Lines(readme) {
			ids, ok := strings.CutPrefix(line, "| "+g.kind+" | ")
			if !ok {
				continue
			}
			for _, id := range strings.Fields(strings.TrimRight(ids, " |\n")) {
				if kinds[id] == "" {
					kinds[id] = g.kind
				}
			}
		}
	}
	return kinds
}

func (j *judged) measure(t *testing.T, q eval.Query) eval.Result {
	t.Helper()
	ranked, err := j.service.RankParagraphs(context.Background(), q.Text, eval.Depth)
	if err != nil {
		t.Fatal(err)
	}
	r := eval.Measure([]eval.Query{q}, j.qrels, []eval.Ranking{{Query: q.ID, Ranked: ranked}})
	if len(r.PerQuery) != 1 {
		t.Fatalf("%s has no relevant judgment", q.ID)
	}
	return r.PerQuery[0]
}

// writeQuery prints a query, how it was understood and measured, and its first
// ten paragraphs and articles.
func writeQuery(t *testing.T, out *strings.Builder, j *judged, m eval.Result) {
	t.Helper()
	r, err := j.service.Paragraphs(context.Background(), search.Request{Text: m.Text, Explain: true})
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(out, "\n%s  %s\n", m.ID, m.Text)
	fmt.Fprintf(out, "    nDCG@10 %.2f  MRR@10 %.2f  R@100 %.2f  of %d\n", m.NDCG, m.MRR, m.Recall, r.Total)
	fmt.Fprintf(out, "    terms %s\n", strings.Join(r.Query.Terms, " | "))
	for _, e := range r.Query.Expanded {
		fmt.Fprintf(out, "    %s %s -> %s\n", e.Kind, e.From, e.To)
	}
	if s := r.Query.Suggest; s != nil {
		fmt.Fprintf(out, "    suggestion %s (%d)\n", s.Text, s.Count)
	}
	for i, p := range r.Paragraphs {
		grade := "-"
		if g, ok := j.qrels[m.ID][p.ID]; ok {
			grade = fmt.Sprint(g)
		}
		fmt.Fprintf(out, "%2d  %-10s %s %6.2f =", i+1, p.ID, grade, p.Score)
		for _, part := range p.Explain.Parts {
			fmt.Fprintf(out, " %s %.2f", part.Name, round(part.Value))
		}
		fmt.Fprintf(out, "  %s\n", p.Article.Title)
	}
	articles, err := j.service.RankArticles(context.Background(), m.Text, 5)
	if err != nil {
		t.Fatal(err)
	}
	out.WriteString("    articles")
	for _, a := range articles {
		fmt.Fprintf(out, "  %s %.2f", a.ID, a.Score)
	}
	out.WriteByte('\n')
}

// round keeps a zero from printing as -0.00.
func round(v float64) float64 {
	if v > -.005 && v < .005 {
		return 0
	}
	return v
}

func summaryHead() string {
	return "# nDCG@10  MRR@10  P@1  R@100  judged@10  queries\n"
}

func summaryLine(name string, results []eval.Result) string {
	var m eval.Metrics
	for _, r := range results {
		m.NDCG += r.NDCG
		m.MRR += r.MRR
		m.P1 += r.P1
		m.Recall += r.Recall
		m.Judged += r.Judged
	}
	n := float64(len(results))
	return fmt.Sprintf("%.3f  %.3f  %.3f  %.3f  %.3f  %2d  %s\n", m.NDCG/n, m.MRR/n, m.P1/n, m.Recall/n, m.Judged/n, len(results), name)
}

// compareGolden compares a text with testdata/golden/NAME.txt, or writes it there.
func compareGolden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "golden", name+".txt")
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	want, lines := strings.Split(string(b), "\n"), strings.Split(got, "\n")
	const most = 12
	differ := 0
	query := ""
	for i := range max(len(want), len(lines)) {
		a, b := at(want, i), at(lines, i)
		if b != "" && 'a' <= b[0] && b[0] <= 'z' { // the id of a query
			query = b
		}
		if a == b {
			continue
		}
		if differ++; differ <= most {
			t.Errorf("%s:%d (%s)\n-%s\n+%s", path, i+1, query, a, b)
		}
	}
	if differ > 0 {
		t.Errorf("%s: %d lines differ; read them with go test ./search -run Golden -update and git diff", path, differ)
	}
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}
