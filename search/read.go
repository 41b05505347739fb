package search

import (
	"context"
	"fmt"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search/scan"
)

// Article returns a whole article for reading, with the query's matches marked.
// An unknown id is engine.ErrNotFound.
func (s *Service) Article(ctx context.Context, id, query string) (*ArticlePage, error) {
	r := Request{Text: query, Page: 1, Size: 1}
	if err := r.check(); err != nil {
		return nil, err
	}
	x, err := s.open(ctx, r)
	if err != nil {
		return nil, err
	}
	defer x.close()
	o, err := x.prepare(ctx, x.typed())
	if err != nil {
		return nil, err
	}
	defer o.release(s)
	parts, err := x.view.Articles(ctx, []string{id})
	if err != nil {
		return nil, err
	}
	if len(parts) == 0 {
		return nil, fmt.Errorf("article %q: %w", id, engine.ErrNotFound)
	}
	m := o.marker()
	if err := m.loosenFor(o.work.scorer, parts); err != nil {
		return nil, err
	}
	page, err := m.article(parts)
	if err != nil {
		return nil, err
	}
	page.Generation = x.view.State().Generation
	return page, nil
}

// loosenFor lets the query be marked inside words where the article holds it no
// other way, as the search that led here may have found it.
func (m *marker) loosenFor(s *scorer, parts []engine.Hit) error {
	if m.plan.literal == none {
		return nil
	}
	holding, err := s.holding(parts, scan.Sieve{})
	if err == nil && len(holding) == 0 {
		m.matcher.Loosen(m.plan.literal)
	}
	return err
}
