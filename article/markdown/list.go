package markdown

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"github.com/xunzhang/xunzhang/article/block"
)

// list converts a list to one block, or, if it is long, to a block for each item.
func (c *converter) list(n *ast.List) {
	items := c.items(n)
	if whole := block.JoinBlocks(items); utf8.RuneCountInString(whole.Text) <= block.MaxGroup {
		whole.Kind = block.List
		c.put(whole)
		return
	}
	i := 0
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		if utf8.RuneCountInString(items[i].Text) > block.MaxGroup && item.ChildCount() > 1 {
			c.children(item, block.List)
		} else {
			items[i].Text = strings.TrimSpace(items[i].Text)
			c.put(items[i])
		}
		i++
	}
}

// items are the texts of a list's items. The items of lists in it are indented. A
// numbered list keeps its numbers.
func (c *converter) items(n *ast.List) []block.Block {
	var items []block.Block
	number := n.Start
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		inner := converter{src: c.src, within: c.within, hidden: c.hidden}
		for child := item.FirstChild(); child != nil; child = child.NextSibling() {
			if nested, ok := child.(*ast.List); ok {
				for _, b := range inner.items(nested) {
					if b.Text != "" {
						inner.put(b.Indented())
					}
				}
				continue
			}
			inner.node(child, block.List)
		}
		c.add(&inner)
		b := block.JoinBlocks(inner.blocks)
		if n.IsOrdered() && b.Text != "" {
			b = b.Numbered(number, n.Marker)
			number++
		}
		items = append(items, b)
	}
	return items
}

// table converts rows to lines, and many rows to several blocks.
func (c *converter) table(n ast.Node) {
	var rows []block.Block
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		var cells []block.Block
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			cells = append(cells, c.inline(cell).Block(block.Table))
		}
		if rest := c.behind(row); rest != "" {
			cells = append(cells, block.Block{Text: rest})
		}
		rows = append(rows, block.JoinCells(cells))
	}
	for _, b := range block.GroupRows(rows) {
		c.put(b)
	}
}

// behind is the text of a row after as many cells as the head of the table has,
// which the parser drops: "|" in a code span divides cells too.
func (c *converter) behind(row ast.Node) string {
	last := row.LastChild()
	if last == nil || last.Lines().Len() == 0 {
		return ""
	}
	rest, _, _ := bytes.Cut(c.src[last.Lines().At(0).Stop:], []byte("\n"))
	if block.Letters(string(rest)) == 0 {
		return ""
	}
	return resolve(bytes.Trim(rest, "| \t"))
}
