// Package mcp offers the index to language models, over the Model Context Protocol:
// a tool to search, one to read an article by paragraphs, and one for related
// articles. Their answers can be cited: every paragraph comes with its link. The
// package must not know HTTP, nor who may use the tools.
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

// A Library holds what the tools need for their answers.
type Library struct {
	Finder  Finder       // nil leaves out the tool to search
	Reader  Reader       // nil leaves out the tools to read
	BaseURL string       // public address without a path, with which links begin
	Version string       // of the program
	Logger  *slog.Logger // gets internal errors; nil for no log
	Schemas *sdk.SchemaCache
}

// Limits of the tools.
const (
	MaxArticles     = 20     // of one answer
	MaxParagraphs   = 200    // of one answer
	MaxRunes        = 20_000 // of the paragraphs of one answer; the first may be longer
	MaxValues       = 20     // of a filter
	MaxValueRunes   = 256    // of one value
	defaultArticles = 5
	defaultRead     = 40
)

const instructions = `A library of Chinese articles with a full-text search. Search with the words
that the text itself would have; "in quotes" is an exact phrase, -word excludes,
author: tag: category: title: and 2023..2025 restrict. Traditional and simplified
characters find each other. Quote paragraphs with their links.`

// NewServer returns an MCP server with the tools of a library. Its method Run
// serves them over a transport. The tools never change, and it offers nothing else: no
// log, and no notifications, for which a client would wait in vain.
func NewServer(l Library) *sdk.Server {
	if l.Logger == nil {
		l.Logger = slog.New(slog.DiscardHandler)
	}
	s := sdk.NewServer(&sdk.Implementation{Name: "xunzhang", Title: "寻章", Version: l.Version},
		&sdk.ServerOptions{Instructions: instructions, SchemaCache: l.Schemas, Capabilities: &sdk.ServerCapabilities{Tools: &sdk.ToolCapabilities{}}})
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

// guarded wraps a tool so that a panic becomes an error, also that of a disk error
// while a mapped file is read: the SDK calls tools in its own goroutines, where a
// panic would end the process.
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

// link returns the address of a paragraph, or of an article when number is 0. It is to
// be quoted, so that it does not hold the query, which would be as long as a paragraph
// in percent-encoding.
func (l Library) link(id string, number int) string {
	return l.BaseURL + show.ArticleLink(id, "", number)
}

// Errors that are shown to the model, because it can act on them.
var (
	errNotFound = errors.New("there is no article with this id; ids come from search")
	errSlow     = errors.New("the search took too long; try fewer or rarer words")
	errInside   = errors.New("the library cannot answer now; try again later")
)

// told returns the error that is shown to the model. Internal errors are only
// logged.
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
