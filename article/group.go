package article

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// joinBlocks makes one block of several, each in lines of its own.
func joinBlocks(blocks []block) block {
	var joined block
	lines := make([]string, 0, len(blocks))
	for i := range blocks {
		if blocks[i].text != "" {
			lines = append(lines, blocks[i].text)
			joined.linked += blocks[i].linked
			joined.links += blocks[i].links
		}
	}
	joined.text = strings.Join(lines, "\n")
	return joined
}

// groupItems joins the items of a list to one block, or makes a block of each
// where that would be above maxGroup runes.
func groupItems(items []block) []block {
	if whole := joinBlocks(items); utf8.RuneCountInString(whole.text) <= maxGroup {
		whole.kind = list
		return []block{whole}
	}
	for i := range items {
		items[i].kind = list
	}
	return items
}

// numbered puts its number before an item of a list.
func (b block) numbered(number int, mark byte) block {
	b.text = fmt.Sprintf("%d%c %s", number, mark, b.text)
	return b
}

// indented puts the lines of an item further in, as those of a list in a list.
func (b block) indented() block {
	return block{text: "  " + strings.ReplaceAll(b.text, "\n", "\n  "), linked: b.linked, links: b.links}
}

// joinCells makes one line of a row; empty cells keep their place but at the end.
func joinCells(cells []block) block {
	var row block
	texts := make([]string, len(cells))
	for i := range cells {
		texts[i] = squash(cells[i].text)
		row.linked += cells[i].linked
		row.links += cells[i].links
	}
	row.text = strings.TrimRight(strings.Join(texts, " | "), "| ")
	return row
}

// groupRows joins rows of a table to blocks of at most maxGroup runes.
func groupRows(rows []block) []block {
	var blocks, group []block
	runes := 0
	end := func() {
		if b := joinBlocks(group); b.text != "" {
			b.kind = table
			blocks = append(blocks, b)
		}
		group, runes = group[:0], 0
	}
	for _, row := range rows {
		n := utf8.RuneCountInString(row.text)
		if runes > 0 && runes+n > maxGroup {
			end()
		}
		if strings.Trim(row.text, "| ") != "" {
			group, runes = append(group, row), runes+n
		}
	}
	end()
	return blocks
}
