package search

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
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
	"github.com/xunzhang/xunzhang/engine/bleve"
	"github.com/xunzhang/xunzhang/engine/enginetest"
	"github.com/xunzhang/xunzhang/indexer"
	"github.com/xunzhang/xunzhang/search/expand"
	"github.com/xunzhang/xunzhang/search/show"
	"github.com/xunzhang/xunzhang/search/spell"
)

// SharedAnalyzer loads gse and the project's words once a test binary.
var SharedAnalyzer = sync.OnceValues(analysistest.New)

func dictionary(name string) ([]byte, error) {
	dir, err := data.Dictionaries()
	if err != nil {
		return nil, err
	}
	return fs.ReadFile(dir, name)
}

// SkipSequential skips a long test that searches once at a time where tests are short,
// as with the race detector, which slows it down tenfold and can find nothing in it.
func SkipSequential(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("one search at a time, hundreds of times")
	}
}

// Random is the source of what a random test draws.
func Random(t testing.TB) *rand.Rand {
	t.Helper()
	return rand.New(rand.NewPCG(enginetest.Seed(t), 0))
}

// A doc is an article of a test. Its members are those of a line of JSONL.
type doc struct {
	ID         string   `json:"id"`
	Title      string   `json:"title,omitempty"`
	Brief      string   `json:"brief,omitempty"`
	Author     string   `json:"author,omitempty"`
	Category   string   `json:"category,omitempty"`
	Published  string   `json:"published,omitempty"`
	Updated    string   `json:"updated,omitempty"`
	Tags       []string `json:"tags,omitempty"`
	Views      int64    `json:"views,omitempty"`
	Paragraphs []string `json:"paragraphs"`
}

// library returns a service over articles that went through the indexer, as all
// articles do, into the model engine in memory.
func library(t testing.TB, docs ...doc) *Service {
	t.Helper()
	return libraryWith(t, Options{}, docs...)
}

func libraryWith(t testing.TB, o Options, docs ...doc) *Service {
	t.Helper()
	return NewService(indexed(t, sourceOf(t, docs), len(docs)), sharedAnalyzer(t), o)
}

// sourceOf writes articles to a file of JSONL, and returns its path.
func sourceOf(t testing.TB, docs []doc) string {
	t.Helper()
	var lines bytes.Buffer
	for _, d := range docs {
		if err := json.NewEncoder(&lines).Encode(d); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(t.TempDir(), "articles.jsonl")
	if err := os.WriteFile(path, lines.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func sharedAnalyzer(t testing.TB) *analysis.Analyzer {
	t.Helper()
	a, err := SharedAnalyzer()
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// indexed returns an engine with the articles of a source, of which there must be
// n.
func indexed(t testing.TB, source string, n int) engine.Engine {
	t.Helper()
	e := enginetest.NewMemory()
	t.Cleanup(func() { _ = e.Close() })
	report, err := indexer.Run(context.Background(), e, sharedAnalyzer(t), indexer.Job{Sources: []string{source}, Temp: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	if report.Articles != n || len(report.Skipped) > 0 {
		t.Fatalf("%d articles of %d, skipped %v", report.Articles, n, report.Skipped)
	}
	return e
}

// aliases makes a table of alternatives from lines.
func aliases(t testing.TB, lines ...string) *expand.Table {
	t.Helper()
	table, err := expand.Load(expand.File{Name: "test", Kind: expand.Alias, Text: strings.NewReader(strings.Join(lines, "\n"))})
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func find(t testing.TB, s *Service, r Request) *Response {
	t.Helper()
	got, err := s.Search(context.Background(), r)
	if err != nil {
		t.Fatalf("%q: %v", r.Text, err)
	}
	return got
}

// ids lists the articles that were found, in their order.
func ids(r *Response) string {
	var out []string
	for _, a := range r.Articles {
		out = append(out, a.ID)
	}
	return strings.Join(out, " ")
}

// paragraphIDs lists the paragraphs of the flat ranking.
func paragraphIDs(t testing.TB, s *Service, query string) string {
	t.Helper()
	got, err := s.Paragraphs(context.Background(), Request{Text: query, Size: MaxSize})
	if err != nil {
		t.Fatalf("%q: %v", query, err)
	}
	var out []string
	for _, p := range got.Paragraphs {
		out = append(out, p.ID)
	}
	return strings.Join(out, " ")
}

// marked prints pieces with 【】 around the hits.
func marked(pieces []show.Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		if p.Hit {
			fmt.Fprintf(&b, "【%s】", p.Text)
		} else {
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

// unmarked returns the text of pieces.
func unmarked(pieces []show.Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.Text)
	}
	return b.String()
}

// read marks the words of a query in a text, which is the only paragraph of an
// article.
func read(t testing.TB, o Options, query, text string) string {
	t.Helper()
	s := libraryWith(t, o, doc{ID: "a", Title: "无题", Paragraphs: []string{text}})
	page, err := s.Article(context.Background(), "a", query)
	if err != nil {
		t.Fatalf("%q: %v", query, err)
	}
	if len(page.Paragraphs) != 1 {
		t.Fatalf("%d paragraphs", len(page.Paragraphs))
	}
	if got := unmarked(page.Paragraphs[0].Pieces); got != text {
		t.Errorf("%q: the pieces make %q, not %q", query, got, text)
	}
	return marked(page.Paragraphs[0].Pieces)
}

// SampleService returns a service over the sample articles as the program makes it:
// with the embedded engine and the project's lists. Its vocabulary is ready, so
// that answers do not depend on the speed of the machine.
var SampleService = sync.OnceValues(func() (*Service, error) {
	an, err := SharedAnalyzer()
	if err != nil {
		return nil, err
	}
	o, err := ownOptions()
	if err != nil {
		return nil, err
	}
	if sampleDir, err = os.MkdirTemp("", "search"); err != nil {
		return nil, err
	}
	e, err := bleve.Open(sampleDir, bleve.Options{})
	if err != nil {
		return nil, err
	}
	if _, err := indexer.Run(context.Background(), e, an, indexer.Job{Sources: []string{"../data/articles"}}); err != nil {
		return nil, err
	}
	s := NewService(e, an, o)
	view, err := e.View(context.Background())
	if err != nil {
		return nil, err
	}
	defer view.Close()
	for s.vocabularies.Of(context.Background(), view, true) == nil {
	}
	return s, nil
})

// sampleDir returns the index of SampleService, which must have been called before.
var sampleDir string

func TestMain(m *testing.M) {
	code := m.Run()
	if sampleDir != "" {
		_ = filepath.WalkDir(sampleDir, func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.IsDir() {
				err = os.Chmod(path, 0o700) // what is published is read-only
			}
			return err
		})
		_ = os.RemoveAll(sampleDir)
	}
	os.Exit(code)
}

// ownOptions returns the options that the command uses.
func ownOptions() (Options, error) {
	dir, err := data.Dictionaries()
	if err != nil {
		return Options{}, err
	}
	table, err := expand.LoadLists(dir)
	if err != nil {
		return Options{}, err
	}
	pinyin, err := dictionary("pinyin.txt")
	if err != nil {
		return Options{}, err
	}
	shapes, err := dictionary("shapes.txt")
	if err != nil {
		return Options{}, err
	}
	o := Options{Expand: table}
	if o.Spelling.Sounds, err = spell.ReadSounds("pinyin.txt", bytes.NewReader(pinyin)); err != nil {
		return Options{}, err
	}
	o.Spelling.Shapes, err = spell.ReadShapes("shapes.txt", bytes.NewReader(shapes))
	return o, err
}
