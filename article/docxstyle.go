package article

import (
	"cmp"
	"encoding/xml"
	"strconv"
	"strings"
)

// maxBased is how many styles may be based on one another.
const maxBased = 16

// A wordStyle is what a style says itself.
type wordStyle struct {
	name, based string
	outline     string // level of a heading from "0"; "9" for text
	list        string // id of the list that its paragraphs are items of
}

// A look is what the style of a paragraph, and the paragraph itself, make of it.
type look struct {
	heading  uint8 // level from 1; 0 for none
	title    bool  // of the whole document
	contents bool  // a line of the table of contents
	list     string
	indent   int // in the list
}

// wordStyles reads the styles by their ids.
func wordStyles(p *pack, name string) (map[string]wordStyle, error) {
	styles := map[string]wordStyle{}
	if !p.has(name) {
		return styles, nil
	}
	x, err := p.xml(name)
	if err != nil {
		return nil, err
	}
	return styles, x.children(nil, func(xml.StartElement) error {
		return x.children(nil, func(e xml.StartElement) error {
			if wordName(e) != "style" {
				return x.skip()
			}
			s, err := readWordStyle(x)
			styles[xmlAttr(e, "styleId")] = s
			return err
		})
	})
}

func readWordStyle(x *xmlReader) (wordStyle, error) {
	var s wordStyle
	var element func(xml.StartElement) error
	element = func(e xml.StartElement) error {
		switch wordName(e) {
		case "name":
			s.name = xmlAttr(e, "val")
		case "basedOn":
			s.based = xmlAttr(e, "val")
		case "outlineLvl":
			s.outline = xmlAttr(e, "val")
		case "numId":
			s.list = xmlAttr(e, "val")
		case "pPr", "numPr":
			return x.children(nil, element)
		}
		return x.skip()
	}
	err := x.children(nil, element)
	return s, err
}

// look is that of a style with those that it is based on. A style without a
// definition goes by its id.
func (d *wordDocument) look(id string) look {
	name := styleName(cmp.Or(d.styles[id].name, id))
	l := look{title: name == "title" || name == "标题"}
	l.contents = len(name) == len("toc1") && strings.HasPrefix(name, "toc")
	outline := ""
	for range maxBased {
		s := d.styles[id]
		orText(&outline, cmp.Or(s.outline, outlineOf(styleName(cmp.Or(s.name, id)))))
		orText(&l.list, s.list)
		if id = s.based; id == "" {
			break
		}
	}
	l.heading = headingLevel(outline)
	if l.title {
		l.heading = 1
	}
	return l
}

// styleName is the name of a style as it is compared: programs write
// "Heading 1", "heading 1", "Heading1" and "标题 1".
func styleName(s string) string {
	return strings.ToLower(strings.ReplaceAll(s, " ", ""))
}

// outlineOf is the level, from "0", of headings by the name of their style.
func outlineOf(name string) string {
	level, ok := strings.CutPrefix(name, "heading")
	if !ok {
		level, ok = strings.CutPrefix(name, "标题")
	}
	if !ok || len(level) != 1 || level[0] < '1' || level[0] > '9' {
		return ""
	}
	return string(level[0] - 1)
}

// headingLevel is the level from 1 of an outline level from "0", or 0.
func headingLevel(outline string) uint8 {
	n, err := strconv.ParseUint(outline, 10, 8)
	if err != nil || n > 8 {
		return 0
	}
	return uint8(n) + 1
}
