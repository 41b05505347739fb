package indexer

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/xunzhang/xunzhang/engine"
)

// faulty is an engine that fails in one call of its generations, and counts how
// many are open.
type faulty struct {
	engine.Engine
	fail  string // the call that fails
	hook  func() // called by Write
	open  atomic.Int64
	begun int
}

var errFault = errors.New("fault")

func (f *faulty) Begin(ctx context.Context, m engine.Mode, fingerprint string) (engine.Generation, error) {
	if f.fail == "begin" {
		return nil, fmt.Errorf("pid 7: %w", engine.ErrLocked)
	}
	g, err := f.Engine.Begin(ctx, m, fingerprint)
	if err != nil {
		return nil, err
	}
	f.begun++
	f.open.Add(1)
	return &faultyGeneration{Generation: g, engine: f}, nil
}

type faultyGeneration struct {
	engine.Generation
	engine *faulty
}

func (g *faultyGeneration) fault(call string) error {
	if g.engine.fail == call {
		return errFault
	}
	return nil
}

func (g *faultyGeneration) Write(ctx context.Context, docs []engine.Doc) error {
	if g.engine.hook != nil {
		g.engine.hook()
	}
	return errors.Join(g.fault("write"), g.Generation.Write(ctx, docs))
}

func (g *faultyGeneration) Delete(ctx context.Context, ids []string) error {
	return errors.Join(g.fault("delete"), g.Generation.Delete(ctx, ids))
}

func (g *faultyGeneration) Put(ctx context.Context, name string, data []byte) error {
	return errors.Join(g.fault("put"), g.Generation.Put(ctx, name, data))
}

func (g *faultyGeneration) Publish(ctx context.Context) (engine.State, error) {
	if err := g.fault("publish"); err != nil {
		return engine.State{}, err
	}
	return g.Generation.Publish(ctx)
}

func (g *faultyGeneration) Discard() error {
	g.engine.open.Add(-1)
	return g.Generation.Discard()
}

// foreign is an engine with an index that another version of the program wrote.
type foreign struct {
	engine.Engine
	mended bool // whether a generation has been published since
}

func (f *foreign) View(ctx context.Context) (engine.View, error) {
	if !f.mended {
		return nil, fmt.Errorf("format 1: %w", engine.ErrFingerprint)
	}
	return f.Engine.View(ctx)
}

func (f *foreign) Begin(ctx context.Context, m engine.Mode, fingerprint string) (engine.Generation, error) {
	if !f.mended && m == engine.Current {
		return nil, fmt.Errorf("format 1: %w", engine.ErrFingerprint)
	}
	return f.Engine.Begin(ctx, m, fingerprint)
}

func TestAnIndexOfAnotherFormatIsRebuilt(t *testing.T) {
	for _, c := range []struct {
		name  string
		edit  func(*Job)
		err   error
		built string
	}{
		{"it may have other sources", func(*Job) {}, ErrUnnamed, ""},
		{"these are all", func(j *Job) { j.Whole = true }, nil, "format 1"},
		{"from nothing", func(j *Job) { j.Full = true }, nil, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			w.write("docs/a.md", "# 甲", "", "一")
			w.run(w.job("docs"))
			f := &foreign{Engine: w.engine}
			job := w.job("docs")
			c.edit(&job)
			report, err := Run(t.Context(), f, w.analyzer, job)
			if !errors.Is(err, c.err) {
				t.Fatalf("error %v, want %v", err, c.err)
			}
			if err != nil {
				return
			}
			f.mended = true
			if !strings.Contains(report.Rebuilt, c.built) || report.Articles != 1 {
				t.Errorf("report %+v, want rebuilt because of %q", report, c.built)
			}
			if report, err = Run(t.Context(), f, w.analyzer, job); err != nil || report.Rebuilt != "" {
				t.Errorf("the next job: %+v, %v", report, err)
			}
		})
	}
}

func TestAnyErrorLeavesTheIndex(t *testing.T) {
	for _, call := range []string{"begin", "write", "delete", "put", "publish"} {
		t.Run(call, func(t *testing.T) {
			w := newWorld(t)
			w.write("docs/a.md", "# 甲", "", "一")
			w.run(w.job("docs"))
			before := w.parts()
			w.write("docs/a.md", "# 甲", "", "改")
			f := &faulty{Engine: w.engine, fail: call}
			_, err := Run(context.Background(), f, w.analyzer, w.job("docs"))
			if want := map[bool]error{true: engine.ErrLocked, false: errFault}[call == "begin"]; !errors.Is(err, want) {
				t.Errorf("Run = %v, want %v", err, want)
			}
			if f.open.Load() != 0 {
				t.Error("the generation was not discarded")
			}
			if after := w.parts(); after["a"] != before["a"] {
				t.Error("the index changed")
			}
			w.expect(w.run(w.job("docs")), "+0 ~1 =0 -0 !0")
		})
	}
}

func TestCancelledJobDiscards(t *testing.T) {
	w := newWorld(t)
	for i := range 300 {
		w.write(fmt.Sprintf("docs/%03d.md", i), "# 题", "", "正文")
	}
	ctx, cancel := context.WithCancel(context.Background())
	f := &faulty{Engine: w.engine, hook: cancel}
	if _, err := Run(ctx, f, w.analyzer, w.job("docs")); !errors.Is(err, context.Canceled) {
		t.Errorf("Run = %v", err)
	}
	if f.open.Load() != 0 || f.begun != 1 {
		t.Errorf("%d of %d generations are open", f.open.Load(), f.begun)
	}
	if _, err := w.engine.View(context.Background()); !errors.Is(err, engine.ErrNoIndex) {
		t.Errorf("View = %v", err)
	}
	if _, err := Run(ctx, f, w.analyzer, w.job("docs")); !errors.Is(err, context.Canceled) {
		t.Errorf("a job that begins cancelled gives %v", err)
	}
}

func TestProgressEndsComplete(t *testing.T) {
	w := newWorld(t)
	w.write("docs/a.md", "# 甲", "", "一")
	w.write("docs/b.md", "\x00")
	var last Progress
	j := w.job("docs")
	j.Progress = func(p Progress) { last = p }
	w.run(j)
	if last.Files != 2 || last.Articles != 1 || last.Done != 1 || last.Total != 1 || last.Skipped != 1 || last.Phase != Publishing {
		t.Errorf("the last progress is %+v", last)
	}
	if last.Bytes == 0 || last.Elapsed <= 0 || last.Elapsed > time.Hour {
		t.Errorf("the last progress is %+v", last)
	}
}

func TestAnotherJobHoldsTheLock(t *testing.T) {
	w := newWorld(t)
	w.write("docs/a.md", "# 甲", "", "一")
	g, err := w.engine.Begin(context.Background(), engine.Empty, "x")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Run(context.Background(), w.engine, w.analyzer, w.job("docs")); !errors.Is(err, engine.ErrLocked) {
		t.Errorf("Run = %v", err)
	}
	if err := g.Discard(); err != nil {
		t.Fatal(err)
	}
	w.expect(w.run(w.job("docs")), "+1 ~0 =0 -0 !0")
}

// A generation that another program made, or an older one of this, has no
// catalogue that can be read.
func TestWithoutCatalogueEverythingIsBuiltAnew(t *testing.T) {
	w := newWorld(t)
	w.write("docs/a.md", "# 甲", "", "一")
	w.run(w.job("docs"))
	g, err := w.engine.Begin(context.Background(), engine.Current, Fingerprint(w.analyzer, nil))
	if err != nil {
		t.Fatal(err)
	}
	if err := g.Put(context.Background(), catalogName, []byte("no gob")); err != nil {
		t.Fatal(err)
	}
	if _, err := g.Publish(context.Background()); err != nil {
		t.Fatal(err)
	}
	r := w.run(w.job("docs"))
	w.expect(r, "+1 ~0 =0 -0 !0")
	if !strings.Contains(r.Rebuilt, "catalogue") {
		t.Errorf("rebuilt because of %q", r.Rebuilt)
	}
	w.expect(w.run(w.job("docs")), "+0 ~0 =1 -0 !0")
}

// damaged returns an engine none of whose generations can be opened.
type damaged struct{ *faulty }

func (damaged) View(context.Context) (engine.View, error) { return nil, engine.ErrDamaged }

// An index that cannot be read at all may have articles of sources that the job
// does not name: only --full may drop them.
func TestUnreadableIndexIsBuiltAnewOnDemand(t *testing.T) {
	w := newWorld(t)
	w.write("docs/a.md", "# 甲", "", "一")
	e := damaged{&faulty{Engine: w.engine}}
	if _, err := Run(context.Background(), e, w.analyzer, w.job("docs")); !errors.Is(err, engine.ErrDamaged) || e.open.Load() != 0 {
		t.Errorf("Run = %v, %d generations are open", err, e.open.Load())
	}
	j := w.job("docs")
	j.Full = true
	if r, err := Run(context.Background(), e, w.analyzer, j); err != nil || !r.Published {
		t.Errorf("Run = %+v, %v", r, err)
	}
}

func TestNoRoomIsSaidBeforeWriting(t *testing.T) {
	w := newWorld(t)
	w.write("docs/a.md", "# 甲", "", strings.Repeat("很长的正文。", 1000))
	j := w.job("docs")
	var asked int64
	j.Room = func(bytes int64) error { asked = bytes; return errFault }
	if _, err := Run(context.Background(), w.engine, w.analyzer, j); !errors.Is(err, errFault) {
		t.Errorf("Run = %v", err)
	}
	if asked < 18_000 || asked > 100_000 {
		t.Errorf("asked for %d bytes", asked)
	}
	if n := w.analyzer.texts.Load(); n != 0 {
		t.Errorf("%d texts were analysed in vain", n)
	}
}
