package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/export"
	"github.com/xunzhang/xunzhang/part"
	"github.com/xunzhang/xunzhang/search/expand"
	"github.com/xunzhang/xunzhang/search/expand/mine"
)

const aliasesExamples = `  xunzhang aliases mine > mined.txt        # pairs that the articles explain themselves
  $EDITOR mined.txt                        # keep what is right everywhere
  xunzhang aliases check mined.txt         # what contradicts, changes nothing or goes one way
  xunzhang search --aliases mined.txt NPS  # or XUNZHANG_ALIASES=mined.txt xunzhang serve`

const mineHelp = `Prints pairs of names that the indexed text explains, 净推荐值（NPS）, A，简称 B and the
like, with how often, in the format of --aliases. They are proposals: keep those
that mean the same in every sentence. What the built-in lists and --aliases have
already is left out.`

func (a *app) aliasesCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "aliases",
		Short:   "Other words for what readers type",
		Example: aliasesExamples,
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	least := 0
	propose := &cobra.Command{
		Use:     "mine [flags]",
		Short:   "Propose pairs from the articles",
		Long:    mineHelp,
		Example: aliasesExamples,
		Args:    cobra.NoArgs,
		RunE: a.onEngine(func(ctx context.Context, e store) error {
			if least < 1 {
				return usageError{errors.New("--least must be at least 1")}
			}
			return a.mine(ctx, e, least)
		}),
	}
	propose.Flags().IntVar(&least, "least", 3, "paragraphs that must explain a pair")
	a.withAliases(propose)
	c.AddCommand(a.withJSON(propose), a.checkAliasesCommand())
	return c
}

// withAliases adds the flag --aliases to a command that searches.
func (a *app) withAliases(c *cobra.Command) *cobra.Command {
	c.Flags().StringVar(&a.aliases, "aliases", "", "`FILE` of other words for words, after the built-in lists; environment XUNZHANG_ALIASES")
	return c
}

func (a *app) mine(ctx context.Context, e store, least int) error {
	an, err := analyzer()
	if err != nil {
		return err
	}
	known, err := a.otherWords()
	if err != nil {
		return err
	}
	view, err := e.View(ctx)
	if err != nil {
		return err
	}
	m := mine.New(an)
	err = export.EachPart(ctx, view, func(_ engine.Hit, v part.View) error {
		for c := v.Paragraphs(); c.Next(); {
			m.Read(part.Decode(c.Text))
		}
		return nil
	})
	if err = errors.Join(err, view.Close()); err != nil {
		return err
	}
	pairs := slices.DeleteFunc(m.Pairs(least), func(p mine.Pair) bool {
		return knows(known, p.From, p.To) || knows(known, p.To, p.From)
	})
	return a.printMined(pairs)
}

func (a *app) printMined(pairs []mine.Pair) error {
	if a.json {
		return printJSON(a.out, pairs)
	}
	var b strings.Builder
	for _, p := range pairs {
		fmt.Fprintf(&b, "%s = %s # %d: %s\n", clean(p.From), clean(p.To), p.Paragraphs, clean(p.Example))
	}
	if _, err := fmt.Fprint(a.out, b.String()); err != nil {
		return err
	}
	a.say("%d pairs; keep what is right, then use the file with --aliases", len(pairs))
	return nil
}

// knows reports whether the lists give one word of a pair for the other.
func knows(t *expand.Table, from, to string) bool {
	to = analysis.FoldText(to)
	for _, alternative := range t.Match([]rune(analysis.FoldText(from))) {
		if alternative.Text == to {
			return true
		}
	}
	return false
}
