// Package html reads pages: their main content, found by Readability, and the
// metadata of their head. It also reads the HTML within other formats: chapters of
// books and pieces of Markdown. It must not know articles.
package html

import (
	"slices"
	"strings"

	readability "codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/xunzhang/xunzhang/article/block"
	"github.com/xunzhang/xunzhang/article/page"
)

// maxElements is the largest page, in elements, in which the main content is looked
// for. Of a larger one the whole body is read.
const maxElements = 100_000

// Read reads the main content of a page, found by Readability, and the
// metadata of its head. A page in which no main content stands out is read whole.
func Read(s string) page.Page {
	if costly(s) {
		return flatPage(s)
	}
	if isXML(s) {
		s = closeEmpty(s)
	}
	root, err := html.Parse(strings.NewReader(s))
	if err != nil { // nested too deeply
		return flatPage(s)
	}
	var p page.Page
	p.Meta, p.Private = headMeta(root)
	p.From.Note(&p.Meta, "the page's head")
	if parts := weixinParts(root); parts != nil {
		weixin(&p, root, parts)
		return p
	}
	if body := notionBody(root); body != nil {
		notion(&p, root, body)
		return p
	}
	shown := readTimes(&p.Meta, root)
	p.From.Note(&p.Meta, "the page")
	size := 0
	for range root.Descendants() {
		size++
	}
	whole := bodyBlocks(root, inPage)
	p.Blocks, p.Dropped = whole.blocks, whole.dropped
	if p.Notice = weixinNotice(root, whole.blocks); p.Notice != "" {
		return p
	}
	top := firstTop(p.Blocks)
	if size <= maxElements {
		readable(&p, root, showMarked(root))
	}
	dropStamps(&p, shown)
	page.OrText(&p.Meta.Title, top)
	if len(p.Blocks) > 0 && p.Meta.Title == "" && p.Blocks[0].Kind == block.Heading {
		p.Meta.Title, p.LowTitle = p.Blocks[0].Text, true
	}
	dropCopy(&p)
	return p
}

// isXML reports whether a page is XHTML, in which elements may be closed within their start
// tag.
func isXML(s string) bool {
	return strings.HasPrefix(strings.TrimLeft(s[:min(len(s), 100)], " \t\r\n"), "<?xml")
}

// bodyBlocks converts the whole body of a page.
func bodyBlocks(root *html.Node, within place) converter {
	c := converter{within: within}
	c.body(root)
	return c
}

// body converts the body of a page.
func (c *converter) body(root *html.Node) {
	if body := find(root, atom.Body); body != nil {
		c.node(body)
		c.end()
	}
}

// showMarked makes visible what a page marks as its main content, and the elements
// around that: pages hide it until a script has run. It returns the blocks in it where the
// page marks one element alone.
func showMarked(root *html.Node) (marked []block.Block) {
	var first *html.Node
	several := false
	for n := range root.Descendants() {
		if n.Type != html.ElementNode || !isMarked(n) {
			continue
		}
		if first != nil {
			several = several || !isWithin(n, first)
			continue
		}
		first = n
	}
	if first == nil {
		return nil
	}
	for n := first; n != nil; n = n.Parent {
		n.Attr = slices.DeleteFunc(n.Attr, func(a html.Attribute) bool {
			return a.Key == "hidden" || a.Key == "aria-hidden" || a.Key == "style" && hidesBy(a.Val)
		})
	}
	if several {
		return nil
	}
	c := converter{within: inPage}
	c.node(first)
	c.end()
	return c.blocks
}

// isWithin reports whether an element lies in another one.
func isWithin(n, outer *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if n == outer {
			return true
		}
	}
	return false
}

// isMarked reports whether a page marks an element as its main content.
func isMarked(n *html.Node) bool {
	return tagOf(n) == atom.Article || tagOf(n) == atom.Main || attr(n, "role") == "main" || attr(n, "itemprop") == "articleBody"
}

// readable takes the main content that Readability finds, unless it is a small part
// of the page: then the page is not an article, or Readability erred. What the page itself
// marks as its main content is taken where Readability finds less than half of it.
func readable(p *page.Page, root *html.Node, marked []block.Block) {
	parser := readability.NewParser()
	art, err := parser.ParseAndMutate(root, nil)
	if err != nil || art.Node == nil {
		return
	}
	var c converter
	c.node(art.Node)
	c.end()
	if textLen(c.blocks)*2 < textLen(marked) {
		c.blocks = marked
	}
	if textLen(c.blocks)*minMain >= textLen(p.Blocks) {
		p.Dropped = append(p.Dropped, beside(p.Blocks, c.blocks)...)
		p.Blocks = c.blocks
	}
	if title := art.Title(); !isUntitled(title) {
		page.OrText(&p.Meta.Title, title)
	}
	page.OrText(&p.Meta.Author, art.Byline())
}

// beside returns the blocks of a page outside of its main content.
func beside(all, main []block.Block) []block.Dropped {
	texts := map[string]bool{}
	var text strings.Builder
	for i := range main {
		texts[main[i].Text] = true
		text.WriteString(block.Compact(main[i].Text))
	}
	var dropped []block.Dropped
	searched := 0
	for i := range all {
		said := all[i].Text
		if texts[said] || block.Letters(said) == 0 {
			continue
		}
		if searched += text.Len(); searched < maxCopied && strings.Contains(text.String(), block.Compact(said)) {
			continue // the text is there, divided into other blocks
		}
		dropped = append(dropped, block.Dropped{Reason: block.DroppedNavigation, Text: said})
	}
	return dropped
}

// minMain is how many times as long as the main content the whole page may be.
const minMain = 10

func textLen(blocks []block.Block) int {
	n := 0
	for i := range blocks {
		if b := &blocks[i]; b.Kind == block.List || b.Kind == block.Table || !b.OnlyLinks() {
			n += len(blocks[i].Text)
		}
	}
	return n
}

func firstTop(blocks []block.Block) string {
	for _, b := range blocks {
		if b.Kind == block.Heading && b.Level == 1 {
			return b.Text
		}
	}
	return ""
}

// dropCopy drops a brief that repeats the beginning of a paragraph: it was copied
// from the text, which is searched and shown.
func dropCopy(p *page.Page) {
	brief := strings.TrimRight(block.Compact(p.Meta.Brief), "…")
	for i := range p.Blocks {
		if brief != "" && p.Blocks[i].Kind == block.Prose && strings.HasPrefix(block.Compact(p.Blocks[i].Text), brief) {
			p.Meta.Brief = ""
			return
		}
	}
}

func find(n *html.Node, tag atom.Atom) *html.Node {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && d.DataAtom == tag {
			return d
		}
	}
	return nil
}

// Fragment reads a piece of HTML that is part of another document, such as one in
// Markdown.
func Fragment(s string) ([]block.Block, []block.Dropped) {
	if costly(s) {
		return flatBlocks(s), nil
	}
	context := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(s), context)
	if err != nil {
		return flatBlocks(s), nil
	}
	c := converter{within: inMarkdown}
	for _, n := range nodes {
		c.node(n)
	}
	c.end()
	return c.blocks, c.dropped
}
