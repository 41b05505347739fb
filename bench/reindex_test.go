package bench

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/xunzhang/xunzhang/engine/bleve"
	"github.com/xunzhang/xunzhang/indexer"
)

// A result is the time of a build and the size of the index.
type result struct {
	took  time.Duration
	bytes int64
}

// report prints a result for a text of n bytes, and the ratios of its time and size
// to those of other.
func (r result) report(b *testing.B, n int64, other result) {
	b.ReportMetric(r.took.Seconds(), "s")
	b.ReportMetric(float64(n)/1e6/r.took.Seconds(), "MB/s")
	b.ReportMetric(float64(r.bytes), "bytes")
	b.ReportMetric(float64(r.bytes)/float64(n), "bytes/text")
	if other.took > 0 {
		b.ReportMetric(r.took.Seconds()/other.took.Seconds(), "times-as-long")
		b.ReportMetric(float64(r.bytes)/float64(other.bytes), "times-as-large")
	}
}

// BenchmarkReindex builds an index of the corpus in three ways: xunzhang from
// the parsed articles, bleve as it comes from the same file, and xunzhang from
// the archive itself, which adds unpacking, Markdown and furniture.
func BenchmarkReindex(b *testing.B) {
	loaded(b)
	articles := parsed(b)
	n, path := textBytes(articles), writeJSONL(b, articles)
	articles = nil // freed, so that neither build has it in memory
	var ours, archived result
	b.Run("xunzhang", func(b *testing.B) {
		for b.Loop() {
			ours = reindexed(b, path)
		}
		ours.report(b, n, result{})
	})
	b.Run("stock", func(b *testing.B) {
		var stock result
		for b.Loop() {
			stock = stockIndexed(b, path)
		}
		stock.report(b, n, ours)
	})
	if os.Getenv("XUNZHANG_BENCH_ARTICLES") != "" {
		return // the archive cannot be cut
	}
	b.Run("xunzhang-archive", func(b *testing.B) {
		for b.Loop() {
			archived = reindexed(b, shared(b, archive))
		}
		archived.report(b, n, ours)
	})
}

// reindexed runs a whole job into a new folder, as `xunzhang reindex` does.
func reindexed(b *testing.B, source string) result {
	dir := filepath.Join(b.TempDir(), "index")
	emptied(b, dir)
	start := time.Now()
	e, err := bleve.Open(dir, bleve.Options{})
	if err != nil {
		b.Fatal(err)
	}
	report, err := indexer.Run(context.Background(), e, loaded(b), indexer.Job{Sources: []string{source}})
	if err != nil {
		b.Fatal(err)
	}
	if err := e.Close(); err != nil {
		b.Fatal(err)
	}
	took := time.Since(start)
	b.Logf("%d articles, %d paragraphs, %d skipped", report.Articles, report.Paragraphs, len(report.Skipped))
	return result{took, folderBytes(b, dir)}
}
