package opensearch

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"

	"github.com/xunzhang/xunzhang/engine"
)

// counts are the frequencies of terms in a generation that is being built, as
// differences from the generation that it was cloned from. When there are many,
// most of them are on disk. They are safe for concurrent use.
type counts struct {
	most int    // terms that are held in memory
	temp string // folder for the others, "" for the system's

	mu     sync.Mutex // guards what follows
	held   int        // terms in fields
	fields map[engine.Field]map[string]int
	runs   []*countRun // counts that were moved to disk
}

// mostCounts is how many terms are held in memory, some 150 bytes each; a million
// is what 6,000 articles have.
const mostCounts = 2 << 20

func newCounts(temp string) *counts {
	c := &counts{most: mostCounts, temp: temp}
	c.clear()
	return c
}

func (c *counts) clear() {
	c.held, c.fields = 0, map[engine.Field]map[string]int{}
	for _, f := range streamFields() {
		c.fields[f] = map[string]int{}
	}
}

// add counts the terms of a part, or takes them out where by is -1. A spelling
// counts as often as it occurs, any other term once.
func (c *counts) add(s streams, by int) error {
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
				c.held++
			}
			all[t] = old + n*by
		}
	}
	if c.held <= c.most {
		return nil
	}
	r, err := writeRun(c.temp, c.sorted)
	if err != nil {
		return fmt.Errorf("set frequencies aside: %w", err)
	}
	c.runs = append(c.runs, r)
	c.clear()
	return nil
}

// sorted are the counts of a field that are in memory, in the order of terms.
func (c *counts) sorted(f engine.Field) []entry {
	all := make([]entry, 0, len(c.fields[f]))
	for t, n := range c.fields[f] {
		all = append(all, entry{t, n})
	}
	slices.SortFunc(all, func(a, b entry) int { return strings.Compare(a.term, b.term) })
	return all
}

// close removes what lies on disk.
func (c *counts) close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, r := range c.runs {
		r.close()
	}
	c.runs = nil
}

// A blockWriter collects entries into blocks.
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

// merge writes the new vocabulary, made of old (nil for none) and the counts, and
// returns where its blocks begin.
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
	sources := []iter.Seq2[entry, error]{entriesOf(c.sorted(f))}
	for _, r := range c.runs {
		sources = append(sources, r.entries(f))
	}
	if old != nil {
		sources = append(sources, old.entries(ctx, f))
	}
	for e, err := range sums(sources) {
		if err == nil {
			err = w.add(e)
		}
		if err != nil {
			return err
		}
	}
	return nil
}
