package bench

import (
	"compress/gzip"
	"context"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"github.com/xunzhang/xunzhang/article"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/engine/bleve"
	"github.com/xunzhang/xunzhang/eval"
	"github.com/xunzhang/xunzhang/indexer"
	"github.com/xunzhang/xunzhang/search"
	"github.com/xunzhang/xunzhang/search/plan"
)

// A variant is a change of the default weights, or the default weights without one
// rule.
type variant struct {
	name   string
	change func(*plan.Weights)
}

func variants() []variant {
	return []variant{
		{"default", func(*plan.Weights) {}},
		{"no words", func(w *plan.Weights) { w.Word = 0 }},
		{"no bigrams", func(w *plan.Weights) { w.Bigram = 0 }},
		{"no single characters", func(w *plan.Weights) { w.Unigram = 0 }},
		{"no title", func(w *plan.Weights) { w.Title = 0 }},
		{"no tags and author", func(w *plan.Weights) { w.Labels = 0 }},
		{"no score of the article", func(w *plan.Weights) { w.Article = 0 }},
		{"no proximity", func(w *plan.Weights) { w.Pair = 0 }},
		{"no quotations", func(w *plan.Weights) { w.Quotation = 0 }},
		{"no coverage", func(w *plan.Weights) { w.Coverage = 0 }},
		{"no length prior", func(w *plan.Weights) { w.Short = 0 }},
		{"questions as answers", func(w *plan.Weights) { w.Question = 1 }},
		{"announcements as answers", func(w *plan.Weights) { w.Announcement = 1 }},
		{"stop words in full", func(w *plan.Weights) { w.StopWord = 1 }},
		{"function bigrams in full", func(w *plan.Weights) { w.FunctionBigram = 1 }},
		{"no other words", func(w *plan.Weights) { w.Alias, w.Preferred = 0, 0 }},
		{"other words never preferred", func(w *plan.Weights) { w.Preferred = 0 }},
		{"no bonus for named articles", func(w *plan.Weights) { w.Named = 0 }},
		{"long questions as short ones", func(w *plan.Weights) { w.LongFrom, w.LongTo = 1000, 1001 }},
		{"words in full in long questions", func(w *plan.Weights) { w.LongWord = w.Word }},
		{"frequent characters too", func(w *plan.Weights) { w.Frequent = 1 }},
		{"no best paragraph for articles", func(w *plan.Weights) { w.BestParagraph = 0 }},
		{"articles saturate like paragraphs", func(w *plan.Weights) { w.WholeK1, w.WholeB = w.K1, w.B }},
		{"K1 .8", func(w *plan.Weights) { w.K1 = .8 }},
		{"K1 1.4", func(w *plan.Weights) { w.K1 = 1.4 }},
		{"B .45", func(w *plan.Weights) { w.B = .45 }},
		{"B .75", func(w *plan.Weights) { w.B = .75 }},
		{"100 candidates", func(w *plan.Weights) { w.Candidates = 100 }},
	}
}

// A judgedSet is an index with judged queries over it.
type judgedSet struct {
	name, unit string
	engine     engine.Engine
	queries    []eval.Query
	qrels      eval.Qrels
}

// mostQueries is the largest number of queries of a set that are used; they are
// taken at equal distances.
const mostQueries = 400

// BenchmarkWeights reports nDCG@10 on the judged sets for each variant.
func BenchmarkWeights(b *testing.B) {
	sets := []judgedSet{
		judged(b, "woshipm", "paragraph"), judged(b, "cmrc2018", "article"), judged(b, "drcd", "article"),
		judged(b, "dureader", "article"), judged(b, "stard-laws", "article"),
		judged(b, "crud-news", "article"),
	}
	for _, v := range variants() {
		b.Run(v.name, func(b *testing.B) {
			w := plan.DefaultWeights()
			v.change(&w)
			for b.Loop() {
				for _, s := range sets {
					b.ReportMetric(s.measure(b, w), s.name)
				}
			}
		})
	}
}

// judged builds the index of a set in a temporary folder.
func judged(b *testing.B, name, unit string) judgedSet {
	folder := shared(b, filepath.Join("bench", name))
	f, err := os.Open(filepath.Join(folder, "corpus.jsonl.gz"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		b.Fatal(err)
	}
	dir := filepath.Join(b.TempDir(), "index")
	emptied(b, dir)
	e, err := bleve.Open(dir, bleve.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := e.Close(); err != nil {
			b.Error(err)
		}
	})
	job := indexer.Job{Sources: []string{"-"}, Read: article.Options{Stdin: z}}
	if _, err := indexer.Run(context.Background(), e, loaded(b), job); err != nil {
		b.Fatal(err)
	}
	s := judgedSet{name: name, unit: unit, engine: e,
		queries: read(b, filepath.Join(folder, "queries.tsv"), eval.ReadQueries),
		qrels:   read(b, filepath.Join(folder, "qrels.tsv"), eval.ReadQrels)}
	if step := (len(s.queries) + mostQueries - 1) / mostQueries; step > 1 {
		var some []eval.Query
		for i := 0; i < len(s.queries); i += step {
			some = append(some, s.queries[i])
		}
		s.queries = some
	}
	return s
}

func read[T any](b *testing.B, path string, reader func(string, io.Reader) (T, error)) T {
	f, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	all, err := reader(path, f)
	if err != nil {
		b.Fatal(err)
	}
	return all
}

// measure returns the mean nDCG@10 of a set.
func (s judgedSet) measure(b *testing.B, w plan.Weights) float64 {
	found := search.NewService(s.engine, loaded(b), search.Options{Weights: &w, Expand: otherWords(b)})
	ranker := eval.Ranker(found.RankParagraphs)
	if s.unit == "article" {
		ranker = found.RankArticles
	}
	rankings, _, err := eval.Run(context.Background(), ranker, s.queries, runtime.GOMAXPROCS(0))
	if err != nil {
		b.Fatal(err)
	}
	return eval.Measure(s.queries, s.qrels, rankings).Mean.NDCG
}
