package web

import (
	"slices"

	"github.com/xunzhang/xunzhang/search"
)

// An ExcerptPage is some paragraphs of an article: those that match a query, or
// those around one.
type ExcerptPage struct {
	Head   Head
	Title  []search.Piece
	Link   string // reader page
	Around int    // number of the paragraph in the middle, 0 where the paragraphs are those that match
	Blocks []ExcerptBlock
	Cut    bool // whether more paragraphs match

	section string // of the last block
}

// An ExcerptBlock is a paragraph of an ExcerptPage.
type ExcerptBlock struct {
	Block
	Section string // "" where it is that of the block before
	Href    string // reader page at the paragraph
	Current bool   // whether it is the one in the middle
}

// How many paragraphs an excerpt has.
const (
	mostMatches  = 200
	blocksBefore = 3 // before the one in the middle
	blocksAfter  = 6
)

func newExcerpt(a *search.ArticlePage, text string) ExcerptPage {
	title := a.Title
	if len(title) == 0 {
		title = []search.Piece{{Text: a.ID}}
	}
	return ExcerptPage{Head: Head{Kind: "excerpt", Title: titleOr(a.Title, a.ID), Box: text}, Title: title, Link: ArticleHref(a.ID, text, 0)}
}

// NewMatchesPage lists the paragraphs of an article that contain a whole word of
// the text, in one of its writings. Where the article has none, fragments of words
// count.
func NewMatchesPage(a *search.ArticlePage, text string) ExcerptPage {
	p := newExcerpt(a, text)
	least := max(bestMark(a), search.MarkOther)
	for _, r := range a.Paragraphs {
		if !slices.ContainsFunc(allPieces(r), func(pieces []search.Piece) bool { return holdsMark(pieces, least) }) {
			continue
		}
		if p.Cut = len(p.Blocks) == mostMatches; p.Cut {
			break
		}
		p.add(a.ID, text, r)
	}
	return p
}

// NewContextPage lists the paragraphs around one of an article.
func NewContextPage(a *search.ArticlePage, text string, number int) ExcerptPage {
	p := newExcerpt(a, text)
	p.Around = number
	for i, r := range a.Paragraphs {
		if r.Number != number {
			continue
		}
		for _, near := range a.Paragraphs[max(0, i-blocksBefore):min(len(a.Paragraphs), i+blocksAfter+1)] {
			p.add(a.ID, text, near)
			p.Blocks[len(p.Blocks)-1].Current = near.Number == number
		}
	}
	return p
}

func (p *ExcerptPage) add(id, text string, r search.ReadParagraph) {
	b := ExcerptBlock{Block: Block{Number: r.Number, Heading: r.Heading, Pieces: merged(r.Pieces)},
		Section: r.Section, Href: ArticleHref(id, text, r.Number)}
	if r.Heading || p.section == r.Section {
		b.Section = ""
	}
	p.section = r.Section
	if r.Heading {
		p.section = plain(r.Pieces) // the paragraphs below it need not repeat it
	}
	p.Blocks = append(p.Blocks, b)
}

// holdsMark reports whether the pieces have a hit with this mark or a better one.
func holdsMark(pieces []search.Piece, least search.Mark) bool {
	for _, piece := range pieces {
		if piece.Hit && piece.Mark <= least {
			return true
		}
	}
	return false
}
