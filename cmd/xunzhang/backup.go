package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	"github.com/spf13/cobra"

	"github.com/xunzhang/xunzhang/engine"
)

const backupExamples = `  xunzhang backup /srv/backups/2026-01-31
  xunzhang backup --json /srv/backups/2026-01-31
  xunzhang serve --index /srv/backups/2026-01-31   # a backup is an index of its own`

const backupHelp = `Copies the current generation into DIR, which must be new or empty, and verifies
the copy: every checksum, the counts, canary queries. DIR becomes an index of its
own, to restore from, to check and to serve. Searching and reindexing go on.

With --engine opensearch://... give REPOSITORY/SNAPSHOT in place of DIR: a new
snapshot in a repository that the cluster knows.`

const restoreExamples = `  xunzhang restore /srv/backups/2026-01-31
  xunzhang generations rollback            # back to what was there before`

const restoreHelp = `Verifies the backup in DIR, copies it into the index under a new number, verifies
the copy, and makes it the current generation. A server takes it up without a
restart. What was current before stays as the generation before.

With --engine opensearch://... give REPOSITORY/SNAPSHOT in place of DIR.`

func (a *app) backupCommand() *cobra.Command {
	return a.onFolder(a.backup, &cobra.Command{
		Use:     "backup [flags] DIR",
		Short:   "Copy the current generation, verified",
		Long:    backupHelp,
		Example: backupExamples,
	})
}

func (a *app) restoreCommand() *cobra.Command {
	return a.onFolder(a.restore, &cobra.Command{
		Use:     "restore [flags] DIR",
		Short:   "Make a backup the current generation",
		Long:    restoreHelp,
		Example: restoreExamples,
	})
}

// onFolder completes a command that works on the engine of the index and the folder
// that its argument names.
func (a *app) onFolder(fn func(context.Context, store, string) error, c *cobra.Command) *cobra.Command {
	c.Args = cobra.ExactArgs(1)
	c.RunE = func(c *cobra.Command, args []string) error {
		return a.onEngine(func(ctx context.Context, e store) error { return fn(ctx, e, args[0]) })(c, args)
	}
	return a.withJSON(c)
}

func (a *app) backup(ctx context.Context, e store, dir string) error {
	v, err := e.View(ctx)
	if err != nil {
		return err
	}
	bytes := v.State().IndexBytes
	if err := v.Close(); err != nil {
		return err
	}
	if room := roomIn(dir); room != nil && !a.inCluster() {
		if err := room(bytes); err != nil {
			return err
		}
	}
	a.onInterrupt("stopping: what was copied so far is removed")
	state, err := e.Backup(ctx, dir)
	if errors.Is(err, fs.ErrExist) {
		return usageError{err}
	}
	return a.copied(state, err, "is copied to "+dir)
}

func (a *app) restore(ctx context.Context, e store, dir string) error {
	a.onInterrupt("stopping: what was copied so far is removed, the index stays as it was")
	state, err := e.Restore(ctx, dir)
	switch {
	case errors.Is(err, engine.ErrDamaged):
		err = fmt.Errorf("%w: %w", errBadBackup, err)
	case errors.Is(err, fs.ErrNotExist):
		err = fmt.Errorf("%w in %s: %w", errNoBackup, dir, err)
	}
	return a.copied(state, err, "is the current one now, as it was in "+dir)
}

// copied prints the generation that a backup or a restore has copied.
func (a *app) copied(s engine.State, err error, what string) error {
	switch {
	case err != nil:
		return err
	case a.json:
		return printJSON(a.out, s)
	}
	_, err = fmt.Fprintf(a.out, "generation %d %s: %d articles, %d paragraphs, %s, verified\n",
		s.Generation, clean(what), s.Articles, s.Paragraphs, size(s.IndexBytes))
	return err
}
