package docx

import (
	"cmp"
	"encoding/xml"
	"strconv"
	"strings"

	"github.com/xunzhang/xunzhang/article/pack"
	"github.com/xunzhang/xunzhang/article/page"
)

// maxBased is how many styles may be based on one another.
const maxBased = 16

// A style is the definition of a style, without those that it is based on.
type style struct {
	name, based string
	outline     string // level of a heading from "0"; "9" for text
	list        string // id of the list that its paragraphs are items of
}

// A look is what follows for a paragraph from its style and its own properties.
type look struct {
	heading  uint8 // level from 1; 0 for none
	title    bool  // of the whole document
	contents bool  // a line of the table of contents
	list     string
	indent   int // in the list
}

// readStyles reads the styles by their ids.
func readStyles(p *pack.Pack, name string) (map[string]style, error) {
	styles := map[string]style{}
	if !p.Has(name) {
		return styles, nil
	}
	x, err := p.OpenXML(name)
	if err != nil {
		return nil, err
	}
	return styles, x.Children(nil, func(xml.StartElement) error {
		return x.Children(nil, func(e xml.StartElement) error {
			if nameOf(e) != "style" {
				return x.Skip()
			}
			s, err := readStyle(x)
			styles[pack.Attr(e, "styleId")] = s
			return err
		})
	})
}

func readStyle(x *pack.XML) (style, error) {
	var s style
	var element func(xml.StartElement) error
	element = func(e xml.StartElement) error {
		switch nameOf(e) {
		case "name":
			s.name = pack.Attr(e, "val")
		case "basedOn":
			s.based = pack.Attr(e, "val")
		case "outlineLvl":
			s.outline = pack.Attr(e, "val")
		case "numId":
			s.list = pack.Attr(e, "val")
		case "pPr", "numPr":
			return x.Children(nil, element)
		}
		return x.Skip()
	}
	err := x.Children(nil, element)
	return s, err
}

// look is the look of a style and of the styles that it is based on. A style
// without a definition is judged by its id.
func (d *document) look(id string) look {
	name := styleName(cmp.Or(d.styles[id].name, id))
	l := look{title: name == "title" || name == "标题"}
	l.contents = len(name) == len("toc1") && strings.HasPrefix(name, "toc")
	outline := ""
	for range maxBased {
		s := d.styles[id]
		page.OrText(&outline, cmp.Or(s.outline, outlineOf(styleName(cmp.Or(s.name, id)))))
		page.OrText(&l.list, s.list)
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

// styleName is the name of a style for comparisons: programs write "Heading 1",
// "heading 1", "Heading1" and "标题 1".
func styleName(s string) string {
	return strings.ToLower(strings.ReplaceAll(s, " ", ""))
}

// outlineOf is the level, from "0", of a style for headings, by its name; "" for
// other styles.
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
