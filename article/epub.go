package article

import (
	"encoding/xml"
	"path"
)

// Names that the standard gives to members of a book.
const (
	epubContainer  = "META-INF/container.xml"
	epubEncryption = "META-INF/encryption.xml"
)

// parseEPUB reads a book as one article: the chapters in the order of reading,
// with the metadata of its package document. What is no chapter of text, as
// covers and the navigation document, is passed over. A chapter that is named
// but not there is too, for nothing of it could be found.
func parseEPUB(data []byte, limit int64) (page, error) {
	p, err := openPack("EPUB", data, limit)
	if err != nil {
		return page{}, err
	}
	if err := noteEncrypted(p); err != nil {
		return page{}, err
	}
	name, err := packageName(p)
	if err != nil {
		return page{}, err
	}
	book, err := readPackage(p, name)
	if err != nil {
		return page{}, err
	}
	chapters := book.chapters(p)
	if len(chapters) == 0 {
		return page{}, p.fault("its package document names no chapter that is there")
	}
	out := page{meta: book.metadata()}
	out.from.note(&out.meta, "the package document")
	for _, name := range chapters {
		text, err := p.text(name)
		if err != nil {
			return page{}, err
		}
		blocks, dropped := chapterBlocks(text)
		out.blocks, out.dropped = append(out.blocks, blocks...), append(out.dropped, dropped...)
	}
	return out, nil
}

// noteEncrypted notes what is encrypted. In most books that have the list it is fonts,
// which are not read.
func noteEncrypted(p *pack) error {
	if !p.has(epubEncryption) {
		return nil
	}
	x, err := p.xml(epubEncryption)
	if err != nil {
		return err
	}
	return x.each(func(e xml.StartElement) {
		if e.Name.Local == "CipherReference" {
			p.protect(resolveHref("", xmlAttr(e, "URI")))
		}
	})
}

// packageName is the name of the package document: the first that the
// container names.
func packageName(p *pack) (string, error) {
	x, err := p.xml(epubContainer)
	if err != nil {
		return "", err
	}
	name := ""
	err = x.each(func(e xml.StartElement) {
		if e.Name.Local == "rootfile" && name == "" {
			name = path.Join(xmlAttr(e, "full-path"))
		}
	})
	if err == nil && name == "" {
		err = p.fault(epubContainer + " names no package document")
	}
	return name, err
}
