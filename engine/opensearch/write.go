package opensearch

import (
	"context"
	"slices"
	"strings"

	"github.com/xunzhang/xunzhang/engine"
)

// A writtenPart is a part that the job has written.
type writtenPart struct {
	article string
	alone   bool // the value that was written
}

// Write adds or replaces parts. Of equal ids in one call the last counts.
func (g *generation) Write(ctx context.Context, docs []engine.Doc) error {
	both, done, err := g.enterCall(ctx)
	if err != nil {
		return g.fail(err)
	}
	defer done()
	return g.fail(g.write(both, docs))
}

func (g *generation) write(ctx context.Context, docs []engine.Doc) error {
	last := make(map[string]int, len(docs))
	for i := range docs {
		last[docs[i].ID] = i
	}
	ids := make([]string, 0, len(last))
	for id := range last {
		ids = append(ids, id)
	}
	if err := g.forget(ctx, ids); err != nil {
		return err
	}
	b := g.e.newBulk(g.name)
	for i := range docs {
		d := &docs[i]
		if last[d.ID] != i {
			continue
		}
		terms := newStreams(d)
		doc, err := g.e.codec.newDocument(d, terms, g.register(d, terms))
		if err != nil {
			return err
		}
		if err := g.counts.add(terms, 1); err != nil {
			return err
		}
		if err := b.index(ctx, documentID(d.ID), d.ID, doc); err != nil {
			return err
		}
	}
	return b.flush(ctx)
}

// canaryMost is how many canaries a generation has at most.
const canaryMost = 64

// register remembers a part, and says whether it is the only one of its article as
// far as is known. Publish corrects what turned out wrong.
func (g *generation) register(d *engine.Doc, terms streams) (alone bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	id, article := strings.Clone(d.ID), strings.Clone(d.Article)
	if !slices.Contains(g.articles[article], id) {
		g.articles[article] = append(g.articles[article], id)
	}
	if g.written[id] != nil { // replaced: its terms are no longer there
		g.dropCanaries(id)
	}
	alone = len(g.articles[article]) == 1 && d.ID == d.Article
	g.written[id] = &writtenPart{article, alone}
	if len(g.canaries) < canaryMost {
		for _, f := range []engine.Field{engine.Grams, engine.Words, engine.Chars} {
			for t := range terms[f] {
				g.canaries = append(g.canaries, canary{f, []byte(t), []byte(id)})
				break
			}
		}
	}
	return alone
}

// dropCanaries drops the canaries of a part that was replaced or deleted. The
// caller holds mu.
func (g *generation) dropCanaries(id string) {
	g.canaries = slices.DeleteFunc(g.canaries, func(c canary) bool { return string(c.Part) == id })
}

// forget takes the terms of existing parts out of the counts, because the parts are
// about to be replaced or deleted.
func (g *generation) forget(ctx context.Context, ids []string) error {
	g.mu.Lock()
	var again, old []string // written by this job; perhaps of the base
	for _, id := range ids {
		switch {
		case g.written[id] != nil:
			again = append(again, documentID(id))
		case g.base != nil && !g.gone[id]:
			old = append(old, documentID(id))
		}
	}
	g.mu.Unlock()
	if len(again) > 0 { // seldom
		if err := g.e.refresh(ctx, g.name); err != nil {
			return err
		}
		if err := g.uncount(ctx, g.view(), again); err != nil {
			return err
		}
	}
	if len(old) > 0 {
		return g.uncount(ctx, g.base, old)
	}
	return nil
}

// view reads the index that is being built.
func (g *generation) view() *view {
	return newView(&index{e: g.e, name: g.name, manifest: g.manifest})
}

// streamsOnce is how many documents one request brings the terms of.
const streamsOnce = 200

// uncount reads the terms of documents of a view, and takes them out of the counts.
func (g *generation) uncount(ctx context.Context, v *view, documents []string) error {
	for some := range slices.Chunk(documents, streamsOnce) {
		a, err := v.one(ctx, columnsOnly(object{"query": anyOf("_id", some), "size": len(some)}, fieldStreams))
		if err != nil {
			return err
		}
		for i := range a.Hits.Hits {
			h := &a.Hits.Hits[i]
			terms, err := h.streams(g.e.codec)
			if err != nil {
				return err
			}
			if err := g.counts.add(terms, -1); err != nil {
				return err
			}
			if v == g.base {
				g.mu.Lock()
				g.gone[h.part()] = true
				g.mu.Unlock()
			}
		}
	}
	return nil
}

// Delete removes all parts of the named articles.
func (g *generation) Delete(ctx context.Context, articles []string) error {
	both, done, err := g.enterCall(ctx)
	if err != nil {
		return g.fail(err)
	}
	defer done()
	for some := range slices.Chunk(articles, articlesOnce) {
		if err := g.remove(both, some); err != nil {
			return g.fail(err)
		}
	}
	return nil
}

func (g *generation) remove(ctx context.Context, articles []string) error {
	parts := map[string]bool{}
	g.mu.Lock()
	for _, a := range articles {
		for _, id := range g.articles[a] {
			parts[id] = true
		}
	}
	g.mu.Unlock()
	if g.base != nil {
		err := g.base.each(ctx, anyOf(fieldArticle, articles), nil, func(f *found) error {
			g.mu.Lock()
			defer g.mu.Unlock()
			if !g.gone[f.part()] {
				parts[f.part()] = true
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	ids := make([]string, 0, len(parts))
	for id := range parts {
		ids = append(ids, id)
	}
	if err := g.forget(ctx, ids); err != nil {
		return err
	}
	b := g.e.newBulk(g.name)
	for _, id := range ids {
		if err := b.remove(ctx, documentID(id), id); err != nil {
			return err
		}
	}
	if err := b.flush(ctx); err != nil {
		return err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, id := range ids {
		delete(g.written, id)
		g.dropCanaries(id)
	}
	for _, a := range articles {
		delete(g.articles, a)
	}
	return nil
}
