package article

import "strings"

// maxHeadline is the length in runes of a first line that is a title only; of a
// longer one the beginning is.
const maxHeadline = 100

// parseText reads plain text: the first line that is not blank is the title,
// and blank lines end paragraphs. Without any blank line, every line is one.
func parseText(text string) page {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	text = strings.TrimLeft(text, "\n \t\u3000\ufeff")
	first, rest, _ := strings.Cut(text, "\n")
	first = squash(first)
	p := page{meta: Article{Title: cutRunes(first, maxHeadline)}}
	if p.meta.Title != first {
		rest = text
	}
	p.blocks = textBlocks(rest)
	return p
}

func textBlocks(text string) []block {
	text = strings.TrimSpace(text)
	var blocks []block
	var lines []string
	end := func() {
		if len(lines) > 0 {
			blocks = append(blocks, block{text: foldLines(lines)})
		}
		lines = lines[:0]
	}
	blank := false
	for line := range strings.SplitSeq(text, "\n") {
		if line = squash(line); line == "" {
			blank = true
			end()
			continue
		}
		lines = append(lines, line)
	}
	if !blank {
		return lineBlocks(text)
	}
	end()
	return blocks
}

// lineBlocks makes every line that is not blank a block.
func lineBlocks(text string) []block {
	var blocks []block
	text = strings.NewReplacer("\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(text)
	for line := range strings.SplitSeq(text, "\n") {
		if line = squash(line); line != "" {
			blocks = append(blocks, block{text: line})
		}
	}
	return blocks
}

// joinLines joins the lines of one paragraph as they would be read: with a
// space, but not between two wide characters.
func joinLines(lines []string) string {
	var b strings.Builder
	for _, line := range lines {
		joint(&b, line)
		b.WriteString(line)
	}
	return b.String()
}
