package opensearch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/xunzhang/xunzhang/engine"
)

// A generation is an index that is being built. After its first error every call
// returns that error, and only Discard helps.
type generation struct {
	e         *Engine
	lease     *lease
	protected context.Context // ends when the lock is lost
	name      string          // of the index
	manifest  *manifest       // as far as it is known
	base      *view           // the generation it was cloned from, nil for none
	before    int             // the generation that was current at the start, 0 for none
	counts    *counts
	calls     sync.WaitGroup // calls in progress

	mu       sync.Mutex              // guards what follows
	written  map[string]*writtenPart // by part id
	articles map[string][]string     // ids of the written parts of an article
	gone     map[string]bool         // parts of the base that were replaced or deleted
	canaries []canary
	failed   error
	done     bool
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
	g := &generation{e: e, lease: lease, protected: protected, counts: newCounts(e.o.Temp), before: before,
		written: map[string]*writtenPart{}, articles: map[string][]string{}, gone: map[string]bool{}}
	if err := g.start(ctx, mode, fingerprint); err != nil {
		clean, cancel := context.WithTimeout(context.WithoutCancel(ctx), cleanTime)
		defer cancel()
		return nil, errors.Join(err, g.closeBase(), lease.release(clean))
	}
	return g, nil
}

// start removes what dead jobs left, and creates or clones the index. The caller
// holds the lock.
func (g *generation) start(ctx context.Context, mode engine.Mode, fingerprint string) error {
	all, err := g.e.sweep(ctx)
	if err != nil {
		return err
	}
	token, err := newToken()
	if err != nil {
		return err
	}
	number := g.lease.number(all)
	g.name = g.e.o.indexName(number)
	g.manifest = &manifest{Layout: Layout, Number: number, Token: token, Fingerprint: fingerprint, Files: map[string]fileInfo{}, Shards: max(1, g.e.o.Shards)}
	if mode == engine.Empty {
		if err := g.newIndex(ctx, "/"+g.name, indexBody(g.manifest.Shards)); err != nil {
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

// newIndex creates the index. Where there is one of its name, the node that created
// it was lost before it could answer, or a job that died had asked for it. Its
// content is unknown, so it is deleted and created again.
func (g *generation) newIndex(ctx context.Context, path string, body any) error {
	err := g.e.client.order(ctx, http.MethodPut, path, body, nil)
	if !alreadyThere(err) {
		return err
	}
	if err := g.e.deleteIndex(ctx, g.name); err != nil {
		return err
	}
	return g.e.client.order(ctx, http.MethodPut, path, body, nil)
}

// alreadyThere says whether an index was not created because there is one of its
// name.
func alreadyThere(err error) bool {
	r := (*refusal)(nil)
	return errors.As(err, &r) && r.kind == "resource_already_exists_exception"
}

// clone creates the index as a clone of the base's. On the nodes, the two share
// their segment files.
func (g *generation) clone(ctx context.Context) error {
	old := g.base.x.manifest
	if old.Fingerprint != g.manifest.Fingerprint {
		return fmt.Errorf("generation %d: %w", old.Number, engine.ErrFingerprint)
	}
	g.manifest.Shards = old.Shards
	settings := object{"settings": object{"index.number_of_replicas": 0, "index.blocks.write": nil, "index.refresh_interval": "-1"}}
	path := fmt.Sprintf("/%s/_clone/%s?wait_for_active_shards=1&timeout=120s", g.base.x.name, g.name)
	if err := g.newIndex(ctx, path, settings); err != nil {
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

// fail records the first error of the generation. It is the loss of the lock where
// that was the cause.
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

// end releases what the generation holds: files of counts, its base, the lock, the
// client.
func (g *generation) end(ctx context.Context) error {
	g.counts.close()
	return errors.Join(g.closeBase(), g.lease.release(ctx), g.e.leave(0))
}

// awaitShards waits until an index has a status: "yellow" means that every primary
// shard can be used.
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

// refresh makes what was written to an index visible to searches.
func (e *Engine) refresh(ctx context.Context, index string) error {
	if err := e.client.order(ctx, http.MethodPost, "/"+index+"/_refresh", nil, nil); err != nil {
		return fmt.Errorf("refresh index %s: %w", index, err)
	}
	return nil
}
