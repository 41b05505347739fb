package article

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// An htmlConverter turns a tree of HTML into blocks.
type htmlConverter struct {
	blocks  []block
	dropped []Dropped
	line    line
	kind    kind
	level   uint8
	card    bool // inside a link that spans blocks
	tables  int  // that this is within
	within  place
}

// A place is what a piece of HTML lies in.
type place uint8

const (
	inPage     place = iota // of a site: what is beside the text is navigation
	inBook                  // a chapter, which has notes and no navigation
	inMarkdown              // written by the author of the text, who means all of it
)

// end closes the paragraph in the making.
func (c *htmlConverter) end() {
	b := c.line.block(c.kind)
	b.level, b.card = c.level, c.card
	if b.text != "" {
		c.blocks = append(c.blocks, b)
	}
	c.line = c.line.next(c.kind == heading)
}

func (c *htmlConverter) children(n *html.Node) {
	for n := n.FirstChild; n != nil; n = n.NextSibling {
		c.node(n)
	}
}

// as converts a node's children as blocks of a kind.
func (c *htmlConverter) as(n *html.Node, k kind, level uint8) {
	c.end()
	outer, outerLevel := c.kind, c.level
	c.kind, c.level, c.line.title = k, level, k == heading
	c.children(n)
	c.end()
	c.kind, c.level, c.line.title = outer, outerLevel, outer == heading
}

func (c *htmlConverter) node(n *html.Node) {
	switch {
	case n.Type == html.TextNode:
		c.text(n.Data)
	case n.Type != html.ElementNode:
		c.children(n)
	case isMachinery(tagOf(n)):
	case isReading(tagOf(n)):
		c.leave(n, DroppedReading)
	case isHiddenNode(n):
		c.leave(n, DroppedHidden)
	case isAside(tagOf(n), c.within):
		c.leave(n, DroppedNavigation)
	default:
		c.element(n)
	}
}

func (c *htmlConverter) element(n *html.Node) {
	switch tagOf(n) {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		c.as(n, heading, n.Data[1]-'0')
	case atom.Blockquote:
		c.as(n, quote, 0)
	case atom.Pre:
		c.end()
		c.put(block{kind: code, text: trimLines(rawText(n))})
	case atom.Ul, atom.Ol:
		c.end()
		c.list(n)
	case atom.Table:
		c.end()
		c.table(n)
	case atom.Br:
		c.breakLine(n)
	case atom.Img:
		if alt := squash(attr(n, "alt")); c.line.inLink() && isCaption(alt) {
			c.dropped = append(c.dropped, Dropped{Reason: DroppedLinks, Text: alt})
		}
		c.line.image(attr(n, "alt"))
	case atom.A:
		c.link(n)
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
func (c *htmlConverter) leave(n *html.Node, reason Reason) {
	if text := squash(shownText(n)); Letters(text) > 0 {
		c.dropped = append(c.dropped, Dropped{Reason: reason, Text: text})
	}
}

// isTab reports whether an element is a component that shows what it encloses
// under a tab.
func isTab(n *html.Node) bool {
	return n.DataAtom == 0 && slices.Contains([]string{"tabitem", "tab", "codegroupitem"}, n.Data)
}

// tab converts a tab, under its title.
func (c *htmlConverter) tab(n *html.Node) {
	c.end()
	if title := squash(cmp.Or(attr(n, "label"), attr(n, "title"))); title != "" {
		c.put(block{kind: heading, label: true, text: title})
	}
	c.children(n)
	c.end()
}

func (c *htmlConverter) put(b block) {
	if b.text != "" {
		b.card = c.card
		c.blocks = append(c.blocks, b)
	}
}

// text adds text, whose white space HTML collapses: line breaks between wide
// characters are none.
func (c *htmlConverter) text(s string) {
	for i := 0; ; i++ {
		l, rest, more := strings.Cut(s, "\n")
		if i > 0 {
			c.line.space()
		}
		if t := strings.TrimSpace(l); t != "" {
			c.line.add(l)
		} else if l != "" {
			c.line.space()
		}
		if !more {
			return
		}
		s = rest
	}
}

// breakLine ends the paragraph at the second of two line breaks, and else the
// line.
func (c *htmlConverter) breakLine(n *html.Node) {
	next := n.NextSibling
	for next != nil && next.Type == html.TextNode && strings.TrimSpace(next.Data) == "" {
		next = next.NextSibling
	}
	if next != nil && next.Type == html.ElementNode && tagOf(next) == atom.Br && c.kind != heading {
		c.end()
		return
	}
	c.line.lineBreak()
}

// link converts a link; one that holds blocks and little text is a card.
func (c *htmlConverter) link(n *html.Node) {
	blocks := false
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && !isInlineTag(tagOf(d)) && tagOf(d) != atom.Img && tagOf(d) != atom.Br {
			blocks = true
			break
		}
	}
	if !blocks {
		opened := c.line.open(attr(n, "href"))
		c.children(n)
		c.line.close(opened)
		return
	}
	c.end()
	outer := c.card
	opened := c.line.open(attr(n, "href"))
	c.card = outer || opened && c.within != inMarkdown && utf8.RuneCountInString(rawText(n)) <= maxCard
	c.children(n)
	c.line.close(opened)
	c.end()
	c.card = outer
}

// list converts a list as converter.list does.
func (c *htmlConverter) list(n *html.Node) {
	for _, b := range groupItems(c.items(n)) {
		c.put(b)
	}
}

func (c *htmlConverter) items(n *html.Node) []block {
	var items []block
	for item := n.FirstChild; item != nil; item = item.NextSibling {
		inner := c.inner(c.tables)
		inner.kind = list
		inner.nested(item)
		c.dropped = append(c.dropped, inner.dropped...)
		b := joinBlocks(inner.blocks)
		if b.text == "" {
			continue
		}
		if tagOf(n) == atom.Ol {
			b = b.numbered(len(items)+1, '.')
		}
		items = append(items, b)
	}
	return items
}

// inner is a converter of blocks that become one, within some tables.
func (c *htmlConverter) inner(tables int) htmlConverter {
	return htmlConverter{tables: tables, within: c.within, line: c.line.next(false)}
}

// nested converts an item, with the lists in it indented.
func (c *htmlConverter) nested(item *html.Node) {
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
			c.put(b.indented())
		}
	}
	c.end()
}

// table converts rows to lines. A table within maxTables others is read as the
// blocks in its cells.
func (c *htmlConverter) table(n *html.Node) {
	if c.tables == maxTables {
		c.children(n)
		return
	}
	var rows []block
	for row := range rowsOf(n) {
		var cells []block
		for cell := row.FirstChild; cell != nil; cell = cell.NextSibling {
			if tagOf(cell) == atom.Td || tagOf(cell) == atom.Th {
				inner := c.inner(c.tables + 1)
				inner.children(cell)
				inner.end()
				c.dropped = append(c.dropped, inner.dropped...)
				cells = append(cells, joinBlocks(inner.blocks))
			}
		}
		rows = append(rows, joinCells(cells))
	}
	for _, b := range groupRows(rows) {
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
