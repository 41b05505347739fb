package html

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/xunzhang/xunzhang/article/block"
)

// Chapter reads the whole body of a chapter: a book has no furniture
// around its text. A chapter of pictures alone yields nothing.
func Chapter(s string) ([]block.Block, []block.Dropped) {
	blocks, dropped := bookBlocks(closeEmpty(s))
	for i := range blocks {
		if blocks[i].Kind == block.Heading { // in books they lead back to the contents
			blocks[i].Linked = 0
		}
	}
	if !slices.ContainsFunc(blocks, func(b block.Block) bool { return !b.Image }) {
		return nil, dropped
	}
	return blocks, dropped
}

func bookBlocks(s string) ([]block.Block, []block.Dropped) {
	if costly(s) {
		return flatBlocks(s), nil
	}
	root, err := html.Parse(strings.NewReader(s))
	if err != nil { // nested too deeply
		return flatBlocks(s), nil
	}
	c := bodyBlocks(root, inBook)
	return c.blocks, c.dropped
}

// closeEmpty writes out the end tags that XHTML abbreviates and HTML does not
// know: there "<a id='page7'/>" opens a link that nothing ends, and "<title/>" a
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

// emptyTag is the name of the element whose start tag a text ends with, without
// the "/>"; "" for none and for those that have no end tag in HTML.
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
