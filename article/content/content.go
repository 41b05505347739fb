// Package content knows what an article is: its metadata, its numbered paragraphs, and
// the links and pronunciations in them; and which paragraphs are navigation, say who may
// copy the text, or speak of the text itself. It must not know how an article is read, nor how it is stored.
package content

import (
	"time"

	"github.com/xunzhang/xunzhang/article/block"
)

// An Article is one document with a title, metadata and paragraphs in order.
type Article struct {
	ID        string         // free text, unique within an index; never used as a path
	Title     string         // one line; may be empty
	Brief     string         // the author's or editor's summary; may be empty
	Author    string         // display name; may be empty
	Category  string         // a path of categories from the top down, as in 出行/慢车; may be empty
	Published time.Time      // UTC day; zero when unknown
	Updated   time.Time      // UTC day of the last change; zero when unknown
	Tags      []string       // in the author's order, no duplicates
	Aliases   []string       // other names of the article, by which it is found
	URL       string         // http or https address of the original; may be empty
	Views     int64          // readers counted by the source; 0 when unknown
	Previous  string         // id of the article before it in the book or site, "" for none
	Next      string         // id of the article after it, "" for none
	Ruby      []Ruby         // how characters are pronounced, where the author says so, in order
	Anchors   map[int]string // by the number of a paragraph, the names that its author gave it as a target of links, separated by spaces
	Links     []Link         // to other articles and to places in this one, in order
	// Paragraphs are in order with ascending numbers; a number may be missing
	// where the source had an empty or a dropped paragraph.
	Paragraphs []Paragraph
}

// A Paragraph is the unit that a search finds.
type Paragraph struct {
	Number  int    // counts from 1 within the article; the id is ARTICLE#Number
	Section string // text of the nearest heading above, empty before the first
	Text    string // plain text, UTF-8, line breaks only inside lists, tables and code
	Heading bool   // whether Text is itself a heading
	Caption bool   // whether Text is the alternative text of a picture
	// Linked is the number of letters and digits of Text inside links, by which
	// navigation is recognised; 0 for formats without links.
	Linked int
}

// A Link leads from a paragraph to an article, or to a place in one.
type Link struct {
	Paragraph int    `json:"p"`           // number of the paragraph
	Text      string `json:"t"`           // the words of the link in that paragraph
	Article   string `json:"a,omitempty"` // id, "" for the article itself
	Place     string `json:"s,omitempty"` // the anchor or heading in that article that the link leads to; "" for the whole article
}

// A Ruby says how some characters of a paragraph are pronounced, as the author
// wrote above or next to them. The pronunciation is not in the text of the
// paragraph.
type Ruby struct {
	Paragraph int    `json:"p"` // number of the paragraph
	Base      string `json:"b"` // the characters
	Reading   string `json:"r"`
}

// PlaceKey returns the letters and digits of a name in lower case. Names of a
// place, as links and headings write it, are the same place when their keys are
// equal.
func PlaceKey(name string) string { return block.Compact(name) }

// IsLinks reports whether a paragraph is navigation rather than text: at least half
// of its letters and digits are inside links. White space, punctuation and symbols
// do not count, because links are separated by them.
func (p Paragraph) IsLinks() bool {
	return p.Linked > 0 && 2*p.Linked >= block.Letters(p.Text) || isAddress(p.Text)
}

// IsOnlyLinks reports whether all letters and digits of a paragraph are inside
// links.
func (p Paragraph) IsOnlyLinks() bool { return p.Linked > 0 && p.Linked >= block.Letters(p.Text) }
