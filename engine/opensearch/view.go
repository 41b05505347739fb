package opensearch

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/xunzhang/xunzhang/engine"
)

// A view is one generation, held open: this process does not remove it before the
// view is closed. Other machines may.
type view struct {
	x      *index
	closed sync.Once

	mu      sync.Mutex // guards what follows
	cursors map[string]cursor
	alone   map[string]engine.Hit // by article, hits that are the whole article, for a later call of Articles
	wanted  []string              // articles of several parts that will probably be asked for
	trips   int                   // round trips so far
}

func newView(x *index) *view {
	return &view{x: x, cursors: map[string]cursor{}, alone: map[string]engine.Hit{}}
}

// aloneMost is how many hits a view remembers.
const aloneMost = 2000

// remember keeps a hit that is the whole article.
func (v *view) remember(f *found, h engine.Hit) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if f.alone() && len(v.alone) < aloneMost {
		h.Score = 0
		v.alone[h.Article] = h
	}
}

// remembered returns the parts of the articles that are in memory, and the ids of
// the others.
func (v *view) remembered(ids []string) (known map[string][]engine.Hit, others []string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	known = map[string][]engine.Hit{}
	for _, id := range ids {
		if h, ok := v.alone[id]; ok {
			known[id] = []engine.Hit{h}
		} else if parts, ok := v.x.e.parts.get(v.x.manifest.Token + id); ok {
			known[id] = slices.Clone(parts)
		} else {
			others = append(others, id)
		}
	}
	return known, others
}

// wantedArticles is the largest number of articles of several parts whose parts are
// fetched together with the hits or right after them.
const wantedArticles = 20

// lackingArticles returns the articles of the hits that are not preferred.
func lackingArticles(hits []engine.Hit) []string {
	var ids []string
	for _, h := range hits {
		if !h.Preferred && !slices.Contains(ids, h.Article) {
			ids = append(ids, h.Article)
		}
	}
	return ids
}

// rest are all parts, with their stored bytes, of those of some articles that are of
// several, as far as all that is in memory.
func (v *view) rest(ids []string) map[string][]engine.Hit {
	rest := map[string][]engine.Hit{}
	for _, id := range ids {
		kept, ok := v.x.e.parts.get(v.x.manifest.Token + id)
		parts := slices.Clone(kept)
		for i := range parts {
			text, known := v.x.e.texts.get(v.x.manifest.Token + "/" + parts[i].ID)
			ok, parts[i].Stored = ok && known, text
		}
		if ok && len(parts) > 1 {
			rest[id] = inReadingOrder(parts)
		}
	}
	return rest
}

// inReadingOrder sorts the parts of an article.
func inReadingOrder(parts []engine.Hit) []engine.Hit {
	slices.SortFunc(parts, func(a, b engine.Hit) int {
		return cmp.Or(cmp.Compare(len(a.ID), len(b.ID)), cmp.Compare(a.ID, b.ID))
	})
	return parts
}

// wantParts notes whose parts will probably be asked for.
func (v *view) wantParts(ids []string) {
	_, others := v.remembered(ids)
	v.mu.Lock()
	defer v.mu.Unlock()
	v.wanted = others[:min(wantedArticles, len(others))]
}

// otherParts asks for the parts of the articles that wantParts noted.
func (v *view) otherParts() []section {
	v.mu.Lock()
	defer v.mu.Unlock()
	ids := v.wanted
	if v.wanted = nil; len(ids) == 0 {
		return nil
	}
	return []section{{[]object{v.articlesBody(ids)}, func(answers []*answer) error {
		_, err := v.takeParts(answers[0])
		return err
	}}}
}

// articlesBody asks for the parts of a few articles with their stored bytes.
func (v *view) articlesBody(ids []string) object {
	return columnsOnly(object{"query": anyOf(fieldArticle, ids), "sort": []any{fieldID}, "size": textsOnce, "track_total_hits": true},
		append(hitColumns(), fieldStored)...)
}

// takeParts returns the parts of an answer by article, and caches them; nil where
// the answer does not have all of them.
func (v *view) takeParts(a *answer) (map[string][]engine.Hit, error) {
	by := map[string][]engine.Hit{}
	for i := range a.Hits.Hits {
		f := &a.Hits.Hits[i]
		h, err := f.hit()
		if err == nil {
			err = v.keepText(f)
		}
		if err != nil {
			return nil, err
		}
		by[h.Article] = append(by[h.Article], h)
	}
	if len(a.Hits.Hits) < a.Hits.Total.Value {
		return nil, nil
	}
	for article, parts := range by {
		v.x.e.parts.put(v.x.manifest.Token+article, slices.Clone(parts), 300*len(parts)+len(article))
	}
	return by, nil
}

// tripsSoFar is how many round trips were made since the view was opened.
func (v *view) tripsSoFar() int {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.trips
}

// countTrip counts a round trip.
func (v *view) countTrip() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.trips++
}

// A cursor is where a window of a list ended, for a request for the next one.
type cursor struct {
	at    int // hits before it
	after []json.RawMessage
}

// State describes the generation.
func (v *view) State() engine.State { return v.x.manifest.state() }

// Close ends the use of the generation.
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
	counts, asked, err := v.x.vocabulary.frequencies(ctx, known)
	if asked {
		v.countTrip()
	}
	return counts, err
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
	by, others := v.remembered(ids)
	if len(others) > 0 && len(others) <= wantedArticles {
		a, err := v.one(ctx, v.articlesBody(others))
		if err != nil {
			return nil, err
		}
		few, err := v.takeParts(a)
		if err != nil {
			return nil, err
		}
		if few != nil {
			maps.Copy(by, few)
			others = nil
		}
	}
	for some := range slices.Chunk(others, articlesOnce) {
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
	for _, id := range ids {
		hits = append(hits, inReadingOrder(by[id])...)
	}
	return hits, v.addTexts(ctx, hits)
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
func hitColumns() []string { return []string{fieldArticle, fieldAlone, fieldMeta} }

// hit is the hit in the form of package engine, without stored bytes.
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
