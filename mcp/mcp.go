// Package mcp offers the library to language models, over the Model Context
// Protocol: a tool to search, one to read an article by paragraphs, and one for
// related articles. What they answer can be quoted: every paragraph comes with
// its link. It must not know HTTP, nor who may ask.
package mcp

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search"
	"github.com/xunzhang/xunzhang/search/show"
)

// A Finder finds articles. search.Service is one.
type Finder interface {
	Search(ctx context.Context, r search.Request) (*search.Response, error)
}

// A Reader gives whole articles. search.Service is one.
type Reader interface {
	Article(ctx context.Context, id, query string) (*search.ArticlePage, error)
	Related(ctx context.Context, id string, n int) ([]search.RelatedArticle, error)
}

// A Library is what the tools answer from.
type Library struct {
	Finder  Finder       // nil leaves out the tool to search
	Reader  Reader       // nil leaves out the tools to read
	BaseURL string       // public address without a path, which links begin with
	Version string       // of the program
	Logger  *slog.Logger // told of what fails inside; nil for nobody
	Schemas *sdk.SchemaCache
}

// Limits of the tools.
const (
	MaxArticles     = 20     // of one answer
	MaxParagraphs   = 200    // of one answer
	MaxRunes        = 20_000 // of the paragraphs of one answer, but for the first
	defaultArticles = 5
	defaultRead     = 40
)

const instructions = `A library of Chinese articles with a full-text search. Search with the words
that the text itself would have; "in quotes" is an exact phrase, -word excludes,
author: tag: category: title: and 2023..2025 restrict. Traditional and simplified
characters find each other. Quote paragraphs with their links.`

// NewServer is an MCP server with the tools of a library, which Run of the SDK
// serves over a transport.
func NewServer(l Library) *sdk.Server {
	if l.Logger == nil {
		l.Logger = slog.New(slog.DiscardHandler)
	}
	s := sdk.NewServer(&sdk.Implementation{Name: "xunzhang", Title: "寻章", Version: l.Version},
		&sdk.ServerOptions{Instructions: instructions, SchemaCache: l.Schemas})
	reads := &sdk.ToolAnnotations{ReadOnlyHint: true, IdempotentHint: true, OpenWorldHint: new(bool)}
	if l.Finder != nil {
		sdk.AddTool(s, &sdk.Tool{Name: "search", Title: "Search articles", Annotations: reads,
			Description: "Finds articles and the paragraphs of them that answer best, with a link to quote each. No match is an empty list."}, guarded(l, l.search))
	}
	if l.Reader != nil {
		sdk.AddTool(s, &sdk.Tool{Name: "read_article", Title: "Read an article", Annotations: reads,
			Description: "Reads an article by paragraphs, from one number on. When there is more, next is the number to go on from."}, guarded(l, l.read))
		sdk.AddTool(s, &sdk.Tool{Name: "related", Title: "Related articles", Annotations: reads,
			Description: "Lists articles that share rare words with one."}, guarded(l, l.related))
	}
	return s
}

// guarded is a tool whose panic is an error, as is a disk that fails under the
// mapped texts: the protocol's library calls tools in goroutines of its own,
// where either would end the process.
func guarded[In, Out any](l Library, tool sdk.ToolHandlerFor[In, Out]) sdk.ToolHandlerFor[In, Out] {
	return func(ctx context.Context, r *sdk.CallToolRequest, in In) (result *sdk.CallToolResult, out Out, err error) {
		defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
		defer func() {
			if v := recover(); v != nil {
				err = l.told(ctx, fmt.Errorf("panic: %v\n%s", v, debug.Stack()))
			}
		}()
		return tool(ctx, r, in)
	}
}

// link is the address of a paragraph, or of an article when number is 0.
func (l Library) link(id, query string, number int) string {
	return l.BaseURL + show.ArticleLink(id, query, number)
}

// Errors that a model reads, and can do something about.
var (
	errNotFound = errors.New("there is no article with this id; ids come from search")
	errSlow     = errors.New("the search took too long; try fewer or rarer words")
	errInside   = errors.New("the library cannot answer now; try again later")
)

// told is what a model hears of an error. What is inside the library goes to
// the log alone.
func (l Library) told(ctx context.Context, err error) error {
	switch {
	case errors.Is(err, engine.ErrNotFound):
		return errNotFound
	case errors.Is(err, search.ErrQuery):
		return fmt.Errorf("the query is not possible: %w", err)
	case errors.Is(err, context.DeadlineExceeded):
		return errSlow
	}
	l.Logger.LogAttrs(ctx, slog.LevelError, "a tool failed", slog.String("error", err.Error()))
	return errInside
}
