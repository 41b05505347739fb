package fb2

import (
	"encoding/xml"
	"strings"

	"github.com/xunzhang/xunzhang/article/block"
	"github.com/xunzhang/xunzhang/article/pack"
)

// maxLevel is the lowest rank of a heading.
const maxLevel = 6

// block reads an element between paragraphs, or one that encloses some.
func (c *converter) block(e xml.StartElement) error {
	switch e.Name.Local {
	case "section":
		c.depth = min(c.depth+1, maxLevel)
		err := c.x.Children(nil, c.block)
		c.depth = max(c.depth, 1) - 1
		return err
	case "title":
		return c.title()
	case "subtitle":
		return c.paragraph(block.Heading, min(c.depth+1, maxLevel))
	case "p", "text-author", "date":
		return c.paragraph(block.Prose, 0)
	case "stanza":
		return c.verse()
	case "v": // a verse outside of stanzas
		return c.paragraph(block.Prose, 0)
	case "cite", "epigraph":
		return c.quote()
	case "table":
		if c.tables < block.MaxTables {
			return c.table()
		}
	case "image":
		if text := block.Squash(pack.Attr(e, "alt")); block.IsCaption(text) {
			c.blocks = append(c.blocks, block.Block{Text: text, Image: true})
		}
		return c.x.Skip()
	}
	return c.x.Children(nil, c.block)
}

func (c *converter) inner() *converter { return &converter{x: c.x, depth: c.depth, tables: c.tables} }

// title makes one heading of the lines of a title.
func (c *converter) title() error {
	inner := c.inner()
	err := c.x.Children(nil, inner.block)
	var lines []string
	for _, b := range inner.blocks {
		lines = append(lines, b.Text)
	}
	if text := block.Squash(strings.Join(lines, " ")); text != "" {
		c.blocks = append(c.blocks, block.Block{Kind: block.Heading, Level: max(c.depth, 1), Text: text})
	}
	return err
}

// verse makes one paragraph of the lines of a stanza.
func (c *converter) verse() error {
	inner := c.inner()
	err := c.x.Children(nil, inner.block)
	if b := block.JoinBlocks(inner.blocks); b.Text != "" {
		c.blocks = append(c.blocks, b)
	}
	return err
}

// quote reads a quotation.
func (c *converter) quote() error {
	first := len(c.blocks)
	err := c.x.Children(nil, c.block)
	for i := first; i < len(c.blocks); i++ {
		if c.blocks[i].Kind == block.Prose {
			c.blocks[i].Kind = block.Quote
		}
	}
	return err
}

func (c *converter) paragraph(kind block.Kind, level uint8) error {
	c.line = block.Line{Title: kind == block.Heading}
	err := c.x.Mixed(c.text, c.inline)
	b := c.line.Block(kind)
	if b.Level = level; b.Text != "" {
		c.blocks = append(c.blocks, b)
	}
	c.line = block.Line{}
	return err
}

// text adds text. Line breaks in the file are white space.
func (c *converter) text(s string) {
	for i, l := range strings.Split(s, "\n") {
		if i > 0 {
			c.line.Space()
		}
		if strings.TrimSpace(l) != "" {
			c.line.Add(l)
		} else if l != "" {
			c.line.Space()
		}
	}
}

// inline reads an element within a paragraph.
func (c *converter) inline(e xml.StartElement) error {
	switch e.Name.Local {
	case "image":
		c.line.Image(pack.Attr(e, "alt"))
		return c.x.Skip()
	case "a":
		if pack.Attr(e, "type") == "note" { // the number of a note, which stands behind the text
			return c.x.Skip()
		}
		opened := c.line.Open(pack.Attr(e, "href"))
		err := c.x.Mixed(c.text, c.inline)
		c.line.Close(opened)
		return err
	}
	return c.x.Mixed(c.text, c.inline)
}

// table converts rows to lines.
func (c *converter) table() error {
	var rows []block.Block
	err := c.x.Children(nil, func(xml.StartElement) error {
		var cells []block.Block
		err := c.x.Children(nil, func(xml.StartElement) error {
			inner := c.inner()
			inner.tables++
			err := inner.paragraph(block.Table, 0)
			cells = append(cells, block.JoinBlocks(inner.blocks))
			return err
		})
		rows = append(rows, block.JoinCells(cells))
		return err
	})
	c.blocks = append(c.blocks, block.GroupRows(rows)...)
	return err
}
