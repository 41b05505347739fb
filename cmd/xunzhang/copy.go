package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/indexer"
)

const copyExamples = `  xunzhang copy --from data/index --to opensearch://search1:9200,search2:9200/wiki
  xunzhang copy --from opensearch://search1:9200/wiki --to data/index`

const copyHelp = `Copies the current generation of one index into another, a folder or an index in
a cluster, and makes it the current one there. Texts are analysed anew from what
the index holds, so that the sources are not read again; the next reindex goes on
from the copy as it would have from the original.`

// A copying is the command with its flags.
type copying struct {
	*app
	from, to string
}

func (a *app) copyCommand() *cobra.Command {
	o := &copying{app: a}
	c := &cobra.Command{
		Use:     "copy --from INDEX --to INDEX",
		Short:   "Copy an index to another engine",
		Long:    copyHelp,
		Example: copyExamples,
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return o.run(c.Context()) },
	}
	c.Flags().StringVar(&o.from, "from", "", "`INDEX` to copy: a folder, or opensearch://HOST:PORT[,HOST...]/NAME")
	c.Flags().StringVar(&o.to, "to", "", "`INDEX` to copy to, likewise")
	a.tempFlag(c)
	return a.withJSON(c)
}

func (o *copying) run(ctx context.Context) error {
	switch {
	case o.from == "" || o.to == "":
		return usageError{errors.New("copy needs --from and --to")}
	case o.from == o.to:
		return usageError{errors.New("--from and --to are the same index")}
	}
	if err := o.checkTemp(); err != nil {
		return err
	}
	an, err := newLateAnalyzer()
	if err != nil {
		return err
	}
	from, fromRules, err := o.openPlace(o.from)
	if err != nil {
		return err
	}
	to, toRules, err := o.openPlace(o.to)
	if err != nil {
		return errors.Join(err, from.Close())
	}
	o.onInterrupt("stopping: what was copied so far is removed, the index stays as it was")
	t := newTicker(o.err)
	s, err := indexer.Copy(ctx, an, indexer.Copying{From: from, To: to, FromRules: fromRules, ToRules: toRules, Progress: t.show})
	t.end()
	if err == nil {
		o.copyJob(ctx, from, to)
	}
	if err = errors.Join(err, from.Close(), to.Close()); err != nil {
		return err
	}
	if o.json {
		return printJSON(o.out, s)
	}
	_, err = fmt.Fprintf(o.out, "generation %d in %s: %d articles, %d paragraphs, %s\n", s.Generation, clean(o.to), s.Articles, s.Paragraphs, size(s.IndexBytes))
	return err
}

// copyJob copies the report of the last job, which the owner's page shows; when that
// fails, the index is copied all the same.
func (o *copying) copyJob(ctx context.Context, from, to store) {
	report, err := from.LastJob(ctx)
	if errors.Is(err, engine.ErrNotFound) {
		return
	}
	if err == nil {
		err = to.KeepJob(ctx, report)
	}
	if err != nil {
		o.say("the report of the last job was not copied: %v", err)
	}
}
