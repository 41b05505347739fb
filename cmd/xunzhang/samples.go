package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/xunzhang/xunzhang/data"
	"github.com/xunzhang/xunzhang/indexer"
)

// buildFirst runs the job that builds the first index, and prints a summary.
func (a *app) buildFirst(ctx context.Context, e store, job indexer.Job) error {
	an, err := newLateAnalyzer()
	if err != nil {
		return err
	}
	report, err := a.reindex(ctx, e, an, job)
	if err != nil {
		return err
	}
	a.say("indexed %d articles in %s, %d inputs skipped", report.Articles, seconds(report.Seconds), len(report.Skipped))
	return nil
}

// openSamples builds an index of the embedded sample articles in a temporary
// folder. Done closes it and removes the folder, also after an error.
func (a *app) openSamples(ctx context.Context) (e store, done func() error, err error) {
	dir, err := os.MkdirTemp("", "xunzhang-samples-*")
	if err != nil {
		return nil, nothing, err
	}
	remove := func() error { return removeAll(dir) }
	articles, err := data.Articles()
	if err != nil {
		return nil, remove, err
	}
	source := filepath.Join(dir, "articles")
	if err := os.CopyFS(source, articles); err != nil {
		return nil, remove, fmt.Errorf("unpack the sample articles: %w", err)
	}
	index := filepath.Join(dir, "index")
	e, err = a.openFolder(index)
	if err != nil {
		return nil, remove, err
	}
	a.say("there is no index in %s: these are the sample articles; build one with `xunzhang reindex SOURCE...`", a.place())
	err = a.buildFirst(ctx, e, indexer.Job{Sources: []string{source}, Room: roomIn(index)})
	return e, func() error { return errors.Join(e.Close(), remove()) }, err
}

// nothing is the done function of something that was not opened.
func nothing() error { return nil }

// removeAll removes a folder with everything in it, also read-only folders of the
// engine.
func removeAll(dir string) error {
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			return os.Chmod(path, 0o700)
		}
		return err
	})
	return errors.Join(err, os.RemoveAll(dir))
}
