package block

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// JoinBlocks makes one block of several, each on lines of its own.
func JoinBlocks(blocks []Block) Block {
	var joined Block
	lines := make([]string, 0, len(blocks))
	for i := range blocks {
		if blocks[i].Text != "" {
			lines = append(lines, blocks[i].Text)
			joined.Linked += blocks[i].Linked
			joined.Links += blocks[i].Links
			joined.mark(blocks[i].marks)
		}
	}
	joined.Text = strings.Join(lines, "\n")
	return joined
}

// GroupItems joins the items of a list to one block, or makes a block of each where
// the list would have more than MaxGroup runes.
func GroupItems(items []Block) []Block {
	if whole := JoinBlocks(items); utf8.RuneCountInString(whole.Text) <= MaxGroup {
		whole.Kind = List
		return []Block{whole}
	}
	for i := range items {
		items[i].Kind = List
	}
	return items
}

// Numbered puts a number before an item of a list.
func (b Block) Numbered(number int, mark byte) Block {
	b.Text = fmt.Sprintf("%d%c %s", number, mark, b.Text)
	return b
}

// Indented indents the lines of an item, for a list in a list.
func (b Block) Indented() Block {
	return Block{Text: "  " + strings.ReplaceAll(b.Text, "\n", "\n  "), Linked: b.Linked, Links: b.Links, marks: b.marks}
}

// JoinCells makes one line of a row. Empty cells keep their places, except at the end.
func JoinCells(cells []Block) Block {
	var row Block
	texts := make([]string, len(cells))
	for i := range cells {
		texts[i] = Squash(cells[i].Text)
		row.Linked += cells[i].Linked
		row.Links += cells[i].Links
		row.mark(cells[i].marks)
	}
	row.Text = strings.TrimRight(strings.Join(texts, " | "), "| ")
	return row
}

// GroupRows joins rows of a table to blocks of at most MaxGroup runes.
func GroupRows(rows []Block) []Block {
	var blocks, group []Block
	runes := 0
	end := func() {
		if b := JoinBlocks(group); b.Text != "" {
			b.Kind = Table
			blocks = append(blocks, b)
		}
		group, runes = group[:0], 0
	}
	for _, row := range rows {
		n := utf8.RuneCountInString(row.Text)
		if runes > 0 && runes+n > MaxGroup {
			end()
		}
		if strings.Trim(row.Text, "| ") != "" {
			group, runes = append(group, row), runes+n
		}
	}
	end()
	return blocks
}
