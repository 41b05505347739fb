// Package block knows what all readers of formats make of a document: blocks of
// text in reading order, and what they left out and why. It puts the text of a
// block together from its pieces (Line), joins items and rows, and cleans text. It
// must not know any format.
package block

import (
	"slices"
	"strings"
)

// A Kind says what a block of a page is.
type Kind uint8

const (
	Prose    Kind = iota // ordinary text
	Heading              // of a section, or of a block (see Block.Label)
	Quote                // a quotation
	List                 // of a list, or an item of a long one
	Table                // rows of a table
	Code                 // of a program
	PageMark             // the beginning of a printed page: it is no text, and becomes the section of the text that follows
)

// A Block is a piece of a document, before it becomes a paragraph or is left out.
type Block struct {
	Text   string
	Linked int32 // letters and digits of the text that are inside links
	Links  int32 // links and images in it
	Kind   Kind
	Level  uint8  // of a heading, from 1
	Label  bool   // whether it is the heading of a block, and not of a section
	Card   bool   // whether the block lies in a link that spans blocks
	Image  bool   // whether the text is the captions of images
	marks  *marks // nil for most
}

// marks are properties that few blocks have. They are stored apart, so that the
// other blocks take less memory.
type marks struct {
	anchor string
	refs   []Ref
	ruby   []Ruby
}

// Anchor is the id of the block, for links, that its author gave it; several have
// spaces between them.
func (b *Block) Anchor() string {
	if b.marks == nil {
		return ""
	}
	return b.marks.anchor
}

// AddAnchor adds an id to the block, as a target for links.
func (b *Block) AddAnchor(name string) {
	if name != "" {
		b.mark(&marks{anchor: name})
	}
}

// Refs are the links in the block that lead to other places of the source.
func (b *Block) Refs() []Ref {
	if b.marks == nil {
		return nil
	}
	return b.marks.refs
}

// Ruby are the pronunciations that the block states.
func (b *Block) Ruby() []Ruby {
	if b.marks == nil {
		return nil
	}
	return b.marks.ruby
}

// mark adds ids, links and pronunciations to those of the block.
func (b *Block) mark(more *marks) {
	if more == nil || len(more.anchor)+len(more.refs)+len(more.ruby) == 0 {
		return
	}
	anchor := strings.TrimSpace(b.Anchor() + " " + more.anchor)
	b.marks = &marks{anchor: anchor, refs: slices.Concat(b.Refs(), more.refs), ruby: slices.Concat(b.Ruby(), more.ruby)}
}

// Limits of blocks, in runes but for the last.
const (
	MaxParagraph = 20_000 // a longer paragraph is split
	MaxGroup     = 400    // a longer list or table becomes several paragraphs
	MaxCard      = 600    // a longer link that spans blocks is no card
	MaxTables    = 8      // how deep tables are nested and still read as tables: the text of a cell is copied for each
)

// OnlyLinks reports whether a block has no letter or digit outside links.
func (b *Block) OnlyLinks() bool { return b.Linked > 0 && int(b.Linked) >= Letters(b.Text) }

// LinkedIn is how many letters and digits of a piece of the block are inside links.
// The pieces of a block that is too long for one paragraph share its links in
// proportion to their lengths, because together they are one paragraph, navigation
// or not.
func (b *Block) LinkedIn(piece string) int {
	if b.Linked == 0 || len(piece) == len(b.Text) {
		return int(b.Linked)
	}
	return int(int64(b.Linked) * int64(Letters(piece)) / int64(max(Letters(b.Text), 1)))
}
