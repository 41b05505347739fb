package bench

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/engine/bleve"
	"github.com/xunzhang/xunzhang/indexer"
	"github.com/xunzhang/xunzhang/search"
	"github.com/xunzhang/xunzhang/search/plan"
)

// opened returns the index of the corpus that XUNZHANG_INDEX_WOSHIPM names, or a
// new one that is removed at the end.
func opened(b *testing.B) engine.Engine {
	dir := os.Getenv("XUNZHANG_INDEX_WOSHIPM")
	built := dir != ""
	if !built {
		dir = filepath.Join(b.TempDir(), "index")
		emptied(b, dir)
	}
	e, err := bleve.Open(dir, bleve.Options{SignatureOf: plan.SignatureOf})
	if err != nil {
		b.Fatal(err)
	}
	if !built {
		job := indexer.Job{Sources: []string{writeJSONL(b, parsed(b))}}
		if _, err := indexer.Run(context.Background(), e, loaded(b), job); err != nil {
			b.Fatal(err)
		}
	}
	b.Cleanup(func() {
		if err := e.Close(); err != nil {
			b.Error(err)
		}
	})
	return e
}

// candidates is the number of parts that the plain searches return: about as many
// as a search reads.
const candidates = 100

// BenchmarkSearch measures every query of bench/speed.txt: the plain
// disjunction of its bigrams on the index, the same in bleve's own index and
// query, whole searches with their stages, and both over HTTP.
func BenchmarkSearch(b *testing.B) {
	all, an := queries(b), loaded(b)
	e := opened(b)
	ctx := context.Background()
	b.Run("bigrams", func(b *testing.B) {
		latencies(b, all, 1, func(query string) (int, error) { return bigrams(ctx, e, query) })
	})
	b.Run("bigrams-stock", func(b *testing.B) {
		index := stockGrams(b, e)
		latencies(b, all, 1, func(query string) (int, error) { return stockBigrams(ctx, index, query) })
	})
	s := service(b, e, an)
	b.Run("service", func(b *testing.B) {
		latencies(b, all, 1, func(query string) (int, error) { return searched(ctx, s, query) })
	})
	stages(b, e, all)
	b.Run("service-2-clients", func(b *testing.B) {
		latencies(b, all, 2, func(query string) (int, error) { return searched(ctx, s, query) })
	})
	overHTTP(b, s, all)
}

func searched(ctx context.Context, s *search.Service, query string) (int, error) {
	res, err := s.Search(ctx, search.Request{Text: query})
	if err != nil {
		return 0, err
	}
	return res.Total, nil
}

// grams returns the distinct grams of a query.
func grams(query string) []string {
	var all []string
	for _, t := range analysis.NewText(query).Grams() {
		all = append(all, t.Term)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// bigrams asks for the best parts by the query's grams alone.
func bigrams(ctx context.Context, e engine.Engine, query string) (int, error) {
	v, err := e.View(ctx)
	if err != nil {
		return 0, err
	}
	defer v.Close()
	var any engine.Or
	for _, g := range grams(query) {
		any.Nodes = append(any.Nodes, engine.Term{Field: engine.Grams, Text: g})
	}
	res, err := v.Search(ctx, engine.Request{Query: any, Size: candidates})
	if err != nil {
		return 0, err
	}
	return res.Parts, nil
}
