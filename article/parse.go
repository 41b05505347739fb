package article

import (
	"cmp"
	"fmt"
)

// Read decodes and parses one document. Its errors wrap ErrEncoding,
// ErrBinary, ErrFormat, ErrEmpty, ErrID or ErrTooLarge, and are reasons for
// the owner of the source to read.
//
// The id of a line of JSONL is its member "id". That of a file is "id" in its
// front matter; else, when the file says in a GitBook hint block where its
// original is, and the last element of that address without extension equals
// the name of the file without extension, this name; else the path within its
// source without extension, and without the hexadecimal digits that Notion
// appends to names. Documents that differ in no more than that ask for one id:
// Reading.Names has others.
//
// Site furniture that the structure of a page gives away is dropped here; what
// only counting over a source can tell is left to Furniture.
//
// ErrPrivate is wrapped for what its author marked as not meant for readers,
// unless Options.Drafts asks for that.
//
// Options.Defaults fill in what the document does not say.
func Read(r Raw, o Options) (Reading, error) {
	if int64(len(r.Bytes)) > o.limit() {
		return Reading{}, fmt.Errorf("%w: %d bytes", ErrTooLarge, len(r.Bytes))
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
	if err := a.complete(); err != nil {
		return Reading{}, err
	}
	var from sources
	from.note(&m, "members of the line")
	o.Defaults.complete(&a, &from)
	return Reading{Article: a, Sources: from.list(), Private: privateWhy(&page{}, r)}, nil
}

// complete gives an article what it does not say itself.
func (d Defaults) complete(a *Article, from *sources) {
	own := Meta{Category: d.Category, Author: d.Author, Tags: d.Tags}
	own.clean()
	a.Category, a.Author = cmp.Or(a.Category, own.Category), cmp.Or(a.Author, own.Author)
	if len(a.Tags) == 0 {
		a.Tags = own.Tags
	}
	from.note(&own, "the source's defaults")
}

// parsePage reads the blocks and the metadata of a document by its format.
func parsePage(r Raw, o Options) (page, error) {
	switch r.Format {
	case Epub:
		return parseEPUB(r.Bytes, o.limit())
	case Docx:
		return parseDocx(r.Bytes, o.limit())
	case MHTML:
		return parseMHTML(r.Bytes, o.limit())
	}
	text, name, err := decode(r.Bytes, syntaxOf(r.Format), o.Encoding)
	if err != nil {
		return page{}, err
	}
	var p page
	switch r.Format {
	case Markdown:
		p = parseMarkdown(text)
	case HTML:
		p = parseHTML(text)
	case Text:
		p = parseText(text)
	case CSV:
		p, err = parseCSV(text)
	case Subtitles:
		p = parseSubtitles(text)
	default:
		p, err = parseMarkup(text, r.Format)
	}
	p.encoding = name
	return p, err
}

// syntaxOf is what the encoding of a format can be told by.
func syntaxOf(f Format) syntax {
	switch f {
	case HTML:
		return markupSyntax
	case JSONL:
		return jsonSyntax
	}
	return plainSyntax
}

// finish judges the blocks of a page and makes an article of it.
func finish(p *page, r Raw, o Options) (Reading, error) {
	m := &p.meta
	reading := Reading{Encoding: p.encoding, Dialect: p.dialect, Private: privateWhy(p, r)}
	if m.ID == "" {
		m.ID = selfID(r, p.original)
	}
	if m.ID == "" {
		m.ID, reading.Names = pathID(r), pathNames(r)
	}
	var err error
	if m.ID, err = newID(m.ID); err != nil {
		return Reading{}, err
	}
	kept, dropped := strip(p.blocks, m)
	reading.Dropped = append(p.dropped, dropped...)
	m.clean()
	p.from.note(m, "the text")
	if m.Published.IsZero() {
		m.Published = dateOfName(r.Path)
		p.from.note(m, "the file name")
	}
	a := articleOf(m, number(kept))
	if err := a.complete(); err != nil {
		return Reading{}, err
	}
	if a.Title == "" {
		a.Title = titleOfName(pathID(r))
		p.from.note(&Meta{Title: a.Title}, "the file name")
	}
	o.Defaults.complete(&a, &p.from)
	reading.Article, reading.Sources = a, p.from.list()
	return reading, nil
}

// articleOf is the article of some metadata and paragraphs.
func articleOf(m *Meta, paragraphs []Paragraph) Article {
	return Article{ID: m.ID, Title: m.Title, Brief: m.Brief, Author: m.Author, Category: m.Category, Published: m.Published, Updated: m.Updated,
		Tags: m.Tags, Aliases: m.Aliases, URL: m.URL, Views: m.Views, Paragraphs: paragraphs}
}

// complete refuses an article without any text, and gives one that has only a
// title or a brief that as its paragraph, because a search finds paragraphs.
func (a *Article) complete() error {
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
