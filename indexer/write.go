package indexer

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"github.com/xunzhang/xunzhang/article"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/near"
	"github.com/xunzhang/xunzhang/part"
	"github.com/xunzhang/xunzhang/titlelist"
)

// writeRunes is how many runes of parts a worker gathers before it hands them
// to the engine; their terms take about ten times as many bytes.
const writeRunes = 1 << 17

// write is the second pass: it deletes the old parts of changed and deleted
// articles, and analyses and writes the spooled articles on all cores.
func (r *run) write(ctx context.Context, gen engine.Generation) error {
	if r.spool.wanted() > 0 {
		if err := r.load(); err != nil {
			return err
		}
	}
	if len(r.gone) > 0 {
		slices.Sort(r.gone)
		if err := gen.Delete(ctx, r.gone); err != nil {
			return fmt.Errorf("delete articles: %w", err)
		}
	}
	r.meter.phase(Writing, r.spool.wanted())
	var next atomic.Int64
	g, ctx := errgroup.WithContext(ctx)
	for range r.job.Workers {
		g.Go(func() error {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(r.spool.batches) {
					return nil
				}
				if err := r.writeBatch(ctx, gen, r.spool.batches[i]); err != nil {
					return err
				}
			}
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	r.report.count(r.next)
	return nil
}

func (r *run) writeBatch(ctx context.Context, gen engine.Generation, b spooled) error {
	if len(b.wanted) == 0 {
		return nil
	}
	articles, err := r.spool.articles(b)
	if err != nil {
		return err
	}
	out := writer{gen: gen}
	for _, w := range b.wanted {
		a := w.source.drop(w.doc, articles[w.index])
		a.ID = w.doc.ID
		w.doc.relateTo(&a)
		if w.doc.Text, err = r.writeArticle(ctx, &out, a); err != nil {
			return err
		}
		r.meter.done.Add(1)
	}
	return out.flush(ctx)
}

func (r *run) writeArticle(ctx context.Context, out *writer, a article.Article) (near.Text, error) {
	var sketch near.Sketcher
	for _, p := range part.Split(a) {
		if err := ctx.Err(); err != nil {
			return near.Text{}, err
		}
		d, err := analyse(r.analyzer, p, &sketch)
		if err != nil {
			return near.Text{}, err
		}
		if err := out.add(ctx, d); err != nil {
			return near.Text{}, err
		}
	}
	r.titlesMu.Lock()
	defer r.titlesMu.Unlock()
	r.titles = append(r.titles, titlelist.Of(a.ID, a.Title, a.Published))
	return textOf(&sketch, a.Title), nil
}

// A writer gathers documents for one call of the engine. It is used by one
// goroutine.
type writer struct {
	gen   engine.Generation
	docs  []engine.Doc
	runes int
}

func (w *writer) add(ctx context.Context, d engine.Doc) error {
	w.docs = append(w.docs, d)
	w.runes += d.Runes
	if w.runes < writeRunes {
		return nil
	}
	return w.flush(ctx)
}

func (w *writer) flush(ctx context.Context) error {
	if len(w.docs) == 0 {
		return nil
	}
	if err := w.gen.Write(ctx, w.docs); err != nil {
		return fmt.Errorf("write articles: %w", err)
	}
	w.docs, w.runes = nil, 0 // the engine may keep the slice
	return nil
}
