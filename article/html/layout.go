package html

import (
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Old pages put their text into tables, to place it.

// A cell is text and no value when it has so many paragraphs and runes.
const (
	minCellBlocks = 3
	minCellRunes  = 150
)

// isLayout reports whether a table only places text: it has no heads, and one column, or a
// cell with several paragraphs.
func isLayout(n *html.Node) bool {
	columns, text := 0, false
	for row := range rowsOf(n) {
		cells := 0
		for cell := range row.ChildNodes() {
			switch tagOf(cell) {
			case atom.Th:
				return false
			case atom.Td:
				cells++
				text = text || isCellOfText(cell)
			}
		}
		columns = max(columns, cells)
	}
	return columns == 1 || text
}

// isCellOfText reports whether a cell holds several paragraphs.
func isCellOfText(cell *html.Node) bool {
	paragraphs, breaks := 0, 0
	for d := range cell.Descendants() {
		switch tagOf(d) {
		case atom.Table, atom.Pre, atom.Code:
			return false // each table is looked at by itself
		case atom.P:
			paragraphs++
		case atom.Br:
			breaks++
		}
	}
	return (paragraphs >= minCellBlocks || breaks >= 2*minCellBlocks) && utf8.RuneCountInString(rawText(cell)) >= minCellRunes
}
