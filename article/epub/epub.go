// Package epub reads books in the format EPUB.
package epub

import (
	"encoding/xml"
	"path"

	"github.com/xunzhang/xunzhang/article/html"
	"github.com/xunzhang/xunzhang/article/pack"
	"github.com/xunzhang/xunzhang/article/page"
)

// Names that the standard gives to members of a book.
const (
	container  = "META-INF/container.xml"
	encryption = "META-INF/encryption.xml"
)

// Read reads a book as one article: the chapters in the order of reading,
// with the metadata of its package document. What is no chapter of text, as
// covers and the navigation document, is passed over. A chapter that is named
// but not there is too, for nothing of it could be found.
func Read(data []byte, limit int64) (page.Page, error) {
	p, err := pack.Open("EPUB", data, limit)
	if err != nil {
		return page.Page{}, err
	}
	if err := noteEncrypted(p); err != nil {
		return page.Page{}, err
	}
	name, err := packageName(p)
	if err != nil {
		return page.Page{}, err
	}
	book, err := readPackage(p, name)
	if err != nil {
		return page.Page{}, err
	}
	chapters := book.chapters(p)
	if len(chapters) == 0 {
		return page.Page{}, p.Fault("its package document names no chapter that is there")
	}
	out := page.Page{Meta: book.metadata()}
	out.From.Note(&out.Meta, "the package document")
	titles := book.readNavigation(p)
	for _, name := range chapters {
		text, err := p.Text(name)
		if err != nil {
			return page.Page{}, err
		}
		blocks, dropped := html.Chapter(text, titles[name])
		out.Blocks, out.Dropped = append(out.Blocks, blocks...), append(out.Dropped, dropped...)
	}
	return out, nil
}

// noteEncrypted notes what is encrypted. In most books that have the list it is fonts,
// which are not read.
func noteEncrypted(p *pack.Pack) error {
	if !p.Has(encryption) {
		return nil
	}
	x, err := p.OpenXML(encryption)
	if err != nil {
		return err
	}
	return x.Each(func(e xml.StartElement) {
		if e.Name.Local == "CipherReference" {
			p.Protect(pack.Resolve("", pack.Attr(e, "URI")))
		}
	})
}

// packageName is the name of the package document: the first that the
// container names.
func packageName(p *pack.Pack) (string, error) {
	x, err := p.OpenXML(container)
	if err != nil {
		return "", err
	}
	name := ""
	err = x.Each(func(e xml.StartElement) {
		if e.Name.Local == "rootfile" && name == "" {
			name = path.Join(pack.Attr(e, "full-path"))
		}
	})
	if err == nil && name == "" {
		err = p.Fault(container + " names no package document")
	}
	return name, err
}
