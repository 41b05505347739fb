package web

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/search"
	"github.com/xunzhang/xunzhang/search/show"
)

// A ReaderPage is an article for reading.
type ReaderPage struct {
	Head     Head
	Article  *search.ArticlePage
	Blocks   []Block
	Sections []Section // of its headings, none when there are fewer than two
	Updated  string    // YYYY-MM-DD, "" when it is not known or the day of publication
	Minutes  int       // reading time, at least 1
	Views    int       // readers counted by the source, 0 when unknown
	Matches  int       // marks in the text of the best kind that occurs (see bestMark)
	First    int       // number of the first paragraph with such a mark, 0 for none
	Link     string    // address of this page without a query
	Back     string    // address of the results
	Original string    // address of the original, "" when there is none
	Host     string    // of the original
	Tags     []Offer
	Related  []Offer
	Previous Offer // in the order of a book, empty for none
	Next     Offer

	placed map[string]int // numbers of paragraphs by their names in addresses
}

// A Block is a paragraph or a heading.
type Block struct {
	Number  int
	Heading bool
	Pieces  []search.Piece
	Runs    []Run    // the same text for the reader page, with links and pronunciations
	Places  []string // names of the paragraph in addresses
}

// A Section is a line of the table of contents.
type Section struct {
	Number int // of the heading
	Text   string
	Marks  int // marks in the section, of those that Matches counts
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
	if a.Updated != a.Published {
		p.Updated = a.Updated
	}
	p.placed = show.Places(a)
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

// bestMark is the kind of marks that a reader wants to go through: those of the
// typed text or, where it does not occur, the next best kind that does.
func bestMark(a *search.ArticlePage) search.Mark {
	best := search.MarkFragment
	for _, r := range a.Paragraphs {
		for _, pieces := range allPieces(r) {
			for _, piece := range pieces {
				if piece.Hit {
					best = min(best, piece.Mark)
				}
			}
		}
	}
	return best
}

// allPieces are the text of a paragraph, and the pronunciations in it.
func allPieces(r search.ReadParagraph) [][]search.Piece {
	all := [][]search.Piece{r.Pieces}
	for _, ruby := range r.Ruby {
		all = append(all, ruby.Reading)
	}
	return all
}

// add lays out a paragraph, and counts its marks of the best kind.
func (p *ReaderPage) add(r search.ReadParagraph, best search.Mark) {
	b := Block{Number: r.Number, Heading: r.Heading, Pieces: merged(r.Pieces), Runs: runsOf(r), Places: p.places(r)}
	if r.Heading && len(p.Sections) < maxSections {
		p.Sections = append(p.Sections, Section{Number: r.Number, Text: plain(r.Pieces)})
	}
	marks := marksIn(b.Pieces, best)
	for _, ruby := range r.Ruby {
		marks += marksIn(ruby.Reading, best)
	}
	p.Matches += marks
	if p.First == 0 && marks > 0 {
		p.First = r.Number
	}
	if n := len(p.Sections); n > 0 {
		p.Sections[n-1].Marks += marks
	}
	p.Blocks = append(p.Blocks, b)
}

func marksIn(pieces []search.Piece, best search.Mark) int {
	n := 0
	for _, piece := range pieces {
		if piece.Hit && piece.Mark == best {
			n++
		}
	}
	return n
}

// places are the names of a paragraph in addresses: those that its author gave it,
// and the text of a heading. A name belongs to one paragraph only.
func (p *ReaderPage) places(r search.ReadParagraph) []string {
	called := strings.Fields(r.Anchor)
	if r.Heading {
		called = append(called, plain(r.Pieces))
	}
	var names []string
	for _, call := range called {
		name := show.PlaceName(call)
		if at, known := p.placed[name]; known && at == r.Number && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
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

// An ErrorPage says what went wrong, and what a reader can do.
type ErrorPage struct {
	Head      Head
	Heading   string
	Detail    string
	Retry     string // address to try again, "" when that is no use
	RequestID string // to find the event in the log
	Offers    []Offer
}
