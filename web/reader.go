package web

import (
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/search"
)

// A ReaderPage is an article for reading.
type ReaderPage struct {
	Head     Head
	Article  *search.ArticlePage
	Blocks   []Block
	Sections []Section // of its headings, none when there are fewer than two
	Minutes  int       // reading time, at least 1
	Views    int       // readers counted by the source, 0 when unknown
	Matches  int       // marks in the text
	First    int       // number of the first paragraph with a mark, 0 for none
	Back     string    // address of the results
	Original string    // address of the original, "" when there is none
	Host     string    // of the original
	Tags     []Offer
	Related  []Offer
}

// A Block is a paragraph or a heading.
type Block struct {
	Number  int
	Heading bool
	Pieces  []search.Piece
}

// A Section is a line of the table of contents.
type Section struct {
	Number int // of the heading
	Text   string
}

// Limits of the reader page.
const (
	maxSections    = 200 // more are no help
	runesPerMinute = 400 // of silent reading in Chinese
)

// NewReaderPage lays out an article that was opened from a search for text.
func NewReaderPage(a *search.ArticlePage, text string, related []search.RelatedArticle) ReaderPage {
	p := ReaderPage{
		Head:     Head{Kind: "reader", Title: titleOr(a.Title, a.ID), Box: text},
		Article:  a,
		Back:     Query{Text: text}.Href(),
		Original: original(a.URL, nil),
		Host:     host(a.URL),
		Views:    int(a.Views),
	}
	runes := 0
	for _, r := range a.Paragraphs {
		p.add(r)
		runes += utf8.RuneCountInString(plain(r.Pieces))
	}
	p.Minutes = max(1, (runes+runesPerMinute/2)/runesPerMinute)
	if len(p.Sections) < 2 {
		p.Sections = nil
	}
	for _, tag := range a.Tags {
		p.Tags = append(p.Tags, Offer{Text: tag, Href: Query{}.Toggle("tag", tag).Href()})
	}
	for _, r := range related {
		p.Related = append(p.Related, Offer{Text: orID(r.Title, r.ID), Href: ArticleHref(r.ID, "", 0)})
	}
	return p
}

func (p *ReaderPage) add(r search.ReadParagraph) {
	b := Block{Number: r.Number, Heading: r.Heading, Pieces: merged(r.Pieces)}
	for _, piece := range b.Pieces {
		if !piece.Hit {
			continue
		}
		p.Matches++
		if p.First == 0 {
			p.First = r.Number
		}
	}
	p.Blocks = append(p.Blocks, b)
	if r.Heading && len(p.Sections) < maxSections {
		p.Sections = append(p.Sections, Section{Number: r.Number, Text: plain(r.Pieces)})
	}
}

func titleOr(title []search.Piece, id string) string { return orID(plain(title), id) }

func orID(title, id string) string {
	if title == "" {
		return id
	}
	return title
}

// An ErrorPage says what went wrong and what can be done.
type ErrorPage struct {
	Head      Head
	Heading   string
	Detail    string
	Retry     string // address to try again, "" when that is no use
	RequestID string // to find the event in the log
}
