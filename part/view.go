package part

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"iter"

	"github.com/xunzhang/xunzhang/article/block"
	"github.com/xunzhang/xunzhang/article/content"
)

var (
	// ErrFormat says that bytes are not a stored part.
	ErrFormat = errors.New("not a stored part")
	// ErrVersion says that they are one of another version of the program.
	ErrVersion = errors.New("the index was written by another version of the program")
)

// A View reads a stored part without copying it; its byte slices are valid as
// long as the stored bytes are. Text is in the character set of charset.go,
// which Decode turns into UTF-8.
type View struct {
	Title  []byte
	Brief  []byte
	Labels []byte // author, tags and aliases, Separator between them
	meta   []byte
	extra  []byte // relations
	body   []byte
	count  int
	of     int // parts of the article
}

// Open parses the head of a stored part. Its errors, and those of the methods of a View,
// wrap ErrFormat.
func Open(stored []byte) (View, error) {
	if len(stored) == 0 {
		return View{}, fmt.Errorf("%w: empty", ErrFormat)
	}
	if stored[0] != version {
		return View{}, fmt.Errorf("%w: %w", ErrVersion, ErrFormat)
	}
	rest := stored[1:]
	var n [7]int
	for i := range n {
		v, k := binary.Uvarint(rest)
		if k <= 0 || v > uint64(len(stored)) {
			return View{}, fmt.Errorf("%w: bad length", ErrFormat)
		}
		n[i], rest = int(v), rest[k:]
	}
	if n[0]+n[1]+n[2]+n[3]+n[4] > len(rest) {
		return View{}, fmt.Errorf("%w: cut short", ErrFormat)
	}
	take := func(k int) (b []byte) { b, rest = rest[:k:k], rest[k:]; return b }
	return View{Title: take(n[0]), Brief: take(n[1]), Labels: take(n[2]), meta: take(n[3]), extra: take(n[4]), count: n[5], of: n[6], body: rest}, nil
}

// Body returns the stored bytes of all paragraphs, including their lengths and
// flags. A character that is not in it is in no paragraph.
func (v View) Body() []byte { return v.body }

// Meta decodes the metadata.
func (v View) Meta() (Meta, error) {
	var m Meta
	if err := json.Unmarshal(v.meta, &m); err != nil {
		return m, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	return m, nil
}

// Relations decodes the links of the part, and the articles before and after it.
func (v View) Relations() (Relations, error) {
	var r Relations
	if len(v.extra) == 0 {
		return r, nil
	}
	if err := json.Unmarshal(v.extra, &r); err != nil {
		return r, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	return r, nil
}

// Len returns the number of paragraphs.
func (v View) Len() int { return v.count }

// EachLabel yields the labels that View.Labels has, in its character set.
func EachLabel(labels []byte) iter.Seq[[]byte] {
	return bytes.SplitSeq(labels, AppendText(nil, Separator))
}

// Of is how many parts the article has.
func (v View) Of() int { return v.of }

// A Cursor walks the paragraphs of a View in order. A paragraph whose author says
// how characters are pronounced is followed by these pronunciations.
type Cursor struct {
	body    []byte
	Number  int  // of the paragraph, from 1 within the article
	Section int  // index into Meta.Sections, -1 before the first
	Heading bool // whether the paragraph is a heading
	Caption bool // whether it is the text of a picture: its caption or alternative text
	Links   bool // whether it is navigation: see content.Paragraph.IsLinks
	Notice  bool // whether it says who may copy the text: see content.Paragraph.IsNotice
	// Announcement says that it speaks of the article, but is no Notice: see content.Paragraph.IsAnnouncement.
	Announcement bool
	// Reading says that Text is not a paragraph, but how characters of the
	// paragraph before it are pronounced.
	Reading bool
	Text    []byte
	End     int // where Text ends in the body, in bytes
}

// Paragraphs returns a cursor before the first paragraph.
func (v View) Paragraphs() Cursor { return Cursor{body: v.body, Section: -1} }

// Next moves to the next paragraph, and reports whether there is one.
func (c *Cursor) Next() bool {
	n, k := binary.Uvarint(c.body)
	if k <= 0 {
		return false
	}
	head, j := binary.Uvarint(c.body[k:])
	if j <= 0 || n > uint64(len(c.body)-k-j) {
		return false
	}
	c.Heading, c.Links, c.Caption = head&flagHeading != 0, head&flagLinks != 0, head&flagCaption != 0
	c.Reading, c.Notice, c.Announcement = head&flagReading != 0, head&flagNotice != 0, head&flagAnnouncement != 0
	if !c.Reading {
		c.Number += 1 + int(head>>flagBits)
	}
	if head&flagNewSection != 0 {
		c.Section++
	}
	c.Text = c.body[k+j : k+j+int(n)]
	c.body = c.body[k+j+int(n):]
	c.End += k + j + int(n)
	return true
}

// Article decodes the whole part. The stored form does not keep the links of a
// paragraph, only whether the paragraph is navigation (see Cursor). Article sets
// Paragraph.Linked to all letters of such a paragraph, and to 0 of any other, so
// that Paragraph.IsLinks returns the same as before.
func (v View) Article() (content.Article, error) {
	m, err := v.Meta()
	if err != nil {
		return content.Article{}, err
	}
	r, err := v.Relations()
	if err != nil {
		return content.Article{}, err
	}
	a := content.Article{ID: m.ID, Title: Decode(v.Title), Brief: Decode(v.Brief), Author: m.Author,
		Category: m.Category, Published: m.Published, Updated: m.Updated, Tags: m.Tags, Aliases: m.Aliases, URL: m.URL, Views: m.Views,
		Previous: r.Previous, Next: r.Next, Links: r.Links, Anchors: r.Anchors, Ruby: r.Ruby}
	for c := v.Paragraphs(); c.Next(); {
		if c.Reading {
			continue
		}
		p := content.Paragraph{Number: c.Number, Heading: c.Heading, Section: m.SectionAt(c.Section), Text: Decode(c.Text), Caption: c.Caption}
		if c.Links {
			p.Linked = block.Letters(p.Text)
		}
		a.Paragraphs = append(a.Paragraphs, p)
	}
	return a, nil
}

// SectionAt names the section of a Cursor, "" before the first.
func (m Meta) SectionAt(index int) string {
	if index < 0 || index >= len(m.Sections) {
		return ""
	}
	return m.Sections[index]
}
