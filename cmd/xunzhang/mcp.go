package main

import (
	"context"
	"errors"
	"io"
	"log/slog"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/spf13/cobra"

	"github.com/xunzhang/xunzhang/mcp"
	"github.com/xunzhang/xunzhang/search"
)

const mcpHelp = `Speaks the Model Context Protocol over standard input and output, so that a
program with a language model can search the index and read articles. It serves
until its input ends. Links in its answers begin with --base-url; they lead
somewhere while ` + "`xunzhang serve`" + ` runs there.`

const mcpExamples = `  xunzhang mcp --index data/index
  claude mcp add xunzhang -- xunzhang mcp --index /var/lib/xunzhang/index`

func (a *app) mcpCommand() *cobra.Command {
	var base string
	c := &cobra.Command{
		Use: "mcp", Short: "Offer the index to a language model, over standard input and output",
		Long: mcpHelp, Example: mcpExamples, Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return a.serveMCP(c.Context(), base) },
	}
	c.Flags().StringVar(&base, "base-url", "http://127.0.0.1:8080", "address of a server with the same index, for links")
	a.withAliases(c)
	return c
}

func (a *app) serveMCP(ctx context.Context, base string) error {
	a.stays = true
	service, done, err := a.openService(ctx)
	if err != nil {
		return err
	}
	return errors.Join(a.speakMCP(ctx, service, base), done())
}

// speakMCP answers until the input ends.
func (a *app) speakMCP(ctx context.Context, service *search.Service, base string) error {
	log := slog.New(slog.NewTextHandler(a.err, nil))
	s := mcp.NewServer(mcp.Library{Finder: service, Reader: service, BaseURL: base, Version: moduleVersion(""), Logger: log})
	err := s.Run(ctx, &sdk.IOTransport{Reader: io.NopCloser(a.in), Writer: unclosed{a.out}})
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// An unclosed writer stays open.
type unclosed struct{ io.Writer }

func (unclosed) Close() error { return nil }
