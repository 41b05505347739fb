package html

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/xunzhang/xunzhang/article/block"
)

// codeText is the text of preformatted code. Its lines end where the text has a line
// break, at <br>, and around elements that are lines of their own: blocks, and the
// several <code> elements that some editors write for the lines of one piece of code.
func codeText(n *html.Node) string {
	var b strings.Builder
	newLine := func() {
		if s := b.String(); s != "" && !strings.HasSuffix(s, "\n") {
			b.WriteByte('\n')
		}
	}
	var visit func(*html.Node)
	visit = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			b.WriteString(n.Data)
			return
		case tagOf(n) == atom.Br:
			b.WriteByte('\n')
			return
		}
		line := isCodeLine(n)
		if line {
			newLine()
		}
		for child := range n.ChildNodes() {
			visit(child)
		}
		if line {
			newLine()
		}
	}
	for child := range n.ChildNodes() {
		visit(child)
	}
	return block.TrimLines(b.String())
}

// isCodeLine reports whether an element within code is a line of its own.
func isCodeLine(n *html.Node) bool {
	if n.Type != html.ElementNode {
		return false
	}
	if tagOf(n) == atom.Code {
		return isCode(n.PrevSibling) || isCode(n.NextSibling)
	}
	return !isInlineTag(tagOf(n))
}

func isCode(n *html.Node) bool { return n != nil && tagOf(n) == atom.Code }

// numberedCode is the cell with the code of a table that only puts numbers beside the
// lines of it, as highlighters make; nil for other tables.
func numberedCode(table *html.Node) *html.Node {
	var cells []*html.Node
	rows := 0
	for row := range rowsOf(table) {
		rows++
		for cell := range row.ChildNodes() {
			if tagOf(cell) == atom.Td {
				cells = append(cells, cell)
			}
		}
	}
	if rows != 1 || len(cells) != 2 || find(cells[0], atom.Pre) == nil || find(cells[1], atom.Pre) == nil {
		return nil
	}
	if strings.Trim(rawText(cells[0]), "0123456789 \t\n\u00a0") != "" {
		return nil
	}
	return cells[1]
}
