// Package fb2 reads books in the format FictionBook (.fb2). It must not know articles.
package fb2

import (
	"encoding/xml"
	"fmt"
	"unicode"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/article/block"
	"github.com/xunzhang/xunzhang/article/input"
	"github.com/xunzhang/xunzhang/article/pack"
	"github.com/xunzhang/xunzhang/article/page"
)

// Read reads a book from its decoded text: the sections with their titles, and
// after them the notes. Errors wrap input.ErrFormat.
func Read(text string) (page.Page, error) {
	x := pack.NewXML(text, func(err error) error { return fmt.Errorf("%w FictionBook: %w", input.ErrFormat, err) })
	c := converter{x: x}
	if err := x.Children(nil, c.part); err != nil {
		return page.Page{}, err
	}
	out := page.Page{Meta: c.meta, Blocks: c.blocks}
	out.From.Note(&out.Meta, "the book's description")
	page.OrText(&out.Meta.Title, out.FirstHeading())
	return out, nil
}

// A converter turns the elements of a book into blocks.
type converter struct {
	x      *pack.XML
	meta   page.Meta
	blocks []block.Block
	line   block.Line
	depth  uint8 // sections that enclose this place
	tables int   // that enclose this place
}

// part reads a part of the book: what describes it, and its bodies, of which the
// later ones hold notes.
func (c *converter) part(e xml.StartElement) error {
	switch e.Name.Local {
	case "FictionBook":
		return c.x.Children(nil, c.part)
	case "description":
		return c.x.Children(nil, c.description)
	case "body":
		return c.x.Children(nil, c.block)
	}
	return c.x.Skip() // pictures and styles
}

// description reads the metadata of the book, and not those of its printed edition
// or of the file.
func (c *converter) description(e xml.StartElement) error {
	switch e.Name.Local {
	case "title-info":
		return c.x.Children(nil, c.description)
	case "author":
		name, err := c.name()
		if name != "" && c.meta.Author != "" {
			name = "、" + name
		}
		c.meta.Author += name
		return err
	case "annotation":
		inner := converter{x: c.x}
		err := c.x.Children(nil, inner.block)
		c.meta.Brief = block.JoinBlocks(inner.blocks).Text
		return err
	case "book-title", "keywords", "date":
		text, err := c.x.Text()
		if value := pack.Attr(e, "value"); value != "" {
			text = value
		}
		switch text = block.Squash(text); e.Name.Local {
		case "book-title":
			c.meta.Title = text
		case "keywords":
			c.meta.Tags = page.SplitTags(text)
		case "date":
			c.meta.Published = page.ParseDate(text)
		}
		return err
	}
	return c.x.Skip()
}

// name is the name of a person, its parts in their usual order: the family name
// first and without spaces where it is Chinese.
func (c *converter) name() (string, error) {
	parts := map[string]string{}
	err := c.x.Children(nil, func(e xml.StartElement) error {
		text, err := c.x.Text()
		parts[e.Name.Local] = block.Squash(text)
		return err
	})
	order := []string{"first-name", "middle-name", "last-name"}
	if isHan(parts["last-name"]) {
		order = []string{"last-name", "middle-name", "first-name"}
	}
	var all []string
	for _, name := range order {
		if parts[name] != "" {
			all = append(all, parts[name])
		}
	}
	if len(all) == 0 {
		return parts["nickname"], err
	}
	return block.JoinLines(all), err
}

func isHan(s string) bool {
	first, _ := utf8.DecodeRuneInString(s)
	return unicode.Is(unicode.Han, first)
}
