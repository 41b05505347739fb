package part

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/xunzhang/xunzhang/article/content"
)

// The stored form of a part:
//
//	version  one byte
//	lengths  uvarint: title, brief, labels, meta, relations, paragraphs and parts (two counts)
//	title, brief, labels  text; labels are author, tags and aliases, Separator between them
//	meta     JSON: a Meta
//	relations  JSON: a Relations; nothing for none
//	paragraphs, each: uvarint length in bytes,
//	                  uvarint head: numbers left out before it<<7 | announcement<<6 | notice<<5 | reading<<4 | caption<<3 | links<<2 | new section<<1 | heading,
//	                  text
//
// Ruby text, which says how characters of a paragraph are pronounced, follows the
// paragraph as one more with the same number and the flag reading.
//
// Text is in the character set of charset.go, in which nearly every Chinese
// character takes two bytes. A Chinese archive takes 0.72 of its size in UTF-8, and
// the text can be scanned with a table of two-byte codes.
const version = 7

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

// Relations are the metadata that is needed only to read the whole article.
type Relations struct {
	Previous string         `json:"prev,omitempty"`    // id of the article before it
	Next     string         `json:"next,omitempty"`    // id of the article after it
	Links    []content.Link `json:"links,omitempty"`   // from the paragraphs of the part
	Ruby     []content.Ruby `json:"ruby,omitempty"`    // how characters of the part are pronounced
	Anchors  map[int]string `json:"anchors,omitempty"` // names to point at paragraphs by, by their numbers
}

// relationsOf returns the relations of a part. Only the first part has the articles
// before and after.
func relationsOf(p Part) Relations {
	a := &p.Article
	r := Relations{Links: a.Links, Ruby: a.Ruby, Anchors: a.Anchors}
	if p.Index == 0 {
		r.Previous, r.Next = a.Previous, a.Next
	}
	return r
}

// encode returns the stored form of relations.
func (r Relations) encode() ([]byte, error) {
	if r.Previous == "" && r.Next == "" && len(r.Links)+len(r.Ruby)+len(r.Anchors) == 0 {
		return nil, nil
	}
	return json.Marshal(r)
}

const (
	flagHeading      = 1
	flagNewSection   = 2
	flagLinks        = 4
	flagCaption      = 8
	flagReading      = 16
	flagNotice       = 32
	flagAnnouncement = 64
	flagBits         = 7
)

// Encode returns the stored form of a part. Bytes that are not UTF-8 become
// U+FFFD. Of the links in a paragraph only its IsLinks is kept.
func Encode(p Part) ([]byte, error) {
	a := &p.Article
	title, brief := AppendText(nil, a.Title), AppendText(nil, a.Brief)
	labels := AppendText(nil, strings.Join(labelsOf(a), Separator))
	body, sections := encodeParagraphs(a)
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
	for _, n := range [...]int{len(title), len(brief), len(labels), len(meta), len(relations), len(a.Paragraphs), p.Of} {
		out = binary.AppendUvarint(out, uint64(n))
	}
	for _, b := range [...][]byte{title, brief, labels, meta, relations, body} {
		out = append(out, b...)
	}
	return out, nil
}

func encodeParagraphs(a *content.Article) (body []byte, sections []string) {
	number, section, read := 0, "", readings(a)
	var text []byte
	add := func(s string, head uint64) {
		text = AppendText(text[:0], s)
		body = binary.AppendUvarint(body, uint64(len(text)))
		body = binary.AppendUvarint(body, head)
		body = append(body, text...)
	}
	for _, g := range a.Paragraphs {
		head := uint64(g.Number-number-1) << flagBits
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
		switch {
		case g.IsNotice():
			head |= flagNotice
		case g.IsAnnouncement():
			head |= flagAnnouncement
		}
		number, section = g.Number, g.Section
		add(g.Text, head)
		if r := read[g.Number]; r != "" {
			add(r, flagReading)
		}
	}
	return body, sections
}
