package html

import (
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/xunzhang/xunzhang/article/block"
	"github.com/xunzhang/xunzhang/article/page"
)

// notionBody is the body of a page that Notion exported, nil for other pages.
func notionBody(root *html.Node) *html.Node {
	if n := withClass(root, "page-title"); n == nil || tagOf(n) != atom.H1 {
		return nil
	}
	return withClass(root, "page-body")
}

// notion reads a page that Notion exported: all of its body is written by its author, and
// a table above it has its properties.
func notion(p *page.Page, root, body *html.Node) {
	p.Dialect = "Notion"
	if title := block.Squash(rawText(withClass(root, "page-title"))); title != "" {
		p.Meta.Title = title
	}
	raw := map[string]any{}
	if table := withClass(root, "properties"); table != nil {
		for row := range rowsOf(table) {
			name, value := find(row, atom.Th), find(row, atom.Td)
			if name != nil && value != nil {
				raw[strings.ToLower(block.Squash(rawText(name)))] = notionValue(value)
			}
		}
	}
	fields := page.NamedFields(raw)
	own := fields.Meta()
	p.Meta.Fill(&own)
	p.Dropped = fields.Unused()
	c := converter{within: inPage, whole: true}
	if brief := withClass(root, "page-description"); brief != nil {
		c.children(brief)
		c.end()
	}
	c.children(body)
	c.end()
	p.Blocks, p.Dropped = c.blocks, append(p.Dropped, c.dropped...)
	p.From.Note(&p.Meta, "the page")
}

// notionValue is the value of a property: a text, or a list of choices. Notion writes a
// sign before days.
func notionValue(n *html.Node) any {
	var choices []any
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && hasClass(d, "selected-value") {
			choices = append(choices, block.Squash(rawText(d)))
		}
	}
	if choices != nil {
		return choices
	}
	return strings.TrimPrefix(block.Squash(rawText(n)), "@")
}

// withClass is the first element with a class, nil for none.
func withClass(root *html.Node, class string) *html.Node {
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && hasClass(n, class) {
			return n
		}
	}
	return nil
}

func hasClass(n *html.Node, class string) bool {
	return slices.Contains(strings.Fields(attr(n, "class")), class)
}
