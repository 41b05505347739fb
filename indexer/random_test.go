package indexer

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"github.com/xunzhang/xunzhang/engine/enginetest"
)

// After any edits, an incremental job gives the same index as a full one: the same
// parts with the same bytes, whatever was moved or became furniture.
func TestIncrementalEqualsFull(t *testing.T) {
	t.Parallel()
	seed := enginetest.Seed(t)
	sawFurniture, sawDuplicates := false, false
	for round := range uint64(4) {
		w := newWorld(t)
		ed := &editor{world: w, Rand: rand.New(rand.NewPCG(seed, round)), files: map[string]bool{}}
		for range 30 {
			ed.article()
		}
		for step := range 15 {
			for range 1 + ed.IntN(6) {
				ed.edit()
			}
			incremental := w.run(w.job("a", "b"))
			full, want, groups := w.fromNothing("a", "b")
			if got := w.parts(); !reflect.DeepEqual(got, want) {
				t.Fatalf("round %d, step %d: %s", round, step, difference(got, want))
			}
			if got := w.groups(); got != groups {
				t.Fatalf("round %d, step %d: duplicates %s, want %s", round, step, got, groups)
			}
			if got, want := w.listed(), w.storedTitles(); !slices.Equal(got, want) {
				t.Fatalf("round %d, step %d: titles %v, want %v", round, step, got, want)
			}
			if incremental.NearDuplicates != full.NearDuplicates || incremental.NearGroups != full.NearGroups {
				t.Fatalf("round %d, step %d: incremental %+v\nfull %+v", round, step, incremental, full)
			}
			if incremental.Articles != full.Articles || incremental.Paragraphs != full.Paragraphs ||
				incremental.Furniture != full.Furniture || len(incremental.Skipped) != len(full.Skipped) {
				t.Fatalf("round %d, step %d: incremental %+v\nfull %+v", round, step, incremental, full)
			}
			sawFurniture = sawFurniture || full.Furniture > 0
			sawDuplicates = sawDuplicates || full.NearDuplicates > 0
		}
	}
	if !sawFurniture || !sawDuplicates {
		t.Errorf("saw furniture %v, duplicates %v", sawFurniture, sawDuplicates)
	}
}

// fromNothing indexes the sources into a new engine.
func (w *world) fromNothing(sources ...string) (r Report, parts map[string]string, groups string) {
	w.t.Helper()
	other := *w
	other.engine = enginetest.NewMemory()
	j := w.job(sources...)
	j.Workers = 1
	r = other.run(j)
	return r, other.parts(), other.groups()
}

func difference(got, want map[string]string) string {
	for _, id := range slices.Sorted(maps.Keys(want)) {
		if g, ok := got[id]; !ok || g != want[id] {
			return fmt.Sprintf("part %q is\n%q, want\n%q", id, g, want[id])
		}
	}
	for id := range got {
		if _, ok := want[id]; !ok {
			return fmt.Sprintf("part %q is too much", id)
		}
	}
	return "the same"
}

// An editor makes random edits to the sources a and b.
type editor struct {
	*world
	*rand.Rand
	files map[string]bool
}

func (e *editor) edit() {
	switch e.IntN(12) {
	case 0, 1, 2:
		e.article()
	case 3, 4:
		if f := e.any(); f != "" {
			e.write(f, e.text(e.frontMatter())...)
		}
	case 5:
		if f := e.any(); f != "" {
			e.remove(f)
			delete(e.files, f)
		}
	case 6:
		e.rename()
	case 7:
		e.lines()
	case 8:
		e.write("b/broken.jsonl", `{"id":`, `{"id":"7","text":"一"}`)
	case 9:
		e.write("a/binary.txt", "\x00\x01\x02")
	case 10:
		e.book()
	case 11:
		e.copy()
	}
}

// copy gives a file the content of another.
func (e *editor) copy() {
	from := e.any()
	if from == "" {
		return
	}
	text, err := os.ReadFile(filepath.Join(e.dir, from))
	if err != nil {
		e.t.Fatal(err)
	}
	to := fmt.Sprintf("b/copy%02d.md", e.IntN(10))
	e.files[to] = true
	e.write(to, string(text))
}

// book writes the pages of a GitBook, whose contents decide which of the
// others are articles: a line of prose in them is none, much of it is.
func (e *editor) book() {
	e.write("a/README.md", "# 目录", "", prose(e.IntN(100)))
	e.write("a/sub/README.md", "# 小节")
	contents := []string{"# Summary", ""}
	for i := range 6 {
		contents = append(contents, fmt.Sprintf("* [第%d篇](%02d.md)", i, i))
	}
	for range e.IntN(4) {
		contents = append(contents, "", "这一行不是目录"+prose(e.IntN(100_000)))
	}
	e.write("a/SUMMARY.md", contents...)
}

func (e *editor) any() string {
	all := slices.Sorted(maps.Keys(e.files))
	if len(all) == 0 {
		return ""
	}
	return all[e.IntN(len(all))]
}

func (e *editor) article() {
	name := fmt.Sprintf("%c/%02d.md", "aab"[e.IntN(3)], e.IntN(40))
	e.files[name] = true
	e.write(name, e.text(e.frontMatter())...)
}

// frontMatter sometimes gives an id, so that articles move between files and
// several claim the same id.
func (e *editor) frontMatter() []string {
	if e.IntN(4) > 0 {
		return nil
	}
	return []string{"---", fmt.Sprintf("id: n%d", e.IntN(12)), "---"}
}

// text returns blocks of its own among blocks that are repeated often enough to be
// furniture at times.
func (e *editor) text(lines []string) []string {
	lines = append(lines, fmt.Sprintf("# 题目%d", e.IntN(1000)), "")
	for range 1 + e.IntN(4) {
		if e.IntN(3) == 0 {
			lines = append(lines, fmt.Sprintf("关注公众号%c，领取资料", []rune("甲甲乙")[e.IntN(3)]), "")
			continue
		}
		if e.IntN(3) == 0 { // files that may be added, removed and renamed
			lines = append(lines, fmt.Sprintf("先看[那一篇](%02d.md)，%s，再看[[r%02d]]。", e.IntN(40), prose(e.IntN(100_000)), e.IntN(40)), "")
		}
		lines = append(lines, "这一段讲的是"+prose(e.IntN(100_000))+"这件事情，与别的段落都不同。", "")
	}
	return lines
}

func (e *editor) rename() {
	from := e.any()
	if from == "" {
		return
	}
	to := fmt.Sprintf("%c/r%02d.md", "ab"[e.IntN(2)], e.IntN(40))
	if err := os.Rename(filepath.Join(e.dir, from), filepath.Join(e.dir, to)); err != nil {
		e.t.Fatal(err)
	}
	delete(e.files, from)
	e.files[to] = true
}

func (e *editor) lines() {
	var all []string
	for range e.IntN(6) {
		all = append(all, fmt.Sprintf(`{"id":"%d","title":"行","text":"第%d行\n关注公众号甲，领取资料"}`, e.IntN(9), e.IntN(5)))
	}
	e.write("b/lines.jsonl", all...)
}
