package search

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/near"
	"github.com/xunzhang/xunzhang/part"
)

// Articles that say the same, reposts and mirrors, are one hit of a page, the
// best of them, which names the others. The indexer found the groups; the flat
// rankings list every article.

// duplicates are the groups of one generation, read when a page first needs
// them. They are safe for concurrent use.
type duplicates struct {
	mu    sync.Mutex
	key   generationKey
	group map[string]int // by article id, of articles that have duplicates
}

// A generationKey tells generations apart, of which a number may be given anew
// after a rollback.
type generationKey struct {
	number int
	built  time.Time
}

// of returns the groups of a view's generation.
func (d *duplicates) of(ctx context.Context, view engine.View) (map[string]int, error) {
	s := view.State()
	key := generationKey{s.Generation, s.BuiltAt}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.group != nil && d.key == key {
		return d.group, nil
	}
	group := map[string]int{}
	data, err := view.File(ctx, near.FileName)
	if err == nil {
		group, err = near.Decode(data)
	}
	if err != nil && !errors.Is(err, engine.ErrNotFound) { // not every generation has the file
		return nil, fmt.Errorf("duplicates of generation %d: %w", s.Generation, err)
	}
	d.key, d.group = key, group
	return group, nil
}

// collapsed are the first articles of the ranking, so many that want are left
// where there are: each that says the same as one before is part of that one.
// Totals count them all.
func (r *run) collapsed(ctx context.Context, want int) ([]group, error) {
	same, err := r.service.duplicates.of(ctx, r.view)
	if err != nil {
		return nil, err
	}
	groups, err := r.ranked(ctx, want+min(want, len(same)))
	if err != nil || len(same) == 0 {
		return groups, err
	}
	return collapse(groups, same), nil
}

// collapse leaves of groups that say the same the first, with the others in it.
func collapse(groups []group, same map[string]int) []group {
	kept := make([]group, 0, len(groups))
	first := map[int]int{}
	for _, g := range groups {
		number, ok := same[g.article]
		if !ok {
			kept = append(kept, g)
			continue
		}
		if at, ok := first[number]; ok {
			kept[at].same = append(kept[at].same, g.candidate)
			continue
		}
		first[number] = len(kept)
		kept = append(kept, g)
	}
	return kept
}

// duplicatesOf names the articles that say the same as a hit.
func (r *run) duplicatesOf(g group) ([]Duplicate, error) {
	var out []Duplicate
	for _, candidate := range g.same {
		v, err := part.Open(r.hits[candidate].Stored)
		if err != nil {
			return nil, err
		}
		m, err := v.Meta()
		if err != nil {
			return nil, err
		}
		out = append(out, Duplicate{ID: m.ID, Title: part.Decode(v.Title), Author: m.Author, Published: day(m.Published), URL: m.URL})
	}
	return out, nil
}
