package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/xunzhang/xunzhang/engine"
)

const checkExamples = `  xunzhang check
  xunzhang check --index /srv/xunzhang/index --json`

const checkHelp = `Verifies every checksum, opens every generation, counts, and runs canary
queries, then does the same with bleve's own code, as another program would open
it. Names what is damaged and changes nothing. Exit code 76 when something is.

In a cluster it reads every attached file, the whole vocabulary and the counts,
and asks the canary queries; the files of shards the cluster verifies itself.`

func (a *app) checkCommand() *cobra.Command {
	return a.withJSON(&cobra.Command{
		Use:     "check [flags]",
		Short:   "Verify the index",
		Long:    checkHelp,
		Example: checkExamples,
		Args:    cobra.NoArgs,
		RunE:    a.onEngine(a.check),
	})
}

func (a *app) check(ctx context.Context, e store) error {
	report, err := e.Check(ctx)
	if a.json {
		report.Generations, report.Problems = notNil(report.Generations), notNil(report.Problems)
		for i := range report.Generations {
			report.Generations[i].Problems = notNil(report.Generations[i].Problems)
		}
		return errors.Join(printJSON(a.out, report), err)
	}
	for _, g := range report.Generations {
		switch {
		case g.Format != "":
			fmt.Fprintf(a.out, "generation %d: of another version, not looked at\n", g.Number)
			continue
		case len(g.Problems) > 0:
			fmt.Fprintf(a.out, "generation %d: damaged\n", g.Number)
			continue
		}
		read := fmt.Sprintf("%d files, %d postings", g.Files, g.Postings)
		if a.inCluster() { // which checks its own postings
			read = fmt.Sprintf("%d files, the whole vocabulary", g.Files)
		}
		fmt.Fprintf(a.out, "generation %d: sound, %d articles, %s, %s\n", g.Number, g.Articles, read, size(g.Bytes))
	}
	for _, p := range problems(report) {
		a.say("%s", clean(p))
	}
	return err
}

// problems returns all problems of a report, those of the folder first.
func problems(r engine.Report) []string {
	all := r.Problems
	for _, g := range r.Generations {
		all = append(all, g.Problems...)
	}
	return all
}
