// Package epub reads books in the format EPUB. It must not know articles.
package epub

import (
	"encoding/xml"
	"path"
	"slices"

	"github.com/xunzhang/xunzhang/article/block"
	"github.com/xunzhang/xunzhang/article/html"
	"github.com/xunzhang/xunzhang/article/pack"
	"github.com/xunzhang/xunzhang/article/page"
	"github.com/xunzhang/xunzhang/article/plain"
)

// Names that the standard gives to members of a book.
const (
	container  = "META-INF/container.xml"
	encryption = "META-INF/encryption.xml"
)

// Read reads a book as one article: the chapters in the order of reading, with the
// metadata of its package document. Covers, the navigation document and other items
// that are not chapters of text are skipped, and so are chapters that are listed
// but missing. limit is that of a member, in bytes. Errors wrap input.ErrFormat,
// input.ErrTooLarge, input.ErrEncoding or input.ErrBinary, and name the member.
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
		entitle(blocks)
		out.Blocks, out.Dropped = append(out.Blocks, blocks...), append(out.Dropped, dropped...)
	}
	return out, nil
}

// entitle makes the first line of a chapter a heading where the chapter has none
// and the line reads like a chapter's title: some books mark titles by style alone.
func entitle(blocks []block.Block) {
	if len(blocks) == 0 || slices.ContainsFunc(blocks, func(b block.Block) bool { return b.Kind == block.Heading }) {
		return
	}
	if level := plain.ChapterLevel(blocks[0].Text); level > 0 && blocks[0].Kind == block.Prose {
		blocks[0].Kind, blocks[0].Level = block.Heading, level
	}
}

// noteEncrypted marks the encrypted members of a book. In most books these are
// fonts, which are not read.
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
