package html

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/xunzhang/xunzhang/article/block"
)

// An converter turns a tree of HTML into blocks.
type converter struct {
	blocks  []block.Block
	dropped []block.Dropped
	line    block.Line
	kind    block.Kind
	level   uint8
	card    bool // inside a link that spans blocks
	tables  int  // that this is within
	within  place
	places  map[string]int // blocks at which elements begin, by their ids: of those that are asked for
}

// A place is what a piece of HTML lies in.
type place uint8

const (
	inPage     place = iota // of a site: what is beside the text is navigation
	inBook                  // a chapter, which has notes and no navigation
	inMarkdown              // written by the author of the text, who means all of it
)

// end closes the paragraph in the making.
func (c *converter) end() {
	b := c.line.Block(c.kind)
	b.Level, b.Card = c.level, c.card
	if b.Text != "" {
		c.blocks = append(c.blocks, b)
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

// nowhere is the place of an element that was not met.
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
	case isReading(tagOf(n)):
		c.leave(n, block.DroppedReading)
		if tagOf(n) != atom.Rp {
			c.line.Reading(shownText(n))
		}
	case isHiddenNode(n):
		c.leave(n, block.DroppedHidden)
	case isAside(tagOf(n), c.within):
		c.leave(n, block.DroppedNavigation)
	default:
		c.element(n)
	}
}

// place notes where an element begins that is asked for. Within a paragraph that
// is the paragraph.
func (c *converter) place(n *html.Node) {
	for _, name := range []string{attr(n, "id"), attr(n, "name")} {
		if at, asked := c.places[name]; asked && at == nowhere && name != "" {
			c.places[name] = len(c.blocks)
		}
	}
}

func (c *converter) element(n *html.Node) {
	switch tagOf(n) {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		c.as(n, block.Heading, n.Data[1]-'0')
	case atom.Blockquote:
		c.as(n, block.Quote, 0)
	case atom.Pre:
		c.end()
		c.put(block.Block{Kind: block.Code, Text: block.TrimLines(rawText(n))})
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
	case atom.A:
		c.link(n)
	case atom.Ruby:
		c.line.BeginRuby()
		c.children(n)
	default:
		if c.within == inMarkdown && isTab(n) {
			c.tab(n)
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

// leave notes what is not read of a page, as far as a reader could see it.
func (c *converter) leave(n *html.Node, reason block.Reason) {
	if text := block.Squash(shownText(n)); block.Letters(text) > 0 {
		c.dropped = append(c.dropped, block.Dropped{Reason: reason, Text: text})
	}
}

// isTab reports whether an element is a component that shows what it encloses
// under a tab.
func isTab(n *html.Node) bool {
	return n.DataAtom == 0 && slices.Contains([]string{"tabitem", "tab", "codegroupitem"}, n.Data)
}

// tab converts a tab, under its title.
func (c *converter) tab(n *html.Node) {
	c.end()
	if title := block.Squash(cmp.Or(attr(n, "label"), attr(n, "title"))); title != "" {
		c.put(block.Block{Kind: block.Heading, Label: true, Text: title})
	}
	c.children(n)
	c.end()
}

func (c *converter) put(b block.Block) {
	if b.Text != "" {
		b.Card = c.card
		c.blocks = append(c.blocks, b)
	}
}

// text adds text, whose white space HTML collapses: line breaks between wide
// characters are none.
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

// breakLine ends the paragraph at the second of two line breaks, and else the
// line.
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

// link converts a link; one that holds blocks and little text is a card.
func (c *converter) link(n *html.Node) {
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
	c.card = outer || opened && c.within != inMarkdown && utf8.RuneCountInString(rawText(n)) <= block.MaxCard
	c.children(n)
	c.line.Close(opened)
	c.end()
	c.card = outer
}

// openLink begins a link. In a book an address leads to another place of it.
func (c *converter) openLink(address string) bool {
	if c.within == inBook {
		return c.line.Open(address)
	}
	return c.line.OpenRef(address, false)
}

// list converts a list as Markdown lists are.
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

// inner is a converter of blocks that become one, within some tables.
func (c *converter) inner(tables int) converter {
	return converter{tables: tables, within: c.within, line: c.line.Next(false)}
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

// table converts rows to lines. A table within MaxTables others is read as the
// blocks in its cells.
func (c *converter) table(n *html.Node) {
	if c.tables == block.MaxTables {
		c.children(n)
		return
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

// rowsOf are the rows of a table, not those of tables in its cells: they would
// be converted once more for each table around them.
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
