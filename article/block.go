package article

// A kind says what a block of a page is.
type kind uint8

const (
	prose kind = iota
	heading
	quote
	list
	table
	code
)

// A block is a paragraph in the making.
type block struct {
	text   string
	linked int32 // letters and digits of the text that stand inside links
	links  int32 // links and images in it
	kind   kind
	level  uint8 // of a heading, from 1
	label  bool  // whether it is the heading of a block, and not of a section
	card   bool  // whether the block lies in a link that spans blocks
	image  bool  // whether the text is what images say instead of showing
}

// Limits of blocks, in runes but for the last.
const (
	maxParagraph = 20_000 // a longer paragraph is split
	maxGroup     = 400    // a longer list or table becomes several paragraphs
	maxCard      = 600    // of a link that spans blocks, to be an advertisement
	maxTables    = 8      // tables within each other that are read as such: the text of a cell is copied for each
)

// onlyLinks reports whether a block has no letter or digit outside links.
func (b *block) onlyLinks() bool { return b.linked > 0 && int(b.linked) >= Letters(b.text) }

// linkedIn is how many letters and digits of a piece of the block stand inside
// links. The pieces of a block too long for one paragraph share its links by
// their length: they are one paragraph of the author's, navigation or not.
func (b *block) linkedIn(piece string) int {
	if b.linked == 0 || len(piece) == len(b.text) {
		return int(b.linked)
	}
	return int(int64(b.linked) * int64(Letters(piece)) / int64(max(Letters(b.text), 1)))
}
