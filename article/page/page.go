// Package page knows what a reader hands over of a document: its blocks, and its
// metadata with where each value came from. It reads the forms in which
// documents state metadata: front matter, named values, dates.
package page

import (
	"github.com/xunzhang/xunzhang/article/block"
)

// A Page is a document in the reading.
type Page struct {
	Meta      Meta
	LowTitle  bool   // whether the title is only that of the first section
	Original  string // address of the original that the document itself names
	Slug      string // name for its address within the site that the document gives itself
	Permalink string // address within the site that the document gives itself
	Blocks    []block.Block
	Encoding  string
	Dialect   string
	From      Sources
	Dropped   []block.Dropped
	Private   string // what marks it as not meant for readers, "" for nothing
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
