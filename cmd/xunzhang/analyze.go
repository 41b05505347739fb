package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/search/query"
	"github.com/xunzhang/xunzhang/server"
)

const analyzeExamples = `  xunzhang analyze 小红书上的TikTok难民
  xunzhang analyze --json "AI+ 打八折" | jq -r '.grams[].term'`

func (a *app) analyzeCommand() *cobra.Command {
	return a.withJSON(&cobra.Command{
		Use:     "analyze [flags] TEXT...",
		Short:   "Show how a text is cut into terms",
		Example: analyzeExamples,
		Args:    cobra.MinimumNArgs(1),
		RunE:    func(c *cobra.Command, args []string) error { return a.analyze(c.Context(), strings.Join(args, " ")) },
	})
}

func (a *app) analyze(ctx context.Context, text string) error {
	if err := query.CheckText(text); err != nil {
		return usageError{fmt.Errorf("the text is %w", err)}
	}
	an, err := analyzer()
	if err != nil {
		return err
	}
	out, err := analyzing{an}.Analyze(ctx, text)
	if err != nil {
		return err
	}
	if a.json {
		return printJSON(a.out, out)
	}
	_, err = fmt.Fprintf(a.out, "folded  %s\nwords   %s\ngrams   %s\n",
		clean(out.Normalized), line(out.Words), line(out.Grams))
	return err
}

// analyzing implements server.Analyzer, which shows how a text is cut into terms.
type analyzing struct{ *analysis.Analyzer }

// Analyze cuts a text into terms.
func (a analyzing) Analyze(_ context.Context, text string) (server.Analysis, error) {
	t := analysis.NewText(text)
	return server.Analysis{
		Text: text, Normalized: t.Folded(), Words: tokens(a.Words(t)), Grams: tokens(t.Grams()),
	}, nil
}

func tokens(all []analysis.Token) []server.Token {
	out := make([]server.Token, len(all))
	for i, t := range all {
		out[i] = server.Token{Term: t.Term, Start: t.Start, End: t.End}
	}
	return out
}

func line(all []server.Token) string {
	terms := make([]string, len(all))
	for i, t := range all {
		terms[i] = t.Term
	}
	return clean(strings.Join(terms, " | "))
}
