package bleve

import (
	"bytes"
	"context"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/xunzhang/xunzhang/engine"
)

// writeCorpus publishes docs from two goroutines in batches.
func writeCorpus(t testing.TB, e *Engine, docs []engine.Doc) engine.State {
	g, err := e.Begin(t.Context(), engine.Empty, "bench")
	if err != nil {
		t.Fatal(err)
	}
	const size = 50
	jobs := make(chan []engine.Doc)
	var work sync.WaitGroup
	for range 2 {
		work.Go(func() {
			for b := range jobs {
				if err := g.Write(context.Background(), b); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for i := 0; i < len(docs); i += size {
		jobs <- docs[i:min(i+size, len(docs))]
	}
	close(jobs)
	work.Wait()
	s, err := g.Publish(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// BenchmarkWrite reports how many bytes the files of a generation take for each
// byte of text, by kind.
func BenchmarkWrite(b *testing.B) {
	docs, text := corpus(b)
	b.SetBytes(int64(text))
	for b.Loop() {
		e, err := Open(b.TempDir(), Options{})
		if err != nil {
			b.Fatal(err)
		}
		start := time.Now()
		writeCorpus(b, e, docs)
		b.ReportMetric(time.Since(start).Seconds(), "s")
		v, err := e.View(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		sizes := map[string]int64{}
		for name, f := range v.(*view).x.manifest.Files {
			sizes[name[:5]] += f.Size
		}
		for name, n := range sizes {
			b.ReportMetric(float64(n)/float64(text), name+"/text")
		}
		if err := v.Close(); err != nil {
			b.Fatal(err)
		}
		if err := e.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// benchView opens the corpus, of which an index is built once in each run.
func benchView(b *testing.B) *view {
	v := built(b)
	if v == nil {
		b.Skip("there is no corpus")
	}
	return v
}

func built(b *testing.B) *view {
	benchIndex.Do(func() {
		docs, _ := corpus(b)
		dir, err := os.MkdirTemp("", "bleve-bench")
		if err != nil {
			b.Fatal(err)
		}
		e, err := Open(dir, Options{})
		if err != nil {
			b.Fatal(err)
		}
		writeCorpus(b, e, docs)
		v, err := e.View(b.Context())
		if err != nil {
			b.Fatal(err)
		}
		// Mapped files stay readable after they are removed.
		if err := (osDisk{}).RemoveAll(dir); err != nil {
			b.Fatal(err)
		}
		benchOpen = v.(*view)
	})
	return benchOpen
}

var (
	benchIndex sync.Once
	benchOpen  *view
)

// BenchmarkSearch reports nanoseconds a posting of frequent terms, and whole
// searches of several terms.
func BenchmarkSearch(b *testing.B) {
	v := benchView(b)
	queries := map[string]engine.Node{
		"term":               grams("产品"),
		"or of 8":            engine.Or{Nodes: all(grams("用户", "户增", "增长", "长策", "策略", "运营", "数据", "据分"))},
		"and of 3":           engine.And(all(grams("小红", "红书", "难民"))),
		"one char":           engine.Term{Field: engine.Chars, Text: "书"},
		"rare term":          grams("难民"),
		"and of 3 frequent":  engine.And(all(grams("用户", "产品", "数据"))),
		"and of 3 articles":  inArticles("用户", "产品", "数据"),
		"and of 2, verified": engine.And{grams("用户"), grams("体验"), phrase("用户体验")},
	}
	for _, name := range sortedKeys(queries) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			n := postingsOf(b, v, queries[name])
			for b.Loop() {
				if _, err := v.Search(b.Context(), engine.Request{Query: queries[name], Size: 100, Facets: 10}); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/posting")
			b.ReportMetric(float64(n), "postings")
		})
	}
}

// BenchmarkPostings walks the lists of all grams of one prefix without a search
// around them.
func BenchmarkPostings(b *testing.B) {
	v := benchView(b)
	e := v.x.evaluator(b.Context())
	defer e.release()
	a := e.take()
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		if err := e.term(a, grams("产品").(engine.Term), 1, anyCount); err != nil {
			b.Fatal(err)
		}
		n = len(a.touched)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(n), "ns/posting")
}

// BenchmarkRequest compares requests that prefer hits or choose values of facets
// with a plain search.
func BenchmarkRequest(b *testing.B) {
	v := benchView(b)
	plain := engine.Request{Query: grams("用户", "增长", "策略"), Size: 100, Facets: 10}
	prefer, choose := plain, plain
	prefer.Prefer = inArticles("用户", "增长")
	choose.Choices = map[string]engine.Node{"author": engine.Not{Node: engine.Keyword{Name: "author"}}, "category": engine.Keyword{Name: "category", Value: "产品设计"}}
	requests := map[string]engine.Request{"plain": plain, "prefer": prefer, "choices": choose}
	for _, name := range sortedKeys(requests) {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := v.Search(b.Context(), requests[name]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func inArticles(texts ...string) engine.And {
	var a engine.And
	for _, n := range all(grams(texts...)) {
		a = append(a, engine.InArticle{Node: n})
	}
	return a
}

func phrase(text string) engine.Verified {
	return engine.Verified{Maybe: engine.All{}, Name: text, Accept: func(stored []byte) bool { return bytes.Contains(stored, []byte(text)) }}
}

func grams(texts ...string) engine.Node {
	var o []engine.Node
	for _, t := range texts {
		o = append(o, engine.Term{Field: engine.Grams, Text: t})
	}
	if len(o) == 1 {
		return o[0]
	}
	return engine.Or{Nodes: o}
}

func all(n engine.Node) []engine.Node { return n.(engine.Or).Nodes }

func postingsOf(b *testing.B, v *view, n engine.Node) int {
	var terms []engine.Term
	var walk func(engine.Node)
	walk = func(n engine.Node) {
		switch n := n.(type) {
		case engine.Term:
			terms = append(terms, n)
		case engine.InArticle:
			walk(n.Node)
		case engine.Or:
			for _, t := range n.Nodes {
				walk(t)
			}
		case engine.And:
			for _, t := range n {
				walk(t)
			}
		}
	}
	walk(n)
	counts, err := v.Frequencies(b.Context(), terms)
	if err != nil {
		b.Fatal(err)
	}
	total := 0
	for _, c := range counts {
		total += c
	}
	return total
}
