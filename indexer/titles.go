package indexer

import (
	"context"
	"errors"
	"fmt"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/titlelist"
)

// storeTitles attaches the list of titles: that of the base, with the changes of
// the job. A base that was made by an earlier version of the program has no list;
// then this generation has none either, until the next full build.
func (r *run) storeTitles(ctx context.Context, gen engine.Generation) error {
	list := r.base.titles
	if list == nil {
		return nil
	}
	list.Change(r.gone, r.titles)
	data, err := list.Encode()
	if err != nil {
		return err
	}
	if err := gen.Put(ctx, titlelist.FileName, data); err != nil {
		return fmt.Errorf("store titles: %w", err)
	}
	return nil
}

// readTitles reads the list of a generation, nil when it has none.
func readTitles(ctx context.Context, v engine.View) (*titlelist.List, error) {
	data, err := v.File(ctx, titlelist.FileName)
	if errors.Is(err, engine.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("the titles of the index: %w", err)
	}
	return titlelist.Decode(data)
}
