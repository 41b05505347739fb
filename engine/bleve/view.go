package bleve

import (
	"context"
	"fmt"
	"path/filepath"
	"sync/atomic"

	"github.com/xunzhang/xunzhang/engine"
)

// A view is a reference to an open generation.
type view struct {
	x      *index
	closed atomic.Bool
}

// guard runs do on an open view.
func (v *view) guard(ctx context.Context, do func() error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if v.closed.Load() {
		return fmt.Errorf("view: %w", engine.ErrClosed)
	}
	return v.x.guard(do)
}

// Search returns the best parts of a request.
func (v *view) Search(ctx context.Context, r engine.Request) (res *engine.Result, err error) {
	err = v.guard(ctx, func() error {
		res, err = v.x.search(ctx, r)
		return err
	})
	if err == nil && len(r.Terms) > 0 {
		res.Frequencies, err = v.Frequencies(ctx, r.Terms)
	}
	if err == nil && r.Beside != nil {
		res.Beside = func(ctx context.Context) (*engine.Result, error) { return v.Search(ctx, r.BesideRequest()) }
	}
	return res, err
}

// SearchAll answers one request after the other.
func (v *view) SearchAll(ctx context.Context, requests []engine.Request) ([]*engine.Result, error) {
	return engine.EachRequest(ctx, v, requests)
}

// Articles returns the parts of articles, in the order of ids.
func (v *view) Articles(ctx context.Context, ids []string) (hits []engine.Hit, err error) {
	err = v.guard(ctx, func() error {
		hits, err = v.x.articles(ids)
		return err
	})
	return hits, err
}

func (x *index) articles(ids []string) ([]engine.Hit, error) {
	var hits []engine.Hit
	for _, id := range ids {
		article, ok := x.table.findArticle(id)
		if !ok {
			continue
		}
		for _, row := range x.table.rowsOf(article) {
			h := x.table.hit(row, 0)
			h.Fields = x.table.fields(row)
			var err error
			if h.Stored, err = x.stored(row); err != nil {
				return nil, err
			}
			hits = append(hits, h)
		}
	}
	return hits, nil
}

// Frequencies returns for each term in how many parts it occurs.
func (v *view) Frequencies(ctx context.Context, terms []engine.Term) (counts []int, err error) {
	err = v.guard(ctx, func() error {
		p := v.x.lists.Get().(*postings)
		defer v.x.lists.Put(p)
		counts = make([]int, len(terms))
		for i, t := range terms {
			if counts[i], err = v.x.frequency(t, p); err != nil {
				return err
			}
		}
		return ctx.Err()
	})
	return counts, err
}

// Terms walks the terms of a field.
func (v *view) Terms(ctx context.Context, f engine.Field, prefix string, fn func(string, int) bool) error {
	return v.guard(ctx, func() error { return v.x.terms(ctx, f, prefix, fn) })
}

// State describes the generation.
func (v *view) State() engine.State { return v.x.state }

// File returns a file that was attached to the generation.
func (v *view) File(ctx context.Context, name string) (data []byte, err error) {
	err = v.guard(ctx, func() error {
		file := putPrefix + name
		if _, ok := v.x.manifest.Files[file]; !ok {
			return fmt.Errorf("file %q of generation %d: %w", name, v.x.state.Generation, engine.ErrNotFound)
		}
		data, err = v.x.manifest.read(filepath.Join(v.x.dir, file), file)
		return err
	})
	return data, err
}

// Close releases the generation. The stored bytes of hits are invalid after it.
func (v *view) Close() error {
	if v.closed.Swap(true) {
		return nil
	}
	return v.x.release()
}
