package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"sync"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/data"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/engine/bleve"
	"github.com/xunzhang/xunzhang/search"
)

// analyzer loads gse and the dictionaries, once a process: that takes a second.
var analyzer = sync.OnceValues(func() (*analysis.Analyzer, error) {
	dict, err := data.Dictionaries()
	if err != nil {
		return nil, fmt.Errorf("embedded dictionaries: %w", err)
	}
	words, err := fs.ReadFile(dict, "words.txt")
	if err != nil {
		return nil, fmt.Errorf("embedded dictionaries: %w", err)
	}
	return analysis.New(analysis.Dictionary{Name: "words.txt", Words: bytes.NewReader(words)})
})

// openEngine opens the index folder, which need not hold an index yet.
func (a *app) openEngine(dir string) (*bleve.Engine, error) {
	e, err := bleve.Open(dir, bleve.Options{Logger: a.logger()})
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
	an, err := analyzer()
	if err != nil {
		return nil, nil, errors.Join(err, e.Close())
	}
	return newService(e, an), e.Close, nil
}

// newService is the search service that the page, the API and the commands share.
func newService(e engine.Engine, an *analysis.Analyzer) *search.Service {
	return search.NewService(e, an, search.Options{})
}
