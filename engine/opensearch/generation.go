package opensearch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/xunzhang/xunzhang/engine"
)

// A generation is an index in the making. The first error ends it: what follows
// reports that error, and only Discard helps.
type generation struct {
	e         *Engine
	lease     *lease
	protected context.Context // ends when the lock is lost
	name      string          // of the index
	manifest  *manifest       // as far as it is known
	base      *view           // of what it was cloned from, nil for nothing
	before    int             // the generation that was current at the start, 0 for none
	counts    *counts
	calls     sync.WaitGroup // writes at work

	mu       sync.Mutex              // guards what follows
	written  map[string]*writtenPart // by part id
	articles map[string][]string     // ids of the written parts of an article
	gone     map[string]bool         // parts of the base that were replaced or deleted
	canaries []canary
	failed   error
	done     bool
}

// A writtenPart is a part that the job has written.
type writtenPart struct {
	article string
	alone   bool // as it was written
}

// cleanTime is how long cleaning up may take when the job's own time is over.
const cleanTime = 30 * time.Second

// Begin starts a generation in an index of its own, and removes what dead jobs
// left behind. It returns engine.ErrLocked when another job holds the lock; in
// mode engine.Current also ErrNoIndex, ErrFingerprint and ErrDamaged.
func (e *Engine) Begin(ctx context.Context, mode engine.Mode, fingerprint string) (engine.Generation, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := e.enter(); err != nil {
		return nil, err
	}
	g, err := e.begin(ctx, mode, fingerprint)
	if err != nil {
		return nil, errors.Join(err, e.leave(0))
	}
	return g, nil
}

func (e *Engine) begin(ctx context.Context, mode engine.Mode, fingerprint string) (*generation, error) {
	if err := e.checkVersion(ctx); err != nil {
		return nil, err
	}
	before, err := e.current(ctx)
	if err != nil && (mode == engine.Current || !errors.Is(err, engine.ErrNoIndex)) {
		return nil, err
	}
	if err := e.ensureSide(ctx); err != nil {
		return nil, err
	}
	lease, protected, err := e.acquire(ctx)
	if err != nil {
		return nil, err
	}
	g := &generation{e: e, lease: lease, protected: protected, counts: newCounts(), before: before,
		written: map[string]*writtenPart{}, articles: map[string][]string{}, gone: map[string]bool{}}
	if err := g.start(ctx, mode, fingerprint); err != nil {
		clean, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanTime)
		defer cancel()
		return nil, errors.Join(err, g.closeBase(), lease.release(clean))
	}
	return g, nil
}

// start sweeps, and creates or clones the index. The lock is held.
func (g *generation) start(ctx context.Context, mode engine.Mode, fingerprint string) error {
	all, err := g.e.sweep(ctx)
	if err != nil {
		return err
	}
	token, err := newToken()
	if err != nil {
		return err
	}
	number := nextNumber(all)
	g.name = g.e.o.indexName(number)
	g.manifest = &manifest{Layout: Layout, Number: number, Token: token, Fingerprint: fingerprint, Files: map[string]fileInfo{}, Shards: max(1, g.e.o.Shards)}
	if mode == engine.Empty {
		if err := g.e.client.order(ctx, http.MethodPut, "/"+g.name, indexBody(g.manifest.Shards), nil); err != nil {
			return fmt.Errorf("create index %s: %w", g.name, err)
		}
		return nil
	}
	g.e.stale()
	v, err := g.e.View(ctx)
	if err != nil {
		return err
	}
	g.base = v.(*view)
	return g.clone(ctx)
}

// clone makes the index of that of the base, whose files on the nodes it shares
// until they change.
func (g *generation) clone(ctx context.Context) error {
	old := g.base.x.manifest
	if old.Fingerprint != g.manifest.Fingerprint {
		return fmt.Errorf("generation %d: %w", old.Number, engine.ErrFingerprint)
	}
	g.manifest.Shards = old.Shards
	settings := object{"settings": object{"index.number_of_replicas": 0, "index.blocks.write": nil, "index.refresh_interval": "-1"}}
	path := fmt.Sprintf("/%s/_clone/%s?wait_for_active_shards=1&timeout=120s", g.base.x.name, g.name)
	if err := g.e.client.order(ctx, http.MethodPut, path, settings, nil); err != nil {
		return fmt.Errorf("clone index %s: %w", g.base.x.name, err)
	}
	if err := g.e.awaitShards(ctx, g.name, "yellow"); err != nil {
		return err
	}
	for name, info := range old.Files {
		data, err := g.e.readFile(ctx, info)
		if err != nil {
			return fmt.Errorf("generation %d: file %q: %w", old.Number, name, err)
		}
		if g.manifest.Files[name], err = g.e.writeFile(ctx, g.manifest.Token, g.fileName(name), data); err != nil {
			return fmt.Errorf("file %q: %w", name, err)
		}
	}
	return nil
}

// fileName is what documents of a file are called: a new name each time, so
// that nothing of what it replaces is taken for it.
func (g *generation) fileName(name string) string {
	return fmt.Sprintf("%s-file-%x-%d", g.manifest.Token, name, time.Now().UnixNano())
}

// awaitShards waits until every shard of an index is there.
func (e *Engine) awaitShards(ctx context.Context, index, status string) error {
	var health struct {
		Status   string `json:"status"`
		TimedOut bool   `json:"timed_out"`
	}
	err := e.client.order(ctx, http.MethodGet, fmt.Sprintf("/_cluster/health/%s?wait_for_status=%s&timeout=120s", index, status), nil, &health)
	if err == nil && health.TimedOut {
		err = fmt.Errorf("%w: it is %s", engine.ErrUnavailable, health.Status)
	}
	if err != nil {
		return fmt.Errorf("index %s: %w", index, err)
	}
	return nil
}

// enterCall joins the caller's context with that of the lock, and counts the
// call; done must be called.
func (g *generation) enterCall(ctx context.Context) (both context.Context, done func(), err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	switch {
	case g.failed != nil:
		return nil, nil, fmt.Errorf("the generation failed before: %w", g.failed)
	case g.done:
		return nil, nil, fmt.Errorf("generation: %w", engine.ErrClosed)
	}
	g.calls.Add(1)
	both, cancel := context.WithCancelCause(ctx)
	stop := context.AfterFunc(g.protected, func() { cancel(context.Cause(g.protected)) })
	return both, func() { stop(); cancel(nil); g.calls.Done() }, nil
}

// fail ends the generation, of which something has been lost.
func (g *generation) fail(err error) error {
	if err == nil {
		return nil
	}
	if lost := context.Cause(g.protected); lost != nil && !errors.Is(lost, context.Canceled) {
		err = lost
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.failed == nil {
		g.failed = err
	}
	return err
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
		g.counts.add(terms, 1)
		if err := b.index(ctx, documentID(d.ID), d.ID, doc); err != nil {
			return err
		}
	}
	return b.flush(ctx)
}

// canaryMost is how many canaries a generation has at most.
const canaryMost = 64

// register remembers a part, and says whether it is the only one of its article
// as far as is known; Publish puts right what was not.
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

// dropCanaries forgets those of a part that is no longer as it was. The caller
// holds mu.
func (g *generation) dropCanaries(id string) {
	g.canaries = slices.DeleteFunc(g.canaries, func(c canary) bool { return string(c.Part) == id })
}

// forget takes the terms of parts, where there are such, out of the counts: they
// are about to be replaced or deleted.
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

// view looks into the index in the making.
func (g *generation) view() *view {
	return &view{x: &index{e: g.e, name: g.name, manifest: g.manifest}}
}

// streamsOnce is how many documents one request brings the terms of.
const streamsOnce = 200

// uncount reads the terms of documents of a view, and takes them out.
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
			g.counts.add(terms, -1)
			if v == g.base {
				g.mu.Lock()
				g.gone[h.part()] = true
				g.mu.Unlock()
			}
		}
	}
	return nil
}

// refresh has an index show what was written.
func (e *Engine) refresh(ctx context.Context, index string) error {
	if err := e.client.order(ctx, http.MethodPost, "/"+index+"/_refresh", nil, nil); err != nil {
		return fmt.Errorf("refresh index %s: %w", index, err)
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

// Put attaches a named file.
func (g *generation) Put(ctx context.Context, name string, data []byte) error {
	if name == "" || len(name) > 100 || strings.ContainsAny(name, "/\\\x00") || name[0] == '.' {
		return fmt.Errorf("bad file name %q", name)
	}
	both, done, err := g.enterCall(ctx)
	if err != nil {
		return g.fail(err)
	}
	defer done()
	info, err := g.e.writeFile(both, g.manifest.Token, g.fileName(name), data)
	if err != nil {
		return g.fail(fmt.Errorf("attach %q: %w", name, err))
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.manifest.Files[name] = info
	return nil
}

// Discard removes everything that was written. After Publish it does nothing.
func (g *generation) Discard() error {
	g.mu.Lock()
	if g.done {
		g.mu.Unlock()
		return nil
	}
	g.done = true
	g.mu.Unlock()
	g.calls.Wait()
	ctx, cancel := context.WithTimeout(context.Background(), cleanTime)
	defer cancel()
	err := g.e.removeGeneration(ctx, g.name, g.manifest.Token)
	return errors.Join(err, g.end(ctx))
}

func (g *generation) closeBase() error {
	if g.base == nil {
		return nil
	}
	return g.base.Close()
}

// end gives back what the generation holds: its base, the lock, the client.
func (g *generation) end(ctx context.Context) error {
	return errors.Join(g.closeBase(), g.lease.release(ctx), g.e.leave(0))
}
