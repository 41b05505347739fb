package docx

import (
	"encoding/xml"
	"strings"

	"github.com/xunzhang/xunzhang/article/block"
	"github.com/xunzhang/xunzhang/article/pack"
	"github.com/xunzhang/xunzhang/article/page"
)

// A converter turns the elements of a Word document into blocks.
type converter struct {
	doc    *document
	x      *pack.XML
	blocks []block.Block
	items  []block.Block // of the list that is being read
	line   block.Line    // of the paragraph that is being read
	look   look          // of that paragraph
	boxes  []block.Block // text boxes in that paragraph
	tables int           // that enclose this place
}

// nameOf is the name of an element of a Word document. The elements of other
// namespaces, such as drawings, give "", except the text of formulas, and Fallback,
// which repeats content for programs that do not know an element.
func nameOf(e xml.StartElement) string {
	if strings.Contains(e.Name.Space, "wordprocessingml") || e.Name.Local == "Fallback" ||
		e.Name.Local == "t" && strings.HasSuffix(e.Name.Space, "/math") {
		return e.Name.Local
	}
	return ""
}

// isLeftOut reports whether an element holds no text for readers: settings, what
// was deleted or moved elsewhere, codes of fields, pronunciations, and repetitions.
func isLeftOut(name string) bool {
	switch name {
	case "del", "moveFrom", "delText", "instrText", "delInstrText", "rt", "Fallback",
		"pPr", "rPr", "sectPr", "sdtPr", "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr":
		return true
	}
	return false
}

// block reads an element between paragraphs, or one that encloses some.
func (c *converter) block(e xml.StartElement) error {
	name := nameOf(e)
	switch {
	case name == "p":
		return c.paragraph()
	case name == "tbl" && c.tables < block.MaxTables:
		return c.table()
	case isLeftOut(name), (name == "footnote" || name == "endnote") && isRule(pack.Attr(e, "type")):
		return c.x.Skip()
	}
	return c.x.Children(nil, c.block)
}

// isRule reports whether a note is the line between text and notes.
func isRule(kind string) bool { return kind != "" && kind != "normal" }

func (c *converter) paragraph() error {
	c.line, c.look = block.Line{}, look{}
	if err := c.x.Children(nil, c.inline); err != nil {
		return err
	}
	b := c.line.Block(block.Prose)
	switch {
	case b.Text == "" || c.look.contents:
	case c.look.heading > 0:
		b.Kind, b.Level = block.Heading, c.look.heading
		if c.look.title {
			page.OrText(&c.doc.title, b.Text)
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

func (c *converter) put(blocks ...block.Block) {
	c.endList()
	c.blocks = append(c.blocks, blocks...)
}

// endList ends the list that is being read.
func (c *converter) endList() {
	if len(c.items) == 0 {
		return
	}
	for _, b := range block.GroupItems(c.items) {
		b.Text = strings.TrimSpace(b.Text)
		c.blocks = append(c.blocks, b)
	}
	c.items = nil
}

// inner is a converter of blocks within a block.
func (c *converter) inner() *converter {
	return &converter{doc: c.doc, x: c.x, tables: c.tables}
}

// table converts rows to lines.
func (c *converter) table() error {
	var rows []block.Block
	var row func(xml.StartElement) error
	row = func(e xml.StartElement) error {
		switch name := nameOf(e); {
		case name == "tr":
			var cells []block.Block
			err := c.cells(&cells)
			rows = append(rows, block.JoinCells(cells))
			return err
		case isLeftOut(name):
			return c.x.Skip()
		}
		return c.x.Children(nil, row)
	}
	err := c.x.Children(nil, row)
	c.put(block.GroupRows(rows)...)
	return err
}

// cells reads the cells of a row, or of what encloses some.
func (c *converter) cells(cells *[]block.Block) error {
	return c.x.Children(nil, func(e xml.StartElement) error {
		switch name := nameOf(e); {
		case name == "tc":
			inner := c.inner()
			inner.tables++
			err := c.x.Children(nil, inner.block)
			inner.endList()
			*cells = append(*cells, block.JoinBlocks(inner.blocks))
			return err
		case isLeftOut(name):
			return c.x.Skip()
		}
		return c.cells(cells)
	})
}
