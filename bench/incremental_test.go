//go:build unix

package bench

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/article"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/engine/bleve"
	"github.com/xunzhang/xunzhang/indexer"
)

// How an archive is kept up to date: 200 jobs that find one article edited, new
// or gone, and then the result beside a full rebuild.
//
//	XUNZHANG_LONG=1 go test -v -run TwoHundredJobs -timeout 60m ./bench
func TestTwoHundredJobs(t *testing.T) {
	if os.Getenv("XUNZHANG_LONG") == "" || testing.Short() {
		t.Skip("takes minutes; set XUNZHANG_LONG=1, without -short")
	}
	a := &archived{T: t, dir: unpacked(t), index: filepath.Join(t.TempDir(), "index"), rand: rand.New(rand.NewPCG(20250116, 0))}
	a.files = markdown(t, a.dir)
	emptied(t, a.index)
	e := a.open(a.index)
	a.job(e, false)
	fresh := generationBytes(t, e)

	idle := a.timed(func() {
		if r := a.job(e, false); r.Published {
			t.Error("a job with nothing to do published")
		}
	})
	t.Logf("nothing to do: %s", idle)

	var jobs []cost
	for i := range 200 {
		marker, wanted := a.edit(i)
		jobs = append(jobs, a.timed(func() {
			// More than one article changes when a block has become site furniture,
			// or is furniture no longer.
			if r := a.job(e, false); r.Added+r.Changed+r.Deleted < 1 {
				t.Errorf("edit %d: %d added, %d changed, %d deleted", i, r.Added, r.Changed, r.Deleted)
			}
			if n := holding(t, e, marker); n != wanted {
				t.Errorf("edit %d: %d parts hold %q, want %d", i, n, marker, wanted)
			}
		}))
	}
	report(t, jobs)
	ratio := float64(generationBytes(t, e)) / float64(fresh)
	t.Logf("the generation takes %.3f times the bytes of the first, %d files; the index folder %.3f times", ratio,
		filesOf(t, a.index), float64(diskBytes(t, a.index))/float64(fresh))
	if ratio > 1.5 {
		t.Errorf("the generation grew to %.2f times its size", ratio)
	}

	rebuilt := filepath.Join(t.TempDir(), "rebuilt")
	emptied(t, rebuilt)
	other := a.open(rebuilt)
	a.job(other, true)
	sameGeneration(t, e, other)
}

// An archived is the unpacked archive with its index.
type archived struct {
	*testing.T
	dir, index string
	files      []string
	rand       *rand.Rand
}

func (a *archived) open(dir string) *bleve.Engine {
	a.Helper()
	e, err := bleve.Open(dir, bleve.Options{})
	if err != nil {
		a.Fatal(err)
	}
	a.Cleanup(func() { _ = e.Close() })
	return e
}

func (a *archived) job(e engine.Engine, full bool) indexer.Report {
	a.Helper()
	r, err := indexer.Run(context.Background(), e, loaded(a), indexer.Job{Sources: []string{a.dir}, Full: full})
	if err != nil {
		a.Fatal(err)
	}
	return r
}

// edit changes one file. It returns a text that only this edit contains, and how
// many parts hold the text now.
func (a *archived) edit(i int) (marker string, parts int) {
	a.Helper()
	n := a.rand.IntN(len(a.files))
	marker = "xz" + strings.Map(func(r rune) rune { return 'a' + r - '0' }, fmt.Sprintf("%04d", i)) + "q"
	path := a.files[n]
	text, err := os.ReadFile(path)
	if err != nil {
		a.Fatal(err)
	}
	switch {
	case i%20 == 7:
		a.files = slices.Delete(a.files, n, n+1)
		if err := os.Remove(path); err != nil {
			a.Fatal(err)
		}
		return marker, 0
	case i%20 == 13: // another article, because the name of a file is its id
		path = filepath.Join(a.dir, marker+".md")
		text = []byte("# " + marker + "\n\n" + strings.Repeat("新写的一篇文章。", 1+i))
		a.files = append(a.files, path)
	}
	middle := len(text)/2 + max(0, bytes.Index(text[len(text)/2:], []byte("\n\n"))) // the end belongs to the site, not to the article
	text = slices.Insert(text, middle, []byte("\n\n这一段是后来加上的："+marker+"。\n")...)
	if err := os.WriteFile(path, text, 0o600); err != nil {
		a.Fatal(err)
	}
	return marker, readings(a, path, text, marker)
}

// readings is 1 when the marker is in the text of the article, and 0 when it is in
// the part of the page that is removed as belonging to the site.
func readings(t testing.TB, path string, text []byte, marker string) int {
	t.Helper()
	a, err := article.Parse(article.Raw{Path: path, Format: article.Markdown, Bytes: text}, article.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if slices.ContainsFunc(a.Paragraphs, func(p article.Paragraph) bool { return strings.Contains(p.Text, marker) }) {
		return 1
	}
	return 0
}

// holding counts the parts that hold a Latin word.
func holding(t *testing.T, e engine.Engine, word string) int {
	t.Helper()
	v, err := e.View(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	n, err := v.Frequencies(context.Background(), []engine.Term{{Field: engine.Grams, Text: analysis.FoldString(word)}})
	if err != nil {
		t.Fatal(err)
	}
	return n[0]
}

// A cost is the wall time and the CPU time of a job.
type cost struct{ wall, cpu time.Duration }

func (c cost) String() string {
	return fmt.Sprintf("%v, %v CPU", c.wall.Round(time.Millisecond), c.cpu.Round(time.Millisecond))
}

func (a *archived) timed(do func()) cost {
	start, cpu := time.Now(), cpuTime()
	do()
	return cost{time.Since(start), cpuTime() - cpu}
}

// cpuTime returns the CPU time of this process on all cores.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// diskBytes returns the size of a folder in which files that several generations
// share count once.
func diskBytes(t *testing.T, dir string) int64 {
	t.Helper()
	seen, n := map[uint64]bool{}, int64(0)
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		if inode := info.Sys().(*syscall.Stat_t).Ino; !seen[inode] {
			seen[inode] = true
			n += info.Size()
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func report(t *testing.T, jobs []cost) {
	t.Helper()
	at := func(of func(cost) time.Duration, share float64) time.Duration {
		all := make([]time.Duration, len(jobs))
		for i, j := range jobs {
			all[i] = of(j)
		}
		slices.Sort(all)
		return all[int(share*float64(len(all)-1))].Round(time.Millisecond)
	}
	wall, cpu := func(c cost) time.Duration { return c.wall }, func(c cost) time.Duration { return c.cpu }
	t.Logf("from an edit until it is found, %d jobs: wall p50 %v, p95 %v, max %v; CPU p50 %v, p95 %v, max %v", len(jobs),
		at(wall, .5), at(wall, .95), at(wall, 1), at(cpu, .5), at(cpu, .95), at(cpu, 1))
}

// sameGeneration compares what two engines serve: every part with its fields
// and bytes, every term with its frequency, and the duplicates.
func sameGeneration(t *testing.T, a, b engine.Engine) {
	t.Helper()
	ctx := context.Background()
	x, errX := a.View(ctx)
	y, errY := b.View(ctx)
	if err := errors.Join(errX, errY); err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	defer y.Close()
	sx, sy := x.State(), y.State()
	if sx.Parts != sy.Parts || sx.Articles != sy.Articles || sx.Paragraphs != sy.Paragraphs || sx.Runes != sy.Runes || !sx.Newest.Equal(sy.Newest) {
		t.Errorf("states differ:\n%+v\n%+v", sx, sy)
	}
	parts, want := allParts(t, x), allParts(t, y)
	for id, p := range want {
		if parts[id] != p {
			t.Fatalf("part %q differs", id)
		}
	}
	terms := 0
	for _, f := range []engine.Field{engine.Words, engine.Grams, engine.Chars, engine.Titles, engine.Labels} {
		got, wanted := allTerms(t, x, f), allTerms(t, y, f)
		terms += len(wanted)
		if len(got) != len(wanted) {
			t.Errorf("%v: %d terms, want %d", f, len(got), len(wanted))
		}
		for term, n := range wanted {
			if got[term] != n {
				t.Fatalf("%v: %q is in %d parts, want %d", f, term, got[term], n)
			}
		}
	}
	dx, errX := x.File(t.Context(), "duplicates")
	dy, errY := y.File(t.Context(), "duplicates")
	if errX != nil || errY != nil || string(dx) != string(dy) {
		t.Errorf("the duplicates differ (%v, %v)", errX, errY)
	}
	t.Logf("%d parts and %d terms are those of a full rebuild", len(want), terms)
}

func allParts(t *testing.T, v engine.View) map[string]string {
	t.Helper()
	res, err := v.Search(context.Background(), engine.Request{Size: v.State().Parts, Stored: true})
	if err != nil {
		t.Fatal(err)
	}
	all := make(map[string]string, len(res.Hits))
	for _, h := range res.Hits {
		all[h.ID] = fmt.Sprintf("%s %+v %s", h.Article, h.Fields, h.Stored)
	}
	return all
}

func allTerms(t *testing.T, v engine.View, f engine.Field) map[string]int {
	t.Helper()
	all := map[string]int{}
	err := v.Terms(context.Background(), f, "", func(term string, parts int) bool { all[strings.Clone(term)] = parts; return true })
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func generationBytes(t *testing.T, e engine.Engine) int64 {
	t.Helper()
	v, err := e.View(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer v.Close()
	return v.State().IndexBytes
}

func filesOf(t *testing.T, index string) int {
	t.Helper()
	current, err := os.ReadFile(filepath.Join(index, "CURRENT"))
	if err != nil {
		t.Fatal(err)
	}
	files := 0
	err = filepath.WalkDir(filepath.Join(index, strings.TrimSpace(string(current))), func(_ string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// markdown lists the articles below a folder.
func markdown(t *testing.T, dir string) []string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if name := filepath.Base(path); err == nil && !d.IsDir() && name != "README.md" && name != "SUMMARY.md" && filepath.Ext(name) == ".md" {
			all = append(all, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// unpacked returns the archive as a folder.
func unpacked(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	f, err := os.Open(shared(t, archive))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	for tr := tar.NewReader(z); ; {
		h, err := tr.Next()
		if err == io.EOF {
			return dir
		}
		if err == nil && h.Typeflag == tar.TypeReg && filepath.IsLocal(h.Name) {
			err = unpack(tr, filepath.Join(dir, h.Name))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func unpack(from io.Reader, path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, from)
	return errors.Join(err, f.Close())
}
