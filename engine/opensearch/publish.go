package opensearch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/xunzhang/xunzhang/engine"
)

// Publish verifies the generation and makes it the current one. The index is
// refreshed, sealed and counted, the vocabulary is written, parts of known terms
// are searched for, the manifest is written, and the alias is switched in one call.
func (g *generation) Publish(ctx context.Context) (engine.State, error) {
	both, done, err := g.enterCall(ctx)
	if err != nil {
		return engine.State{}, g.fail(err)
	}
	err = g.fail(g.publish(both))
	done()
	if err != nil {
		return engine.State{}, fmt.Errorf("publish generation %d: %w", g.manifest.Number, err)
	}
	g.mu.Lock()
	g.done = true
	g.mu.Unlock()
	// Publishing has succeeded, whether or not the cleaning up does.
	clean, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanTime)
	defer cancel()
	g.e.stale()
	if err := errors.Join(g.closeBase(), g.collect(clean), g.end(clean)); err != nil {
		g.e.log.Warn("cleaning up after publishing", "index", g.e.o.Name, "generation", g.manifest.Number, "error", err)
	}
	return g.manifest.state(), nil
}

// collect removes the generations that no longer serve.
func (g *generation) collect(ctx context.Context) error {
	_, err := g.e.collect(ctx, g.manifest.Number, g.before)
	return err
}

func (g *generation) publish(ctx context.Context) error {
	if err := g.e.refresh(ctx, g.name); err != nil {
		return err
	}
	if err := g.correctAlone(ctx); err != nil {
		return err
	}
	if err := g.seal(ctx); err != nil {
		return err
	}
	if err := g.describe(ctx); err != nil {
		return err
	}
	var old *vocabulary
	if g.base != nil {
		old = g.base.x.vocabulary
	}
	if err := g.e.writeVocabulary(ctx, g.manifest, g.counts, old); err != nil {
		return err
	}
	g.manifest.BuiltAt = time.Now().UTC().Truncate(time.Millisecond)
	if err := g.verify(ctx); err != nil {
		return err
	}
	g.lease.publishes(g.manifest.Number)
	if err := g.lease.write(ctx, true); err != nil { // nobody else may have begun in the meantime
		return err
	}
	if err := g.e.writeManifest(ctx, g.manifest); err != nil {
		return err
	}
	if err := g.e.point(ctx, g.name); err != nil {
		return err
	}
	return nil
}

// point switches the alias to an index, in one call.
func (e *Engine) point(ctx context.Context, name string) error {
	actions := []object{
		{"remove": object{"index": e.o.indexPattern(), "alias": e.o.Name, "must_exist": false}},
		{"add": object{"index": name, "alias": e.o.Name}},
	}
	if err := e.client.order(ctx, http.MethodPost, "/_aliases", object{"actions": actions}, nil); err != nil {
		return fmt.Errorf("switch alias %s: %w", e.o.Name, err)
	}
	return nil
}

// correctAlone writes again those parts whose field alone is wrong: not until now
// is it known whether an article has other parts.
func (g *generation) correctAlone(ctx context.Context) error {
	g.mu.Lock()
	articles := make([]string, 0, len(g.articles))
	for a := range g.articles {
		articles = append(articles, a)
	}
	g.mu.Unlock()
	wrong := map[string]bool{} // the right value, by part
	for some := range slices.Chunk(articles, articlesOnce) {
		if err := g.findWrong(ctx, some, wrong); err != nil {
			return err
		}
	}
	if len(wrong) == 0 {
		return nil
	}
	if err := g.rewrite(ctx, wrong); err != nil {
		return err
	}
	return g.e.refresh(ctx, g.name)
}

// findWrong adds the parts of articles whose field alone is wrong.
func (g *generation) findWrong(ctx context.Context, articles []string, wrong map[string]bool) error {
	type flagged struct {
		part  string
		alone bool
	}
	by := map[string][]flagged{}
	if g.base == nil {
		for _, a := range articles {
			for _, id := range g.articles[a] {
				by[a] = append(by[a], flagged{id, g.written[id].alone})
			}
		}
	} else {
		err := g.view().each(ctx, anyOf(fieldArticle, articles), []string{fieldArticle, fieldAlone}, func(f *found) error {
			article := first(f.Fields.Article)
			by[article] = append(by[article], flagged{f.part(), slices.Equal(f.Fields.Alone, []bool{true})})
			return nil
		})
		if err != nil {
			return err
		}
	}
	for _, parts := range by {
		for _, p := range parts {
			if p.alone != (len(parts) == 1) {
				wrong[p.part] = len(parts) == 1
			}
		}
	}
	return nil
}

// rewrite writes documents again with another value of alone. The rest of them is
// read from their columns.
func (g *generation) rewrite(ctx context.Context, alone map[string]bool) error {
	ids := make([]string, 0, len(alone))
	for id := range alone {
		ids = append(ids, documentID(id))
	}
	b := g.e.newBulk(g.name)
	for some := range slices.Chunk(ids, streamsOnce) {
		a, err := g.view().one(ctx, columnsOnly(object{"query": anyOf("_id", some), "size": len(some)}, fieldArticle, fieldMeta, fieldStored, fieldStreams))
		if err != nil {
			return err
		}
		for i := range a.Hits.Hits {
			h := &a.Hits.Hits[i]
			d, terms, err := h.doc(g.e.codec)
			if err != nil {
				return err
			}
			doc, err := g.e.codec.newDocument(d, terms, alone[d.ID])
			if err != nil {
				return err
			}
			if err := b.index(ctx, documentID(d.ID), d.ID, doc); err != nil {
				return err
			}
		}
	}
	return b.flush(ctx)
}

// doc is the part that a document was made of. The order of its terms is lost.
func (f *found) doc(c *codec) (*engine.Doc, streams, error) {
	terms, err := f.streams(c)
	if err != nil {
		return nil, nil, err
	}
	m, err := f.meta()
	if err != nil {
		return nil, nil, err
	}
	d := &engine.Doc{ID: f.part(), Article: first(f.Fields.Article), Title: m.Title, Paragraphs: m.Paragraphs, Runes: m.Runes,
		Words: terms.terms(engine.Words), Grams: terms.terms(engine.Grams), Chars: terms.terms(engine.Chars),
		Titles: terms.terms(engine.Titles), Labels: terms.terms(engine.Labels)}
	if d.Fields, err = m.fields(); err != nil {
		return nil, nil, err
	}
	d.Stored, err = f.stored(c)
	return d, terms, err
}

// seal merges the segments of a new index, adds its replicas, and blocks further
// writing.
func (g *generation) seal(ctx context.Context) error {
	if g.base == nil { // a clone was merged when it was new, and changes are small
		path := fmt.Sprintf("/%s/_forcemerge?max_num_segments=%d&flush=true", g.name, mergedSegments)
		if err := g.e.client.order(ctx, http.MethodPost, path, nil, nil); err != nil {
			return fmt.Errorf("merge index %s: %w", g.name, err)
		}
	}
	settings := object{"index.number_of_replicas": g.e.o.Replicas, "index.blocks.write": true}
	if err := g.e.client.order(ctx, http.MethodPut, "/"+g.name+"/_settings", settings, nil); err != nil {
		return fmt.Errorf("seal index %s: %w", g.name, err)
	}
	if err := g.e.refresh(ctx, g.name); err != nil {
		return err
	}
	return g.e.awaitShards(ctx, g.name, "yellow")
}

// mergedSegments is how many segments a shard of a new index has at most.
const mergedSegments = 3

// describe counts what is in the index, for the manifest.
func (g *generation) describe(ctx context.Context) error {
	sum := func(field string) object { return object{"sum": object{"field": field}} }
	a, err := g.view().one(ctx, object{"size": 0, "track_total_hits": true, "aggs": object{
		"paragraphs": sum("paragraphs"), "runes": sum("runes"), "length": sum(fieldLength), "alone": object{"filter": alone(true)},
		"newest": object{"max": object{"field": fieldPublished}}, "dated": object{"filter": object{"exists": object{"field": fieldPublished}}},
	}})
	if err != nil {
		return err
	}
	m := g.manifest
	m.Parts, m.Paragraphs, m.Runes = a.Hits.Total.Value, int(a.Aggs["paragraphs"].Value), int64(a.Aggs["runes"].Value)
	m.Length = int64(a.Aggs["length"].Value)
	if a.Aggs["dated"].Count > 0 {
		m.Newest = time.UnixMilli(int64(a.Aggs["newest"].Value)).UTC()
	}
	if m.Parts > a.Aggs["alone"].Count {
		if m.Long, err = g.countLong(ctx); err != nil {
			return err
		}
	}
	m.Articles = a.Aggs["alone"].Count + m.Long
	m.Bytes, err = g.e.sizeOf(ctx, g.name)
	for _, f := range m.Files {
		m.Bytes += f.Size
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	m.Canaries = slices.Clone(g.canaries)
	return err
}

// countLong counts the articles of several parts, however many.
func (g *generation) countLong(ctx context.Context) (int, error) {
	source := object{"size": window, "sources": []object{{fieldArticle: object{"terms": object{"field": fieldArticle}}}}}
	for n := 0; ; {
		a, err := g.view().one(ctx, object{"query": all(alone(false)), "size": 0, "track_total_hits": false, "aggs": object{aggArticles: object{"composite": source}}})
		if err != nil {
			return 0, err
		}
		got := a.Aggs[aggArticles].Buckets
		if n += len(got); len(got) < window {
			return n, nil
		}
		source["after"] = got[len(got)-1].Key
	}
}

// sizeOf is how many bytes the primary shards of an index take.
func (e *Engine) sizeOf(ctx context.Context, name string) (int64, error) {
	var stats struct {
		All struct {
			Primaries struct {
				Store struct {
					Bytes int64 `json:"size_in_bytes"`
				} `json:"store"`
			} `json:"primaries"`
		} `json:"_all"`
	}
	if err := e.client.order(ctx, http.MethodGet, "/"+name+"/_stats/store", nil, &stats); err != nil {
		return 0, fmt.Errorf("size of index %s: %w", name, err)
	}
	return stats.All.Primaries.Store.Bytes, nil
}

// verify reads back what was written: the number of parts, the vocabulary, the
// canaries.
func (g *generation) verify(ctx context.Context) error {
	x := &index{e: g.e, name: g.name, manifest: g.manifest}
	var err error
	if x.vocabulary, err = g.e.openVocabulary(ctx, g.manifest); err != nil {
		return err
	}
	expected := len(g.written)
	if g.base != nil {
		expected += g.base.x.manifest.Parts - len(g.gone)
	}
	if expected != g.manifest.Parts {
		return fmt.Errorf("%w: index %s holds %d parts instead of %d", engine.ErrDamaged, g.name, g.manifest.Parts, expected)
	}
	return x.canaries(ctx)
}

// canaries searches for the terms of known parts. Each must find its part.
func (x *index) canaries(ctx context.Context) error {
	v := newView(x)
	var bodies []object
	for _, c := range x.manifest.Canaries {
		q := &query{kind: term, term: engine.Term{Field: c.Field, Text: string(c.Term)}, df: 1}
		bodies = append(bodies, object{"query": all(q.termFilter(), anyOf("_id", []string{documentID(string(c.Part))})), "size": 1, "stored_fields": "_none_"})
	}
	if len(bodies) == 0 {
		return nil
	}
	answers, err := v.several(ctx, bodies)
	if err != nil {
		return err
	}
	asked := make([]engine.Term, len(answers))
	for i, a := range answers {
		c := x.manifest.Canaries[i]
		asked[i] = engine.Term{Field: c.Field, Text: string(c.Term)}
		if len(a.Hits.Hits) == 0 {
			return fmt.Errorf("index %s: %w: %s:%q does not find part %q", x.name, engine.ErrDamaged, c.Field, c.Term, c.Part)
		}
	}
	df, _, err := x.vocabulary.frequencies(ctx, asked)
	for i, n := range df {
		if n == 0 {
			return fmt.Errorf("index %s: %w: its vocabulary lacks %s:%q", x.name, engine.ErrDamaged, asked[i].Field, asked[i].Text)
		}
	}
	return err
}
