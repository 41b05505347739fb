package article

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"fmt"
	"path"
	"strings"
)

// oldWord is how the files begin that Word wrote before 2007, and those that a
// password protects.
const oldWord = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"

// A wordDocument is a Word document in the reading.
type wordDocument struct {
	styles map[string]wordStyle
	lists  wordLists
	title  string // the first paragraph that has the style of a title
}

// parseDocx reads a Word document: its paragraphs, lists and tables, and after
// them its footnotes and endnotes.
func parseDocx(data []byte, limit int64) (page, error) {
	if bytes.HasPrefix(data, []byte(oldWord)) {
		return page{}, fmt.Errorf("%w Word document: it has a password, or is of Word before 2007; save it anew as .docx", ErrFormat)
	}
	p, err := openPack("Word document", data, limit)
	if err != nil {
		return page{}, err
	}
	top, err := relations(p, "_rels/.rels", "")
	if err != nil {
		return page{}, err
	}
	out := page{}
	if out.meta, err = coreProperties(p, cmp.Or(top["core-properties"], "docProps/core.xml")); err != nil {
		return page{}, err
	}
	out.from.note(&out.meta, "the document's properties")
	title := ""
	if out.blocks, title, err = wordText(p, cmp.Or(top["officeDocument"], "word/document.xml")); err != nil {
		return page{}, err
	}
	orText(&out.meta.Title, title)
	orText(&out.meta.Title, firstHeading(out.blocks))
	return out, nil
}

// wordText reads the main part of a document and the parts that belong to it,
// and returns the blocks and what the document gives out as its title.
func wordText(p *pack, main string) ([]block, string, error) {
	dir := path.Dir(main)
	parts, err := relations(p, path.Join(dir, "_rels", path.Base(main)+".rels"), dir)
	if err != nil {
		return nil, "", err
	}
	part := func(kind string) string { return cmp.Or(parts[kind], path.Join(dir, kind+".xml")) }
	var d wordDocument
	if d.styles, err = wordStyles(p, part("styles")); err != nil {
		return nil, "", err
	}
	if d.lists, err = readWordLists(p, part("numbering")); err != nil {
		return nil, "", err
	}
	c := wordConverter{doc: &d}
	for i, name := range []string{main, part("footnotes"), part("endnotes")} {
		if i > 0 && !p.has(name) {
			continue
		}
		if c.x, err = p.xml(name); err != nil {
			return nil, "", err
		}
		if err := c.x.children(nil, c.block); err != nil {
			return nil, "", err
		}
		c.endList()
	}
	return c.blocks, d.title, nil
}

// relations reads which parts belong to a part, by the last word of their
// type. Most programs give parts the same names, but not all.
func relations(p *pack, name, dir string) (map[string]string, error) {
	parts := map[string]string{}
	if !p.has(name) {
		return parts, nil
	}
	x, err := p.xml(name)
	if err != nil {
		return nil, err
	}
	return parts, x.each(func(e xml.StartElement) {
		kind, target := path.Base(xmlAttr(e, "Type")), xmlAttr(e, "Target")
		if e.Name.Local != "Relationship" || xmlAttr(e, "TargetMode") == "External" || parts[kind] != "" {
			return
		}
		if absolute, ok := strings.CutPrefix(target, "/"); ok {
			parts[kind] = resolveHref("", absolute)
		} else {
			parts[kind] = resolveHref(dir, target)
		}
	})
}

// coreProperties reads the metadata, by the names of Dublin Core.
func coreProperties(p *pack, name string) (Meta, error) {
	if !p.has(name) {
		return Meta{}, nil
	}
	x, err := p.xml(name)
	if err != nil {
		return Meta{}, err
	}
	values := map[string]string{}
	err = x.children(nil, func(xml.StartElement) error {
		return x.children(nil, func(e xml.StartElement) error {
			text, err := x.text()
			values[e.Name.Local] = squash(text)
			return err
		})
	})
	return Meta{
		Title: values["title"], Author: values["creator"], Brief: values["description"], Tags: splitTags(values["keywords"]),
		Published: parseDate(cmp.Or(values["created"], values["modified"])),
	}, err
}

func firstHeading(blocks []block) string {
	for _, b := range blocks {
		if b.kind == heading {
			return b.text
		}
	}
	return ""
}
