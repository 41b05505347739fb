package server

import (
	"context"
	"errors"
	"sync/atomic"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/export"
	"github.com/xunzhang/xunzhang/search"
)

// ErrStarting says that dictionaries are being loaded or the index is being built.
// Searches will be answered soon.
var ErrStarting = errors.New("the server is starting")

// Pending are services that are still being made while the server already listens.
// Until Provide is called, every answer is ErrStarting. The zero value is ready for
// use.
type Pending struct {
	made atomic.Pointer[Services]
}

// Services returns the services to make a Server with.
func (p *Pending) Services() Services {
	return Services{Finder: p, Reader: p, Analyzer: p, Exporter: p}
}

// Provide hands over the services that answer from now on.
func (p *Pending) Provide(s Services) error {
	if err := s.check(); err != nil {
		return err
	}
	p.made.Store(&s)
	return nil
}

// get returns the services.
func (p *Pending) get() (Services, error) {
	if s := p.made.Load(); s != nil {
		return *s, nil
	}
	return Services{}, ErrStarting
}

// Search implements Finder.
func (p *Pending) Search(ctx context.Context, r search.Request) (*search.Response, error) {
	s, err := p.get()
	if err != nil {
		return nil, err
	}
	return s.Finder.Search(ctx, r)
}

// Paragraphs implements Finder.
func (p *Pending) Paragraphs(ctx context.Context, r search.Request) (*search.ParagraphsResponse, error) {
	s, err := p.get()
	if err != nil {
		return nil, err
	}
	return s.Finder.Paragraphs(ctx, r)
}

// Suggest implements Finder.
func (p *Pending) Suggest(ctx context.Context, prefix string, n int) ([]search.Completion, error) {
	s, err := p.get()
	if err != nil {
		return nil, err
	}
	return s.Finder.Suggest(ctx, prefix, n)
}

// State implements Finder.
func (p *Pending) State(ctx context.Context) (engine.State, error) {
	s, err := p.get()
	if err != nil {
		return engine.State{}, err
	}
	return s.Finder.State(ctx)
}

// Article implements Reader.
func (p *Pending) Article(ctx context.Context, id, query string) (*search.ArticlePage, error) {
	s, err := p.get()
	if err != nil {
		return nil, err
	}
	return s.Reader.Article(ctx, id, query)
}

// Related implements Reader.
func (p *Pending) Related(ctx context.Context, id string, n int) ([]search.RelatedArticle, error) {
	s, err := p.get()
	if err != nil {
		return nil, err
	}
	return s.Reader.Related(ctx, id, n)
}

// Analyze implements Analyzer.
func (p *Pending) Analyze(ctx context.Context, text string) (Analysis, error) {
	s, err := p.get()
	if err != nil {
		return Analysis{}, err
	}
	return s.Analyzer.Analyze(ctx, text)
}

// Export implements Exporter.
func (p *Pending) Export(ctx context.Context, f export.Filter) (Articles, error) {
	s, err := p.get()
	if err != nil {
		return nil, err
	}
	return s.Exporter.Export(ctx, f)
}
