// Package rtf reads rich texts (.rtf). It must not know articles.
package rtf

import (
	"fmt"
	"strings"

	"github.com/xunzhang/xunzhang/article/block"
	"github.com/xunzhang/xunzhang/article/input"
	"github.com/xunzhang/xunzhang/article/page"
)

// maxDepth is how deep groups may be nested.
const maxDepth = 1_000

// Read reads a rich text: its paragraphs and the rows of its tables. Footnotes
// follow the paragraph that they belong to. Errors wrap input.ErrFormat.
func Read(data []byte) (page.Page, error) {
	if !strings.HasPrefix(string(data[:min(len(data), 5)]), `{\rtf`) {
		return page.Page{}, fmt.Errorf("%w rich text: it does not begin as one", input.ErrFormat)
	}
	r := newReader()
	s := scanner{b: data}
	for {
		t, ok := s.next()
		if !ok {
			break
		}
		if err := r.token(t); err != nil {
			return page.Page{}, err
		}
	}
	r.flush()
	r.paragraph()
	r.endTable()
	out := page.Page{Meta: r.meta, Blocks: r.blocks, Dropped: r.dropped}
	out.From.Note(&out.Meta, "the document's properties")
	page.OrText(&out.Meta.Title, r.title)
	page.OrText(&out.Meta.Title, out.FirstHeading())
	return out, nil
}

// A place is the use of the text in a group.
type place uint8

const (
	body     place = iota
	nothing        // settings, pictures, everything outside the text
	fonts          // the table of fonts
	styles         // the table of styles
	info           // properties of the document
	note           // a footnote
	deleted        // text that is struck out of the document
	heading        // text at the head or foot of each page
	comments       // comments on the text
)

// A state has the settings that apply within a group.
type state struct {
	place   place
	about   string // of info: which property
	code    int    // code page of single bytes
	skip    int    // replacement characters after a Unicode character, for programs without Unicode
	hidden  bool
	style   int // of the paragraph
	outline int // level of the paragraph as a heading, from 1; 0 for none
	table   bool
}

// A reader turns the tokens of a rich text into blocks.
type reader struct {
	state
	outer   []state
	meta    page.Meta
	title   string // the first paragraph that has the style of a title
	blocks  []block.Block
	dropped []block.Dropped
	line    block.Line
	notes   []block.Block // of the paragraph that is being read
	main    block.Line    // the line of the paragraph, while a note is read
	bytes   []byte        // of text, waiting to be decoded: a character may take several
	high    rune          // first half of a surrogate pair, waiting for the second
	left    int           // characters still to be skipped
	ansi    int           // code page of fonts that have none
	fonts   map[int]int   // code pages by font
	font    int           // whose entry is being read
	names   map[int]style // styles by number
	naming  style         // whose entry is being read
	number  int           // of that style
	value   strings.Builder
	year    [3]int // year, month and day of the date that is being read
	cells   []block.Block
	rows    []block.Block
	marked  bool // whether the group began with \*: it is skipped if it is unknown
}

// A style is a style of paragraphs.
type style struct {
	name    string
	outline int
}

func newReader() *reader {
	return &reader{state: state{code: latin, skip: 1}, ansi: latin, fonts: map[int]int{}, names: map[int]style{}}
}

// token reads one token.
func (r *reader) token(t token) error {
	if t.kind != character {
		r.flush()
	}
	switch t.kind {
	case open:
		if len(r.outer) == maxDepth {
			return fmt.Errorf("%w rich text: groups nested deeper than %d", input.ErrFormat, maxDepth)
		}
		r.outer, r.left, r.marked = append(r.outer, r.state), 0, false
		r.number, r.naming = 0, style{} // a style is a group
	case end:
		r.leave()
	case word:
		r.word(t)
	case character:
		if r.left > 0 {
			r.left--
			return nil
		}
		r.bytes = append(r.bytes, t.b)
	}
	return nil
}

// leave ends a group.
func (r *reader) leave() {
	if len(r.outer) == 0 {
		return
	}
	inner := r.state
	r.state, r.outer, r.left = r.outer[len(r.outer)-1], r.outer[:len(r.outer)-1], 0
	if inner.place == styles {
		r.names[r.number] = r.naming
	}
	if inner.place == r.place {
		if inner.place == info && inner.about != r.about {
			r.property(inner.about)
		}
		if inner.place == body { // settings of a paragraph stay until it ends
			r.style, r.outline, r.table = inner.style, inner.outline, inner.table
		}
		return
	}
	switch inner.place {
	case note:
		b := r.line.Block(block.Prose)
		r.line = r.main
		if b.Text != "" {
			r.notes = append(r.notes, b)
		}
	case deleted, heading, comments:
		r.drop(inner.place)
	}
}

// drop notes the collected text as left out.
func (r *reader) drop(from place) {
	text := block.Squash(r.value.String())
	r.value.Reset()
	if block.Letters(text) == 0 {
		return
	}
	reason := block.DroppedHidden
	if from == heading {
		reason = block.DroppedFurniture
	}
	r.dropped = append(r.dropped, block.Dropped{Reason: reason, Text: text})
}

// add adds text where it belongs.
func (r *reader) add(s string) {
	switch r.place {
	case body, note:
		if r.hidden {
			r.value.WriteString(s)
			r.drop(r.place)
			return
		}
		r.line.Add(s)
	case info, deleted, heading, comments:
		r.value.WriteString(s)
	case styles:
		r.naming.name += strings.ToLower(strings.TrimSuffix(s, ";"))
	}
}

// property takes the collected text as a property of the document.
func (r *reader) property(name string) {
	text := block.Squash(r.value.String())
	r.value.Reset()
	switch name {
	case "title":
		r.meta.Title = text
	case "author":
		r.meta.Author = text
	case "doccomm", "subject":
		page.OrText(&r.meta.Brief, text)
	case "keywords":
		r.meta.Tags = page.SplitTags(text)
	case "creatim":
		r.meta.Published = page.ParseDate(fmt.Sprintf("%d-%d-%d", r.year[0], r.year[1], r.year[2]))
	case "revtim":
		r.meta.Updated = page.ParseDate(fmt.Sprintf("%d-%d-%d", r.year[0], r.year[1], r.year[2]))
	}
}
