package epub

import (
	"encoding/xml"
	"path"
	"slices"
	"strings"

	"github.com/xunzhang/xunzhang/article/block"
	"github.com/xunzhang/xunzhang/article/html"
	"github.com/xunzhang/xunzhang/article/pack"
	"github.com/xunzhang/xunzhang/article/page"
)

// A packageDocument is the content of the package document of an EPUB.
type packageDocument struct {
	x         *pack.XML
	dir       string              // folder that its addresses are relative to
	meta      map[string][]string // Dublin Core, by name
	published string              // the date that is marked as that of publication
	items     map[string]bookItem // by id
	spine     []string            // ids, in the order of reading
	nav       string              // name of the navigation document of EPUB 3, "" for none
	ncx       string              // name of the navigation document of EPUB 2, "" for none
}

// A bookItem is a file of a book.
type bookItem struct {
	name    string
	chapter bool // whether it is HTML, and not the navigation document
}

func readPackage(p *pack.Pack, name string) (*packageDocument, error) {
	x, err := p.OpenXML(name)
	if err != nil {
		return nil, err
	}
	d := &packageDocument{x: x, dir: path.Dir(name), meta: map[string][]string{}, items: map[string]bookItem{}}
	return d, x.Children(nil, d.element)
}

// element reads an element. Others than those named here, such as collections, may
// hold metadata of something else.
func (d *packageDocument) element(e xml.StartElement) error {
	switch e.Name.Local {
	case "package", "metadata", "dc-metadata", "manifest", "spine":
		return d.x.Children(nil, d.element)
	case "title", "creator", "date", "subject", "description":
		text, err := d.x.Text()
		if err != nil {
			return err
		}
		d.describe(e, block.Squash(text))
		return nil
	case "item":
		item := d.item(e)
		d.items[pack.Attr(e, "id")] = item
		if pack.Attr(e, "media-type") == "application/x-dtbncx+xml" {
			d.ncx = item.name
		}
	case "itemref":
		if pack.Attr(e, "linear") != "no" {
			d.spine = append(d.spine, pack.Attr(e, "idref"))
		}
	}
	return d.x.Skip()
}

// describe keeps a piece of metadata. In EPUB 2 an attribute says which date a date
// is.
func (d *packageDocument) describe(e xml.StartElement, value string) {
	name := e.Name.Local
	if value == "" || name == "date" && pack.Attr(e, "event") == "modification" {
		return
	}
	if name == "date" && pack.Attr(e, "event") == "publication" {
		page.OrText(&d.published, value)
	}
	if role := pack.Attr(e, "role"); name == "creator" && role != "" && role != "aut" {
		name = "other creator" // a translator, an illustrator
	}
	d.meta[name] = append(d.meta[name], value)
}

func (d *packageDocument) item(e xml.StartElement) bookItem {
	name := pack.Resolve(d.dir, pack.Attr(e, "href"))
	html := strings.Contains(pack.Attr(e, "media-type"), "html") || isHTMLName(name)
	nav := slices.Contains(strings.Fields(pack.Attr(e, "properties")), "nav")
	if nav {
		d.nav = name
	}
	return bookItem{name: name, chapter: html && !nav}
}

// chapters names the chapters that a pack holds, each once: the standard
// forbids naming one twice, which would make a small book a long one.
func (d *packageDocument) chapters(p *pack.Pack) []string {
	var names []string
	seen := map[string]bool{}
	for _, id := range d.spine {
		item := d.items[id]
		if item.chapter && !seen[item.name] && p.Has(item.name) {
			seen[item.name] = true
			names = append(names, item.name)
		}
	}
	return names
}

func (d *packageDocument) metadata() page.Meta {
	a := page.Meta{
		Title:     d.first("title"),
		Author:    strings.Join(d.meta["creator"], "、"),
		Published: page.ParseDate(d.published),
	}
	page.OrText(&a.Author, strings.Join(d.meta["other creator"], "、"))
	for _, date := range d.meta["date"] {
		if a.Published.IsZero() {
			a.Published = page.ParseDate(date)
		}
	}
	for _, subject := range d.meta["subject"] {
		a.Tags = append(a.Tags, page.SplitTags(subject)...)
	}
	// Shops write the description in HTML, and escape that as text.
	var lines []string
	blocks, _ := html.Fragment(block.CutBytes(d.first("description"), page.MaxFrontMatter))
	for _, b := range blocks {
		lines = append(lines, b.Text)
	}
	a.Brief = block.JoinLines(lines)
	return a
}

func (d *packageDocument) first(name string) string {
	if len(d.meta[name]) == 0 {
		return ""
	}
	return d.meta[name][0]
}

// isHTMLName reports whether the name of a file is that of a page.
func isHTMLName(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".html", ".htm", ".xhtml":
		return true
	}
	return false
}
