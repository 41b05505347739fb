package opensearch

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"github.com/xunzhang/xunzhang/engine"
)

// A view is one generation, held open: it is not collected before the view is
// closed, by this process at least.
type view struct {
	x      *index
	closed sync.Once

	mu      sync.Mutex // guards what follows
	cursors map[string]cursor
}

// A cursor is where a page of a request ended, for whoever asks for the next.
type cursor struct {
	at    int // hits before it
	after []json.RawMessage
}

// State describes the generation.
func (v *view) State() engine.State { return v.x.manifest.state() }

// Close gives the generation up.
func (v *view) Close() error {
	var err error
	v.closed.Do(func() { err = v.x.e.leave(v.x.manifest.Number) })
	return err
}

// File returns an attached file.
func (v *view) File(ctx context.Context, name string) ([]byte, error) {
	info, ok := v.x.manifest.Files[name]
	if !ok {
		return nil, fmt.Errorf("index %s: file %q: %w", v.x.name, name, engine.ErrNotFound)
	}
	data, err := v.x.e.readFile(ctx, info)
	if err != nil {
		return nil, fmt.Errorf("index %s: file %q: %w", v.x.name, name, err)
	}
	return data, nil
}

// Frequencies returns for each term in how many parts it occurs.
func (v *view) Frequencies(ctx context.Context, terms []engine.Term) ([]int, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	known := make([]engine.Term, len(terms))
	for i, t := range terms {
		if isTermField(t.Field) {
			known[i] = t
		}
	}
	return v.x.vocabulary.frequencies(ctx, known)
}

// Terms calls fn for the terms of a field that begin with prefix.
func (v *view) Terms(ctx context.Context, f engine.Field, prefix string, fn func(term string, parts int) bool) error {
	if !isTermField(f) {
		return ctx.Err()
	}
	return v.x.vocabulary.walk(ctx, f, prefix, fn)
}

// articlesOnce is how many articles one request asks for.
const articlesOnce = 1000

// Articles returns the parts of articles in reading order.
func (v *view) Articles(ctx context.Context, ids []string) ([]engine.Hit, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	by := map[string][]engine.Hit{}
	for some := range slices.Chunk(ids, articlesOnce) {
		err := v.each(ctx, anyOf(fieldArticle, some), hitColumns(), func(f *found) error {
			h, err := f.hit()
			by[h.Article] = append(by[h.Article], h)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	var hits []engine.Hit
	var order []string
	for _, id := range ids {
		parts := by[id]
		slices.SortFunc(parts, func(a, b engine.Hit) int {
			return cmp.Or(cmp.Compare(len(a.ID), len(b.ID)), cmp.Compare(a.ID, b.ID))
		})
		for _, h := range parts {
			order = append(order, h.ID)
		}
		hits = append(hits, parts...)
	}
	i := 0
	err := v.eachText(ctx, order, func(_ string, stored []byte) {
		hits[i].Stored = stored
		i++
	})
	return hits, err
}

// each calls do for what matches, in the order of part ids, however many.
func (v *view) each(ctx context.Context, filter object, columns []string, do func(*found) error) error {
	body := columnsOnly(object{"query": all(filter), "sort": []any{fieldID}, "size": window, "track_total_hits": false}, columns...)
	for {
		a, err := v.one(ctx, body)
		if err != nil {
			return err
		}
		hits := a.Hits.Hits
		for i := range hits {
			if err := do(&hits[i]); err != nil {
				return err
			}
		}
		if len(hits) < window {
			return nil
		}
		body["search_after"] = hits[len(hits)-1].Sort
	}
}

// hitColumns are what hit needs.
func hitColumns() []string { return []string{fieldArticle, fieldMeta} }

// hit is what the seam knows of a hit, without stored bytes.
func (f *found) hit() (engine.Hit, error) {
	h := engine.Hit{ID: f.part(), Article: first(f.Fields.Article)}
	if f.Score != nil {
		h.Score = *f.Score
	}
	m, err := f.meta()
	if err != nil {
		return h, err
	}
	if h.Fields, err = m.fields(); err != nil {
		return h, fmt.Errorf("part %q: %w: its date: %w", h.ID, engine.ErrDamaged, err)
	}
	return h, nil
}
