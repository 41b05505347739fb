package server

import (
	"context"
	"errors"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/export"
	"github.com/xunzhang/xunzhang/search"
)

// A Finder finds articles and paragraphs. search.Service is one.
type Finder interface {
	// Search returns a page of articles. A request with no text and no filter
	// finds every article.
	Search(ctx context.Context, r search.Request) (*search.Response, error)
	Paragraphs(ctx context.Context, r search.Request) (*search.ParagraphsResponse, error)
	Suggest(ctx context.Context, prefix string, n int) ([]search.Completion, error)
	// State must be cheap, because it is called for every request.
	State(ctx context.Context) (engine.State, error)
}

// A Reader gives whole articles. search.Service is one.
type Reader interface {
	Article(ctx context.Context, id, query string) (*search.ArticlePage, error)
	Related(ctx context.Context, id string, n int) ([]search.RelatedArticle, error)
}

// An Analyzer shows how a text is segmented.
type Analyzer interface {
	Analyze(ctx context.Context, text string) (Analysis, error)
}

// An Analysis is a text as the index sees it, as POST /api/v1/analyze and the
// command analyze print it.
type Analysis struct {
	Text       string  `json:"text"`
	Normalized string  `json:"normalized"` // folded
	Words      []Token `json:"words"`
	Grams      []Token `json:"grams"`
}

// A Token is a term with the byte range of the text that it comes from.
type Token struct {
	Term  string `json:"term"`
	Start int    `json:"start"` // byte offset
	End   int    `json:"end"`   // byte offset after the last
}

// An Exporter exports whole articles.
type Exporter interface {
	Export(ctx context.Context, f export.Filter) (Articles, error)
}

// Articles returns the articles of one generation, some at a time; see export.Reader.
type Articles interface {
	// Next returns io.EOF after the last article.
	Next(ctx context.Context) ([]export.Article, error)
	State() engine.State
	Close() error
}

// Services are what a Server serves. All are required.
type Services struct {
	Finder   Finder
	Reader   Reader
	Analyzer Analyzer
	Exporter Exporter
}

var errService = errors.New("the server needs a finder, a reader, an analyzer and an exporter")

func (s Services) check() error {
	if s.Finder == nil || s.Reader == nil || s.Analyzer == nil || s.Exporter == nil {
		return errService
	}
	return nil
}
