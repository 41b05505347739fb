package indexer

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/xunzhang/xunzhang/article"
	"github.com/xunzhang/xunzhang/article/encoding"
	"github.com/xunzhang/xunzhang/article/site"
	"github.com/xunzhang/xunzhang/engine"
)

// Limits of a batch: large enough that passing it on costs nothing, small
// enough that a few of them for each core are little memory.
const (
	batchBytes = 1 << 20
	batchItems = 256
)

// A sourceRun is a named source in this job.
type sourceRun struct {
	name string // as the user named it
	read article.Options
	old  map[known]*document
	byID map[string]*document // the old documents by article id
	next *source
	// What became of its inputs.
	passed  map[string]int        // number of files that are not read, by kind
	sites   []*site.Site          // recognised site projects, outer ones first
	orders  map[string]site.Order // orders of pages that folders define, by folder
	skipped int                   // number of documents that were skipped
	// For furniture: the counts over the whole source, and the unchanged
	// documents that must be read again.
	furniture *article.Furniture
	again     map[known]*document
}

// known identifies an unchanged document of a source. The path is part of it,
// because the id of an article may come from the path; a line of JSONL always has
// its own id.
type known struct {
	path string
	hash hash
}

func knownKey(raw *article.Raw, h hash) known {
	if raw.Format == article.JSONL {
		return known{hash: h}
	}
	return known{path: raw.Path, hash: h}
}

// A batch is a run of a source's documents in reading order.
type batch struct {
	source *sourceRun
	items  []item
	bytes  int
	packed []byte // the parsed articles, for the spool
	done   chan struct{}
}

func newBatch(s *sourceRun) *batch { return &batch{source: s, done: make(chan struct{})} }

// pack keeps the parsed articles of the batch for the spool.
func (b *batch) pack(articles []article.Article) (err error) {
	if len(articles) > 0 {
		b.packed, err = pack(articles)
	}
	return err
}

// An item is one input: skipped, unchanged, or parsed.
type item struct {
	raw     article.Raw // without its bytes after parsing
	skip    *article.Skip
	doc     *document
	renamed bool // whether an unchanged document has another id than before
	index   int  // of the article in the batch, -1 when the document is unchanged
}

// read is the first pass: it parses the documents that are not known from the last
// job, and decides for every document what becomes of it.
func (r *run) read(ctx context.Context) error {
	if err := r.openSources(); err != nil {
		return err
	}
	if err := r.pipe(ctx, r.sources, r.parse, r.collect); err != nil {
		return err
	}
	r.settle()
	if r.base.mode == engine.Current && r.report.same() && !r.rereads() {
		return nil
	}
	if err := r.revise(ctx); err != nil {
		return err
	}
	r.report.count(r.next)
	return nil
}

// pipe walks sources in their order, has batches parsed on all cores, and collects
// them in reading order, so that the result does not depend on the timing. Only a
// few batches are in memory at a time.
func (r *run) pipe(ctx context.Context, sources []*sourceRun, parse, collect func(*batch) error) error {
	g, ctx := errgroup.WithContext(ctx)
	work := make(chan *batch, r.job.Workers)
	ordered := make(chan *batch, 2*r.job.Workers)
	g.Go(func() error {
		defer close(work)
		defer close(ordered)
		for _, s := range sources {
			if err := r.walk(ctx, s, func(b *batch) error { return send(ctx, b, ordered, work) }); err != nil {
				return err
			}
		}
		return nil
	})
	for range r.job.Workers {
		g.Go(func() error {
			for b := range work {
				if err := errors.Join(ctx.Err(), parse(b)); err != nil {
					return err
				}
				close(b.done)
			}
			return nil
		})
	}
	g.Go(func() error {
		for b := range ordered {
			select {
			case <-b.done:
			case <-ctx.Done():
				return ctx.Err()
			}
			if err := collect(b); err != nil {
				return err
			}
		}
		return nil
	})
	return g.Wait()
}

// send sends a batch to the queue that keeps the order, then to the workers.
func send(ctx context.Context, b *batch, queues ...chan *batch) error {
	for _, q := range queues {
		select {
		case q <- b:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

func (r *run) openSources() error {
	for _, name := range r.job.Sources {
		key, err := sourceKey(name)
		if err != nil {
			return err
		}
		if r.next.Sources[key] != nil {
			continue // named twice
		}
		s := &sourceRun{name: name, read: r.job.readingOf(name), old: map[known]*document{}, byID: map[string]*document{}, next: &source{}, again: map[known]*document{}}
		if old := r.base.old.Sources[key]; old != nil {
			for _, d := range old.Documents {
				s.old[known{path: d.Path, hash: d.Hash}], s.byID[d.ID] = d, d
			}
		}
		r.next.Sources[key] = s.next
		r.sources = append(r.sources, s)
	}
	return nil
}

// readingOf returns the options by which a source is read.
func (j *Job) readingOf(source string) article.Options {
	if o, ok := j.Each[source]; ok {
		return o
	}
	return j.Read
}

// walk reads a source and emits batches.
func (r *run) walk(ctx context.Context, s *sourceRun, emit func(*batch) error) error {
	b := newBatch(s)
	add := func(it item) error {
		b.items = append(b.items, it)
		b.bytes += len(it.raw.Bytes)
		if b.bytes < batchBytes && len(b.items) < batchItems {
			return nil
		}
		full := b
		b = newBatch(s)
		return emit(full)
	}
	s.passed, s.orders = map[string]int{}, map[string]site.Order{}
	err := article.Walk(ctx, s.name, s.read, article.Visitor{
		Site:   func(found *site.Site) { s.sites = append(s.sites, found) },
		Orders: func(orders map[string]site.Order) { maps.Copy(s.orders, orders) },
		Pass:   func(_, kind string) { s.passed[kind]++ },
		Raw:    func(raw article.Raw) error { return add(item{raw: raw}) },
		Skip:   func(skip article.Skip) { _ = add(item{skip: &skip}) }, // fails when ctx ends, as Walk does
	})
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return unreadableSource(s.name, err)
	}
	return emit(b)
}

// parse parses the documents of a batch that are not known.
func (r *run) parse(b *batch) error {
	var articles []article.Article
	for i := range b.items {
		it := &b.items[i]
		if it.skip != nil {
			continue
		}
		h, size := hashOf(&it.raw, b.source.read), int64(len(it.raw.Bytes))
		key := knownKey(&it.raw, h)
		if d := b.source.old[key]; d != nil && (b.source.read.Drafts || !d.Private && !d.expired(b.source.read.Now)) {
			it.doc, it.index, it.raw.Bytes = d, -1, nil
			continue
		}
		reading, err := readOne(it.raw, b.source.read)
		it.raw.Bytes = nil
		if err != nil {
			it.skip = &article.Skip{Source: it.raw.Name(), Line: it.raw.Line, Reason: err.Error()}
			continue
		}
		a := reading.Article
		it.doc = &document{Path: key.path, Hash: h, ID: a.ID, Bytes: size, Blocks: blocksOf(it.raw.Format, a), Suspicious: suspicious(a),
			Private: reading.Private != "", Expires: reading.Expires, Names: reading.Names, Position: reading.Position, Within: reading.Within}
		it.doc.leave(reading)
		it.doc.References, it.doc.Called = reading.References, namesOf(reading, it.raw.Site)
		it.index = len(articles)
		articles = append(articles, a)
	}
	if r.job.DryRun {
		return nil
	}
	return b.pack(articles)
}

// expired reports whether the site of a document no longer shows it at a time; the
// zero time means now.
func (d *document) expired(now time.Time) bool {
	if now.IsZero() {
		now = time.Now()
	}
	return !d.Expires.IsZero() && !d.Expires.After(now)
}

// suspicious says why an article looks as if it had been read in a wrong
// encoding, "" when it does not.
func suspicious(a article.Article) string {
	var b strings.Builder
	b.WriteString(a.Title)
	for _, p := range a.Paragraphs {
		b.WriteByte('\n')
		b.WriteString(p.Text)
	}
	return encoding.Suspicious(b.String())
}

// readOne turns a panic into an error: a document that makes one of the parsers of
// other projects panic must not end the job.
func readOne(raw article.Raw, o article.Options) (r article.Reading, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("the parser failed: %v", p)
		}
	}()
	return article.Read(raw, o)
}
