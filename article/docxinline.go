package article

import (
	"encoding/xml"
	"slices"
)

// inline reads an element within a paragraph.
func (c *wordConverter) inline(e xml.StartElement) error {
	name := wordName(e)
	switch name {
	case "t":
		text, err := c.x.text()
		c.line.add(text)
		return err
	case "tab", "ptab":
		c.line.add(" ")
	case "noBreakHyphen":
		c.line.add("-")
	case "br", "cr":
		c.line.lineBreak()
	case "pPr":
		return c.x.children(nil, c.property)
	case "r":
		return c.run()
	case "hyperlink":
		opened := c.line.open(wordAddress(e))
		defer func() { c.line.close(opened) }()
	case "txbxContent":
		return c.box()
	}
	if isLeftOut(name) {
		return c.x.skip()
	}
	return c.x.children(nil, c.inline)
}

// run reads a piece of text in one type, unless that is hidden.
func (c *wordConverter) run() error {
	hidden := false
	return c.x.children(nil, func(e xml.StartElement) error {
		switch {
		case wordName(e) == "rPr":
			return c.x.children(nil, func(e xml.StartElement) error {
				hidden = hidden || wordName(e) == "vanish" && isOn(e)
				return c.x.skip()
			})
		case hidden:
			return c.x.skip()
		}
		return c.inline(e)
	})
}

// isOn reports whether a switch is on, as it is without a value.
func isOn(e xml.StartElement) bool {
	return !slices.Contains([]string{"0", "false", "off"}, xmlAttr(e, "val"))
}

// box reads a text box. Its paragraphs follow the one that it hangs on.
func (c *wordConverter) box() error {
	inner := c.inner()
	err := c.x.children(nil, inner.block)
	inner.endList()
	c.boxes = append(c.boxes, inner.blocks...)
	return err
}

// property reads a property of the paragraph. The style comes first, as the
// standard has it, and the others override what it says.
func (c *wordConverter) property(e xml.StartElement) error {
	switch wordName(e) {
	case "pStyle":
		c.look = c.doc.look(xmlAttr(e, "val"))
	case "outlineLvl":
		c.look.heading = headingLevel(xmlAttr(e, "val"))
	case "numId":
		c.look.list = xmlAttr(e, "val")
	case "ilvl":
		c.look.indent = listLevel(xmlAttr(e, "val"))
	case "numPr":
		return c.x.children(nil, c.property)
	}
	return c.x.skip()
}

// wordAddress is what a hyperlink leads to: a place in the document by its
// name, or something that only the relations of the part know.
func wordAddress(e xml.StartElement) string {
	if place := xmlAttr(e, "anchor"); place != "" {
		return "#" + place
	}
	return xmlAttr(e, "id")
}
