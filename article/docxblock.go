package article

import (
	"encoding/xml"
	"strings"
)

// A wordConverter turns the elements of a Word document into blocks.
type wordConverter struct {
	doc    *wordDocument
	x      *xmlReader
	blocks []block
	items  []block // of the list in the making
	line   line    // of the paragraph in the making
	look   look    // of it
	boxes  []block // text boxes in it
	tables int     // that this is within
}

// wordName is the name of an element of a Word document. Others, as those of
// drawings, are "", but for the text of formulas and for what is written again
// for programs that do not know an element.
func wordName(e xml.StartElement) string {
	if strings.Contains(e.Name.Space, "wordprocessingml") || e.Name.Local == "Fallback" ||
		e.Name.Local == "t" && strings.HasSuffix(e.Name.Space, "/math") {
		return e.Name.Local
	}
	return ""
}

// isLeftOut reports whether an element holds nothing to read: settings, what
// was deleted or moved elsewhere, codes of fields, and how a text is spoken.
func isLeftOut(name string) bool {
	switch name {
	case "del", "moveFrom", "delText", "instrText", "delInstrText", "rt", "Fallback",
		"pPr", "rPr", "sectPr", "sdtPr", "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr":
		return true
	}
	return false
}

// block reads an element that stands between paragraphs, or encloses some.
func (c *wordConverter) block(e xml.StartElement) error {
	name := wordName(e)
	switch {
	case name == "p":
		return c.paragraph()
	case name == "tbl" && c.tables < maxTables:
		return c.table()
	case isLeftOut(name), (name == "footnote" || name == "endnote") && isRule(xmlAttr(e, "type")):
		return c.x.skip()
	}
	return c.x.children(nil, c.block)
}

// isRule reports whether a note is the line between text and notes.
func isRule(kind string) bool { return kind != "" && kind != "normal" }

func (c *wordConverter) paragraph() error {
	c.line, c.look = line{}, look{}
	if err := c.x.children(nil, c.inline); err != nil {
		return err
	}
	b := c.line.block(prose)
	switch {
	case b.text == "" || c.look.contents:
	case c.look.heading > 0:
		b.kind, b.level = heading, c.look.heading
		if c.look.title {
			orText(&c.doc.title, b.text)
		}
		c.put(b)
	case c.look.list != "" && c.look.list != "0":
		c.items = append(c.items, c.doc.lists.item(c.look.list, c.look.indent, b))
	default:
		c.put(b)
	}
	if len(c.boxes) > 0 {
		c.put(c.boxes...)
		c.boxes = nil
	}
	return nil
}

func (c *wordConverter) put(blocks ...block) {
	c.endList()
	c.blocks = append(c.blocks, blocks...)
}

// endList ends the list in the making.
func (c *wordConverter) endList() {
	if len(c.items) == 0 {
		return
	}
	for _, b := range groupItems(c.items) {
		b.text = strings.TrimSpace(b.text)
		c.blocks = append(c.blocks, b)
	}
	c.items = nil
}

// inner is a converter of blocks within a block.
func (c *wordConverter) inner() *wordConverter {
	return &wordConverter{doc: c.doc, x: c.x, tables: c.tables}
}

// table converts rows to lines.
func (c *wordConverter) table() error {
	var rows []block
	var row func(xml.StartElement) error
	row = func(e xml.StartElement) error {
		switch name := wordName(e); {
		case name == "tr":
			var cells []block
			err := c.cells(&cells)
			rows = append(rows, joinCells(cells))
			return err
		case isLeftOut(name):
			return c.x.skip()
		}
		return c.x.children(nil, row)
	}
	err := c.x.children(nil, row)
	c.put(groupRows(rows)...)
	return err
}

// cells reads the cells of a row, or of what encloses some.
func (c *wordConverter) cells(cells *[]block) error {
	return c.x.children(nil, func(e xml.StartElement) error {
		switch name := wordName(e); {
		case name == "tc":
			inner := c.inner()
			inner.tables++
			err := c.x.children(nil, inner.block)
			inner.endList()
			*cells = append(*cells, joinBlocks(inner.blocks))
			return err
		case isLeftOut(name):
			return c.x.skip()
		}
		return c.cells(cells)
	})
}
