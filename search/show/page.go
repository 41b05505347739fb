package show

import (
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/part"
)

// Page joins the parts of an article.
func (m *Marker) Page(parts []engine.Hit) (*ArticlePage, error) {
	var out *ArticlePage
	for _, h := range parts {
		v, err := part.Open(h.Stored)
		if err != nil {
			return nil, err
		}
		meta, err := v.Meta()
		if err != nil {
			return nil, err
		}
		if out == nil {
			out = &ArticlePage{ID: meta.ID, Title: m.marked(v.Title), Brief: m.marked(v.Brief), Author: meta.Author,
				Category: meta.Category, Published: day(meta.Published), Tags: notNil(meta.Tags), URL: meta.URL, Views: meta.Views,
				Paragraphs: []ReadParagraph{}}
			r, err := v.Relations()
			if err != nil {
				return nil, err
			}
			out.Previous, out.Next = neighbour(r.Previous), neighbour(r.Next)
		}
		for c := v.Paragraphs(); c.Next(); {
			out.Paragraphs = append(out.Paragraphs, ReadParagraph{Number: c.Number, Heading: c.Heading,
				Section: meta.SectionAt(c.Section), Pieces: m.marked(c.Text)})
		}
	}
	return out, nil
}

// neighbour is an article of which only the id is known, nil for none.
func neighbour(id string) *Neighbour {
	if id == "" {
		return nil
	}
	return &Neighbour{ID: id}
}

func (m *Marker) marked(text []byte) []Piece {
	d := m.decode(text)
	return m.graded(d.pieces(0, len(d.runes)))
}
