package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/engine/bleve"
	"github.com/xunzhang/xunzhang/export"
	"github.com/xunzhang/xunzhang/search"
	"github.com/xunzhang/xunzhang/server"
)

// openEngine opens the index folder, which need not hold an index yet.
func (a *app) openEngine(dir string) (*bleve.Engine, error) {
	log := a.engineLog
	if log == nil {
		log = a.logger()
	}
	e, err := bleve.Open(dir, bleve.Options{Logger: log})
	if err != nil {
		return nil, fmt.Errorf("open the index in %s: %w", dir, err)
	}
	return e, nil
}

// logger prints what an engine has to say as messages.
func (a *app) logger() *slog.Logger {
	return slog.New(slog.NewTextHandler(a.err, &slog.HandlerOptions{Level: slog.LevelWarn}))
}

// openService opens the index to search it; close it with done.
func (a *app) openService(ctx context.Context) (s *search.Service, done func() error, err error) {
	e, err := a.openEngine(a.index)
	if err != nil {
		return nil, nil, err
	}
	// Without an index there is no use in loading dictionaries first.
	if err := hasIndex(ctx, e); err != nil {
		return nil, nil, errors.Join(err, e.Close())
	}
	s, _, err = a.newService(e)
	if err != nil {
		return nil, nil, errors.Join(err, e.Close())
	}
	return s, e.Close, nil
}

// newService makes the search service that the page, the API and the commands
// share, with the analyzer that it uses.
func (a *app) newService(e engine.Engine) (*search.Service, *analysis.Analyzer, error) {
	an, err := analyzer()
	if err != nil {
		return nil, nil, err
	}
	words, err := a.otherWords()
	if err != nil {
		return nil, nil, err
	}
	tables, err := spellings()
	if err != nil {
		return nil, nil, err
	}
	return search.NewService(e, an, search.Options{Expand: words, Spelling: tables}), an, nil
}

// An exporting takes articles out of an engine for the server.
type exporting struct{ engine engine.Engine }

// Export implements server.Exporter.
func (e exporting) Export(ctx context.Context, f export.Filter) (server.Articles, error) {
	return export.Open(ctx, e.engine, f)
}
