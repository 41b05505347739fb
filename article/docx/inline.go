package docx

import (
	"encoding/xml"
	"slices"

	"github.com/xunzhang/xunzhang/article/pack"
)

// inline reads an element within a paragraph.
func (c *converter) inline(e xml.StartElement) error {
	name := nameOf(e)
	switch name {
	case "t":
		text, err := c.x.Text()
		c.line.Add(text)
		return err
	case "tab", "ptab":
		c.line.Add(" ")
	case "noBreakHyphen":
		c.line.Add("-")
	case "br", "cr":
		c.line.LineBreak()
	case "pPr":
		return c.x.Children(nil, c.property)
	case "r":
		return c.run()
	case "hyperlink":
		opened := c.line.Open(address(e))
		defer func() { c.line.Close(opened) }()
	case "txbxContent":
		return c.box()
	}
	if isLeftOut(name) {
		return c.x.Skip()
	}
	return c.x.Children(nil, c.inline)
}

// run reads a run: a piece of text in one typeface. Hidden text is left out.
func (c *converter) run() error {
	hidden := false
	return c.x.Children(nil, func(e xml.StartElement) error {
		switch {
		case nameOf(e) == "rPr":
			return c.x.Children(nil, func(e xml.StartElement) error {
				hidden = hidden || nameOf(e) == "vanish" && isOn(e)
				return c.x.Skip()
			})
		case hidden:
			return c.x.Skip()
		}
		return c.inline(e)
	})
}

// isOn reports whether a switch is on. Without a value it is.
func isOn(e xml.StartElement) bool {
	return !slices.Contains([]string{"0", "false", "off"}, pack.Attr(e, "val"))
}

// box reads a text box. Its paragraphs follow the paragraph to which it is
// anchored.
func (c *converter) box() error {
	inner := c.inner()
	err := c.x.Children(nil, inner.block)
	inner.endList()
	c.boxes = append(c.boxes, inner.blocks...)
	return err
}

// property reads a property of the paragraph. The standard puts the style first;
// the others override it.
func (c *converter) property(e xml.StartElement) error {
	switch nameOf(e) {
	case "pStyle":
		c.look = c.doc.look(pack.Attr(e, "val"))
	case "outlineLvl":
		c.look.heading = headingLevel(pack.Attr(e, "val"))
	case "numId":
		c.look.list = pack.Attr(e, "val")
	case "ilvl":
		c.look.indent = listLevel(pack.Attr(e, "val"))
	case "numPr":
		return c.x.Children(nil, c.property)
	}
	return c.x.Skip()
}

// address is the target of a hyperlink: a place in the document by its name, or the
// id of an address in the relations of the part.
func address(e xml.StartElement) string {
	if place := pack.Attr(e, "anchor"); place != "" {
		return "#" + place
	}
	return pack.Attr(e, "id")
}
