package part

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/xunzhang/xunzhang/article"
)

// The stored form of a part:
//
//	version  one byte
//	lengths  uvarint: title, brief, labels, meta, relations, paragraphs (a count)
//	title, brief, labels  text; labels are author, tags and aliases, a line each
//	meta     JSON: a Meta
//	relations  JSON: a Relations; nothing for none
//	paragraphs, each: uvarint length in bytes,
//	                  uvarint number difference<<4 | caption<<3 | links<<2 | new section<<1 | heading,
//	                  text
//
// Text is in the character set of charset.go, in which nearly every Chinese
// character takes two bytes. A Chinese archive takes 0.72 of its size in UTF-8,
// and the text can be scanned by a table of two-byte codes.
const version = 3

// A Meta is the part's metadata that is needed only to show a hit.
type Meta struct {
	ID        string    `json:"id"` // of the article
	Category  string    `json:"category,omitempty"`
	Author    string    `json:"author,omitempty"`
	Tags      []string  `json:"tags,omitempty"`
	Aliases   []string  `json:"aliases,omitempty"`
	Published time.Time `json:"published,omitzero"`
	Updated   time.Time `json:"updated,omitzero"`
	URL       string    `json:"url,omitempty"`
	Views     int64     `json:"views,omitempty"`
	Sections  []string  `json:"sections,omitempty"` // in the order in which they begin
}

// Relations are what only a reader of an article needs of a part.
type Relations struct {
	Previous string         `json:"prev,omitempty"`    // id of the article before it
	Next     string         `json:"next,omitempty"`    // id of the article after it
	Links    []article.Link `json:"links,omitempty"`   // from the paragraphs of the part
	Ruby     []article.Ruby `json:"ruby,omitempty"`    // how characters of the part are read
	Anchors  map[int]string `json:"anchors,omitempty"` // names of headings, by the numbers of their paragraphs
}

// relationsOf are the relations of a part; the first names the articles beside.
func relationsOf(p Part) Relations {
	a := &p.Article
	r := Relations{Links: a.Links, Ruby: a.Ruby, Anchors: a.Anchors}
	if p.Index == 0 {
		r.Previous, r.Next = a.Previous, a.Next
	}
	return r
}

// encode is the stored form of relations.
func (r Relations) encode() ([]byte, error) {
	if r.Previous == "" && r.Next == "" && len(r.Links)+len(r.Ruby)+len(r.Anchors) == 0 {
		return nil, nil
	}
	return json.Marshal(r)
}

const (
	flagHeading    = 1
	flagNewSection = 2
	flagLinks      = 4
	flagCaption    = 8
	flagBits       = 4
)

// Encode returns the stored form of a part. Bytes that are not UTF-8 become
// U+FFFD. Of the links in a paragraph only its IsLinks is kept.
func Encode(p Part) ([]byte, error) {
	a := &p.Article
	title, brief := appendText(nil, a.Title), appendText(nil, a.Brief)
	labels := appendText(nil, strings.Join(labelsOf(a), "\n"))
	body, sections := encodeParagraphs(a.Paragraphs)
	meta, err := json.Marshal(Meta{ID: a.ID, Category: a.Category, Author: a.Author, Tags: a.Tags, Aliases: a.Aliases,
		Published: a.Published, Updated: a.Updated, URL: a.URL, Views: a.Views, Sections: sections})
	if err != nil {
		return nil, fmt.Errorf("encode %q: %w", a.ID, err)
	}
	relations, err := relationsOf(p).encode()
	if err != nil {
		return nil, fmt.Errorf("encode %q: %w", a.ID, err)
	}
	out := make([]byte, 0, 32+len(relations)+len(title)+len(brief)+len(labels)+len(meta)+len(body))
	out = append(out, version)
	for _, n := range [...]int{len(title), len(brief), len(labels), len(meta), len(relations), len(a.Paragraphs)} {
		out = binary.AppendUvarint(out, uint64(n))
	}
	for _, b := range [...][]byte{title, brief, labels, meta, relations, body} {
		out = append(out, b...)
	}
	return out, nil
}

func encodeParagraphs(all []article.Paragraph) (body []byte, sections []string) {
	number, section := 0, ""
	var text []byte
	for _, g := range all {
		head := uint64(g.Number-number) << flagBits
		if g.Heading {
			head |= flagHeading
		}
		if g.Section != section {
			head |= flagNewSection
			sections = append(sections, g.Section)
		}
		if g.IsLinks() {
			head |= flagLinks
		}
		if g.Caption {
			head |= flagCaption
		}
		number, section = g.Number, g.Section
		text = appendText(text[:0], g.Text)
		body = binary.AppendUvarint(body, uint64(len(text)))
		body = binary.AppendUvarint(body, head)
		body = append(body, text...)
	}
	return body, sections
}
