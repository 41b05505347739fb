package opensearch

import (
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/xunzhang/xunzhang/engine"
)

// counts are the frequencies of a generation in the making, as changes of those
// that it began with. They are safe for concurrent use.
type counts struct {
	mu     sync.Mutex
	fields map[engine.Field]map[string]int
}

func newCounts() *counts {
	c := &counts{fields: map[engine.Field]map[string]int{}}
	for _, f := range streamFields() {
		c.fields[f] = map[string]int{}
	}
	return c
}

// add counts the terms of a part, or takes them out where by is -1. A spelling
// counts as often as it occurs, any other term once.
func (c *counts) add(s streams, by int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for f, terms := range s {
		all := c.fields[f]
		for t, n := range terms {
			if isTermField(f) {
				n = 1
			}
			old, ok := all[t]
			if !ok {
				t = strings.Clone(t) // it may be cut from a whole article
			}
			all[t] = old + n*by
		}
	}
}

// A blockWriter gathers entries to blocks.
type blockWriter struct {
	infos   []blockInfo
	field   engine.Field
	entries []entry
	write   func(block []byte) error
}

func (w *blockWriter) add(e entry) error {
	if e.parts <= 0 {
		return nil
	}
	if w.entries = append(w.entries, e); len(w.entries) < blockTerms {
		return nil
	}
	return w.flush()
}

func (w *blockWriter) flush() error {
	if len(w.entries) == 0 {
		return nil
	}
	w.infos = append(w.infos, blockInfo{w.field, []byte(w.entries[0].term)})
	err := w.write(encodeBlock(w.entries))
	w.entries = w.entries[:0]
	return err
}

// merge writes the vocabulary that old, nil for none, has become, and returns
// where its blocks begin.
func (c *counts) merge(ctx context.Context, old *vocabulary, write func(block []byte) error) ([]blockInfo, error) {
	w := &blockWriter{write: write}
	fields := streamFields()
	slices.Sort(fields)
	for _, f := range fields {
		w.field = f
		if err := c.mergeField(ctx, old, f, w); err != nil {
			return nil, err
		}
		if err := w.flush(); err != nil {
			return nil, err
		}
	}
	return w.infos, nil
}

func (c *counts) mergeField(ctx context.Context, old *vocabulary, f engine.Field, w *blockWriter) error {
	changed := make([]string, 0, len(c.fields[f]))
	for t := range c.fields[f] {
		changed = append(changed, t)
	}
	slices.Sort(changed)
	var failed error
	if old != nil {
		err := old.walk(ctx, f, "", func(term string, parts int) bool {
			for len(changed) > 0 && changed[0] < term && failed == nil {
				failed = w.add(entry{changed[0], c.fields[f][changed[0]]})
				changed = changed[1:]
			}
			if len(changed) > 0 && changed[0] == term {
				parts += c.fields[f][term]
				changed = changed[1:]
			}
			if failed == nil {
				failed = w.add(entry{term, parts})
			}
			return failed == nil
		})
		if err != nil {
			return err
		}
	}
	for _, t := range changed {
		if failed != nil {
			break
		}
		failed = w.add(entry{t, c.fields[f][t]})
	}
	return failed
}
