package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/xunzhang/xunzhang/article"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/indexer"
)

const reindexExamples = `  xunzhang reindex docs/                      # build, or update what changed
  xunzhang reindex archive.tar.gz notes/      # several sources, one index
  xunzhang reindex --full archive.zip         # build from nothing
  xunzhang reindex --dry-run docs/            # say what would change
  xunzhang reindex --watch docs/              # update whenever a file changes
  xunzhang reindex --config xunzhang.yaml     # the sources of a file, each in its own way
  xunzhang reindex --config xunzhang.yaml wiki   # one of them, by its name
  xunzhang reindex --explain docs/a.md        # what becomes of one file, and why
  mysqldump-to-jsonl | xunzhang reindex -     # JSONL on standard input
  xunzhang reindex --strict --json docs/      # for scripts: exit code 4 when something was skipped`

const reindexHelp = `Builds the index from SOURCES and makes it the current one: folders, files
(.md .html .txt .epub .docx .jsonl and others), archives (.zip .tar .tar.gz .tgz .tar.zst),
or - for JSONL on standard input. A book or Word document is one article.

A source that is named again is brought up to date: what did not change is not
analysed again, what vanished is deleted. Articles of sources that are not named
stay. --full builds from the named sources alone. Until the new index is
complete and verified, the one before it serves.

What an author does not show is left out: drafts, unpublished and protected
documents. --drafts reads them. What readers leave out of a document is counted in
the report, and --explain FILE shows it.

--config FILE names sources in YAML, with their globs, encodings and default
metadata; see docs/configuration.md. The index then holds these and no others.
With NAMES only the sources of these names are brought up to date.`

// stdin is the source that is standard input.
const stdin = "-"

// A reindexing is the command with its flags.
type reindexing struct {
	*app
	full, dryRun, strict, watch bool
	config                      string
	explained                   string // the file to explain, "" for none
	read                        article.Options
}

func (a *app) reindexCommand() *cobra.Command {
	r := &reindexing{app: a}
	c := &cobra.Command{
		Use:     "reindex [flags] SOURCE... | --config FILE [NAME...]",
		Short:   "Build or update the index",
		Long:    reindexHelp,
		Example: reindexExamples,
		Args: func(c *cobra.Command, args []string) error {
			if r.config != "" || r.explained != "" {
				return nil
			}
			return cobra.MinimumNArgs(1)(c, args)
		},
		RunE: func(c *cobra.Command, args []string) error { return r.run(c.Context(), args) },
	}
	c.Flags().BoolVar(&r.full, "full", false, "build from nothing, from the named sources alone")
	c.Flags().BoolVar(&r.dryRun, "dry-run", false, "say what would change, write nothing")
	c.Flags().BoolVar(&r.strict, "strict", false, "exit with 4 when inputs were skipped")
	c.Flags().BoolVar(&r.watch, "watch", false, "go on, and update whenever a source changes")
	c.Flags().StringVar(&r.read.Encoding, "encoding", "", "encoding of the inputs (GB18030, Big5, UTF-16LE ...) instead of detecting it")
	c.Flags().StringArrayVar(&r.read.Exclude, "exclude", nil, "leave out files that match a `GLOB`, such as 'drafts/**'; may be repeated")
	c.Flags().StringArrayVar(&r.read.Include, "include", nil, "read only files that match a `GLOB`, such as '*.md'; may be repeated")
	c.Flags().BoolVar(&r.read.Drafts, "drafts", false, "read drafts and what else is marked as not meant for readers")
	c.Flags().StringVar(&r.explained, "explain", "", "say what becomes of one `FILE`, and write nothing; with SOURCE, of a file in it")
	r.tempFlag(c)
	c.Flags().StringVar(&r.config, "config", "", "YAML `FILE` that names sources and how to read them")
	return a.withJSON(c)
}

// job is what the command line asks for.
func (r *reindexing) job(ctx context.Context, args []string) (indexer.Job, error) {
	job := indexer.Job{Sources: args, Read: r.read, Full: r.full, DryRun: r.dryRun, Room: r.room(), Temp: r.temp}
	if err := r.checkTemp(); err != nil {
		return job, err
	}
	if err := r.read.Check(); err != nil {
		return job, usageError{err}
	}
	if r.config != "" {
		if r.read.Encoding != "" || r.read.Exclude != nil || r.read.Include != nil {
			return job, usageError{errors.New("--encoding, --exclude and --include belong in the configuration, with each source")}
		}
		if err := configured(&job, r.config, args); err != nil {
			return job, err
		}
	}
	if !slices.Contains(job.Sources, stdin) {
		return job, nil
	}
	if r.watch {
		return job, usageError{errors.New("--watch cannot watch standard input")}
	}
	job.Read.Stdin = interruptibleReader(ctx, r.in)
	if own, ok := job.Each[stdin]; ok {
		own.Stdin = job.Read.Stdin
		job.Each[stdin] = own
	}
	return job, nil
}

func (r *reindexing) run(ctx context.Context, args []string) error {
	if r.explained != "" {
		return r.explain(ctx, args)
	}
	job, err := r.job(ctx, args)
	if err != nil {
		return err
	}
	e, err := r.openEngine()
	if err != nil {
		return err
	}
	an, err := newLateAnalyzer()
	if err != nil {
		return errors.Join(err, e.Close())
	}
	report, err := r.reindex(ctx, e, an, job)
	switch {
	case err == nil:
		r.keepJob(ctx, e, report)
		err = r.print(report)
	case errors.Is(err, indexer.ErrEmpty): // because of these
		r.printInputs("skipped", report.Skipped)
	}
	if err == nil && r.watch {
		job.Full = false
		err = r.watching(ctx, e, an, job)
	}
	err = errors.Join(err, e.Close())
	if err == nil && r.strict && len(report.Skipped) > 0 {
		return fmt.Errorf("%w: %d", errSkipped, len(report.Skipped))
	}
	return err
}

// reindex runs a job with progress.
func (a *app) reindex(ctx context.Context, e engine.Engine, an indexer.Analyzer, job indexer.Job) (indexer.Report, error) {
	t, g := newTicker(a.err), newGovernor()
	job.Progress = func(p indexer.Progress) { g.adjust(); t.show(p) }
	job.Rules = a.indexRules()
	a.onInterrupt("stopping: what was built so far is removed, the index stays as it was")
	defer a.onInterrupt("stopping")
	defer t.end()
	return indexer.Run(ctx, e, an, job)
}
