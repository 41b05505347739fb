package html

import (
	"maps"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/xunzhang/xunzhang/article/block"
)

// Chapter reads the whole body of a chapter, because a book has no furniture around
// its text. A chapter of pictures alone has no blocks. The titles are those that
// the navigation of the book has for the chapter.
func Chapter(s string, titles []Title) ([]block.Block, []block.Dropped) {
	blocks, places, dropped := bookBlocks(closeEmpty(s), titles)
	for i := range blocks {
		if blocks[i].Kind == block.Heading { // headings of books link to the table of contents
			blocks[i].Linked = 0
		}
	}
	if !slices.ContainsFunc(blocks, func(b block.Block) bool { return !b.Image }) {
		return nil, dropped
	}
	return entitle(blocks, titles, places), dropped
}

// bookBlocks reads a chapter. It also returns the numbers of the blocks at which
// the places with titles begin, by id.
func bookBlocks(s string, titles []Title) (blocks []block.Block, places map[string]int, dropped []block.Dropped) {
	if costly(s) {
		return flatBlocks(s), nil, nil
	}
	root, err := html.Parse(strings.NewReader(s))
	if err != nil { // nested too deeply
		return flatBlocks(s), nil, nil
	}
	c := converter{within: inBook, places: map[string]int{}}
	for _, t := range titles {
		c.places[t.ID] = nowhere
	}
	c.body(root)
	maps.DeleteFunc(c.places, func(_ string, at int) bool { return at == nowhere })
	return c.blocks, c.places, c.dropped
}

// closeEmpty writes out the end tags that XHTML abbreviates and HTML does not know:
// in HTML "<a id='page7'/>" would open a link that nothing ends, and "<title/>" a
// title that is the whole chapter.
func closeEmpty(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for {
		end := strings.Index(s, "/>")
		if end < 0 {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:end])
		if name := emptyTag(s[:end]); name != "" {
			b.WriteString("></" + name + ">")
		} else {
			b.WriteString("/>")
		}
		s = s[end+len("/>"):]
	}
}

// emptyTag is the name of the element whose start tag ends a text, without the
// "/>"; "" where there is none, or the element has no end tag in HTML.
func emptyTag(s string) string {
	open := strings.LastIndexByte(s, '<')
	if open < 0 || strings.IndexByte(s[open:], '>') >= 0 {
		return ""
	}
	name := strings.ToLower(s[open+1:])
	if end := strings.IndexAny(name, " \t\r\n"); end >= 0 {
		name = name[:end]
	}
	if name == "" || name[0] < 'a' || name[0] > 'z' || isVoidTag(atom.Lookup([]byte(name))) {
		return ""
	}
	return name
}

// isVoidTag reports whether an element never has an end tag in HTML.
func isVoidTag(tag atom.Atom) bool {
	switch tag {
	case atom.Area, atom.Base, atom.Br, atom.Col, atom.Embed, atom.Hr, atom.Img, atom.Input, atom.Link, atom.Meta,
		atom.Param, atom.Source, atom.Track, atom.Wbr:
		return true
	}
	return false
}
