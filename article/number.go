package article

import (
	"github.com/xunzhang/xunzhang/article/block"
	"github.com/xunzhang/xunzhang/article/page"
)

// number turns blocks into paragraphs, counted from 1. A heading is the
// section of what follows; its own section is the nearest heading above of a
// higher rank.
func number(blocks []block.Block) []Paragraph {
	all := make([]Paragraph, 0, len(blocks))
	var above []block.Block
	for i := range blocks {
		b := &blocks[i]
		section := b.Kind == block.Heading && !b.Label
		if section {
			for len(above) > 0 && above[len(above)-1].Level >= b.Level {
				above = above[:len(above)-1]
			}
		}
		title := ""
		if len(above) > 0 {
			title = above[len(above)-1].Text
		}
		if section {
			above = append(above, block.Block{Level: b.Level, Text: block.CutRunes(b.Text, page.MaxTitle)})
		}
		for _, piece := range block.SplitLong(b.Text) {
			all = append(all, Paragraph{Number: len(all) + 1, Section: title, Text: piece, Heading: b.Kind == block.Heading, Linked: b.LinkedIn(piece)})
		}
	}
	return all
}
