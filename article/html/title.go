package html

import (
	"slices"

	"github.com/xunzhang/xunzhang/article/block"
)

// A Title is the title that the navigation of a book has for a place in a chapter.
type Title struct {
	ID    string // of the element at the place, "" for the beginning of the chapter
	Text  string
	Level uint8 // rank as a heading, from 1
}

// near is in how many blocks at a place its title is looked for.
const near = 3

// entitle adds to blocks the titles that the navigation has for places in them, as
// headings. places are the numbers of blocks by the ids of elements. Where the text
// itself has the title, in a heading or a line, nothing is added, and the line
// becomes the heading. Where it has another heading, that is kept instead.
func entitle(blocks []block.Block, titles []Title, places map[string]int) []block.Block {
	var all []placed
	for _, t := range titles {
		at, found := places[t.ID]
		if t.ID == "" {
			at, found = 0, true
		}
		if found && t.Text != "" && at < len(blocks) {
			all = append(all, placed{Title: t, at: at})
		}
	}
	if len(all) == 0 {
		return blocks
	}
	slices.SortStableFunc(all, func(a, b placed) int { return a.at - b.at })
	out := make([]block.Block, 0, len(blocks)+len(all))
	from := 0
	for i, t := range all {
		end := len(blocks)
		if i+1 < len(all) && all[i+1].at > t.at {
			end = all[i+1].at
		}
		out, from = append(out, blocks[from:t.at]...), t.at
		if !isEntitled(blocks[t.at:min(t.at+near, end)], t.Title) {
			out = append(out, block.Block{Kind: block.Heading, Level: t.Level, Text: t.Text})
		}
	}
	return append(out, blocks[from:]...)
}

// A placed title has the number of the block at its place.
type placed struct {
	Title
	at int
}

// isEntitled reports whether the first blocks at a place have a heading, or a line
// that is the title, which becomes one.
func isEntitled(first []block.Block, t Title) bool {
	said := block.Compact(t.Text)
	for i := range first {
		b := &first[i]
		if b.Kind == block.Heading {
			return true
		}
		if b.Kind == block.Prose && said != "" && block.Compact(b.Text) == said {
			b.Kind, b.Level = block.Heading, t.Level
			return true
		}
	}
	return false
}
