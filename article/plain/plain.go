// Package plain reads texts without marks of their own: plain text with the
// titles of its chapters, tables of values (CSV), subtitles.
package plain

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/article/block"
	"github.com/xunzhang/xunzhang/article/page"
)

// maxHeadline is the length in runes of a first line that is a title only; of a
// longer one the beginning is.
const maxHeadline = 100

// Read reads plain text. The first line that is not blank is the title,
// unless it is that of a chapter: then the book has the name of its file.
// Blank lines end paragraphs, and so do lines that begin further in; without
// either, every line is a paragraph. Titles of chapters are headings.
func Read(text string) page.Page {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	text = strings.TrimPrefix(strings.TrimLeft(text, "\n"), "\ufeff")
	var p page.Page
	for strings.TrimSpace(text) != "" {
		line, rest, _ := strings.Cut(text, "\n")
		if block.Squash(line) == "" {
			text = rest
			continue
		}
		if title := block.Squash(line); chapterLevel(title) == 0 {
			p.Meta.Title = block.CutRunes(title, maxHeadline)
			if p.Meta.Title == title {
				text = textAuthor(&p, rest)
			}
			if name, ok := strings.CutPrefix(title, "《"); ok && strings.HasSuffix(name, "》") {
				p.Meta.Title = strings.TrimSuffix(name, "》")
			}
		}
		break
	}
	p.Blocks = Blocks(text)
	return p
}

// textAuthor takes the author's line from below a title, and returns the rest.
func textAuthor(p *page.Page, text string) string {
	text = strings.TrimLeft(text, "\n")
	line, rest, _ := strings.Cut(text, "\n")
	name, ok := strings.CutPrefix(strings.ReplaceAll(block.Squash(line), ":", "："), "作者：")
	if name = strings.TrimSpace(name); !ok || name == "" || utf8.RuneCountInString(name) > maxAuthor {
		return text
	}
	p.Meta.Author = name
	return rest
}

// maxAuthor is the length in runes of a name behind "作者：".
const maxAuthor = 20

// Blocks makes blocks of the lines of a text.
func Blocks(text string) []block.Block {
	all := strings.Split(strings.TrimRightFunc(text, unicode.IsSpace), "\n")
	numbered := hasNumberedTitles(all)
	if !slices.ContainsFunc(all, func(l string) bool { return isIndented(l) || strings.TrimSpace(l) == "" }) {
		return titled(Lines(text), numbered)
	}
	var blocks []block.Block
	var lines []string
	end := func() {
		blocks = append(blocks, paragraphs(lines)...)
		lines = lines[:0]
	}
	for _, raw := range all {
		line := block.Squash(raw)
		if line == "" || isIndented(raw) {
			end()
		}
		if level := titleLevel(line, numbered); level > 0 {
			end()
			blocks = append(blocks, block.Block{Kind: block.Heading, Level: level, Text: line})
		} else if line != "" {
			lines = append(lines, line)
		}
	}
	end()
	return blocks
}

// paragraphs makes one paragraph of lines that follow each other, or one of each
// where all end as sentences do: then lines were not wrapped.
func paragraphs(lines []string) []block.Block {
	if len(lines) > 1 && block.AllLines(lines, endsSentence) && !block.IsVerse(lines) {
		blocks := make([]block.Block, len(lines))
		for i, l := range lines {
			blocks[i].Text = l
		}
		return blocks
	}
	if len(lines) == 0 {
		return nil
	}
	return []block.Block{{Text: block.FoldLines(lines)}}
}

func endsSentence(line string) bool {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(line, `”"’』」）)】》`))
	return strings.ContainsRune("。！？!?…：；—", last)
}

// isIndented reports whether a line begins further in, as the first of a
// paragraph does.
func isIndented(line string) bool {
	return strings.HasPrefix(line, "\u3000") || strings.HasPrefix(line, "    ") || strings.HasPrefix(line, "\t") || strings.HasPrefix(line, "\u00a0\u00a0")
}

// titled makes headings of the blocks that are titles.
func titled(blocks []block.Block, numbered bool) []block.Block {
	for i := range blocks {
		if level := titleLevel(blocks[i].Text, numbered); level > 0 {
			blocks[i].Kind, blocks[i].Level = block.Heading, level
		}
	}
	return blocks
}

// Lines makes every line that is not blank a block.
func Lines(text string) []block.Block {
	var blocks []block.Block
	text = strings.NewReplacer("\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(text)
	for line := range strings.SplitSeq(text, "\n") {
		if line = block.Squash(line); line != "" {
			blocks = append(blocks, block.Block{Text: line})
		}
	}
	return blocks
}
