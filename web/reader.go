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
	Matches  int       // marks in the text, of the kind that it holds most of the query by
	First    int       // number of the first paragraph with such a mark, 0 for none
	Link     string    // address of this page without a query
	Back     string    // address of the results
	Original string    // address of the original, "" when there is none
	Host     string    // of the original
	Tags     []Offer
	Related  []Offer
	Previous Offer // in the order of a book, empty for none
	Next     Offer
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
	Marks  int // of those that Matches counts
}

// Limits of the reader page.
const (
	maxSections    = 200 // more are no help
	runesPerMinute = 400 // of silent reading in Chinese
)

// NewReaderPage lays out an article that was opened from a search for text.
func NewReaderPage(a *search.ArticlePage, text string, related []search.RelatedArticle) ReaderPage {
	p := ReaderPage{
		Head: Head{Kind: "reader", Title: titleOr(a.Title, a.ID), Box: text,
			Path: ArticleHref(a.ID, "", 0), Description: plain(a.Brief)},
		Article:  a,
		Link:     ArticleHref(a.ID, "", 0),
		Back:     Query{Text: text}.Href(),
		Original: original(a.URL, nil),
		Host:     host(a.URL),
		Views:    int(a.Views),
	}
	runes, best := 0, bestMark(a)
	for _, r := range a.Paragraphs {
		p.add(r, best)
		runes += utf8.RuneCountInString(plain(r.Pieces))
	}
	p.Minutes = max(1, (runes+runesPerMinute/2)/runesPerMinute)
	if len(p.Sections) < 2 {
		p.Sections = nil
	}
	for _, tag := range a.Tags {
		p.Tags = append(p.Tags, Offer{Text: tag, Href: Query{}.Toggle("tag", tag).Href()})
	}
	p.Previous, p.Next = neighbour(a.Previous), neighbour(a.Next)
	for _, r := range related {
		p.Related = append(p.Related, Offer{Text: orID(r.Title, r.ID), Href: ArticleHref(r.ID, "", 0)})
	}
	return p
}

// bestMark is the kind of marks that a reader wants to go through: what was
// typed, or where none of it stands the next best.
func bestMark(a *search.ArticlePage) search.Mark {
	best := search.MarkFragment
	for _, r := range a.Paragraphs {
		for _, piece := range r.Pieces {
			if piece.Hit {
				best = min(best, piece.Mark)
			}
		}
	}
	return best
}

// add lays out a paragraph, whose best marks count.
func (p *ReaderPage) add(r search.ReadParagraph, best search.Mark) {
	b := Block{Number: r.Number, Heading: r.Heading, Pieces: merged(r.Pieces)}
	if r.Heading && len(p.Sections) < maxSections {
		p.Sections = append(p.Sections, Section{Number: r.Number, Text: plain(r.Pieces)})
	}
	for _, piece := range b.Pieces {
		if !piece.Hit || piece.Mark != best {
			continue
		}
		p.Matches++
		if p.First == 0 {
			p.First = r.Number
		}
		if n := len(p.Sections); n > 0 {
			p.Sections[n-1].Marks++
		}
	}
	p.Blocks = append(p.Blocks, b)
}

func neighbour(n *search.Neighbour) Offer {
	if n == nil {
		return Offer{}
	}
	return Offer{Text: orID(n.Title, n.ID), Href: ArticleHref(n.ID, "", 0)}
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
	Offers    []Offer
}
