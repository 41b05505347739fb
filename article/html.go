package article

import (
	"strings"

	readability "codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxElements is how many elements of a page the search for the main content
// is tried on; of a larger page the whole body is read.
const maxElements = 100_000

// parseHTML reads the main content of a page, found by Readability, and the
// metadata of its head. A page in which no main content stands out is read whole.
func parseHTML(s string, _ Raw) (page, error) {
	if costly(s) {
		return flatPage(s), nil
	}
	root, err := html.Parse(strings.NewReader(s))
	if err != nil { // nested too deeply
		return flatPage(s), nil
	}
	var p page
	p.meta = headMeta(root)
	p.from.note(&p.meta, "the page's head")
	size := 0
	for range root.Descendants() {
		size++
	}
	p.blocks = bodyBlocks(root)
	if size <= maxElements {
		p.readable(root)
	}
	orText(&p.meta.Title, firstTop(p.blocks))
	p.dropCopy()
	return p, nil
}

// bodyBlocks converts the whole body of a page.
func bodyBlocks(root *html.Node) []block {
	var c htmlConverter
	if body := find(root, atom.Body); body != nil {
		c.node(body)
		c.end()
	}
	return c.blocks
}

// readable takes the main content, unless that is a small part of the page:
// then the page is no article, or was misjudged.
func (p *page) readable(root *html.Node) {
	parser := readability.NewParser()
	art, err := parser.ParseAndMutate(root, nil)
	if err != nil || art.Node == nil {
		return
	}
	var c htmlConverter
	c.node(art.Node)
	c.end()
	if textLen(c.blocks)*minMain >= textLen(p.blocks) {
		p.blocks = c.blocks
	}
	orText(&p.meta.Title, art.Title())
	orText(&p.meta.Author, art.Byline())
}

// minMain is how many times the main content the whole page may be.
const minMain = 10

func textLen(blocks []block) int {
	n := 0
	for i := range blocks {
		if !onlyLinks(&blocks[i]) {
			n += len(blocks[i].text)
		}
	}
	return n
}

func firstTop(blocks []block) string {
	for _, b := range blocks {
		if b.kind == heading && b.level == 1 {
			return b.text
		}
	}
	return ""
}

// dropCopy drops a brief that a system copied from the text: the text is what
// is searched and shown.
func (p *page) dropCopy() {
	brief := strings.TrimRight(compact(p.meta.Brief), "…")
	for i := range p.blocks {
		if brief != "" && p.blocks[i].kind == prose && strings.HasPrefix(compact(p.blocks[i].text), brief) {
			p.meta.Brief = ""
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

// fragmentBlocks reads a piece of HTML, as in Markdown.
func fragmentBlocks(s string) []block {
	if costly(s) {
		return flatBlocks(s)
	}
	context := &html.Node{Type: html.ElementNode, Data: "body", DataAtom: atom.Body}
	nodes, err := html.ParseFragment(strings.NewReader(s), context)
	if err != nil {
		return flatBlocks(s)
	}
	var c htmlConverter
	for _, n := range nodes {
		c.node(n)
	}
	c.end()
	return c.blocks
}
