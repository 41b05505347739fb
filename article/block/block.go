// Package block knows what all readers of formats make of a document: blocks of
// text in reading order, and what they left out and why. It builds the line in
// the making, joins items and rows, and cleans words. It must not know any
// format.
package block

import "slices"

// A Kind says what a block of a page is.
type Kind uint8

const (
	Prose    Kind = iota // what is none of the others
	Heading              // of a section, or of a block (see Block.Label)
	Quote                // what is quoted
	List                 // of a list, or an item of a long one
	Table                // rows of a table
	Code                 // of a program
	PageMark             // where a page of paper begins: no text, but the section of what follows
)

// A Block is a paragraph in the making.
type Block struct {
	Text   string
	Linked int32 // letters and digits of the text that stand inside links
	Links  int32 // links and images in it
	Kind   Kind
	Level  uint8  // of a heading, from 1
	Label  bool   // whether it is the heading of a block, and not of a section
	Card   bool   // whether the block lies in a link that spans blocks
	Image  bool   // whether the text is what images say instead of showing
	marks  *marks // nil for most
}

// marks are what few blocks have, kept apart so that the others take less memory.
type marks struct {
	anchor string
	refs   []Ref
	ruby   []Ruby
}

// Anchor is the name to point at a heading by that its author gave it.
func (b *Block) Anchor() string {
	if b.marks == nil {
		return ""
	}
	return b.marks.anchor
}

// SetAnchor gives the block a name to point at it by.
func (b *Block) SetAnchor(name string) {
	if name != "" {
		b.marks = &marks{anchor: name, refs: b.Refs(), ruby: b.Ruby()}
	}
}

// Refs are the links in the block that lead to other places of the source.
func (b *Block) Refs() []Ref {
	if b.marks == nil {
		return nil
	}
	return b.marks.refs
}

// Ruby are the readings of characters of the block.
func (b *Block) Ruby() []Ruby {
	if b.marks == nil {
		return nil
	}
	return b.marks.ruby
}

// mark adds links and readings to those of the block.
func (b *Block) mark(more *marks) {
	if more == nil || len(more.refs)+len(more.ruby) == 0 {
		return
	}
	b.marks = &marks{anchor: b.Anchor(), refs: slices.Concat(b.Refs(), more.refs), ruby: slices.Concat(b.Ruby(), more.ruby)}
}

// Limits of blocks, in runes but for the last.
const (
	MaxParagraph = 20_000 // a longer paragraph is split
	MaxGroup     = 400    // a longer list or table becomes several paragraphs
	MaxCard      = 600    // of a link that spans blocks, to be an advertisement
	MaxTables    = 8      // tables within each other that are read as such: the text of a cell is copied for each
)

// OnlyLinks reports whether a block has no letter or digit outside links.
func (b *Block) OnlyLinks() bool { return b.Linked > 0 && int(b.Linked) >= Letters(b.Text) }

// LinkedIn is how many letters and digits of a piece of the block stand inside
// links. The pieces of a block too long for one paragraph share its links by
// their length: they are one paragraph of the author's, navigation or not.
func (b *Block) LinkedIn(piece string) int {
	if b.Linked == 0 || len(piece) == len(b.Text) {
		return int(b.Linked)
	}
	return int(int64(b.Linked) * int64(Letters(piece)) / int64(max(Letters(b.Text), 1)))
}
