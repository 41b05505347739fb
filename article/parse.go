package article

import (
	"cmp"
	"fmt"
	"net/url"
	"strings"
)

// Lengths, in runes, that fields of an article are cut to, and numbers of values.
const (
	maxTitle = 500
	maxLabel = 200
	maxBrief = 20_000
	maxTags  = 100
	maxURL   = 2048
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
	p, err := parseRaw(r, o)
	if err != nil {
		return Reading{}, err
	}
	o.Defaults.complete(&p.meta)
	p.from.note(&p.meta, "the source's defaults")
	return Reading{Article: p.meta, Names: p.names, Encoding: p.encoding, Dialect: p.dialect, Sources: p.from.list(),
		Private: p.privateWhy(r), Dropped: p.dropped}, nil
}

// complete gives an article what it does not say itself.
func (d Defaults) complete(a *Article) {
	own := Article{Category: d.Category, Author: d.Author, Tags: d.Tags}
	own.clean()
	a.Category, a.Author = cmp.Or(a.Category, own.Category), cmp.Or(a.Author, own.Author)
	if len(a.Tags) == 0 {
		a.Tags = own.Tags
	}
}

func parseRaw(r Raw, o Options) (page, error) {
	if int64(len(r.Bytes)) > o.limit() {
		return page{}, fmt.Errorf("%w: %d bytes", ErrTooLarge, len(r.Bytes))
	}
	if r.Format == JSONL {
		a, err := parseJSON(r, o)
		p := page{meta: a}
		p.from.note(&a, "members of the line")
		return p, err
	}
	p, err := parsePage(r, o)
	if err != nil {
		return page{}, err
	}
	if err := p.guard(r, o); err != nil {
		return page{}, err
	}
	return p, p.article(r)
}

func parsePage(r Raw, o Options) (page, error) {
	switch r.Format {
	case Epub:
		return parseEPUB(r, o)
	case Docx:
		return parseDocx(r, o)
	case MHTML:
		return parseMHTML(r, o)
	}
	text, encoding, err := decode(r.Bytes, r.Format, o.Encoding)
	if err != nil {
		return page{}, err
	}
	var p page
	switch r.Format {
	case Markdown:
		p, err = parseMarkdown(text, r)
	case HTML:
		p, err = parseHTML(text, r)
	case Text:
		p = parseText(text)
	default:
		p, err = parseOther(text, r)
	}
	p.encoding = encoding
	return p, err
}

// A page is a document in the reading.
type page struct {
	meta     Article // without paragraphs until article is called; the id is empty unless the document names one
	blocks   []block
	encoding string
	dialect  string
	from     sources
	dropped  []Dropped
	names    []string
	private  string // what marks it as not meant for readers, "" for nothing
}

// article judges the blocks of a page and makes an article of it.
func (p *page) article(r Raw) error {
	a := &p.meta
	if a.ID == "" {
		a.ID, p.names = pathID(r), pathNames(r)
	}
	var err error
	if a.ID, err = newID(a.ID); err != nil {
		return err
	}
	kept, dropped := strip(p.blocks, a)
	p.blocks, p.dropped = nil, append(p.dropped, dropped...)
	a.Paragraphs = number(kept)
	a.clean()
	p.from.note(a, "the text")
	if a.Published.IsZero() {
		a.Published = dateOfName(r.Path)
		p.from.note(a, "the file name")
	}
	if err := a.complete(); err != nil {
		return err
	}
	if a.Title == "" {
		a.Title = titleOfName(pathID(r))
		p.from.note(a, "the file name")
	}
	return nil
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

// clean brings the metadata into the form that Article promises.
func (a *Article) clean() {
	a.Title = cutRunes(squash(a.Title), maxTitle)
	a.Brief = cutRunes(squash(a.Brief), maxBrief)
	a.Author = cutRunes(squash(a.Author), maxLabel)
	a.Category = cutRunes(squash(a.Category), maxLabel)
	a.Tags, a.Aliases = cleanTags(a.Tags), cleanTags(a.Aliases)
	a.URL = webAddress(a.URL)
	a.Views = max(a.Views, 0)
}

func cleanTags(tags []string) []string {
	var clean []string
	seen := map[string]bool{}
	for _, t := range tags {
		t = cutRunes(strings.TrimSpace(strings.TrimLeft(squash(t), "#")), maxLabel)
		if t != "" && !seen[t] && len(clean) < maxTags {
			seen[t] = true
			clean = append(clean, t)
		}
	}
	return clean
}

// webAddress keeps an address of http or https and nothing else.
func webAddress(s string) string {
	s = strings.TrimSpace(s)
	if len(s) > maxURL {
		return ""
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.User != nil {
		return ""
	}
	if u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return u.String()
}

// cutRunes cuts a text to at most n runes.
func cutRunes(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for i := range s {
		if n == 0 {
			return s[:i]
		}
		n--
	}
	return s
}
