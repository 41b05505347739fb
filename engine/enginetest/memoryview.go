package enginetest

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/xunzhang/xunzhang/engine"
)

// memoryView answers from one generation.
type memoryView struct {
	index   *memoryIndex
	docs    []engine.Doc // by part id
	average float64      // grams a part
}

func newMemoryView(x *memoryIndex) *memoryView {
	v := &memoryView{index: x}
	total := 0
	for _, d := range x.docs {
		v.docs = append(v.docs, d)
		total += len(d.Grams)
	}
	slices.SortFunc(v.docs, func(a, b engine.Doc) int { return cmp.Compare(a.ID, b.ID) })
	v.average = float64(total) / float64(max(1, len(v.docs)))
	return v
}

// State describes the generation.
func (v *memoryView) State() engine.State { return v.index.state }

// Close does nothing.
func (v *memoryView) Close() error { return nil }

// File returns an attached file.
func (v *memoryView) File(ctx context.Context, name string) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	data, ok := v.index.files[name]
	if !ok {
		return nil, fmt.Errorf("memory: file %q: %w", name, engine.ErrNotFound)
	}
	return append([]byte{}, data...), nil
}

// Articles returns the parts of articles in reading order.
func (v *memoryView) Articles(ctx context.Context, ids []string) ([]engine.Hit, error) {
	var hits []engine.Hit
	for _, id := range ids {
		var parts []engine.Doc
		for _, d := range v.docs {
			if d.Article == id {
				parts = append(parts, d)
			}
		}
		slices.SortFunc(parts, func(a, b engine.Doc) int {
			return cmp.Or(cmp.Compare(len(a.ID), len(b.ID)), cmp.Compare(a.ID, b.ID))
		})
		for _, d := range parts {
			hits = append(hits, hitOf(d, 0, true))
		}
	}
	return hits, ctx.Err()
}

// Frequencies counts the parts that hold each term.
func (v *memoryView) Frequencies(ctx context.Context, terms []engine.Term) ([]int, error) {
	out := make([]int, len(terms))
	for i, t := range terms {
		out[i] = v.frequency(t)
	}
	return out, ctx.Err()
}

func (v *memoryView) frequency(t engine.Term) int {
	n := 0
	for _, d := range v.docs {
		if slices.Contains(stream(d, t.Field), t.Text) {
			n++
		}
	}
	return n
}

// Terms walks the terms with a prefix.
func (v *memoryView) Terms(ctx context.Context, f engine.Field, prefix string, fn func(string, int) bool) error {
	counts := map[string]int{}
	for _, d := range v.docs {
		seen := map[string]bool{}
		for _, t := range stream(d, f) {
			if strings.HasPrefix(t, prefix) && !seen[t] {
				seen[t] = true
				counts[t]++
			}
		}
	}
	terms := make([]string, 0, len(counts))
	for t := range counts {
		terms = append(terms, t)
	}
	slices.Sort(terms)
	for _, t := range terms {
		if err := ctx.Err(); err != nil {
			return err
		}
		if !fn(t, counts[t]) {
			return nil
		}
	}
	return ctx.Err()
}

func stream(d engine.Doc, f engine.Field) []string {
	switch f {
	case engine.Words:
		return d.Words
	case engine.Grams:
		return d.Grams
	case engine.Chars:
		return d.Chars
	case engine.Titles:
		return d.Titles
	case engine.Labels:
		return d.Labels
	}
	return nil
}

func hitOf(d engine.Doc, score float64, stored bool) engine.Hit {
	h := engine.Hit{ID: d.ID, Article: d.Article, Score: score, Fields: d.Fields}
	if stored {
		h.Stored = append([]byte{}, d.Stored...)
	}
	return h
}
