package show

import (
	"cmp"
	"strings"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/article/content"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/part"
)

// Page makes the page of an article from its parts.
func (m *Marker) Page(parts []engine.Hit) (*ArticlePage, error) {
	var out *ArticlePage
	var notes annotations
	for _, h := range parts {
		v, err := part.Open(h.Stored)
		if err != nil {
			return nil, err
		}
		meta, err := v.Meta()
		if err != nil {
			return nil, err
		}
		r, err := v.Relations()
		if err != nil {
			return nil, err
		}
		if out == nil {
			out = &ArticlePage{ID: meta.ID, Title: m.marked(v.Title), Brief: m.marked(v.Brief), Author: meta.Author,
				Category: meta.Category, Published: day(meta.Published), Updated: day(meta.Updated), Tags: notNil(meta.Tags), URL: meta.URL, Views: meta.Views,
				Paragraphs: []ReadParagraph{}, Previous: neighbour(r.Previous), Next: neighbour(r.Next)}
		}
		notes.add(r)
		for c := v.Paragraphs(); c.Next(); {
			if !c.Reading { // it is shown at its characters
				out.Paragraphs = append(out.Paragraphs, ReadParagraph{Number: c.Number, Heading: c.Heading,
					Section: meta.SectionAt(c.Section), Pieces: m.marked(c.Text), Anchor: r.Anchors[c.Number]})
			}
		}
	}
	if out != nil {
		m.annotate(out, &notes)
	}
	return out, nil
}

// neighbour returns an article of which only the id is known, nil for none.
func neighbour(id string) *Neighbour {
	if id == "" {
		return nil
	}
	return &Neighbour{ID: id}
}

// marked returns the whole of a stored text with its marks.
func (m *Marker) marked(text []byte) []Piece {
	d := m.decode(text)
	return m.graded(d.pieces(0, len(d.runes)))
}

// annotations are the links of an article, and the readings of its characters, by
// paragraph number.
type annotations struct {
	links map[int][]content.Link
	ruby  map[int][]content.Ruby
}

func (a *annotations) add(r part.Relations) {
	if a.links == nil {
		a.links, a.ruby = map[int][]content.Link{}, map[int][]content.Ruby{}
	}
	for _, l := range r.Links {
		a.links[l.Paragraph] = append(a.links[l.Paragraph], l)
	}
	for _, r := range r.Ruby {
		a.ruby[r.Paragraph] = append(a.ruby[r.Paragraph], r)
	}
}

// annotate gives the paragraphs of an article their links and readings.
func (m *Marker) annotate(page *ArticlePage, notes *annotations) {
	places := Places(page)
	for i := range page.Paragraphs {
		p := &page.Paragraphs[i]
		links, ruby := notes.links[p.Number], notes.ruby[p.Number]
		if len(links)+len(ruby) == 0 {
			continue
		}
		text := Plain(p.Pieces)
		for i, at := range content.LinksAt(text, links) {
			if target := linkTo(page.ID, links[i], places); at >= 0 && target != "" {
				start := utf8.RuneCountInString(text[:at])
				p.Links = append(p.Links, ReadLink{Start: start, End: start + utf8.RuneCountInString(links[i].Text), Article: cmp.Or(links[i].Article, page.ID), Link: target})
			}
		}
		for i, at := range content.RubyAt(text, ruby) {
			if at >= 0 {
				start := utf8.RuneCountInString(text[:at])
				p.Ruby = append(p.Ruby, ReadRuby{Start: start, End: start + utf8.RuneCountInString(ruby[i].Base), Reading: m.marked(part.AppendText(nil, ruby[i].Reading))})
			}
		}
	}
}

// linkTo returns the address of a link, "" when it points to a place in the article
// itself that does not exist.
func linkTo(id string, l content.Link, places map[string]int) string {
	if l.Article != "" && l.Article != id {
		if place := PlaceName(l.Place); place != "" {
			return ArticleLink(l.Article, "", 0) + "#" + place
		}
		return ArticleLink(l.Article, "", 0)
	}
	if number := places[PlaceName(l.Place)]; number > 0 {
		return ArticleLink(id, "", number)
	}
	return ""
}

// Places maps names of places in an article, in the form of PlaceName, to paragraph
// numbers. The names that the author gave to paragraphs come before the texts of
// headings.
func Places(page *ArticlePage) map[string]int {
	places := map[string]int{}
	note := func(name string, number int) {
		if name = PlaceName(name); name != "" && places[name] == 0 {
			places[name] = number
		}
	}
	for _, p := range page.Paragraphs {
		for name := range strings.FieldsSeq(p.Anchor) {
			note(name, p.Number)
		}
	}
	for _, p := range page.Paragraphs {
		if p.Heading {
			note(Plain(p.Pieces), p.Number)
		}
	}
	return places
}

// PlaceName turns the name that an author gave to a place, or the text of a
// heading, into the form that site tools use in addresses; "" for none.
func PlaceName(name string) string {
	if name = content.PlaceKey(name); name == "" {
		return ""
	}
	return "at-" + name
}

// Plain returns the text of pieces without marks.
func Plain(pieces []Piece) string {
	if len(pieces) == 1 {
		return pieces[0].Text
	}
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.Text)
	}
	return b.String()
}
