package export

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/data"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/engine/bleve"
	"github.com/xunzhang/xunzhang/engine/enginetest"
	"github.com/xunzhang/xunzhang/indexer"
)

// theAnalyzer loads the dictionary once.
var theAnalyzer = sync.OnceValues(func() (*analysis.Analyzer, error) { return analysis.New() })

// indexed puts a source into an engine.
func indexed(t *testing.T, e engine.Engine, source string) {
	t.Helper()
	a, err := theAnalyzer()
	if err != nil {
		t.Fatal(err)
	}
	report, err := indexer.Run(t.Context(), e, a, indexer.Job{Sources: []string{source}, Temp: t.TempDir()})
	if err != nil || len(report.Skipped) > 0 {
		t.Fatalf("%v, skipped %v", err, report.Skipped)
	}
}

// all exports everything.
func all(t *testing.T, e engine.Engine, f Filter) []Article {
	t.Helper()
	r, err := Open(t.Context(), e, f)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var list []Article
	for {
		some, err := r.Next(t.Context())
		if errors.Is(err, io.EOF) {
			return list
		}
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, some...)
	}
}

// lines writes articles as a file of JSONL.
func lines(t *testing.T, list []Article) string {
	t.Helper()
	var b bytes.Buffer
	for _, a := range list {
		if err := json.NewEncoder(&b).Encode(a); err != nil {
			t.Fatal(err)
		}
	}
	name := filepath.Join(t.TempDir(), "articles.jsonl")
	if err := os.WriteFile(name, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

// The sample articles are unchanged after they were exported and read again.
func TestExportCanBeReadAgain(t *testing.T) {
	dir := t.TempDir()
	samples, err := data.Articles()
	if err != nil {
		t.Fatal(err)
	}
	source := filepath.Join(dir, "articles")
	if err := os.CopyFS(source, samples); err != nil {
		t.Fatal(err)
	}
	first, err := bleve.Open(filepath.Join(dir, "index"), bleve.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = first.Close(); unlock(dir) })
	indexed(t, first, source)
	out := all(t, first, Filter{})
	if len(out) < 50 || !slices.IsSortedFunc(out, func(a, b Article) int { return strings.Compare(a.ID, b.ID) }) {
		t.Fatalf("%d articles, or not in order", len(out))
	}
	second := enginetest.NewMemory()
	t.Cleanup(func() { _ = second.Close() })
	indexed(t, second, lines(t, out))
	again := all(t, second, Filter{})
	for i := range out { // articles in JSONL have no headings
		out[i].Headings = nil
	}
	if got, want := encoded(t, again), encoded(t, out); got != want {
		t.Errorf("got\n%.2000s\nwant\n%.2000s", got, want)
	}
}

// Headings are exported by the numbers of their paragraphs.
func TestHeadings(t *testing.T) {
	dir := t.TempDir()
	const text = "# 题目\n\n第一段。\n\n## 上篇\n\n第二段。\n\n## 下篇\n\n第三段。\n"
	if err := os.WriteFile(filepath.Join(dir, "a.md"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	e := enginetest.NewMemory()
	t.Cleanup(func() { _ = e.Close() })
	indexed(t, e, dir)
	out := all(t, e, Filter{})
	var headings []string
	for _, n := range out[0].Headings {
		headings = append(headings, out[0].Paragraphs[n-1])
	}
	if want := []string{"上篇", "下篇"}; !slices.Equal(headings, want) {
		t.Errorf("headings %q, want %q", headings, want)
	}
}

// unlock makes the folder of a test removable: generations are read-only.
func unlock(dir string) {
	_ = filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			err = os.Chmod(path, 0o700)
		}
		return err
	})
}

func encoded(t *testing.T, v any) string {
	t.Helper()
	b, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// small returns a library whose articles differ in the metadata that filters use.
func small(t *testing.T) engine.Engine {
	t.Helper()
	long := strings.Repeat("这一段很长，写了又写。", 200)
	list := []Article{
		{ID: "b", Title: "乙", Category: "科技", Author: "白露", Published: "2024-05-01", Tags: []string{"手机"}, Paragraphs: []string{"正文乙。"}},
		{ID: "a", Title: "甲", Category: "生活", Author: "立秋", Published: "2023-01-01", Paragraphs: []string{"", "正文甲。", "", "末段。"}},
		{ID: "c", Title: "丙", Category: "科技", Paragraphs: slices.Repeat([]string{long}, 20)},
		{ID: "d", Title: "只有标题和简介", Brief: "简介", Views: 7, URL: "https://example.org/d", Paragraphs: []string{"正文丁。"}},
	}
	e := enginetest.NewMemory()
	t.Cleanup(func() { _ = e.Close() })
	indexed(t, e, lines(t, list))
	return e
}

func TestFilters(t *testing.T) {
	e := small(t)
	date := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
	for _, tt := range []struct {
		f    Filter
		want string
	}{
		{Filter{}, "a b c d"}, {Filter{Categories: []string{"科技"}}, "b c"}, {Filter{Categories: []string{"科技", "生活"}}, "a b c"},
		{Filter{Categories: []string{"科技"}, Authors: []string{"白露"}}, "b"}, {Filter{Tags: []string{"手机"}}, "b"},
		{Filter{Years: []int{2023}}, "a"}, {Filter{From: date(2024, 1, 1)}, "b"}, {Filter{To: date(2023, 12, 31)}, "a"}, {Filter{Tags: []string{"没有"}}, ""},
	} {
		var ids []string
		for _, a := range all(t, e, tt.f) {
			ids = append(ids, a.ID)
		}
		if got := strings.Join(ids, " "); got != tt.want {
			t.Errorf("%+v: %s, want %s", tt.f, got, tt.want)
		}
	}
}

// An article of several parts is exported as one, and paragraphs have their
// numbers.
func TestPartsAndNumbers(t *testing.T) {
	got := all(t, small(t), Filter{})
	if want := []string{"", "正文甲。", "", "末段。"}; !slices.Equal(got[0].Paragraphs, want) {
		t.Errorf("%q, want %q", got[0].Paragraphs, want)
	}
	if len(got[2].Paragraphs) != 20 || got[2].Paragraphs[0] != got[2].Paragraphs[19] {
		t.Errorf("%d paragraphs of 20", len(got[2].Paragraphs))
	}
}

// More parts than are listed at once are all exported, each once.
func TestManyArticles(t *testing.T) {
	var list []Article
	for i := range listed + read + 1 {
		list = append(list, Article{ID: fmt.Sprintf("%05d", i), Title: "一篇", Paragraphs: []string{fmt.Sprintf("第%d篇的正文。", i)}})
	}
	e := enginetest.NewMemory()
	defer e.Close()
	indexed(t, e, lines(t, list))
	got := all(t, e, Filter{})
	if len(got) != len(list) {
		t.Fatalf("%d articles of %d", len(got), len(list))
	}
	for i, a := range got {
		if a.ID != list[i].ID {
			t.Fatalf("article %d is %s", i, a.ID)
		}
	}
}

// An export is of one generation, even if another one is published meanwhile.
func TestExportIsOfOneGeneration(t *testing.T) {
	e := small(t)
	r, err := Open(t.Context(), e, Filter{})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	indexed(t, e, lines(t, []Article{{ID: "e", Title: "戊", Paragraphs: []string{"正文戊。"}}}))
	n := 0
	for {
		some, err := r.Next(t.Context())
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		n += len(some)
	}
	if n != 4 || r.State().Generation != 1 {
		t.Errorf("%d articles of generation %d", n, r.State().Generation)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Open(ctx, enginetest.NewMemory(), Filter{}); err == nil {
		t.Error("an engine without an index is opened")
	}
}
