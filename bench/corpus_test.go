package bench

import (
	"context"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/analysis/analysistest"
	"github.com/xunzhang/xunzhang/article"
)

// shared returns the path of a file in the folder of large inputs.
func shared(tb testing.TB, name string) string {
	tb.Helper()
	dir := os.Getenv("XUNZHANG_SHARED")
	if dir == "" {
		dir = "../../shared"
	}
	path := filepath.Join(dir, name)
	if _, err := os.Stat(path); err != nil {
		tb.Skipf("needs %s in the folder that XUNZHANG_SHARED names", name)
	}
	return path
}

const archive = "corpus/woshipm.tar.gz"

// analyzer is the one that the program uses, loaded once.
var analyzer = sync.OnceValues(analysistest.New)

func loaded(tb testing.TB) *analysis.Analyzer {
	tb.Helper()
	a, err := analyzer()
	if err != nil {
		tb.Fatal(err)
	}
	return a
}

// limit returns how many articles are read; fewer make a run quicker.
func limit(tb testing.TB) int {
	tb.Helper()
	s := os.Getenv("XUNZHANG_BENCH_ARTICLES")
	if s == "" {
		return 1 << 30
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 {
		tb.Fatalf("XUNZHANG_BENCH_ARTICLES=%s is no number of articles", s)
	}
	return n
}

// parsed reads the corpus and drops its furniture, as a reindex does.
func parsed(tb testing.TB) []article.Article {
	tb.Helper()
	furniture, most := article.NewFurniture(), limit(tb)
	var all []article.Article
	err := article.Walk(context.Background(), shared(tb, archive), article.Options{}, article.Visitor{
		Skip: func(s article.Skip) { tb.Logf("%s: %s", s.Source, s.Reason) },
		Raw: func(r article.Raw) error {
			a, err := article.Parse(r, article.Options{})
			if err != nil || len(all) == most {
				return nil // a reindex would report it and continue
			}
			furniture.Add(a)
			all = append(all, a)
			return nil
		},
	})
	if err != nil {
		tb.Fatal(err)
	}
	for i := range all {
		all[i], _ = furniture.Drop(all[i])
	}
	return all
}

// textBytes returns the UTF-8 length of all text that is searched.
func textBytes(all []article.Article) int64 {
	n := 0
	for _, a := range all {
		n += len(a.Title) + len(a.Brief)
		for _, p := range a.Paragraphs {
			n += len(p.Text)
		}
	}
	return int64(n)
}

// A line is an article as JSONL, which both engines read.
type line struct {
	ID         string   `json:"id"`
	Title      string   `json:"title"`
	Brief      string   `json:"brief"`
	Author     string   `json:"author"`
	Category   string   `json:"category"`
	Published  string   `json:"published,omitempty"`
	Tags       []string `json:"tags"`
	URL        string   `json:"url"`
	Views      int64    `json:"views"`
	Paragraphs []string `json:"paragraphs"`
}

// writeJSONL writes the articles into a file and returns its path.
func writeJSONL(tb testing.TB, all []article.Article) string {
	tb.Helper()
	path := filepath.Join(tb.TempDir(), "articles.jsonl")
	f, err := os.Create(path)
	if err != nil {
		tb.Fatal(err)
	}
	out := json.NewEncoder(f)
	for _, a := range all {
		l := line{ID: a.ID, Title: a.Title, Brief: a.Brief, Author: a.Author, Category: a.Category,
			Tags: a.Tags, URL: a.URL, Views: a.Views}
		if !a.Published.IsZero() {
			l.Published = a.Published.Format(time.DateOnly)
		}
		for _, p := range a.Paragraphs {
			l.Paragraphs = append(l.Paragraphs, p.Text)
		}
		if err := out.Encode(l); err != nil {
			tb.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		tb.Fatal(err)
	}
	return path
}

// queries returns the lines of bench/speed.txt.
func queries(tb testing.TB) []string {
	tb.Helper()
	text, err := os.ReadFile(shared(tb, "bench/speed.txt"))
	if err != nil {
		tb.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(string(text)), "\n")
}

// folderBytes returns the size of all files in a folder.
func folderBytes(tb testing.TB, dir string) int64 {
	tb.Helper()
	var n int64
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			n += info.Size()
		}
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	return n
}

// emptied removes a folder of the engine, whose folders are read-only, after the
// test.
func emptied(tb testing.TB, dir string) {
	tb.Cleanup(func() {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.IsDir() {
				return os.Chmod(path, 0o700)
			}
			return err
		})
		if err == nil {
			err = os.RemoveAll(dir)
		}
		if err != nil {
			tb.Error(err)
		}
	})
}
