package article

import (
	"cmp"
	"fmt"
	"strings"
	"unicode"

	"github.com/xunzhang/xunzhang/article/block"
	"github.com/xunzhang/xunzhang/article/docx"
	"github.com/xunzhang/xunzhang/article/encoding"
	"github.com/xunzhang/xunzhang/article/epub"
	"github.com/xunzhang/xunzhang/article/fb2"
	"github.com/xunzhang/xunzhang/article/html"
	"github.com/xunzhang/xunzhang/article/input"
	"github.com/xunzhang/xunzhang/article/markdown"
	"github.com/xunzhang/xunzhang/article/mhtml"
	"github.com/xunzhang/xunzhang/article/odt"
	"github.com/xunzhang/xunzhang/article/page"
	"github.com/xunzhang/xunzhang/article/pdf"
	"github.com/xunzhang/xunzhang/article/plain"
	"github.com/xunzhang/xunzhang/article/rtf"
	"github.com/xunzhang/xunzhang/article/site"
)

// Read decodes and parses one document. Its errors wrap ErrEncoding,
// ErrBinary, ErrFormat, ErrEmpty, ErrNoArticle, ErrID or ErrTooLarge, and are
// reasons for the owner of the source to read.
//
// The id of a line of JSONL is its member "id". That of a file is "id" in its
// front matter; else, when the file says in a GitBook hint block where its
// original is, and the last element of that address without extension equals
// the name of the file without extension, this name; else the path within its
// source without extension, and without the hexadecimal digits that Notion
// appends to names. Documents that differ in no more than that ask for one id:
// Reading.Names has others.
//
// Site furniture that can be recognised by the structure of a page is dropped
// here. What is recognised only by counting over a whole source is left to Furniture.
//
// ErrPrivate is wrapped for what its author marked as not meant for readers,
// unless Options.Drafts asks for that.
//
// Options.Defaults fill in what the document does not say.
func Read(r Raw, o Options) (Reading, error) {
	if int64(len(r.Bytes)) > o.limit() {
		return Reading{}, fmt.Errorf("%w: %d bytes", input.ErrTooLarge, len(r.Bytes))
	}
	if r.Format == JSONL {
		return readLine(r, o)
	}
	p, err := parsePage(r, o)
	if err != nil {
		return Reading{}, err
	}
	if err := guard(&p, r, o); err != nil {
		return Reading{}, err
	}
	return finish(&p, r, o)
}

// readLine reads a line of JSONL.
func readLine(r Raw, o Options) (Reading, error) {
	m, paragraphs, err := parseJSON(r, o)
	if err != nil {
		return Reading{}, err
	}
	a := articleOf(&m, paragraphs)
	if err := complete(&a); err != nil {
		return Reading{}, err
	}
	var from page.Sources
	from.Note(&m, "members of the line")
	o.Defaults.complete(&a, &from)
	return Reading{Article: a, Sources: from.List(), Private: privateWhy(&page.Page{}, r, o.now())}, nil
}

// complete gives an article what it does not say itself.
func (d Defaults) complete(a *Article, from *page.Sources) {
	own := page.Meta{Category: d.Category, Author: d.Author, Tags: d.Tags}
	own.Clean()
	a.Category, a.Author = cmp.Or(a.Category, own.Category), cmp.Or(a.Author, own.Author)
	if len(a.Tags) == 0 {
		a.Tags = own.Tags
	}
	from.Note(&own, "the source's defaults")
}

// parsePage reads the blocks and the metadata of a document by its format.
func parsePage(r Raw, o Options) (page.Page, error) {
	switch r.Format {
	case Epub:
		return epub.Read(r.Bytes, o.limit())
	case Docx:
		return docx.Read(r.Bytes, o.limit())
	case ODT:
		return odt.Read(r.Bytes, o.limit())
	case RTF:
		return rtf.Read(r.Bytes)
	case PDF:
		return pdf.Read(r.Bytes)
	case MHTML:
		return mhtml.Read(r.Bytes, o.limit())
	}
	text, name, err := encoding.Decode(r.Bytes, syntaxOf(r.Format), o.Encoding)
	if err != nil {
		return page.Page{}, err
	}
	var p page.Page
	switch r.Format {
	case Markdown:
		p = markdown.Read(text)
	case HTML:
		p = html.Read(text)
	case Text:
		p = plain.Read(text)
	case FB2:
		p, err = fb2.Read(text)
	case CSV:
		p, err = plain.CSV(text)
	case Subtitles:
		p = plain.Subtitles(text)
	default:
		p, err = parseMarkup(text, r.Format)
	}
	p.Encoding = name
	return p, err
}

// syntaxOf returns how a document of a format may declare its encoding.
func syntaxOf(f Format) encoding.Syntax {
	switch f {
	case HTML, FB2:
		return encoding.Markup
	case JSONL:
		return encoding.JSON
	}
	return encoding.Plain
}

// finish drops furniture from the blocks of a page and makes an article of the
// rest.
func finish(p *page.Page, r Raw, o Options) (Reading, error) {
	m := &p.Meta
	reading := Reading{Encoding: p.Encoding, Dialect: p.Dialect, Private: privateWhy(p, r, o.now()), Position: p.Position}
	if r.Site != nil && r.Site.Expires() {
		reading.Expires = p.Expires
	}
	name := ""
	if r.Site != nil && r.Site.NamesWithin() {
		m.ID, name = "", m.ID
	}
	if m.ID == "" {
		m.ID = selfID(r, p.Original)
	}
	if m.ID == "" {
		m.ID, reading.Names = pathID(r), pathNames(r)
	}
	var err error
	if m.ID, err = newID(m.ID); err != nil {
		return Reading{}, err
	}
	betterTitle(p, r)
	byline(p.Blocks, m)
	kept, dropped := strip(p.Blocks, m)
	reading.Dropped = append(p.Dropped, dropped...)
	m.Clean()
	p.From.Forget(m)
	p.From.Note(m, "the text")
	m.Published = dayOf(p, r)
	p.From.Note(m, "the file name")
	reading.Within = addressed(p, r, name)
	n := number(kept)
	if p.IsList && len(n.all) == 0 {
		return Reading{}, fmt.Errorf("%w: the site shows a list in its place", ErrNoArticle)
	}
	a := articleOf(m, n.all)
	a.Anchors, a.Ruby = n.anchors, n.ruby
	if err := complete(&a); err != nil {
		return Reading{}, err
	}
	if a.Title == "" {
		a.Title = titled(p, r)
	}
	o.Defaults.complete(&a, &p.From)
	reading.Article, reading.References, reading.Sources = a, n.references, p.From.List()
	return reading, nil
}

// betterTitle replaces the title of a page, when it is only that of its first
// section, by the title that the page has in the navigation of its site, or by the name of
// its file where that is Chinese and the page has further sections.
func betterTitle(p *page.Page, r Raw) {
	if !p.LowTitle {
		return
	}
	if isNamed(r) && sections(p.Blocks) > 1 {
		p.Meta.Title, p.LowTitle = "", false
		p.From.Forget(&p.Meta)
	}
	if title := navigationTitle(p, r); title != "" {
		p.Meta.Title = title
		p.From.Note(&page.Meta{Title: title}, fromNavigation)
	}
}

// isNamed reports whether the name of a file is meant for readers.
func isNamed(r Raw) bool {
	return strings.ContainsFunc(titleOfName(pathID(r)), func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// sections is how many headings have the rank of the first one.
func sections(blocks []block.Block) int {
	n, level := 0, uint8(0)
	for i := range blocks {
		if b := &blocks[i]; b.Kind == block.Heading && !b.Label {
			if level == 0 {
				level = b.Level
			}
			if b.Level == level {
				n++
			}
		}
	}
	return n
}

// fromNavigation names the source of a title that a site gives to a page.
const fromNavigation = "the navigation of the site"

// navigationTitle returns the title that a page has in the navigation of its site,
// "" for none.
func navigationTitle(p *page.Page, r Raw) string {
	if r.Site == nil {
		return ""
	}
	label := page.Meta{Title: p.Label}
	label.Clean()
	return cmp.Or(r.Site.TitleOf(r.Path), label.Title)
}

// titled returns the title of a page that has none of its own: the one in the
// navigation of its site, or else the name of its file.
func titled(p *page.Page, r Raw) string {
	title, from := navigationTitle(p, r), fromNavigation
	if title == "" {
		title, from = titleOfName(pathID(r)), "the file name"
		if r.Site != nil {
			title = r.Site.NameOf(title)
		}
	}
	p.From.Note(&page.Meta{Title: title}, from)
	return title
}

// addressed gives a page that does not name its original the address that it has on
// its site; name is the name that it states within its folder. It returns the address
// within the site, where that differs from its path.
func addressed(p *page.Page, r Raw, name string) string {
	if r.Site == nil {
		return ""
	}
	place := site.Place{Path: r.Path, Title: p.Meta.Title, ID: name, Slug: p.Slug, Permalink: p.Permalink, Published: p.Meta.Published}
	if p.Meta.URL == "" {
		p.Meta.URL = page.WebAddress(r.Site.Address(place))
		p.From.Note(&p.Meta, "the site's configuration")
	}
	return r.Site.Unlike(place)
}

// articleOf returns an article of some metadata and paragraphs.
func articleOf(m *page.Meta, paragraphs []Paragraph) Article {
	return Article{ID: m.ID, Title: m.Title, Brief: m.Brief, Author: m.Author, Category: m.Category, Published: m.Published, Updated: m.Updated,
		Tags: m.Tags, Aliases: m.Aliases, URL: m.URL, Views: m.Views, Paragraphs: paragraphs}
}

// complete returns ErrEmpty for an article without any text. An article that has
// only a brief or a title gets that as its paragraph, because a search finds
// paragraphs.
func complete(a *Article) error {
	if len(a.Paragraphs) > 0 {
		return nil
	}
	text := a.Brief
	if text == "" {
		text = a.Title
	}
	if text == "" {
		return ErrEmpty
	}
	a.Paragraphs = []Paragraph{{Number: 1, Text: text}}
	return nil
}
