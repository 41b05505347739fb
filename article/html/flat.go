package html

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/xunzhang/xunzhang/article/block"
	"github.com/xunzhang/xunzhang/article/page"
)

// flatPage reads a page that is nested too deeply or too large for a tree.
func flatPage(s string) page.Page {
	p := page.Page{Blocks: flatBlocks(s)}
	p.Meta.Title = firstTop(p.Blocks)
	return p
}

// flatBlocks reads HTML token by token. A block is the text between two tags of
// elements that do not belong within a line.
func flatBlocks(s string) []block.Block {
	z := html.NewTokenizer(strings.NewReader(s))
	var c converter
	hidden := atom.Atom(0) // the element whose content is being skipped
	for {
		kind := z.Next()
		switch {
		case kind == html.ErrorToken:
			c.end()
			return c.blocks
		case kind == html.TextToken && hidden == 0:
			c.text(string(z.Text()))
		case kind == html.StartTagToken || kind == html.EndTagToken:
			name, _ := z.TagName()
			if hidden == 0 && atom.Lookup(name) == atom.A {
				c.flatLink(z, kind == html.StartTagToken)
			}
			hidden = c.flatTag(name, kind == html.StartTagToken, hidden)
		}
	}
}

// flatTag ends the block at a tag, and returns the element whose content is skipped
// from here on. Nesting need not be followed, because such elements contain no
// tags.
func (c *converter) flatTag(name []byte, opens bool, hidden atom.Atom) atom.Atom {
	tag := atom.Lookup(name)
	switch {
	case hidden != 0:
		if tag == hidden && !opens {
			return 0
		}
		return hidden
	case tag == atom.Script || tag == atom.Style:
		return tag
	case isInlineTag(tag):
		return 0
	}
	c.line.LeaveLinks() // a link ends with its block, for its end tag may be missing
	c.end()
	c.kind, c.level = block.Prose, 0
	if len(name) == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6' && opens {
		c.kind, c.level = block.Heading, name[1]-'0'
	}
	return 0
}

// flatLink opens or closes a link.
func (c *converter) flatLink(z *html.Tokenizer, opens bool) {
	c.line.Close(c.line.InLink())
	for more := opens; more; {
		var key, value []byte
		if key, value, more = z.TagAttr(); string(key) == "href" {
			c.line.Open(string(value))
			return
		}
	}
}
