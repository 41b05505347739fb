// Package article knows what an article is and how to read one: sources
// (folders, files, archives, standard input), encodings, and the formats
// JSONL, Markdown, HTML, plain text, EPUB and Word (.docx). It must not know
// about terms, indexes or ranking.
package article

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
	Ruby      []Ruby         // how characters are read, in order
	Anchors   map[int]string // names to point at headings by that their author gave them, by the numbers of the paragraphs
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
	Caption bool   // whether Text is what a picture says instead of showing
	// Linked is how many letters and digits of Text stand inside links, which
	// tells navigation from text; 0 where the format has no links.
	Linked int
}

// A Link leads from a paragraph to an article, or to a place in one.
type Link struct {
	Paragraph int    `json:"p"`           // number of the paragraph
	Text      string `json:"t"`           // what the link says there
	Article   string `json:"a,omitempty"` // id, "" for the article itself
	Place     string `json:"s,omitempty"` // in that: an anchor or the text of a heading; "" for the whole
}

// A Ruby is how characters of a paragraph are read, as its author has it beside
// them. The text has the characters alone.
type Ruby struct {
	Paragraph int    `json:"p"` // number of the paragraph
	Base      string `json:"b"` // the characters
	Reading   string `json:"r"`
}

// At is the number of the paragraph that a place names: by the anchor of a
// heading, or by its text, also as tools make addresses of it. It is 0 for none.
func (a *Article) At(place string) int {
	for _, p := range a.Paragraphs {
		if name, ok := a.Anchors[p.Number]; ok && name == place {
			return p.Number
		}
	}
	wanted := block.Compact(place)
	for _, p := range a.Paragraphs {
		if p.Heading && wanted != "" && block.Compact(p.Text) == wanted {
			return p.Number
		}
	}
	return 0
}

// IsLinks reports whether a paragraph is navigation rather than text: at least
// half of its letters and digits stand inside links. White space, punctuation
// and symbols do not count, for the marks between links are no text either.
func (p Paragraph) IsLinks() bool { return p.Linked > 0 && 2*p.Linked >= block.Letters(p.Text) }

// isOnlyLinks reports whether a paragraph says nothing outside links.
func (p Paragraph) isOnlyLinks() bool { return p.Linked > 0 && p.Linked >= block.Letters(p.Text) }
