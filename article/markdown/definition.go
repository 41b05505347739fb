package markdown

import (
	"unicode/utf8"

	east "github.com/yuin/goldmark/extension/ast"

	"github.com/xunzhang/xunzhang/article/block"
)

// definitions converts a list of terms and their explanations in the same way as
// other lists: to one block, or, if it is long, to a block for each term. An
// explanation that is long itself keeps its blocks.
func (c *converter) definitions(n *east.DefinitionList) {
	var items []block.Block
	for first := n.FirstChild(); first != nil; first = first.NextSibling() {
		inner := converter{src: c.src}
		if term, ok := first.(*east.DefinitionTerm); ok {
			inner.put(inner.inline(term).Block(block.List))
		} else {
			inner.children(first, block.List)
			if whole := block.JoinBlocks(inner.blocks); utf8.RuneCountInString(whole.Text) <= block.MaxGroup {
				inner.blocks = []block.Block{whole.Indented()}
			}
		}
		c.add(&inner)
		items = append(items, inner.blocks...)
	}
	for _, b := range grouped(items) {
		c.put(b)
	}
}

// grouped joins terms and explanations to one block, or, where that would have more
// than block.MaxGroup runes, each term with its explanations.
func grouped(items []block.Block) []block.Block {
	if whole := block.GroupItems(items); len(whole) == 1 {
		return whole
	}
	var all, group []block.Block
	end := func() {
		all = append(all, block.GroupItems(group)...)
		group = nil
	}
	for i, b := range items {
		if i > 0 && isIndented(items[i-1]) && !isIndented(b) {
			end()
		}
		group = append(group, b)
	}
	end()
	return all
}

func isIndented(b block.Block) bool { return len(b.Text) > 0 && b.Text[0] == ' ' }
