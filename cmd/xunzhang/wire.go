package main

import (
	"context"
	"errors"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/export"
	"github.com/xunzhang/xunzhang/search"
	"github.com/xunzhang/xunzhang/server"
)

// openService opens the index to search it; close it with done.
func (a *app) openService(ctx context.Context) (s *search.Service, done func() error, err error) {
	e, err := a.openIndex(ctx)
	if err != nil {
		return nil, nil, err
	}
	return a.serviceOn(e, e.Close)
}

// openServiceOrSamples is openService, but searches the sample articles when there
// is no index.
func (a *app) openServiceOrSamples(ctx context.Context) (*search.Service, func() error, error) {
	e, err := a.openIndex(ctx)
	switch {
	case err == nil:
		return a.serviceOn(e, e.Close)
	case !errors.Is(err, engine.ErrNoIndex):
		return nil, nil, err
	}
	e, done, err := a.openSamples(ctx)
	if err != nil {
		return nil, nil, errors.Join(err, done())
	}
	return a.serviceOn(e, done)
}

// openIndex opens the index, which must exist: without an index, dictionaries need
// not be loaded.
func (a *app) openIndex(ctx context.Context) (store, error) {
	e, err := a.openEngine()
	if err != nil {
		return nil, err
	}
	if err := hasIndex(ctx, e); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	return e, nil
}

// hasIndex returns nil when there is an index that can be opened, an error that
// wraps engine.ErrNoIndex when there is none, and otherwise why it cannot be opened.
func hasIndex(ctx context.Context, e engine.Engine) error {
	v, err := e.View(ctx)
	if err != nil {
		return err
	}
	return v.Close()
}

// serviceOn makes the search service over an engine, which it closes with done
// when that fails.
func (a *app) serviceOn(e engine.Engine, done func() error) (*search.Service, func() error, error) {
	s, _, err := a.newService(e)
	if err != nil {
		return nil, nil, errors.Join(err, done())
	}
	return s, done, nil
}

// newService returns the search service for the page, the API and the commands, and
// the analyzer that it uses.
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

// An exporting exports articles of an engine for the server.
type exporting struct{ engine engine.Engine }

// Export implements server.Exporter.
func (e exporting) Export(ctx context.Context, f export.Filter) (server.Articles, error) {
	return export.Open(ctx, e.engine, f)
}
