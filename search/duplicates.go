package search

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/near"
	"github.com/xunzhang/xunzhang/search/rank"
)

// Near-duplicate articles, such as reposts and mirrors, are one hit of a page: the
// best of them, which lists the others. The indexer has found the groups. The flat
// rankings list every article.

// duplicates are the groups of one generation, read when a page first needs
// them. They are safe for concurrent use.
type duplicates struct {
	mu    sync.Mutex
	key   engine.Key
	group map[string]int // by article id, of articles that have duplicates
}

// of returns the groups of a view's generation: for each article with duplicates the
// number of its group.
func (d *duplicates) of(ctx context.Context, view engine.View) (map[string]int, error) {
	s := view.State()
	key := s.Key()
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

// collapse keeps the first article of each group of near-duplicates, and lists the
// others in it.
func collapse(articles []rank.Article, groupOf map[string]int) []rank.Article {
	kept := make([]rank.Article, 0, len(articles))
	first := map[int]int{}
	for _, a := range articles {
		number, ok := groupOf[a.ID]
		if !ok {
			kept = append(kept, a)
			continue
		}
		if at, ok := first[number]; ok {
			kept[at].Duplicates = append(kept[at].Duplicates, a.Candidate)
			continue
		}
		first[number] = len(kept)
		kept = append(kept, a)
	}
	return kept
}
