package search

import (
	"context"
	"fmt"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/part"
	"github.com/xunzhang/xunzhang/search/plan"
	"github.com/xunzhang/xunzhang/search/rank"
	"github.com/xunzhang/xunzhang/search/scan"
	"github.com/xunzhang/xunzhang/search/show"
)

// Article returns a whole article for reading, with the query's matches marked.
// An unknown id is engine.ErrNotFound.
func (s *Service) Article(ctx context.Context, id, query string) (*show.ArticlePage, error) {
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
	if err := markInside(&m, o.work.scorer, parts); err != nil {
		return nil, err
	}
	page, err := m.Page(parts)
	if err != nil {
		return nil, err
	}
	page.Generation = x.view.State().Generation
	page.Previous, page.Next, err = x.neighbours(ctx, page.Previous, page.Next)
	return page, err
}

// neighbours returns the articles before and after another with their titles; nil for
// one that is not in the index.
func (x *session) neighbours(ctx context.Context, previous, next *show.Neighbour) (_, _ *show.Neighbour, err error) {
	var ids []string
	for _, n := range []*show.Neighbour{previous, next} {
		if n != nil {
			ids = append(ids, n.ID)
		}
	}
	if len(ids) == 0 {
		return nil, nil, nil
	}
	parts, err := x.view.Articles(ctx, ids)
	if err != nil {
		return nil, nil, err
	}
	titles := map[string]string{}
	for _, h := range parts {
		if _, known := titles[h.Article]; known {
			continue // another part of it
		}
		v, err := part.Open(h.Stored)
		if err != nil {
			return nil, nil, err
		}
		titles[h.Article] = part.Decode(v.Title)
	}
	titled := func(n *show.Neighbour) *show.Neighbour {
		if n == nil {
			return nil
		}
		title, ok := titles[n.ID]
		if !ok {
			return nil
		}
		return &show.Neighbour{ID: n.ID, Title: title}
	}
	return titled(previous), titled(next), nil
}

// markInside lets the query be marked inside words where the article holds it no
// other way, as the search that led here may have found it.
func markInside(m *show.Marker, s *rank.Scorer, parts []engine.Hit) error {
	if m.Plan.Literal == plan.None {
		return nil
	}
	holding, err := s.Holding(parts, scan.Sieve{})
	if err == nil && len(holding) == 0 {
		m.Matcher.MatchInside(m.Plan.Literal)
	}
	return err
}
