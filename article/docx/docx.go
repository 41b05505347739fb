// Package docx reads Word documents (.docx). It must not know articles.
package docx

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"fmt"
	"path"
	"strings"

	"github.com/xunzhang/xunzhang/article/block"
	"github.com/xunzhang/xunzhang/article/input"
	"github.com/xunzhang/xunzhang/article/pack"
	"github.com/xunzhang/xunzhang/article/page"
)

// OldWord is how files begin that Word before 2007 wrote, and those that a password
// protects.
const OldWord = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"

// A document is a Word document that is being read.
type document struct {
	styles map[string]style
	lists  lists
	title  string // the first paragraph that has the style of a title
}

// Read reads a Word document, of at most limit bytes in each member: its paragraphs,
// lists and tables, and after them its footnotes and endnotes. Errors wrap
// input.ErrFormat, input.ErrTooLarge, input.ErrEncoding or input.ErrBinary.
func Read(data []byte, limit int64) (page.Page, error) {
	if bytes.HasPrefix(data, []byte(OldWord)) {
		return page.Page{}, fmt.Errorf("%w Word document: it has a password, or is of Word before 2007; save it anew as .docx", input.ErrFormat)
	}
	p, err := pack.Open("Word document", data, limit)
	if err != nil {
		return page.Page{}, err
	}
	top, err := relations(p, "_rels/.rels", "")
	if err != nil {
		return page.Page{}, err
	}
	out := page.Page{}
	if out.Meta, err = coreProperties(p, cmp.Or(top["core-properties"], "docProps/core.xml")); err != nil {
		return page.Page{}, err
	}
	out.From.Note(&out.Meta, "the document's properties")
	title := ""
	if out.Blocks, title, err = readText(p, cmp.Or(top["officeDocument"], "word/document.xml")); err != nil {
		return page.Page{}, err
	}
	page.OrText(&out.Meta.Title, title)
	page.OrText(&out.Meta.Title, out.FirstHeading())
	return out, nil
}

// readText reads the main part of a document and the parts that belong to it. It
// returns the blocks, and the paragraph with the style of a title.
func readText(p *pack.Pack, main string) ([]block.Block, string, error) {
	dir := path.Dir(main)
	parts, err := relations(p, path.Join(dir, "_rels", path.Base(main)+".rels"), dir)
	if err != nil {
		return nil, "", err
	}
	part := func(kind string) string { return cmp.Or(parts[kind], path.Join(dir, kind+".xml")) }
	var d document
	if d.styles, err = readStyles(p, part("styles")); err != nil {
		return nil, "", err
	}
	if d.lists, err = readLists(p, part("numbering")); err != nil {
		return nil, "", err
	}
	c := converter{doc: &d}
	for i, name := range []string{main, part("footnotes"), part("endnotes")} {
		if i > 0 && !p.Has(name) {
			continue
		}
		if c.x, err = p.OpenXML(name); err != nil {
			return nil, "", err
		}
		if err := c.x.Children(nil, c.block); err != nil {
			return nil, "", err
		}
		c.endList()
	}
	return c.blocks, d.title, nil
}

// relations reads the names of the parts that belong to a part, by the last word of
// their types. Most programs give them the same names, but not all.
func relations(p *pack.Pack, name, dir string) (map[string]string, error) {
	parts := map[string]string{}
	if !p.Has(name) {
		return parts, nil
	}
	x, err := p.OpenXML(name)
	if err != nil {
		return nil, err
	}
	return parts, x.Each(func(e xml.StartElement) {
		kind, target := path.Base(pack.Attr(e, "Type")), pack.Attr(e, "Target")
		if e.Name.Local != "Relationship" || pack.Attr(e, "TargetMode") == "External" || parts[kind] != "" {
			return
		}
		if absolute, ok := strings.CutPrefix(target, "/"); ok {
			parts[kind] = pack.Resolve("", absolute)
		} else {
			parts[kind] = pack.Resolve(dir, target)
		}
	})
}

// coreProperties reads the metadata, by the names of Dublin Core.
func coreProperties(p *pack.Pack, name string) (page.Meta, error) {
	if !p.Has(name) {
		return page.Meta{}, nil
	}
	x, err := p.OpenXML(name)
	if err != nil {
		return page.Meta{}, err
	}
	values := map[string]string{}
	err = x.Children(nil, func(xml.StartElement) error {
		return x.Children(nil, func(e xml.StartElement) error {
			text, err := x.Text()
			values[e.Name.Local] = block.Squash(text)
			return err
		})
	})
	return page.Meta{
		Title: values["title"], Author: values["creator"], Brief: values["description"], Tags: page.SplitTags(values["keywords"]),
		Published: page.ParseDate(cmp.Or(values["created"], values["modified"])),
	}, err
}
