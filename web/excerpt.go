package web

import "github.com/xunzhang/xunzhang/search"

// An ExcerptPage is some paragraphs of an article: those that match a query, or
// those around one.
type ExcerptPage struct {
	Head   Head
	Title  []search.Piece
	Link   string // reader page
	Around int    // the paragraph in the middle, 0 when the paragraphs are those that match
	Blocks []ExcerptBlock
	Cut    bool // whether more paragraphs match

	section string // of the last block
}

// An ExcerptBlock is a paragraph of an ExcerptPage.
type ExcerptBlock struct {
	Block
	Section string // when it is another than that of the block before
	Href    string // reader page at the paragraph
	Current bool   // whether it is the one in the middle
}

// How many paragraphs an excerpt has.
const (
	mostMatches  = 200
	blocksBefore = 3 // the one in the middle
	blocksAfter  = 6
)

func newExcerpt(a *search.ArticlePage, text string) ExcerptPage {
	title := a.Title
	if len(title) == 0 {
		title = []search.Piece{{Text: a.ID}}
	}
	return ExcerptPage{Head: Head{Kind: "excerpt", Title: titleOr(a.Title, a.ID), Box: text}, Title: title, Link: ArticleHref(a.ID, text, 0)}
}

// NewMatchesPage lists the paragraphs of an article in which a word of the text
// stands whole, in one of its ways; pieces of words count where nothing else does.
func NewMatchesPage(a *search.ArticlePage, text string) ExcerptPage {
	p := newExcerpt(a, text)
	least := max(bestMark(a), search.MarkOther)
	for _, r := range a.Paragraphs {
		if !holdsMark(r.Pieces, least) {
			continue
		}
		if p.Cut = len(p.Blocks) == mostMatches; p.Cut {
			break
		}
		p.add(a.ID, text, r)
	}
	return p
}

// NewContextPage lists what stands around a paragraph of an article.
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
	p.Blocks = append(p.Blocks, b)
}

// holdsMark reports whether a hit of the pieces is of a mark, or of more.
func holdsMark(pieces []search.Piece, least search.Mark) bool {
	for _, piece := range pieces {
		if piece.Hit && piece.Mark <= least {
			return true
		}
	}
	return false
}
