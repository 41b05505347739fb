package enginetest

import (
	"context"
	"fmt"
	"maps"
	"strings"
	"sync"
	"time"

	"github.com/xunzhang/xunzhang/engine"
)

// Memory is an engine that keeps everything in memory and evaluates queries
// document by document. It is the model that other engines are compared with,
// and a fake for the tests of packages above the seam.
type Memory struct {
	mu       sync.Mutex
	current  *memoryIndex // nil when there is no index
	building bool
	closed   bool
}

// memoryIndex is one generation; it does not change once it is published.
type memoryIndex struct {
	state engine.State
	docs  map[string]engine.Doc // by part id
	files map[string][]byte
}

// NewMemory returns an engine without an index.
func NewMemory() *Memory { return &Memory{} }

// enter locks the engine for a call; leave unlocks it.
func (m *Memory) enter(ctx context.Context) (leave func(), err error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	m.mu.Lock()
	if m.closed {
		m.mu.Unlock()
		return nil, fmt.Errorf("memory: %w", engine.ErrClosed)
	}
	return m.mu.Unlock, nil
}

// View opens the current generation.
func (m *Memory) View(ctx context.Context) (engine.View, error) {
	leave, err := m.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	if m.current == nil {
		return nil, fmt.Errorf("memory: %w", engine.ErrNoIndex)
	}
	return newMemoryView(m.current), nil
}

// Begin starts a generation.
func (m *Memory) Begin(ctx context.Context, mode engine.Mode, fingerprint string) (engine.Generation, error) {
	leave, err := m.enter(ctx)
	if err != nil {
		return nil, err
	}
	defer leave()
	switch {
	case m.building:
		return nil, fmt.Errorf("memory: %w", engine.ErrLocked)
	case mode == engine.Current && m.current == nil:
		return nil, fmt.Errorf("memory: %w", engine.ErrNoIndex)
	case mode == engine.Current && m.current.state.Fingerprint != fingerprint:
		return nil, fmt.Errorf("memory: %w", engine.ErrFingerprint)
	}
	g := &memoryGeneration{engine: m, fingerprint: fingerprint, docs: map[string]engine.Doc{}, files: map[string][]byte{}}
	if mode == engine.Current {
		g.docs, g.files = maps.Clone(m.current.docs), maps.Clone(m.current.files)
	}
	m.building = true
	return g, nil
}

// Close ends the engine; open views stay usable.
func (m *Memory) Close() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closed = true
	return nil
}

type memoryGeneration struct {
	engine      *Memory
	fingerprint string
	mu          sync.Mutex
	docs        map[string]engine.Doc
	files       map[string][]byte
	done        bool
}

// Write adds or replaces parts.
func (g *memoryGeneration) Write(ctx context.Context, docs []engine.Doc) error {
	return g.change(ctx, func() error {
		for _, d := range docs {
			g.docs[d.ID] = copyOf(d)
		}
		return nil
	})
}

// Delete removes all parts of the articles.
func (g *memoryGeneration) Delete(ctx context.Context, articles []string) error {
	return g.change(ctx, func() error {
		for _, a := range articles {
			maps.DeleteFunc(g.docs, func(_ string, d engine.Doc) bool { return d.Article == a })
		}
		return nil
	})
}

// Put attaches a file.
func (g *memoryGeneration) Put(ctx context.Context, name string, data []byte) error {
	return g.change(ctx, func() error {
		if name == "" || strings.ContainsAny(name, "/\\\x00") || name[0] == '.' {
			return fmt.Errorf("memory: bad file name %q", name)
		}
		g.files[name] = append([]byte{}, data...)
		return nil
	})
}

func (g *memoryGeneration) change(ctx context.Context, do func() error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.done {
		return fmt.Errorf("memory: generation: %w", engine.ErrClosed)
	}
	return do()
}

// Publish makes the generation the current one.
func (g *memoryGeneration) Publish(ctx context.Context) (engine.State, error) {
	var s engine.State
	err := g.change(ctx, func() error {
		g.done = true
		s = g.engine.publish(g)
		return nil
	})
	return s, err
}

func (m *Memory) publish(g *memoryGeneration) engine.State {
	m.mu.Lock()
	defer m.mu.Unlock()
	number := 1
	if m.current != nil {
		number = m.current.state.Generation + 1
	}
	m.building = false
	m.current = &memoryIndex{state: stateOf(number, g), docs: g.docs, files: g.files}
	return m.current.state
}

// Discard forgets the generation.
func (g *memoryGeneration) Discard() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.done {
		return nil
	}
	g.done = true
	g.engine.mu.Lock()
	defer g.engine.mu.Unlock()
	g.engine.building = false
	return nil
}

func stateOf(number int, g *memoryGeneration) engine.State {
	s := engine.State{Generation: number, Fingerprint: g.fingerprint, BuiltAt: time.Now().UTC(), Parts: len(g.docs)}
	articles := map[string]bool{}
	for _, d := range g.docs {
		articles[d.Article] = true
		s.Paragraphs += d.Paragraphs
		s.Runes += int64(d.Runes)
		s.IndexBytes += int64(len(d.Stored))
		if p := d.Fields.Published; !p.IsZero() && dayOf(p).After(s.Newest) {
			s.Newest = dayOf(p)
		}
	}
	s.Articles = len(articles)
	return s
}

func copyOf(d engine.Doc) engine.Doc {
	d.Words = append([]string{}, d.Words...)
	d.Grams = append([]string{}, d.Grams...)
	d.Chars = append([]string{}, d.Chars...)
	d.Titles = append([]string{}, d.Titles...)
	d.Labels = append([]string{}, d.Labels...)
	d.Fields.Tags = append([]string(nil), d.Fields.Tags...)
	d.Stored = append([]byte{}, d.Stored...)
	for _, day := range []*time.Time{&d.Fields.Published, &d.Fields.Updated} {
		if !day.IsZero() {
			*day = dayOf(*day)
		}
	}
	return d
}

// dayOf is midnight UTC of the calendar day that t shows.
func dayOf(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}
