package bleve

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"sync"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/gofrs/flock"
	"github.com/xunzhang/xunzhang/engine"
)

// A generation is an index that is being built, in a folder of its own. After the
// first error every call returns that error, except Discard.
type generation struct {
	e           *Engine
	dir         string
	lock        *flock.Flock
	fingerprint string
	before      int // number of the generation that was current at the start, 0 for none

	callers chan struct{}     // a semaphore: one element for each Write that is running
	titles  analysis.Analyzer // for builders

	mu        sync.Mutex // guards what follows
	rows      []row
	byID      map[string]uint32   // the live row of a part
	byArt     map[string][]uint32 // rows of an article, dead ones among them
	strings   map[string]string   // article ids, categories, authors, tags
	chars     charsBuilder
	free      []*builder // builders that no Write is using
	segments  []segmentFile
	texts     []string
	text      *textWriter // nil before the first record
	puts      map[string]bool
	names     int // the last number that was used in the name of a file
	witnesses []witness
	failed    error
	done      bool
	cloned    bool                // from the current generation
	linked    map[string]fileInfo // files shared with that generation, as its manifest has them
}

// A segmentFile is a segment of the generation that is being built.
type segmentFile struct {
	name string
	docs []uint32 // row of each document
}

// Write adds or replaces parts. Each caller fills a builder of its own, and
// writes a segment when that is full. At most one caller per core runs at a time.
func (g *generation) Write(ctx context.Context, docs []engine.Doc) error {
	select {
	case g.callers <- struct{}{}:
	case <-ctx.Done():
		return g.fail(ctx.Err())
	}
	defer func() { <-g.callers }()
	var first uint32
	var b *builder
	err := g.change(ctx, func() (err error) {
		b = g.takeBuilder()
		first, err = g.register(docs)
		return err
	})
	if err != nil {
		return g.fail(err)
	}
	for i := range docs {
		b.add(first+uint32(i), &docs[i])
	}
	if b.bytes() <= g.e.memory/cap(g.callers) {
		return g.change(ctx, func() error {
			g.free = append(g.free, b)
			return nil
		})
	}
	return g.writeSegment(ctx, b)
}

func (g *generation) takeBuilder() *builder {
	if len(g.free) == 0 {
		return newBuilder(g.titles)
	}
	b := g.free[len(g.free)-1]
	g.free = g.free[:len(g.free)-1]
	return b
}

// writeSegment writes the parts of a builder as a segment.
func (g *generation) writeSegment(ctx context.Context, b *builder) error {
	var name string
	gone := make([]bool, len(b.rows))
	err := g.change(ctx, func() error {
		name = segmentName(g.nextName())
		for i, r := range b.rows {
			gone[i] = g.rows[r].dead
		}
		return nil
	})
	if err != nil {
		return g.fail(err)
	}
	rows, err := b.write(g.e.disk, g.dir, name, gone)
	if err != nil {
		return g.fail(err)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.witnesses)+len(b.witnesses) <= witnessMost {
		g.witnesses = append(g.witnesses, b.witnesses...)
	}
	if len(rows) == 0 {
		return nil
	}
	g.placeRows(len(g.segments), rows)
	g.segments = append(g.segments, segmentFile{name: name, docs: rows})
	return nil
}

// placeRows notes in the rows of a segment which of its documents they are; docs
// has the row of each document.
func (g *generation) placeRows(segment int, docs []uint32) {
	for doc, r := range docs {
		if r != dead {
			g.rows[r].segment, g.rows[r].doc = int32(segment), uint32(doc)
		}
	}
}

// change runs do under the lock, unless the generation has failed or ended. When
// do returns an error, the generation has failed.
func (g *generation) change(ctx context.Context, do func() error) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	if g.failed != nil {
		return fmt.Errorf("the generation failed before: %w", g.failed)
	}
	if g.done {
		return fmt.Errorf("generation: %w", engine.ErrClosed)
	}
	err := do()
	if err != nil {
		g.failed = err
	}
	return err
}

// register adds a row for each part, and returns the first one's number.
func (g *generation) register(docs []engine.Doc) (uint32, error) {
	first := uint32(len(g.rows))
	for i := range docs {
		if err := g.add(&docs[i]); err != nil {
			return 0, err
		}
	}
	return first, nil
}

func (g *generation) add(d *engine.Doc) error {
	if g.text == nil {
		if err := g.openText(); err != nil {
			return err
		}
	}
	at, err := g.text.add(d.Stored)
	if err != nil {
		return err
	}
	if old, ok := g.byID[d.ID]; ok {
		g.rows[old].dead = true
	}
	n := uint32(len(g.rows))
	r := newRow(d, at)
	g.intern(&r)
	g.rows = append(g.rows, r)
	g.byID[r.id] = n
	g.byArt[r.article] = append(g.byArt[r.article], n)
	for _, c := range d.Chars {
		g.chars.add(c, n)
	}
	return nil
}

// intern copies a row's strings, once each: they may be substrings of whole
// articles, which would otherwise stay in memory.
func (g *generation) intern(r *row) {
	own := func(s string) string {
		if known, ok := g.strings[s]; ok {
			return known
		}
		s = strings.Clone(s)
		g.strings[s] = s
		return s
	}
	r.id, r.article, r.category, r.author = strings.Clone(r.id), own(r.article), own(r.category), own(r.author)
	tags := make([]string, len(r.tags))
	for i, t := range r.tags {
		tags[i] = own(t)
	}
	r.tags = tags
}

func (g *generation) openText() error {
	name := fmt.Sprintf("text-%d.dat", g.nextName())
	t, err := newTextWriter(g.e.disk, g.dir, name, len(g.texts))
	if err != nil {
		return err
	}
	g.text = t
	g.texts = append(g.texts, name)
	return nil
}

func (g *generation) nextName() int {
	g.names++
	return g.names
}

// fail marks the generation as failed, since part of it is lost.
func (g *generation) fail(err error) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.failed == nil {
		g.failed = err
	}
	return err
}

// Delete removes all parts of articles.
func (g *generation) Delete(ctx context.Context, articles []string) error {
	return g.change(ctx, func() error {
		for _, a := range articles {
			for _, n := range g.byArt[a] {
				if r := &g.rows[n]; !r.dead {
					r.dead = true
					delete(g.byID, r.id)
				}
			}
			delete(g.byArt, a)
		}
		return nil
	})
}

// Put attaches a file, or replaces it.
func (g *generation) Put(ctx context.Context, name string, data []byte) error {
	if !validPut(name) {
		return fmt.Errorf("bad file name %q", name)
	}
	return g.change(ctx, func() error {
		path := filepath.Join(g.dir, putPrefix+name)
		if g.puts[name] { // it may be a link to another generation's
			if err := g.e.disk.RemoveAll(path); err != nil {
				return fmt.Errorf("replace %s: %w", path, err)
			}
			delete(g.linked, putPrefix+name)
		}
		g.puts[name] = true
		if err := writeFile(g.e.disk, path, data); err != nil {
			return fmt.Errorf("attach %s: %w", path, err)
		}
		return nil
	})
}

// wait returns when no Write is running.
func (g *generation) wait() {
	for range cap(g.callers) {
		g.callers <- struct{}{}
	}
	for range cap(g.callers) {
		<-g.callers
	}
}

// Discard removes everything that was written.
func (g *generation) Discard() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.done {
		return nil
	}
	g.done = true
	g.mu.Unlock()
	g.wait()
	g.mu.Lock()
	var errs []error
	if g.text != nil {
		errs = append(errs, g.text.abandon())
	}
	errs = append(errs, g.e.disk.RemoveAll(g.dir))
	return errors.Join(append(errs, g.lock.Close())...)
}
