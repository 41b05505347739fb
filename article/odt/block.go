package odt

import (
	"encoding/xml"
	"strconv"
	"strings"

	"github.com/xunzhang/xunzhang/article/block"
	"github.com/xunzhang/xunzhang/article/pack"
)

// A converter turns the elements of a text into blocks.
type converter struct {
	x       *pack.XML
	blocks  []block.Block
	dropped []block.Dropped
	line    block.Line
	beside  []block.Block     // notes and text boxes of the paragraph that is being read
	parents map[string]string // by style, the style that it is derived from
	title   string            // the first paragraph that has the style of a title
	tables  int               // that enclose this place
	depth   int               // lists that enclose this place
}

// block reads an element between paragraphs, or one that encloses some.
func (c *converter) block(e xml.StartElement) error {
	switch e.Name.Local {
	case "p":
		return c.paragraph(block.Prose, 0, c.isTitle(pack.Attr(e, "style-name")))
	case "h":
		level, err := strconv.ParseUint(pack.Attr(e, "outline-level"), 10, 8)
		if err != nil || level == 0 {
			level = 1
		}
		return c.paragraph(block.Heading, uint8(min(level, 6)), false)
	case "list":
		return c.list()
	case "table":
		if c.tables < block.MaxTables {
			return c.table()
		}
	case "table-of-content", "alphabetical-index", "illustration-index", "table-index", "user-index", "object-index":
		return c.leave(block.DroppedNavigation)
	case "tracked-changes": // what was deleted
		return c.leave(block.DroppedHidden)
	case "automatic-styles":
		return c.x.Children(nil, c.style)
	case "forms", "styles", "scripts", "font-face-decls", "sequence-decls", "variable-decls", "user-field-decls":
		return c.x.Skip()
	}
	return c.x.Children(nil, c.block)
}

// style notes from which style another one is derived.
func (c *converter) style(e xml.StartElement) error {
	if parent := pack.Attr(e, "parent-style-name"); parent != "" {
		if c.parents == nil {
			c.parents = map[string]string{}
		}
		c.parents[pack.Attr(e, "name")] = parent
	}
	return c.x.Skip()
}

// isTitle reports whether a style is that of a document's title, or derived from
// it. Programs write the style's name in their own language.
func (c *converter) isTitle(style string) bool {
	if parent := c.parents[style]; parent != "" {
		style = parent
	}
	style = strings.ToLower(style)
	return style == "title" || style == "标题"
}

// leave notes the text of an element as left out.
func (c *converter) leave(reason block.Reason) error {
	text, err := c.x.Text()
	c.drop(text, reason)
	return err
}

func (c *converter) drop(text string, reason block.Reason) {
	if text = block.Squash(text); block.Letters(text) > 0 {
		c.dropped = append(c.dropped, block.Dropped{Reason: reason, Text: text})
	}
}

func (c *converter) paragraph(kind block.Kind, level uint8, title bool) error {
	c.line = block.Line{Title: kind == block.Heading}
	if err := c.x.Mixed(c.text, c.inline); err != nil {
		return err
	}
	b := c.line.Block(kind)
	if b.Level = level; title && b.Text != "" {
		b.Kind, b.Level = block.Heading, 1
		if c.title == "" {
			c.title = b.Text
		}
	}
	beside := c.beside
	c.line, c.beside = block.Line{}, nil
	if b.Text != "" {
		c.blocks = append(c.blocks, b)
	}
	c.blocks = append(c.blocks, beside...)
	return nil
}

// text adds text, whose white space is collapsed as in HTML.
func (c *converter) text(s string) {
	if strings.TrimSpace(s) == "" {
		if s != "" {
			c.line.Space()
		}
		return
	}
	c.line.Add(strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' || r == '\t' }), " "))
}

// inline reads an element within a paragraph.
func (c *converter) inline(e xml.StartElement) error {
	switch e.Name.Local {
	case "s", "tab":
		c.line.Add(" ")
	case "line-break":
		c.line.LineBreak()
	case "a":
		opened := c.line.Open(pack.Attr(e, "href"))
		err := c.x.Mixed(c.text, c.inline)
		c.line.Close(opened)
		return err
	case "ruby":
		c.line.BeginRuby()
		return c.x.Mixed(c.text, c.inline)
	case "ruby-text":
		text, err := c.x.Text()
		c.line.Reading(text)
		c.drop(text, block.DroppedReading)
		return err
	case "annotation":
		return c.leave(block.DroppedHidden)
	case "note":
		return c.note()
	case "frame", "custom-shape", "rect", "g":
		return c.boxes()
	default:
		return c.x.Mixed(c.text, c.inline)
	}
	return c.x.Skip()
}

// inner is a converter of blocks within a block.
func (c *converter) inner() *converter {
	return &converter{x: c.x, parents: c.parents, tables: c.tables, depth: c.depth}
}

// note reads a footnote or endnote. Its text follows the paragraph.
func (c *converter) note() error {
	return c.x.Children(nil, func(e xml.StartElement) error {
		if e.Name.Local != "note-body" {
			return c.x.Skip() // its number
		}
		return c.aside()
	})
}

// boxes reads pictures and text boxes. Of a picture its title and description are
// kept.
func (c *converter) boxes() error {
	return c.x.Children(nil, func(e xml.StartElement) error {
		switch e.Name.Local {
		case "title", "desc":
			text, err := c.x.Text()
			if text = block.Squash(text); block.IsCaption(text) {
				c.beside = append(c.beside, block.Block{Text: text, Image: true})
			}
			return err
		case "text-box":
			return c.aside()
		}
		return c.boxes()
	})
}

// aside reads blocks that follow the paragraph.
func (c *converter) aside() error {
	inner := c.inner()
	err := c.x.Children(nil, inner.block)
	c.beside, c.dropped = append(c.beside, inner.blocks...), append(c.dropped, inner.dropped...)
	return err
}
