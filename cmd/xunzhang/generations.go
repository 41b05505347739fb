package main

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/xunzhang/xunzhang/engine"
)

const generationsExamples = `  xunzhang generations             # what is on disk
  xunzhang generations rollback    # back to the generation before
  xunzhang generations gc          # remove what no longer serves`

func (a *app) generationsCommand() *cobra.Command {
	c := a.withJSON(&cobra.Command{
		Use:     "generations [list|rollback|gc]",
		Short:   "List, roll back or clean up the generations on disk",
		Example: generationsExamples,
		Args:    cobra.NoArgs,
		RunE:    a.onEngine(a.listGenerations),
	})
	c.AddCommand(
		a.withJSON(&cobra.Command{Use: "list", Short: "List the generations", Args: cobra.NoArgs, RunE: a.onEngine(a.listGenerations)}),
		&cobra.Command{Use: "rollback", Short: "Make the generation before the current one", Args: cobra.NoArgs, RunE: a.onEngine(a.rollback)},
		&cobra.Command{Use: "gc", Short: "Remove generations that no longer serve", Args: cobra.NoArgs, RunE: a.onEngine(a.collectGarbage)},
	)
	return c
}

func (a *app) listGenerations(ctx context.Context, e store) error {
	all, err := e.Generations(ctx)
	if err != nil {
		return err
	}
	if a.json {
		return printJSON(a.out, append([]engine.GenerationInfo{}, all...)) // [] and not null
	}
	if len(all) == 0 {
		a.say("there is none in %s", a.place())
		return nil
	}
	return writeGenerations(a.out, all)
}

func writeGenerations(w io.Writer, all []engine.GenerationInfo) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "\tfolder\tbuilt\tarticles\tparagraphs\tsize\tfingerprint\tnote")
	for _, g := range all {
		mark := ""
		if g.Current {
			mark = "*"
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%d\t%d\t%s\t%s\t%s\n", mark, g.Folder, g.BuiltAt.Local().Format(time.DateTime),
			g.Articles, g.Paragraphs, size(g.IndexBytes), g.Fingerprint, note(g))
	}
	return t.Flush()
}

func note(g engine.GenerationInfo) string {
	switch {
	case g.Problem != "":
		return clean(g.Problem)
	case g.InUse:
		return "in use"
	}
	return ""
}

func (a *app) rollback(ctx context.Context, e store) error {
	state, err := e.Rollback(ctx)
	if err != nil {
		return err
	}
	a.say("generation %d is the current one now, and what the next reindex starts from", state.Generation)
	return nil
}

func (a *app) collectGarbage(ctx context.Context, e store) error {
	removed, err := e.GC(ctx)
	for _, folder := range removed {
		a.say("removed %s", folder)
	}
	if err == nil && len(removed) == 0 {
		a.say("nothing to remove")
	}
	return err
}
