package article

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
)

// list converts a list to one block, or a long one to a block for each item.
func (c *converter) list(n *ast.List) {
	items := c.items(n)
	if whole := joinBlocks(items); utf8.RuneCountInString(whole.text) <= maxGroup {
		whole.kind = list
		c.put(whole)
		return
	}
	i := 0
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		if utf8.RuneCountInString(items[i].text) > maxGroup && item.ChildCount() > 1 {
			c.children(item, list)
		} else {
			items[i].text = strings.TrimSpace(items[i].text)
			c.put(items[i])
		}
		i++
	}
}

// items are the texts of a list's items, those of lists within indented. A
// numbered list keeps its numbers.
func (c *converter) items(n *ast.List) []block {
	var items []block
	number := n.Start
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		inner := converter{src: c.src}
		for child := item.FirstChild(); child != nil; child = child.NextSibling() {
			if nested, ok := child.(*ast.List); ok {
				for _, b := range inner.items(nested) {
					if b.text != "" {
						inner.put(b.indented())
					}
				}
				continue
			}
			inner.node(child, list)
		}
		c.dropped = append(c.dropped, inner.dropped...)
		b := joinBlocks(inner.blocks)
		if n.IsOrdered() && b.text != "" {
			b = b.numbered(number, n.Marker)
			number++
		}
		items = append(items, b)
	}
	return items
}

// table converts rows to lines, and many rows to several blocks.
func (c *converter) table(n ast.Node) {
	var rows []block
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		var cells []block
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			cells = append(cells, c.inline(cell).block(table))
		}
		if rest := c.behind(row); rest != "" {
			cells = append(cells, block{text: rest})
		}
		rows = append(rows, joinCells(cells))
	}
	for _, b := range groupRows(rows) {
		c.put(b)
	}
}

// behind is the text of a row behind as many cells as the head of the table
// has, which the parser leaves out: a code with "|" in it parts cells too.
func (c *converter) behind(row ast.Node) string {
	last := row.LastChild()
	if last == nil || last.Lines().Len() == 0 {
		return ""
	}
	rest, _, _ := bytes.Cut(c.src[last.Lines().At(0).Stop:], []byte("\n"))
	if Letters(string(rest)) == 0 {
		return ""
	}
	return resolve(bytes.Trim(rest, "| \t"))
}
