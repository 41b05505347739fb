package opensearch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/xunzhang/xunzhang/engine"
)

// pollEvery is how long a look at the alias stays good: so long after another
// machine has published do searches here see it.
const pollEvery = time.Second

// What is kept in memory of generations, in bytes.
const (
	blocksKept = 128 << 20
	textsKept  = 256 << 20
)

// An Engine keeps generations in a cluster and serves the current one. It
// implements engine.Engine and engine.Keeper. It is safe for concurrent use.
type Engine struct {
	o         Options
	log       *slog.Logger
	client    *client
	codec     *codec
	bulkBytes int
	blocks    *cache[[]entry] // of vocabularies
	texts     *cache[[]byte]  // stored parts

	mu      sync.Mutex // guards what follows
	greeted bool       // whether the cluster's version is known to be good
	served  *index     // nil before the first view
	looked  time.Time  // when the alias was last read
	closed  bool
	users   int         // open views and generations; the client is closed with the last
	open    map[int]int // by generation, its open views

	opening sync.Mutex // held while the alias is read
}

// An index is one published generation.
type index struct {
	e          *Engine
	name       string
	manifest   *manifest
	vocabulary *vocabulary
}

// Open prepares to use an index, which need not exist. It does not ask the
// cluster anything: that may be away for a while.
func Open(o Options) (*Engine, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	o.lease = cmp.Or(o.lease, leaseTime)
	c, err := newClient(&o)
	if err != nil {
		return nil, err
	}
	e := &Engine{o: o, log: o.Logger, client: c, bulkBytes: cmp.Or(o.bulkBytes, bulkBytes), open: map[int]int{},
		blocks: newCache[[]entry](blocksKept), texts: newCache[[]byte](textsKept)}
	if e.log == nil {
		e.log = slog.New(slog.DiscardHandler)
	}
	if e.codec, err = newCodec(); err != nil {
		return nil, errors.Join(err, c.close())
	}
	return e, nil
}

// View opens the current generation.
func (e *Engine) View(ctx context.Context) (engine.View, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if v, err := e.peek(); v != nil || err != nil {
		return v, err
	}
	e.opening.Lock()
	defer e.opening.Unlock()
	if v, err := e.peek(); v != nil || err != nil { // another caller has looked
		return v, err
	}
	if err := e.checkVersion(ctx); err != nil {
		return nil, err
	}
	number, err := e.current(ctx)
	if err != nil {
		return nil, err
	}
	e.mu.Lock()
	x := e.served
	e.mu.Unlock()
	if x == nil || x.manifest.Number != number {
		if x, err = e.openIndex(ctx, number); err != nil {
			return nil, err
		}
	}
	return e.serve(x)
}

// peek is a view of what is served, nil when it is time to look at the alias.
func (e *Engine) peek() (engine.View, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return nil, fmt.Errorf("index %s: %w", e.o.Name, engine.ErrClosed)
	}
	if e.served == nil || time.Since(e.looked) > pollEvery {
		return nil, nil
	}
	return e.viewOf(e.served), nil
}

// serve makes x the generation that is served.
func (e *Engine) serve(x *index) (engine.View, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return nil, fmt.Errorf("index %s: %w", e.o.Name, engine.ErrClosed)
	}
	e.served, e.looked = x, time.Now()
	return e.viewOf(x), nil
}

// viewOf counts a new view. The caller holds mu.
func (e *Engine) viewOf(x *index) *view {
	e.users++
	e.open[x.manifest.Number]++
	return &view{x: x, cursors: map[string]cursor{}}
}

// stale has the next view look at the alias.
func (e *Engine) stale() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.looked = time.Time{}
}

// leave gives up what viewOf or enter counted.
func (e *Engine) leave(generation int) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.users--
	if generation > 0 {
		if e.open[generation]--; e.open[generation] == 0 {
			delete(e.open, generation)
		}
	}
	if e.closed && e.users == 0 {
		return e.client.close()
	}
	return nil
}

// enter counts a user of the client that is no view.
func (e *Engine) enter() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return fmt.Errorf("index %s: %w", e.o.Name, engine.ErrClosed)
	}
	e.users++
	return nil
}

// inUse says whether a view of a generation is open in this process.
func (e *Engine) inUse(generation int) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.open[generation] > 0
}

// current is the generation that the alias names; engine.ErrNoIndex when there
// is no alias.
func (e *Engine) current(ctx context.Context) (int, error) {
	var answer map[string]any
	err := e.client.ask(ctx, http.MethodGet, "/_alias/"+e.o.Name+"?local=true", nil, &answer) // also while the cluster elects a manager
	if statusOf(err) == http.StatusNotFound {
		return 0, fmt.Errorf("index %s: %w", e.o.Name, engine.ErrNoIndex)
	}
	if err != nil {
		return 0, fmt.Errorf("index %s: %w", e.o.Name, err)
	}
	if len(answer) != 1 {
		return 0, fmt.Errorf("index %s: %w: its alias names %d indices", e.o.Name, engine.ErrDamaged, len(answer))
	}
	for name := range answer {
		if number, ok := e.o.numberOf(name); ok {
			return number, nil
		}
		return 0, fmt.Errorf("index %s: %w: its alias names %s; choose another name", e.o.Name, ErrForeign, name)
	}
	return 0, nil
}

// openIndex reads what a search needs of a generation.
func (e *Engine) openIndex(ctx context.Context, number int) (*index, error) {
	m, err := e.readManifest(ctx, number)
	if errors.Is(err, engine.ErrNotFound) {
		err = fmt.Errorf("index %s: %w: it has no manifest", e.o.indexName(number), engine.ErrDamaged)
	}
	if err != nil {
		return nil, err
	}
	x := &index{e: e, name: e.o.indexName(number), manifest: m}
	if x.vocabulary, err = e.openVocabulary(ctx, m); err != nil {
		return nil, err
	}
	// Every page with facets needs them.
	if _, err := x.vocabulary.read(ctx, x.vocabulary.spellingBlocks()); err != nil {
		return nil, err
	}
	return x, nil
}

// Close ends the engine. Open views stay usable until they are closed.
func (e *Engine) Close() error {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return nil
	}
	e.closed = true
	if e.users == 0 {
		return e.client.close()
	}
	return nil
}
