package article

import (
	"cmp"
	"fmt"
	"net/url"
	"path"
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

// Parse decodes and parses one document. Its errors wrap ErrEncoding,
// ErrBinary, ErrFormat, ErrEmpty, ErrID or ErrTooLarge, and are reasons for
// the owner of the source to read.
//
// The id of a line of JSONL is its member "id". That of a file is "id" in its
// front matter; else, when the file says in a GitBook hint block where its
// original is, and the last element of that address without extension equals
// the name of the file without extension, this name; else the path within its
// source without extension.
//
// Site furniture that the structure of a page gives away is dropped here; what
// only counting over a source can tell is left to Furniture.
//
// Options.Defaults fill in what the document does not say.
func Parse(r Raw, o Options) (Article, error) {
	a, err := parseRaw(r, o)
	if err != nil {
		return Article{}, err
	}
	o.Defaults.complete(&a)
	return a, nil
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

func parseRaw(r Raw, o Options) (Article, error) {
	if int64(len(r.Bytes)) > o.limit() {
		return Article{}, fmt.Errorf("%w: %d bytes", ErrTooLarge, len(r.Bytes))
	}
	if r.Format == JSONL {
		return parseJSON(r, o)
	}
	p, err := parsePage(r, o)
	if err != nil {
		return Article{}, err
	}
	return p.article(r)
}

func parsePage(r Raw, o Options) (page, error) {
	switch r.Format {
	case Epub:
		return parseEPUB(r, o)
	case Docx:
		return parseDocx(r, o)
	}
	text, err := decode(r.Bytes, r.Format, o.Encoding)
	if err != nil {
		return page{}, err
	}
	switch r.Format {
	case Markdown:
		return parseMarkdown(text, r)
	case HTML:
		return parseHTML(text, r)
	case Text:
		return parseText(text), nil
	}
	return page{}, fmt.Errorf("%w: unknown format %q", ErrFormat, r.Format)
}

// A page is a parsed document before its blocks are judged.
type page struct {
	meta   Article // without paragraphs; the id is empty unless the document names one
	blocks []block
}

// article turns a page into an article.
func (p page) article(r Raw) (Article, error) {
	a := p.meta
	if a.ID == "" {
		a.ID = pathID(r)
	}
	var err error
	if a.ID, err = newID(a.ID); err != nil {
		return Article{}, err
	}
	a.Paragraphs = number(strip(p.blocks, &a))
	a.clean()
	if err := a.complete(); err != nil {
		return Article{}, err
	}
	if a.Title == "" {
		a.Title = path.Base(pathID(r))
	}
	return a, nil
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
	a.Tags = cleanTags(a.Tags)
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
