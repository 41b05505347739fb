package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"

	"github.com/xunzhang/xunzhang/indexer"
)

// settleTime is how long sources must rest before they are read again: editors
// write a file in several steps, and a checkout touches many.
const settleTime = 500 * time.Millisecond

// watching repeats an incremental job whenever a source changes, until the
// context ends.
func (r *reindexing) watching(ctx context.Context, e store, a indexer.Analyzer, job indexer.Job) error {
	w, err := fsnotify.NewWatcher()
	if err != nil {
		return fmt.Errorf("watch the sources: %w", err)
	}
	defer w.Close()
	for _, source := range job.Sources {
		if err := watchTree(w, source); err != nil {
			return fmt.Errorf("watch %q: %w", source, err)
		}
	}
	r.say("watching %s", strings.Join(job.Sources, ", "))
	rest := time.NewTimer(0)
	<-rest.C
	for {
		select {
		case <-ctx.Done():
			return nil // how watching ends
		case event := <-w.Events:
			if event.Has(fsnotify.Create) {
				_ = watchTree(w, event.Name) // gone again: nothing to watch
			}
			rest.Reset(settleTime)
		case err := <-w.Errors:
			r.say("watching: %v; reading everything again", err)
			rest.Reset(settleTime)
		case <-rest.C:
			r.again(ctx, e, a, job)
		}
	}
}

// again runs a job and prints its report. After a failure the index is as it was,
// and the next change starts another job.
func (r *reindexing) again(ctx context.Context, e store, a indexer.Analyzer, job indexer.Job) {
	report, err := r.reindex(ctx, e, a, job)
	if err == nil && report.Published {
		r.keepJob(ctx, e, report)
		err = r.print(report)
	}
	if err != nil && !errors.Is(err, context.Canceled) {
		r.say("xunzhang: %v", err)
	}
}

// watchTree watches a folder and those below it, or the folder of a file: many
// editors replace a file, which ends a watch on the file itself.
func watchTree(w *fsnotify.Watcher, root string) error {
	return filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil && path == root:
			return err
		case err != nil:
			return nil // unreadable below the root: the job says so
		case d.IsDir():
			return w.Add(path)
		case path == root:
			return w.Add(filepath.Dir(path))
		}
		return nil
	})
}
