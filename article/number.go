package article

import (
	"strings"

	"github.com/xunzhang/xunzhang/article/block"
	"github.com/xunzhang/xunzhang/article/page"
)

// How many links and pronunciations of a document are kept.
const (
	maxReferences = 2_000
	maxRuby       = 10_000
)

// A numbering turns blocks into paragraphs.
type numbering struct {
	all        []Paragraph
	references []Reference
	anchors    map[int]string
	ruby       []Ruby
	page       string        // of the printed pages, the number of the one that is being read; "" for a document without
	above      []block.Block // the headings above the next block, one of each rank
}

// number turns blocks into paragraphs, counted from 1. The section of a paragraph
// is the nearest heading above it; that of a heading is the nearest heading above
// of a higher rank.
func number(blocks []block.Block) numbering {
	n := numbering{all: make([]Paragraph, 0, len(blocks))}
	for i := range blocks {
		b := &blocks[i]
		if b.Kind == block.PageMark {
			n.page = b.Text
			continue
		}
		title := n.section(b)
		first := len(n.all)
		for _, piece := range block.SplitLong(b.Text) {
			n.all = append(n.all, Paragraph{Number: len(n.all) + 1, Section: title, Text: piece, Heading: b.Kind == block.Heading, Caption: b.Image, Linked: b.LinkedIn(piece)})
		}
		n.mark(b, n.all[first:])
	}
	return n
}

// section returns the section of a block. When the block is a heading, it becomes
// the section of the blocks after it.
func (n *numbering) section(b *block.Block) string {
	begins := b.Kind == block.Heading && !b.Label
	for begins && len(n.above) > 0 && n.above[len(n.above)-1].Level >= b.Level {
		n.above = n.above[:len(n.above)-1]
	}
	title := ""
	if len(n.above) > 0 {
		title = n.above[len(n.above)-1].Text
	}
	if n.page != "" {
		title = strings.TrimPrefix(title+" · "+n.page, " · ")
	}
	if begins {
		n.above = append(n.above, block.Block{Level: b.Level, Text: block.CutRunes(b.Text, page.MaxTitle)})
	}
	return title
}

// mark records the anchor, the pronunciations and the links of a block, each for
// the paragraph that holds it.
func (n *numbering) mark(b *block.Block, pieces []Paragraph) {
	if name := b.Anchor(); name != "" {
		if n.anchors == nil {
			n.anchors = map[int]string{}
		}
		n.anchors[pieces[0].Number] = name
	}
	for _, r := range b.Ruby() {
		for _, p := range pieces {
			if len(n.ruby) < maxRuby && strings.Contains(p.Text, r.Base) {
				n.ruby = append(n.ruby, Ruby{Paragraph: p.Number, Base: r.Base, Reading: r.Reading})
				break
			}
		}
	}
	for _, ref := range b.Refs() {
		for _, p := range pieces {
			if len(n.references) < maxReferences && strings.Contains(p.Text, ref.Text) {
				n.references = append(n.references, Reference{Paragraph: p.Number, Text: ref.Text, To: ref.To, Wiki: ref.Wiki})
				break
			}
		}
	}
}
