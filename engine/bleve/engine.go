package bleve

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/xunzhang/xunzhang/engine"
)

// pollEvery is how long View relies on what it last read in CURRENT.
const pollEvery = 200 * time.Millisecond

// Options of an Engine; the zero value is usable.
type Options struct {
	Logger *slog.Logger // gets reports of damage and of what was done about it; nil for none
	// SignatureOf makes the signature of a stored part, as the Needs and Enough of nodes mean it
	// (engine.Verified). With it, those of each generation are made before it is served;
	// nil, for a process that answers a search and ends, for none.
	SignatureOf func(stored []byte) *engine.Signature

	disk   disk
	memory int // bytes of all builders of a job, builderTotal when 0
}

// An Engine keeps generations in a folder and serves the current one. It
// implements engine.Engine. Serving never changes anything on disk.
type Engine struct {
	dir    string
	log    *slog.Logger
	disk   disk
	memory int                                   // bytes of all builders of a job
	signs  func(stored []byte) *engine.Signature // nil for no signatures

	mu     sync.Mutex // guards what follows
	served *index     // holds one reference; nil before the first view
	closed bool
	looked time.Time // when CURRENT was last read

	opening    sync.Mutex // held while CURRENT is read and what it names is opened; guards what follows
	refused    int        // a damaged generation that CURRENT names, not to be opened again
	complained string     // the last error in the log, so that it is logged once
}

// Open returns an engine for the index in a folder, which need not exist yet.
func Open(dir string, o Options) (*Engine, error) {
	if info, err := os.Stat(dir); err == nil && !info.IsDir() {
		return nil, fmt.Errorf("index %s: not a folder", dir)
	}
	e := &Engine{dir: dir, log: o.Logger, disk: o.disk, signs: o.SignatureOf, memory: cmp.Or(o.memory, builderTotal)}
	if e.log == nil {
		e.log = slog.New(slog.DiscardHandler)
	}
	if e.disk == nil {
		e.disk = osDisk{}
	}
	return e, nil
}

// View opens the current generation. When CURRENT names a newer one than is being
// served, that is opened in the background, and callers get the old one meanwhile: no
// reader waits for a new generation to be verified. When it is damaged, the old one
// stays in use.
func (e *Engine) View(ctx context.Context) (engine.View, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	x, fresh, err := e.peek()
	if err != nil {
		return nil, err
	}
	if x == nil {
		e.opening.Lock()
		defer e.opening.Unlock()
		return e.refresh(ctx)
	}
	if !fresh && e.opening.TryLock() {
		e.follow(context.WithoutCancel(ctx))
	}
	return &view{x: x}, nil
}

// follow reads CURRENT, and opens what it names in the background unless that is being
// served. The caller holds e.opening, which is free again when all that is done.
func (e *Engine) follow(ctx context.Context) {
	if number, err := readCurrent(e.dir); !e.look() || err == nil && e.settled(number) {
		e.opening.Unlock()
		return
	}
	go func() {
		defer e.opening.Unlock()
		e.update(ctx)
	}()
}

// peek retains the generation that is being served; fresh reports whether CURRENT
// was read within pollEvery.
func (e *Engine) peek() (x *index, fresh bool, err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return nil, false, fmt.Errorf("index %s: %w", e.dir, engine.ErrClosed)
	}
	if e.served == nil || !e.served.retain() {
		return nil, false, nil
	}
	return e.served, time.Since(e.looked) < pollEvery, nil
}

// refresh reads CURRENT, opens what it names unless that is being served, and
// retains it. The caller holds e.opening.
func (e *Engine) refresh(ctx context.Context) (engine.View, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	number, problem := readCurrent(e.dir)
	old := e.servedNumber()
	if problem == nil && e.settled(number) {
		return e.serve(nil)
	}
	x, err := e.openBest(number, problem, old)
	switch {
	case err != nil && old > 0:
		e.refused = number
		e.complain("the new generation cannot be served, the old one goes on", old, err)
		return e.serve(nil)
	case err != nil:
		return nil, err
	}
	if e.refused = 0; x.state.Generation != number {
		e.refused = number
	}
	e.sign(x)
	return e.serve(x)
}

// sign makes the signatures of an index that will be served. Without them searches read
// more, and find the same.
func (e *Engine) sign(x *index) {
	if e.signs == nil {
		return
	}
	old, _, err := e.peek()
	if err == nil {
		err = x.sign(e.signs, old)
	}
	if old != nil {
		err = errors.Join(err, old.release())
	}
	if err != nil && !errors.Is(err, engine.ErrClosed) {
		e.log.Error("signatures cannot be made", "index", e.dir, "error", err)
	}
}

// complain logs damage, once.
func (e *Engine) complain(message string, generation int, err error) {
	if e.complained == err.Error() {
		return
	}
	e.complained = err.Error()
	e.log.Error(message, "index", e.dir, "generation", generation, "error", err)
}

// reload makes the generation that was just published the one that is served,
// if any is.
func (e *Engine) reload(ctx context.Context) {
	if e.servedNumber() == 0 {
		return
	}
	e.opening.Lock()
	defer e.opening.Unlock()
	e.update(ctx)
}

// update serves what CURRENT names. The caller holds e.opening.
func (e *Engine) update(ctx context.Context) {
	v, err := e.refresh(ctx)
	if err == nil {
		err = v.Close()
	}
	if err != nil && !errors.Is(err, engine.ErrClosed) {
		e.log.Warn("opening what was published", "error", err)
	}
}

// settled reports whether nothing is to be done about a generation that CURRENT names:
// it is being served, or it is damaged. The caller holds e.opening.
func (e *Engine) settled(number int) bool {
	served := e.servedNumber()
	return served > 0 && (number == served || number == e.refused)
}

// look notes that CURRENT was read, and reports whether the engine is still open.
func (e *Engine) look() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.looked = time.Now()
	return !e.closed
}

func (e *Engine) servedNumber() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.served == nil {
		return 0
	}
	return e.served.state.Generation
}

// serve makes x the one that is served, nil for no change, and retains it.
func (e *Engine) serve(x *index) (engine.View, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		var err error
		if x != nil {
			err = x.release()
		}
		return nil, errors.Join(fmt.Errorf("index %s: %w", e.dir, engine.ErrClosed), err)
	}
	e.looked = time.Now()
	if x != nil {
		if old := e.served; old != nil {
			if err := old.release(); err != nil {
				e.log.Warn("closing the old generation", "error", err)
			}
		}
		e.served = x
	}
	e.served.retain()
	return &view{x: e.served}, nil
}

// openBest opens the generation that CURRENT names or, when that is damaged
// and none is being served, the newest older one that is whole.
func (e *Engine) openBest(number int, problem error, old int) (*index, error) {
	if errors.Is(problem, fs.ErrNotExist) {
		if all, err := numbers(e.dir); err != nil || len(all) == 0 {
			return nil, errors.Join(fmt.Errorf("index %s: %w", e.dir, engine.ErrNoIndex), err)
		}
		problem = fmt.Errorf("%s: %w: %s is missing", e.dir, engine.ErrDamaged, currentName)
	}
	if problem == nil {
		var x *index
		if x, problem = openIndex(filepath.Join(e.dir, genName(number))); problem == nil {
			return x, nil
		}
	}
	if old > 0 {
		return nil, problem
	}
	return e.openOlder(number, problem)
}

// openOlder tries the generations before number, all when it is 0.
func (e *Engine) openOlder(number int, problem error) (*index, error) {
	all, err := numbers(e.dir)
	if err != nil {
		return nil, errors.Join(problem, err)
	}
	for _, n := range all {
		if number > 0 && n >= number {
			continue
		}
		x, err := openIndex(filepath.Join(e.dir, genName(n)))
		if err == nil {
			e.complain("the current generation is damaged, an older one is served: reindex", n, problem)
			return x, nil
		}
		problem = errors.Join(problem, err)
	}
	return nil, fmt.Errorf("index %s: no generation can be served; reindex: %w", e.dir, problem)
}

// Close ends the engine, and waits until nothing is being opened any more. Open views
// stay usable until they are closed.
func (e *Engine) Close() error {
	e.mu.Lock()
	was := e.closed
	e.closed = true
	e.mu.Unlock()
	if was {
		return nil
	}
	e.opening.Lock()
	defer e.opening.Unlock()
	if e.served == nil {
		return nil
	}
	return e.served.release()
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
