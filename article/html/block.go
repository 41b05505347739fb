package html

import (
	"cmp"
	"iter"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/xunzhang/xunzhang/article/block"
)

// A converter turns a tree of HTML into blocks.
type converter struct {
	blocks  []block.Block
	dropped []block.Dropped
	line    block.Line
	kind    block.Kind
	level   uint8
	card    bool // inside a link that spans blocks
	tables  int  // that enclose this place
	within  place
	whole   bool           // whether all of the page is text of its author, so that links are no cards
	styled  bool           // whether a style hides for good, since no script shows anything later
	anchor  string         // id for the next heading, or for the one that is being read
	places  map[string]int // numbers of the blocks at which the wanted elements begin, by the elements' ids
}

// A place is the surroundings of a piece of HTML.
type place uint8

const (
	inPage     place = iota // in a page of a site: everything outside the text is navigation
	inBook                  // a chapter, which has notes and no navigation
	inMarkdown              // written by the author of the text, so that all of it counts
)

// end ends the paragraph that is being read.
func (c *converter) end() {
	b := c.line.Block(c.kind)
	b.Level, b.Card = c.level, c.card
	if b.Text != "" {
		c.add(b)
	}
	c.line = c.line.Next(c.kind == block.Heading)
}

func (c *converter) children(n *html.Node) {
	for n := n.FirstChild; n != nil; n = n.NextSibling {
		c.node(n)
	}
}

// as converts a node's children as blocks of a kind.
func (c *converter) as(n *html.Node, k block.Kind, level uint8) {
	c.end()
	outer, outerLevel := c.kind, c.level
	c.kind, c.level, c.line.Title = k, level, k == block.Heading
	c.children(n)
	c.end()
	c.kind, c.level, c.line.Title = outer, outerLevel, outer == block.Heading
}

// nowhere is the place of a wanted element that has not been met.
const nowhere = -1

func (c *converter) node(n *html.Node) {
	if len(c.places) > 0 && n.Type == html.ElementNode {
		c.place(n)
	}
	switch {
	case n.Type == html.TextNode:
		c.text(n.Data)
	case n.Type != html.ElementNode:
		c.children(n)
	case isMachinery(tagOf(n)):
		c.leaveMachinery(n)
	case isReading(tagOf(n)):
		c.leave(n, block.DroppedReading)
		if tagOf(n) != atom.Rp {
			c.line.Reading(shownText(n))
		}
	case isHiddenNode(n, c.styled || c.within == inMarkdown):
		c.leave(n, block.DroppedHidden)
	case isAside(tagOf(n), c.within):
		c.leave(n, block.DroppedNavigation)
	default:
		c.element(n)
	}
}

// place notes the number of the block at which a wanted element begins. An element
// within a paragraph begins at that paragraph.
func (c *converter) place(n *html.Node) {
	for _, name := range []string{attr(n, "id"), attr(n, "name")} {
		if at, asked := c.places[name]; asked && at == nowhere && name != "" {
			c.places[name] = len(c.blocks)
		}
	}
}

func (c *converter) element(n *html.Node) {
	if c.within != inMarkdown {
		c.name(n)
	}
	switch tagOf(n) {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		c.as(n, block.Heading, n.Data[1]-'0')
	case atom.Blockquote:
		c.as(n, block.Quote, 0)
	case atom.Pre:
		c.end()
		c.put(block.Block{Kind: block.Code, Text: codeText(n)})
	case atom.Ul, atom.Ol:
		c.end()
		c.list(n)
	case atom.Table:
		c.end()
		c.table(n)
	case atom.Br:
		c.breakLine(n)
	case atom.Img:
		if alt := block.Squash(attr(n, "alt")); c.line.InLink() && block.IsCaption(alt) {
			c.dropped = append(c.dropped, block.Dropped{Reason: block.DroppedLinks, Text: alt})
		}
		c.line.Image(attr(n, "alt"))
	case atom.Figcaption:
		c.end()
		first := len(c.blocks)
		c.children(n)
		c.end()
		for i := range c.blocks[first:] {
			c.blocks[first+i].Image = true
		}
	case atom.A:
		c.link(n)
	case atom.Ruby:
		c.line.BeginRuby()
		c.children(n)
	case atom.Sup:
		if isNoteMark(n) {
			c.leave(n, block.DroppedLinks)
			return
		}
		c.children(n)
	default:
		if c.component(n) || c.recording(n) {
			return
		}
		if isInlineTag(tagOf(n)) {
			c.children(n)
			return
		}
		c.end()
		c.children(n)
		c.end()
	}
}

// leave notes text that is left out, if a reader could see it.
func (c *converter) leave(n *html.Node, reason block.Reason) {
	if text := block.Squash(shownText(n)); block.Letters(text) > 0 {
		c.dropped = append(c.dropped, block.Dropped{Reason: reason, Text: text})
	}
}

// leaveMachinery notes the Chinese text of an element that is shown only where a browser
// cannot show the element, or that is a control. Programs and styles have none.
func (c *converter) leaveMachinery(n *html.Node) {
	switch tagOf(n) {
	case atom.Script, atom.Style, atom.Head:
		return
	}
	text := rawText(n)
	if tag := tagOf(n); tag == atom.Noscript || tag == atom.Iframe { // the parser keeps their tags as text
		text = anyTag.ReplaceAllString(text, " ")
	}
	if text = block.Squash(text); strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		c.dropped = append(c.dropped, block.Dropped{Reason: block.DroppedHidden, Text: text})
	}
}

var anyTag = regexp.MustCompile(`<[^<>]*>`)

func (c *converter) put(b block.Block) {
	if b.Text != "" {
		b.Card = c.card
		c.add(b)
	}
}

// add adds a block. A heading gets the id that is in it or right before it, unless
// that is the same as its text.
func (c *converter) add(b block.Block) {
	if b.Kind == block.Heading && !b.Label && len(c.anchor) <= maxAnchor && block.Compact(c.anchor) != block.Compact(b.Text) {
		b.AddAnchor(c.anchor)
	}
	c.anchor = ""
	c.blocks = append(c.blocks, b)
}

// maxAnchor is the longest id of a heading, in bytes.
const maxAnchor = 200

// name takes the id of an element that may be that of a heading: the heading's own,
// or that of an element around it or before it.
func (c *converter) name(n *html.Node) {
	switch tagOf(n) {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Section, atom.Div:
		if id := attr(n, "id"); id != "" && !strings.HasPrefix(id, "readability-page-") { // an id that Readability adds
			c.end()
			c.anchor = id
		}
	case atom.A:
		if id := cmp.Or(attr(n, "id"), attr(n, "name")); c.anchor == "" && attr(n, "href") == "" {
			c.anchor = id
		}
	}
}

// text adds text, whose white space HTML collapses. A line break between wide
// characters is no space.
func (c *converter) text(s string) {
	for i := 0; ; i++ {
		l, rest, more := strings.Cut(s, "\n")
		if i > 0 {
			c.line.Space()
		}
		if t := strings.TrimSpace(l); t != "" {
			c.line.Add(l)
		} else if l != "" {
			c.line.Space()
		}
		if !more {
			return
		}
		s = rest
	}
}

// breakLine ends the paragraph at the first of two line breaks, otherwise the line.
func (c *converter) breakLine(n *html.Node) {
	next := n.NextSibling
	for next != nil && next.Type == html.TextNode && strings.TrimSpace(next.Data) == "" {
		next = next.NextSibling
	}
	if next != nil && next.Type == html.ElementNode && tagOf(next) == atom.Br && c.kind != block.Heading {
		c.end()
		return
	}
	c.line.LineBreak()
}

// link converts a link. One that holds blocks and little text is a card.
func (c *converter) link(n *html.Node) {
	if c.kind == block.Heading && block.IsPermalink(attr(n, "href"), rawText(n)) {
		return
	}
	if isNoteReference(n) {
		c.leave(n, block.DroppedLinks)
		return
	}
	blocks := false
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && !isInlineTag(tagOf(d)) && tagOf(d) != atom.Img && tagOf(d) != atom.Br {
			blocks = true
			break
		}
	}
	if !blocks {
		opened := c.openLink(attr(n, "href"))
		c.children(n)
		c.line.Close(opened)
		return
	}
	c.end()
	outer := c.card
	opened := c.openLink(attr(n, "href"))
	c.card = outer || opened && c.within != inMarkdown && !c.whole && utf8.RuneCountInString(rawText(n)) <= block.MaxCard
	c.children(n)
	c.line.Close(opened)
	c.end()
	c.card = outer
}

// openLink begins a link. In a book, its address is a place in the book.
func (c *converter) openLink(address string) bool {
	if c.within == inBook {
		return c.line.Open(address)
	}
	return c.line.OpenRef(address, false)
}

// list converts a list, in the form of lists in Markdown.
func (c *converter) list(n *html.Node) {
	for _, b := range block.GroupItems(c.items(n)) {
		c.put(b)
	}
}

func (c *converter) items(n *html.Node) []block.Block {
	var items []block.Block
	for item := n.FirstChild; item != nil; item = item.NextSibling {
		inner := c.inner(c.tables)
		inner.kind = block.List
		inner.nested(item)
		c.dropped = append(c.dropped, inner.dropped...)
		b := block.JoinBlocks(inner.blocks)
		if b.Text == "" {
			continue
		}
		if tagOf(n) == atom.Ol {
			b = b.Numbered(len(items)+1, '.')
		}
		items = append(items, b)
	}
	return items
}

// inner is a converter for blocks that are joined to one, within that many tables.
func (c *converter) inner(tables int) converter {
	return converter{tables: tables, within: c.within, whole: c.whole, styled: c.styled, line: c.line.Next(false)}
}

// nested converts an item, with the lists in it indented.
func (c *converter) nested(item *html.Node) {
	if item.Type != html.ElementNode {
		c.node(item)
		c.end()
		return
	}
	for n := item.FirstChild; n != nil; n = n.NextSibling {
		if tagOf(n) != atom.Ul && tagOf(n) != atom.Ol {
			c.node(n)
			continue
		}
		c.end()
		for _, b := range c.items(n) {
			c.put(b.Indented())
		}
	}
	c.end()
}

// table converts rows to lines. Of a table nested deeper than MaxTables, the cells
// are read as blocks of the page.
func (c *converter) table(n *html.Node) {
	if c.tables == block.MaxTables {
		c.children(n)
		return
	}
	if isLayout(n) {
		c.children(n)
		return
	}
	if code := numberedCode(n); code != nil {
		c.children(code)
		return
	}
	for child := range n.ChildNodes() {
		if tagOf(child) == atom.Caption {
			c.children(child)
			c.end()
		}
	}
	var rows []block.Block
	for row := range rowsOf(n) {
		var cells []block.Block
		for cell := row.FirstChild; cell != nil; cell = cell.NextSibling {
			if tagOf(cell) == atom.Td || tagOf(cell) == atom.Th {
				inner := c.inner(c.tables + 1)
				inner.children(cell)
				inner.end()
				c.dropped = append(c.dropped, inner.dropped...)
				cells = append(cells, block.JoinBlocks(inner.blocks))
			}
		}
		rows = append(rows, block.JoinCells(cells))
	}
	for _, b := range block.GroupRows(rows) {
		c.put(b)
	}
}

// rowsOf are the rows of a table, without those of tables in its cells, which would
// be converted again for each table around them.
func rowsOf(n *html.Node) iter.Seq[*html.Node] {
	return func(yield func(*html.Node) bool) { eachRow(n, yield) }
}

func eachRow(n *html.Node, yield func(*html.Node) bool) bool {
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		switch tagOf(child) {
		case atom.Tr:
			if !yield(child) {
				return false
			}
		case atom.Td, atom.Th, atom.Table:
		default:
			if !eachRow(child, yield) {
				return false
			}
		}
	}
	return true
}
