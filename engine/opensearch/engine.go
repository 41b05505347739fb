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

// pollEvery is how long the last reading of the alias is relied on. Searches see
// what another machine has published after this time at most.
const pollEvery = time.Second

// Sizes of the caches, in bytes.
const (
	blocksKept   = 128 << 20
	textsKept    = 256 << 20
	articlesKept = 32 << 20
	suspectsKept = 16 << 20
	partsKept    = 16 << 20
)

// An Engine keeps generations in a cluster and serves the current one. It
// implements engine.Engine and engine.Keeper. It is safe for concurrent use.
type Engine struct {
	o         Options
	log       *slog.Logger
	client    *client
	codec     *codec
	bulkBytes int
	patience  time.Duration
	blocks    *cache[[]entry]      // of vocabularies
	texts     *cache[[]byte]       // stored parts
	articles  *cache[[]string]     // articles of several parts that an InArticle matches
	suspects  *cache[[]suspect]    // parts that a Verified has to read
	parts     *cache[[]engine.Hit] // by article, its parts without stored bytes

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

// Open prepares to use an index, which need not exist. It sends nothing to the
// cluster, which may be unavailable at the moment.
func Open(o Options) (*Engine, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	o.lease = cmp.Or(o.lease, leaseTime)
	c, err := newClient(&o)
	if err != nil {
		return nil, err
	}
	e := &Engine{o: o, log: o.Logger, client: c, bulkBytes: cmp.Or(o.bulkBytes, bulkBytes), patience: cmp.Or(o.patience, bulkPatience), open: map[int]int{},
		blocks: newCache[[]entry](blocksKept), texts: newCache[[]byte](textsKept), articles: newCache[[]string](articlesKept),
		suspects: newCache[[]suspect](suspectsKept), parts: newCache[[]engine.Hit](partsKept)}
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

// peek returns a view of the served generation, nil when the alias has to be read
// first.
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

// serve makes x the served generation, and returns a view of it.
func (e *Engine) serve(x *index) (engine.View, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return nil, fmt.Errorf("index %s: %w", e.o.Name, engine.ErrClosed)
	}
	e.served, e.looked = x, time.Now()
	return e.viewOf(x), nil
}

// viewOf makes a view, and counts it. The caller holds mu.
func (e *Engine) viewOf(x *index) *view {
	e.users++
	e.open[x.manifest.Number]++
	return newView(x)
}

// stale makes the next call of View read the alias.
func (e *Engine) stale() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.looked = time.Time{}
}

// leave undoes the counting of viewOf, or, for generation 0, of enter.
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

// enter counts a user of the client other than a view.
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

// openIndex reads the manifest of a generation and what else every search needs.
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
	// Every page with facets needs the spellings.
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
