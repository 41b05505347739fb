// Package page knows what a reader returns for a document: its blocks, and its
// metadata with the source of each value. It reads the forms in which documents
// state metadata: front matter, named values, dates. It must not know formats or
// articles.
package page

import (
	"time"

	"github.com/xunzhang/xunzhang/article/block"
)

// A Page is what a reader makes of a document.
type Page struct {
	Meta      Meta
	LowTitle  bool   // whether the title is only that of the first section
	Original  string // address of the original that the document itself names
	Slug      string // last element of its address, as the document states it
	Permalink string // address within the site, as the document states it
	Position  string // among its siblings, as the document states it: a number, "" for none
	Label     string // title in the navigation of the site, as the document states it
	Blocks    []block.Block
	Encoding  string
	Dialect   string
	From      Sources
	Dropped   []block.Dropped
	Private   string    // the mark that says that it is not meant for readers, "" for none
	Notice    string    // what it says instead of an article, "" for a page with an article
	IsList    bool      // whether it says that the site shows a list in place of a text
	Appears   time.Time // UTC day from which it is to be shown, zero for always
	Expires   time.Time // UTC day from which it is no longer shown, zero for never
}

// FirstHeading is the first heading of a page, "" for none.
func (p *Page) FirstHeading() string {
	for _, b := range p.Blocks {
		if b.Kind == block.Heading {
			return b.Text
		}
	}
	return ""
}
