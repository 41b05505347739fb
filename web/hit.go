package web

import (
	"cmp"

	"github.com/xunzhang/xunzhang/search"
)

// A Hit is an article among the results.
type Hit struct {
	Title      []search.Piece
	Href       string // reader page
	Author     Offer
	Category   Offer
	Published  string // YYYY-MM-DD or ""
	Tags       []Offer
	Original   string // address of the original at the best words, or ""
	Printed    string // address of the original for paper, without a text fragment; or ""
	Host       string // of the original
	Paragraphs []Paragraph
	More       int    // matching paragraphs that are not shown
	All        string // address of all of them
	Same       []Same
	Missing    []Offer // words that it lacks, each with the search that requires it
}

// A Same is a near-duplicate of a result.
type Same struct {
	Title     string
	Href      string // reader page
	Author    string
	Published string // YYYY-MM-DD or ""
}

// A Paragraph is a snippet of a result.
type Paragraph struct {
	Number  int
	Section string
	Href    string // reader page at the paragraph
	Pieces  []search.Piece
	Follows []search.Piece // of a heading, the beginning of the paragraph below it
	Reading []search.Piece // pronunciations in it that match
	Why     []string       // how it matched, where not literally
}

// newHit lays out an article that was found by a query. read is the text that was
// searched for, which the reader page will mark.
func newHit(q Query, read string, a search.ArticleHit) Hit {
	h := Hit{
		Title:     merged(a.Title),
		Href:      ArticleHref(a.ID, read, 0),
		Author:    narrow(q, "author", a.Author),
		Category:  narrow(q, "category", a.Category),
		Published: a.Published,
		Printed:   original(a.URL, nil),
		Host:      host(a.URL),
		More:      a.MoreParagraphs,
		All:       MatchesHref(a.ID, read),
	}
	if len(h.Title) == 0 {
		h.Title = []search.Piece{{Text: a.ID}}
	}
	for _, tag := range a.Tags {
		h.Tags = append(h.Tags, narrow(q, "tag", tag))
	}
	for _, d := range a.Duplicates {
		h.Same = append(h.Same, Same{Title: cmp.Or(d.Title, d.ID), Href: ArticleHref(d.ID, read, 0), Author: d.Author, Published: d.Published})
	}
	for _, word := range a.Missing {
		h.Missing = append(h.Missing, Offer{Text: word, Href: q.demanding(word).Href()})
	}
	section := ""
	for _, p := range a.Paragraphs {
		shown := newParagraph(q.Text, read, a.ID, p)
		if p.Section == section {
			shown.Section = "" // it is shown above the paragraph before
		}
		section = p.Section
		h.Paragraphs = append(h.Paragraphs, shown)
	}
	var best []search.Piece
	if len(a.Paragraphs) > 0 {
		best = a.Paragraphs[0].Pieces
	}
	h.Original = original(a.URL, best)
	return h
}

func newParagraph(typed, read, id string, p search.ParagraphHit) Paragraph {
	out := Paragraph{
		Number: p.Number, Section: p.Section,
		Href:   ArticleHref(id, read, p.Number),
		Pieces: merged(p.Pieces), Follows: merged(p.Follows), Reading: merged(p.Reading),
	}
	for _, kind := range p.Why {
		if typed != read && isCorrection(kind) {
			continue // the page says so once, for all results
		}
		out.Why = append(out.Why, whyLabel(kind))
	}
	return out
}

// narrow is the query with a value of the hit as a filter. Where it is one already,
// the query stays as it is.
func narrow(q Query, kind, value string) Offer {
	if value == "" {
		return Offer{}
	}
	if q.Has(kind, value) {
		return Offer{Text: value, Href: q.At(1).Href()}
	}
	return Offer{Text: value, Href: q.Toggle(kind, value).Href()}
}
