package main

import (
	"context"
	"errors"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search"
)

// openService opens the index to search it; close it with done.
func (a *app) openService(ctx context.Context) (s *search.Service, done func() error, err error) {
	e, err := a.openEngine()
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
