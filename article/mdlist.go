package article

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
)

// list converts a list to one block, or a long one to a block for each item.
func (c *converter) list(n *ast.List) {
	items := c.items(n)
	if whole := strings.Join(items, "\n"); utf8.RuneCountInString(whole) <= maxGroup {
		c.put(block{kind: list, text: whole})
		return
	}
	i := 0
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		if utf8.RuneCountInString(items[i]) > maxGroup && item.ChildCount() > 1 {
			c.children(item, list)
		} else {
			c.put(block{kind: list, text: strings.TrimSpace(items[i])})
		}
		i++
	}
}

// items are the texts of a list's items, those of lists within indented. A
// numbered list keeps its numbers.
func (c *converter) items(n *ast.List) []string {
	var items []string
	number := n.Start
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		inner := converter{src: c.src}
		for child := item.FirstChild(); child != nil; child = child.NextSibling() {
			if nested, ok := child.(*ast.List); ok {
				inner.indent(inner.items(nested))
				continue
			}
			inner.node(child, list)
		}
		text := joinBlocks(inner.blocks)
		if n.IsOrdered() && text != "" {
			text = fmt.Sprintf("%d%c %s", number, n.Marker, text)
			number++
		}
		items = append(items, text)
	}
	return items
}

// indent puts the items of a list within a list.
func (c *converter) indent(items []string) {
	for _, s := range items {
		if s != "" {
			c.put(block{text: "  " + strings.ReplaceAll(s, "\n", "\n  ")})
		}
	}
}

func joinBlocks(blocks []block) string {
	var lines []string
	for _, b := range blocks {
		if b.text != "" {
			lines = append(lines, b.text)
		}
	}
	return strings.Join(lines, "\n")
}

// table converts rows to lines, and many rows to several blocks.
func (c *converter) table(n ast.Node) {
	var rows []string
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		var cells []string
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			cells = append(cells, c.inline(cell).block(table).text)
		}
		rows = append(rows, joinCells(cells))
	}
	for _, b := range groupRows(rows) {
		c.put(b)
	}
}

// joinCells makes one line of a row; empty cells keep their place but at the end.
func joinCells(cells []string) string {
	return strings.TrimRight(strings.Join(cells, " | "), "| ")
}

// groupRows joins rows of a table to blocks of at most maxGroup runes.
func groupRows(rows []string) []block {
	var blocks []block
	var group []string
	runes := 0
	end := func() {
		if text := strings.Join(group, "\n"); text != "" {
			blocks = append(blocks, block{kind: table, text: text})
		}
		group, runes = group[:0], 0
	}
	for _, row := range rows {
		n := utf8.RuneCountInString(row)
		if runes > 0 && runes+n > maxGroup {
			end()
		}
		if strings.Trim(row, "| ") != "" {
			group, runes = append(group, row), runes+n
		}
	}
	end()
	return blocks
}
