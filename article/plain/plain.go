// Package plain reads texts without markup: plain text with the titles of its
// chapters, tables of values (CSV), subtitles. It must not know articles.
package plain

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/article/block"
	"github.com/xunzhang/xunzhang/article/page"
)

// maxHeadline is the length of a title, in runes. A longer first line is also text,
// and its beginning is the title.
const maxHeadline = 100

// Read reads plain text. The first line that is not blank is the title, unless it
// is the title of a chapter or a sentence of the text: then the name of the file
// will be the title. Paragraphs end at blank lines and before indented lines; in a
// text that has neither, every line is a paragraph. Titles of chapters are headings.
func Read(text string) page.Page {
	text = lineEnds.Replace(text)
	var p page.Page
	text, p.Dropped = withoutPageMarks(text)
	text = strings.TrimPrefix(strings.TrimLeft(text, "\n"), "\ufeff")
	counted := hasCountedTitles(strings.Split(text, "\n"))
	for strings.TrimSpace(text) != "" {
		line, rest, _ := strings.Cut(text, "\n")
		if block.Squash(line) == "" {
			text = rest
			continue
		}
		if title := block.Squash(line); ChapterLevel(title) == 0 && !(counted && countedTitle.MatchString(title)) && !beginsText(title, rest) {
			p.Meta.Title = block.CutRunes(title, maxHeadline)
			if p.Meta.Title == title {
				text = textAuthor(&p, rest)
			}
			headline(&p)
		} else if head, _, _ := strings.Cut(text, "\n\n"); namedLine.MatchString(title) {
			if m := subject.FindStringSubmatch(head); m != nil {
				p.Meta.Title = m[1]
			}
		}
		break
	}
	p.Blocks = Blocks(text)
	return p
}

// lineEnds replaces the ends of lines of all systems.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n\n", "\u0085", "\n", "\v", "\n")

// Blocks makes blocks of the lines of a text.
func Blocks(text string) []block.Block { return named(lineBlocks(text)) }

func lineBlocks(text string) []block.Block {
	all := strings.Split(strings.TrimRightFunc(text, unicode.IsSpace), "\n")
	numbered := numberingOf(all)
	if !slices.ContainsFunc(all, func(l string) bool { return isIndented(l) || strings.TrimSpace(l) == "" }) {
		return titled(unwrapped(all), numbered)
	}
	var blocks []block.Block
	var lines []string
	end := func() {
		blocks = append(blocks, paragraphs(lines)...)
		lines = lines[:0]
	}
	for _, raw := range all {
		line := block.Squash(raw)
		if ruled.MatchString(line) {
			line = ""
		}
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

// ruled is a row of signs that parts a text.
var ruled = regexp.MustCompile(`^(?:={4,}|-{4,}|_{4,}|\*{4,}|~{4,}|—{3,}|─{3,}|(?:\*[ ]){2,}\*|(?:-[ ]){3,}-)$`)

// paragraphs makes one paragraph of lines that follow one another. Where all of
// them end as sentences do, they were not wrapped, and each is a paragraph.
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
	return []block.Block{{Text: foldWrapped(lines)}}
}

// Widths of a text whose lines were wrapped, in runes.
const (
	minWidth = 12
	maxWidth = 80
)

// unwrapped are the paragraphs of lines without blank ones between them. Each line is one,
// unless most lines are equally long and end within sentences: then they were wrapped, and
// a paragraph ends with a shorter line.
func unwrapped(lines []string) []block.Block {
	width, full := 0, 0
	for i := range lines {
		lines[i] = block.Squash(lines[i])
		width = max(width, utf8.RuneCountInString(lines[i]))
	}
	goesOn := func(line string) bool {
		return utf8.RuneCountInString(line) >= width-2 && !endsSentence(line) && ChapterLevel(line) == 0
	}
	for _, line := range lines {
		if goesOn(line) {
			full++
		}
	}
	if width < minWidth || width > maxWidth || 2*full < len(lines) || block.IsVerse(lines) || block.AllLines(lines, goesOn) && len(lines) > 1 && !strings.Contains(lines[0], "，") {
		return Lines(strings.Join(lines, "\n"))
	}
	var blocks []block.Block
	first := 0
	for i, line := range lines {
		if i+1 == len(lines) || !goesOn(line) {
			blocks = append(blocks, block.Block{Text: block.JoinLines(lines[first : i+1])})
			first = i + 1
		}
	}
	return blocks
}

// listMark is what an item of a list begins with.
var listMark = regexp.MustCompile(`^(?:[-*•·]\s|[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[、．)）]|\d{1,3}\.\s|[①-⑳])`)

// speaker is what the line of someone who speaks begins with.
var speaker = regexp.MustCompile(`^(?:[A-Za-z]{1,10}\d?|\p{Han}{1,6})\s?[:：]\S`)

// foldWrapped joins the lines of a paragraph that was wrapped by hand. A line that ends
// long before the others do was not wrapped there, and neither is one before the next
// item of a list or before someone else speaks: these stay lines.
func foldWrapped(lines []string) string {
	width := 0
	for _, l := range lines {
		width = max(width, utf8.RuneCountInString(l))
	}
	if text := block.FoldLines(lines); len(lines) == 1 || strings.Contains(text, "\n") {
		return text
	}
	var kept []string
	first := 0
	for i := range lines {
		if i+1 == len(lines) || listMark.MatchString(lines[i+1]) || endsSentence(lines[i]) && speaker.MatchString(lines[i+1]) || 2*utf8.RuneCountInString(lines[i]) < width && !endsClause(lines[i]) {
			kept = append(kept, block.JoinLines(lines[first:i+1]))
			first = i + 1
		}
	}
	return strings.Join(kept, "\n")
}

// endsClause reports whether a sentence goes on behind a line.
func endsClause(line string) bool {
	last, _ := utf8.DecodeLastRuneInString(line)
	return strings.ContainsRune("，、；,;", last)
}

func endsSentence(line string) bool {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(line, `”"’』」）)】》`))
	return strings.ContainsRune("。！？!?…：；—", last)
}

// isIndented reports whether a line is indented, as the first one of a paragraph
// may be.
func isIndented(line string) bool {
	return strings.HasPrefix(line, "\u3000") || strings.HasPrefix(line, "    ") || strings.HasPrefix(line, "\t") || strings.HasPrefix(line, "\u00a0\u00a0")
}

// titled makes headings of those blocks that are titles.
func titled(blocks []block.Block, numbered numbering) []block.Block {
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
