package search

import (
	"context"
	"fmt"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/part"
	"github.com/xunzhang/xunzhang/search/scan"
)

// Article returns a whole article for reading, with the query's matches marked.
// An unknown id is engine.ErrNotFound.
func (s *Service) Article(ctx context.Context, id, query string) (*ArticlePage, error) {
	r := Request{Text: query, Page: 1, Size: 1}
	if err := r.check(); err != nil {
		return nil, err
	}
	run, err := s.begin(ctx, r)
	if err != nil {
		return nil, err
	}
	defer run.close()
	parts, err := run.view.Articles(ctx, []string{id})
	if err != nil {
		return nil, err
	}
	if len(parts) == 0 {
		return nil, fmt.Errorf("article %q: %w", id, engine.ErrNotFound)
	}
	if err := run.loosenFor(parts); err != nil {
		return nil, err
	}
	return run.read(parts)
}

// loosenFor lets the query be marked inside words where the article holds it no
// other way, as the search that led here may have found it.
func (r *run) loosenFor(parts []engine.Hit) error {
	if r.plan.literal == none {
		return nil
	}
	holding, err := r.scorer.holding(parts, scan.Sieve{})
	if err == nil && len(holding) == 0 {
		r.scorer.matcher.Loosen(r.plan.literal)
	}
	return err
}

// read joins the parts of an article.
func (r *run) read(parts []engine.Hit) (*ArticlePage, error) {
	var out *ArticlePage
	for _, h := range parts {
		v, err := part.Open(h.Stored)
		if err != nil {
			return nil, err
		}
		m, err := v.Meta()
		if err != nil {
			return nil, err
		}
		if out == nil {
			out = &ArticlePage{ID: m.ID, Title: r.marked(v.Title), Brief: r.marked(v.Brief), Author: m.Author,
				Category: m.Category, Published: day(m.Published), Tags: notNil(m.Tags), URL: m.URL, Views: m.Views,
				Generation: r.view.State().Generation, Paragraphs: []ReadParagraph{}}
		}
		for c := v.Paragraphs(); c.Next(); {
			out.Paragraphs = append(out.Paragraphs, ReadParagraph{Number: c.Number, Heading: c.Heading,
				Section: m.SectionAt(c.Section), Pieces: r.marked(c.Text)})
		}
	}
	return out, nil
}

func (r *run) marked(text []byte) []Piece {
	d := r.decode(text)
	return d.pieces(0, len(d.runes))
}
