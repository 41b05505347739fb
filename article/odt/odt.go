// Package odt reads OpenDocument texts (.odt). It must not know articles.
package odt

import (
	"encoding/xml"

	"github.com/xunzhang/xunzhang/article/block"
	"github.com/xunzhang/xunzhang/article/pack"
	"github.com/xunzhang/xunzhang/article/page"
)

// Names that the standard gives to members of a document.
const (
	content  = "content.xml"
	metadata = "meta.xml"
	manifest = "META-INF/manifest.xml"
)

// Read reads a text of OpenDocument, of at most limit bytes in each member: its
// paragraphs, lists and tables. Notes follow the paragraph that they belong to. Errors
// wrap input.ErrFormat, input.ErrTooLarge, input.ErrEncoding or input.ErrBinary.
func Read(data []byte, limit int64) (page.Page, error) {
	p, err := pack.Open("OpenDocument text", data, limit)
	if err != nil {
		return page.Page{}, err
	}
	if err := noteEncrypted(p); err != nil {
		return page.Page{}, err
	}
	var out page.Page
	if out.Meta, err = readMeta(p); err != nil {
		return page.Page{}, err
	}
	out.From.Note(&out.Meta, "the document's properties")
	x, err := p.OpenXML(content)
	if err != nil {
		return page.Page{}, err
	}
	c := converter{x: x}
	if err := x.Children(nil, c.block); err != nil {
		return page.Page{}, err
	}
	out.Blocks, out.Dropped = c.blocks, c.dropped
	page.OrText(&out.Meta.Title, c.title)
	page.OrText(&out.Meta.Title, out.FirstHeading())
	return out, nil
}

// noteEncrypted marks the members that the manifest calls encrypted. With a
// password all of them are.
func noteEncrypted(p *pack.Pack) error {
	if !p.Has(manifest) {
		return nil
	}
	x, err := p.OpenXML(manifest)
	if err != nil {
		return err
	}
	entry := ""
	return x.Each(func(e xml.StartElement) {
		switch e.Name.Local {
		case "file-entry":
			entry = pack.Attr(e, "full-path")
		case "encryption-data":
			p.Protect(entry)
		}
	})
}

// readMeta reads the properties of a document.
func readMeta(p *pack.Pack) (page.Meta, error) {
	var m page.Meta
	if !p.Has(metadata) {
		return m, nil
	}
	x, err := p.OpenXML(metadata)
	if err != nil {
		return m, err
	}
	var property func(e xml.StartElement) error
	property = func(e xml.StartElement) error {
		switch e.Name.Local {
		case "document-meta", "meta":
			return x.Children(nil, property)
		}
		text, err := x.Text()
		if text = block.Squash(text); text == "" {
			return err
		}
		switch e.Name.Local {
		case "title":
			m.Title = text
		case "initial-creator":
			m.Author = text
		case "creator":
			page.OrText(&m.Author, text)
		case "description":
			m.Brief = text
		case "keyword":
			m.Tags = append(m.Tags, page.SplitTags(text)...)
		case "creation-date":
			m.Published = page.ParseDate(text)
		case "date":
			m.Updated = page.ParseDate(text)
		}
		return err
	}
	err = x.Children(nil, property)
	return m, err
}
