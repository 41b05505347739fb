package search

import (
	"context"
	"slices"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/part"
	"github.com/xunzhang/xunzhang/search/rank"
	"github.com/xunzhang/xunzhang/search/show"
)

// A page shows some of the articles that an attempt ranked.

// hits makes the hits of a page.
func (x *session) hits(ctx context.Context, o *outcome, page []rank.Article) ([]show.ArticleHit, error) {
	if err := x.scoreShown(ctx, o, page); err != nil {
		return nil, err
	}
	missing, err := x.missing(ctx, o, page)
	if err != nil {
		return nil, err
	}
	p, hits := x.presenter(o), []show.ArticleHit{}
	for _, a := range page {
		h, err := p.Hit(a)
		if err != nil {
			return nil, err
		}
		h.Missing = missing[a.ID]
		hits = append(hits, h)
	}
	return hits, nil
}

// scoreShown scores the candidates of a page that were not scored before.
func (x *session) scoreShown(ctx context.Context, o *outcome, page []rank.Article) error {
	if err := x.fetchShown(ctx, o, page); err != nil {
		return err
	}
	for i := range page {
		var found []rank.Paragraph
		for _, at := range page[i].Unscored {
			c := &o.ranking.Candidates[at]
			v, err := part.Open(c.Stored)
			if err != nil {
				return err
			}
			found, c.Part = o.work.scorer.Score(at, v, found)
			c.Scored = true
		}
		if len(page[i].Unscored) > 0 {
			o.ranking.Fill(&page[i], found)
		}
	}
	return nil
}

// fetchShown gets the stored parts that a page shows and that the engine did not return
// with the hits.
func (x *session) fetchShown(ctx context.Context, o *outcome, page []rank.Article) error {
	var shown []*engine.Hit
	for _, a := range page {
		for _, at := range slices.Concat(a.Unscored, a.Duplicates) {
			shown = append(shown, &o.ranking.Candidates[at].Hit)
		}
	}
	return x.fetchStored(ctx, shown)
}

// fetchAll gets the stored parts of hits, where they have none.
func (x *session) fetchAll(ctx context.Context, hits []engine.Hit) error {
	all := make([]*engine.Hit, len(hits))
	for i := range hits {
		all[i] = &hits[i]
	}
	return x.fetchStored(ctx, all)
}

// fetchStored gets the stored parts of hits, where they have none, in one call.
func (x *session) fetchStored(ctx context.Context, hits []*engine.Hit) error {
	lacking := make(map[string]*engine.Hit)
	var articles []string
	for _, h := range hits {
		if h.Stored == nil {
			lacking[h.ID] = h
			articles = append(articles, h.Article)
		}
	}
	if len(articles) == 0 {
		return nil
	}
	parts, err := x.view.Articles(ctx, articles)
	if err != nil {
		return err
	}
	for _, p := range parts {
		if h := lacking[p.ID]; h != nil {
			h.Stored = p.Stored
		}
	}
	return nil
}

// presenter returns what makes hits of the results of an attempt.
func (x *session) presenter(o *outcome) *show.Presenter {
	return &show.Presenter{Marker: o.marker(), Candidates: o.ranking.Candidates, Typed: x.request.Text,
		Searched: o.reading.linkText(), Corrections: o.reading.corrections, Explain: x.request.Explain, PerHit: x.request.perHit()}
}

// marker returns what finds the places to mark in a text.
func (o *outcome) marker() show.Marker {
	return show.Marker{Plan: o.plan, Matcher: o.work.scorer.Matcher}
}

// window is the page of a list, pages counted from 1.
func window[T any](all []T, page, size int) []T {
	start := min(len(all), (page-1)*size)
	return all[start:min(len(all), start+size)]
}
