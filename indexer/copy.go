package indexer

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/near"
	"github.com/xunzhang/xunzhang/part"
	"github.com/xunzhang/xunzhang/titlelist"
)

// A Copying copies an index into another engine. The new generation is the same as
// if the sources had been read again: stored texts are analysed again, which needs
// no sources, and the catalogue is copied.
type Copying struct {
	From, To           engine.Engine
	FromRules, ToRules map[string]string // the Job.Rules of the two engines
	Progress           func(Progress)    // nil for none
}

// copyParts is how many parts are read at once.
const copyParts = 500

// Copy copies the current generation and makes the copy the current generation of
// the other engine. The error is engine.ErrFingerprint when the index was made with
// other rules than those of this program: then the sources have to be read again.
func Copy(ctx context.Context, a Analyzer, c Copying) (s engine.State, err error) {
	view, err := c.From.View(ctx)
	if err != nil {
		return s, err
	}
	defer func() { err = errors.Join(err, view.Close()) }()
	state := view.State()
	old, why := readCatalog(ctx, view, rules(a, c.FromRules))
	if why != "" {
		return s, fmt.Errorf("generation %d: %w: %s; reindex from the sources instead", state.Generation, engine.ErrFingerprint, why)
	}
	if err := load(a); err != nil {
		return s, err
	}
	old.Rules = rules(a, c.ToRules)
	gen, err := c.To.Begin(ctx, engine.Empty, fingerprint(old.Rules))
	if err != nil {
		return s, fmt.Errorf("begin a generation: %w", err)
	}
	s, err = c.copy(ctx, a, view, gen, old)
	return s, errors.Join(err, gen.Discard())
}

func (c *Copying) copy(ctx context.Context, a Analyzer, view engine.View, gen engine.Generation, catalog *catalog) (engine.State, error) {
	if err := c.copyParts(ctx, a, view, gen); err != nil {
		return engine.State{}, err
	}
	data, err := catalog.encode()
	if err == nil {
		err = gen.Put(ctx, catalogName, data)
	}
	if err != nil {
		return engine.State{}, fmt.Errorf("store the catalogue: %w", err)
	}
	for _, name := range [...]string{near.FileName, titlelist.FileName} {
		data, err := view.File(ctx, name)
		if err == nil {
			err = gen.Put(ctx, name, data)
		}
		if err != nil && !errors.Is(err, engine.ErrNotFound) { // older generations do not have every file
			return engine.State{}, fmt.Errorf("copy %s: %w", name, err)
		}
	}
	s, err := gen.Publish(ctx)
	if err != nil {
		return s, fmt.Errorf("publish: %w", err)
	}
	if was := view.State(); s.Parts != was.Parts || s.Articles != was.Articles || s.Paragraphs != was.Paragraphs || s.Runes != was.Runes {
		return s, fmt.Errorf("%w: the copy has %d parts of %d articles instead of %d of %d", engine.ErrDamaged, s.Parts, s.Articles, was.Parts, was.Articles)
	}
	return s, nil
}

// copyParts analyses and writes the parts, on all cores.
func (c *Copying) copyParts(ctx context.Context, a Analyzer, view engine.View, gen engine.Generation) error {
	m := newMeter()
	defer m.start(c.Progress)()
	m.phase(Writing, view.State().Parts)
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for from := 0; ; from += copyParts {
		page, err := view.Search(ctx, engine.Request{From: from, Size: copyParts, Stored: true})
		if err != nil {
			return errors.Join(err, g.Wait())
		}
		for hits := range slices.Chunk(page.Hits, copyParts/runtime.GOMAXPROCS(0)+1) {
			g.Go(func() error {
				defer m.done.Add(int64(len(hits)))
				return writeHits(ctx, a, gen, hits)
			})
		}
		if len(page.Hits) < copyParts {
			return g.Wait()
		}
	}
}

func writeHits(ctx context.Context, a Analyzer, gen engine.Generation, hits []engine.Hit) error {
	out := writer{gen: gen}
	for _, h := range hits {
		stored, err := part.Open(h.Stored)
		if err != nil {
			return fmt.Errorf("part %q: %w", h.ID, err)
		}
		p := part.Part{ID: h.ID, Of: stored.Of()}
		if p.Article, err = stored.Article(); err != nil {
			return fmt.Errorf("part %q: %w", h.ID, err)
		}
		d, err := analyse(a, p, new(near.Sketcher))
		if err != nil {
			return err
		}
		if err := out.add(ctx, d); err != nil {
			return err
		}
	}
	return out.flush(ctx)
}
