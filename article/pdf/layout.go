package pdf

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/article/block"
)

// Measures of the layout, in heights of a line, but for the last two.
const (
	maxGap      = 1.4  // between lines of one column
	moreGap     = 0.45 // by which the gap after a paragraph exceeds the usual gap of the column
	indentation = 1.1  // of the first line of a paragraph
	ragged      = 2.5  // by which a full line of Chinese may be shorter than its column
	narrow      = 10   // columns below this width are tables and verse, in which every line ends
	raggedShare = 0.25 // share of the column by which a full line of Latin words may be shorter
	larger      = 1.12 // how many times as high as the text a heading is
)

// maxHeading is the greatest length of a heading, in runes.
const maxHeading = 60

// blocksOf makes paragraphs and headings of the lines of pages.
func blocksOf(pages [][]line) []block.Block {
	text := textHeight(pages)
	var all []paragraph
	for i, lines := range pages {
		all = append(all, paragraphsOf(lines, i+1)...)
	}
	all = joinPages(all)
	levels := headingLevels(all, text)
	var blocks []block.Block
	number := 0
	for _, p := range all {
		if p.page != number {
			number = p.page
			blocks = append(blocks, block.Block{Kind: block.PageMark, Text: fmt.Sprintf("第 %d 页", number)})
		}
		b := block.Block{Text: p.text()}
		if level := levels[class(p.height())]; level > 0 && p.isHeading(text) {
			b.Kind, b.Level = block.Heading, level
		}
		blocks = append(blocks, b)
	}
	return blocks
}

// textHeight is the height of most of the text.
func textHeight(pages [][]line) float64 {
	letters := map[int]int{}
	for _, lines := range pages {
		for i := range lines {
			letters[class(lines[i].height)] += lines[i].letters()
		}
	}
	most, height := 0, 1.0
	for c, n := range letters {
		if n > most || n == most && float64(c)/2 < height {
			most, height = n, float64(c)/2
		}
	}
	return height
}

// class is a height for comparisons, in half points.
func class(height float64) int { return int(2*height + 0.5) }

// A paragraph is a run of lines.
type paragraph struct {
	page  int
	lines []line
	full  bool // whether its last line fills the column
	first bool // whether its first line is indented
}

// height is that of its highest line.
func (p *paragraph) height() float64 {
	h := 0.0
	for i := range p.lines {
		h = max(h, p.lines[i].height)
	}
	return h
}

// text joins the lines, without spaces between Chinese ones.
func (p *paragraph) text() string {
	var texts []string
	joined := ""
	for _, l := range p.lines {
		joined += l.text
		if l.broken {
			continue
		}
		texts = append(texts, joined)
		joined = ""
	}
	if joined != "" {
		texts = append(texts, joined)
	}
	return block.JoinLines(texts)
}

// isHeading reports whether a paragraph is in larger type than the text, and short.
func (p *paragraph) isHeading(text float64) bool {
	said := p.text()
	return p.height() >= larger*text && utf8.RuneCountInString(said) <= maxHeading && block.Letters(said) > 0 &&
		!strings.HasSuffix(said, "。") && !strings.HasSuffix(said, "，") && !strings.HasSuffix(said, "；")
}

// maxRanks is the number of heading levels that are distinguished.
const maxRanks = 3

// headingLevels are the ranks of headings by the class of their height.
func headingLevels(all []paragraph, text float64) map[int]uint8 {
	var classes []int
	for i := range all {
		if all[i].isHeading(text) {
			classes = append(classes, class(all[i].height()))
		}
	}
	slices.Sort(classes)
	slices.Reverse(classes)
	levels := map[int]uint8{}
	for _, c := range slices.Compact(classes) {
		levels[c] = uint8(min(len(levels)+1, maxRanks))
	}
	return levels
}

// paragraphsOf cuts the lines of a page into columns, and these into paragraphs.
func paragraphsOf(lines []line, page int) []paragraph {
	var all []paragraph
	for len(lines) > 0 {
		n := 1
		for n < len(lines) && inOneColumn(&lines[n-1], &lines[n]) {
			n++
		}
		all = append(all, cutColumn(lines[:n], page)...)
		lines = lines[n:]
	}
	return all
}

// inOneColumn reports whether a line stands below another one in the same column
// and in type of about the same size.
func inOneColumn(a, b *line) bool {
	h := max(a.height, b.height)
	gap := a.bottom - b.top
	return gap >= -h/2 && gap <= maxGap*h && a.left < b.right && b.left < a.right && min(a.height, b.height)*larger*larger >= h
}

// cutColumn cuts a column into paragraphs. One begins after a line that ends early,
// with an indented line, and after a larger gap.
func cutColumn(lines []line, page int) []paragraph {
	left, right := lines[0].left, lines[0].right
	var gaps []float64
	for i := range lines {
		left, right = min(left, lines[i].left), max(right, lines[i].right)
		if i > 0 {
			gaps = append(gaps, lines[i-1].bottom-lines[i].top)
		}
	}
	usual := 0.0
	if len(gaps) > 0 {
		slices.Sort(gaps)
		usual = gaps[len(gaps)/2]
	}
	isFull := func(l *line) bool {
		if right-left < narrow*l.height {
			return false
		}
		lacks := right - l.right
		last, _ := utf8.DecodeLastRuneInString(l.text)
		return lacks <= ragged*l.height || l.broken || last < 0x2E80 && lacks <= raggedShare*(right-left)
	}
	var all []paragraph
	for i := range lines {
		l := &lines[i]
		inward := l.left-left >= indentation*l.height
		begins := i == 0 || !isFull(&lines[i-1]) || inward && lines[i-1].left-left < indentation*l.height ||
			lines[i-1].bottom-l.top > usual+moreGap*l.height
		if begins {
			all = append(all, paragraph{page: page, first: inward})
		}
		p := &all[len(all)-1]
		p.lines, p.full = append(p.lines, *l), isFull(l) && len(lines) > 1
	}
	return all
}

// joinPages joins paragraphs that continue on the next page.
func joinPages(all []paragraph) []paragraph {
	var joined []paragraph
	for _, p := range all {
		if n := len(joined); n > 0 && joined[n-1].goesOn(&p) {
			before := &joined[n-1]
			before.lines, before.full = append(before.lines, p.lines...), p.full
			continue
		}
		joined = append(joined, p)
	}
	return joined
}

// goesOn reports whether a paragraph continues in another one, which is the first
// of the next page.
func (p *paragraph) goesOn(next *paragraph) bool {
	if next.page != p.page+1 || !p.full || next.first || class(p.height()) != class(next.height()) {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(p.text(), `”"’』」）)`))
	return !strings.ContainsRune("。！？!?：:；;", last)
}
