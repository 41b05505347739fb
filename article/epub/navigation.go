package epub

import (
	"encoding/xml"
	"path"
	"strings"

	"github.com/xunzhang/xunzhang/article/block"
	"github.com/xunzhang/xunzhang/article/html"
	"github.com/xunzhang/xunzhang/article/pack"
)

// maxTitles is how many entries of a navigation are read.
const maxTitles = 20_000

// A navigation has the titles of chapters, and of places in them, by the names of
// their files.
type navigation struct {
	x      *pack.XML
	dir    string
	titles map[string][]html.Title
	count  int
}

// readNavigation reads the navigation document of EPUB 3 or, without one, the NCX
// of EPUB 2. A book without either, or with a broken one, is read without titles:
// its text is complete.
func (d *packageDocument) readNavigation(p *pack.Pack) map[string][]html.Title {
	for _, name := range []string{d.nav, d.ncx} {
		if name == "" || !p.Has(name) {
			continue
		}
		x, err := p.OpenXML(name)
		if err != nil {
			continue
		}
		n := navigation{x: x, dir: path.Dir(name), titles: map[string][]html.Title{}}
		read := n.document
		if name == d.ncx {
			read = n.points(1)
		}
		if err := x.Children(nil, read); err == nil && len(n.titles) > 0 {
			return n.titles
		}
	}
	return nil
}

// document looks for the table of contents in a navigation document, which has
// lists of pages and landmarks too.
func (n *navigation) document(e xml.StartElement) error {
	if e.Name.Local != "nav" {
		return n.x.Children(nil, n.document)
	}
	if kind := pack.Attr(e, "type"); kind != "" && kind != "toc" {
		return n.x.Skip()
	}
	return n.x.Children(nil, n.list(1))
}

// list reads a list of entries at a level, and the lists in it.
func (n *navigation) list(level uint8) func(xml.StartElement) error {
	var element func(xml.StartElement) error
	element = func(e xml.StartElement) error {
		switch e.Name.Local {
		case "a":
			text, err := n.x.Text()
			n.add(pack.Attr(e, "href"), text, level)
			return err
		case "ol", "ul":
			return n.x.Children(nil, n.list(min(level+1, maxLevel)))
		}
		return n.x.Children(nil, element)
	}
	if level == 1 { // the outermost list is the first level
		return func(e xml.StartElement) error {
			if name := e.Name.Local; name == "ol" || name == "ul" {
				return n.x.Children(nil, element)
			}
			return n.x.Skip()
		}
	}
	return element
}

// maxLevel is the lowest rank of a heading.
const maxLevel = 6

// points reads the points of an NCX at a level.
func (n *navigation) points(level uint8) func(xml.StartElement) error {
	return func(e xml.StartElement) error {
		switch e.Name.Local {
		case "ncx", "navMap":
			return n.x.Children(nil, n.points(level))
		case "navPoint":
			return n.point(level)
		}
		return n.x.Skip()
	}
}

// point reads a point, whose label comes before its address, and those in it.
func (n *navigation) point(level uint8) error {
	label := ""
	return n.x.Children(nil, func(e xml.StartElement) (err error) {
		switch e.Name.Local {
		case "navLabel":
			label, err = n.x.Text()
			return err
		case "content":
			n.add(pack.Attr(e, "src"), label, level)
		case "navPoint":
			return n.point(min(level+1, maxLevel))
		}
		return n.x.Skip()
	})
}

func (n *navigation) add(address, text string, level uint8) {
	if n.count++; n.count > maxTitles || address == "" {
		return
	}
	_, id, _ := strings.Cut(address, "#")
	name := pack.Resolve(n.dir, address)
	n.titles[name] = append(n.titles[name], html.Title{ID: id, Text: block.Squash(text), Level: level})
}
