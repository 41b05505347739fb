package plain

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/article/block"
)

// maxChapter is the greatest length of a chapter's title, in runes.
const maxChapter = 40

const numeral = `[零〇一二三四五六七八九十百千两壹贰叁肆伍陆柒捌玖拾佰仟0-9０-９]+`

var (
	// chapterTitle is the way in which novels and translations number their parts:
	// "第十二回 秋夜", "卷三", "Chapter 3". In a sentence that begins like this, no space
	// follows the number.
	chapterTitle = regexp.MustCompile(`^(?:正文\s*|☆、\s*)?(?:第\s?` + numeral + `\s?([卷部集编章回篇课讲节幕折])(?:$|[\s:：、．.·—-])|【第` + numeral + `([卷部集编章回篇课讲节幕折])】)`)
	starTitle    = regexp.MustCompile(`^☆、\s*\S`) // of novels from a site of that habit
	volumeTitle  = regexp.MustCompile(`^卷` + numeral + `(?:$|[\s:：、．.])`)
	halfTitle    = regexp.MustCompile(`^[上中下][卷部篇集](?:$|[\s:：、．.])`)
	latinChapter = regexp.MustCompile(`(?i)^(?:chapter|part|book)\s+(?:\d+|[ivxlc]+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?:$|[\s:.—-])`)
	namedChapter = regexp.MustCompile(`^(?i:序章|序言|序|前言|楔子|引子|尾声|后记|跋|终章|大结局|番外[^，。]*|(?:序章|楔子|引子|尾声|终章)[\s:：][^，。]*|prologue|epilogue|preface)$`)

	// Minutes, laws and reports number their titles: "一、", "（二）", "1.2".
	sectionTitle    = regexp.MustCompile(`^(?:[一二三四五六七八九十]{1,3}、\s*\S|【[^【】]{1,12}】[^【】]{0,20}$)`)
	subsectionTitle = regexp.MustCompile(`^(?:[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}(?:\.\d{1,2}){1,3}\s)\s*\S`)
)

// ChapterLevel is the level of a line that is the title of a chapter, as a heading;
// 0 for other lines.
func ChapterLevel(line string) uint8 {
	if line == "" || utf8.RuneCountInString(line) > maxChapter || strings.ContainsAny(line[len(line)-1:], ",;") ||
		strings.HasSuffix(line, "。") || strings.HasSuffix(line, "，") || strings.HasSuffix(line, "；") {
		return 0
	}
	if m := chapterTitle.FindStringSubmatch(line); m != nil {
		switch m[1] + m[2] {
		case "卷", "部", "集", "编":
			return 1
		case "节", "幕", "折":
			return 3
		}
		return 2
	}
	switch {
	case volumeTitle.MatchString(line), halfTitle.MatchString(line):
		return 1
	case starTitle.MatchString(line), latinChapter.MatchString(line), namedChapter.MatchString(line):
		return 2
	}
	return 0
}

// Names of chapters that stand in the line below the number.
const (
	maxName  = 20 // runes of one
	minShare = 80 // percent of the bare numbers that must have one below, where there are several
)

// bareNumber is the title of a chapter without its name.
var bareNumber = regexp.MustCompile(`^(?:正文\s*)?(?:第` + numeral + `[卷部集编章回篇课讲节幕折]|卷` + numeral + `)$`)

// named adds names to the titles of chapters that are numbers alone, when the name is
// in the line below. It does so only when nearly all of them have such a line: a single
// one may be a short first sentence.
func named(blocks []block.Block) []block.Block {
	numbers, names := 0, 0
	for i := range blocks {
		if isBareNumber(&blocks[i]) {
			numbers++
			if hasName(blocks, i) {
				names++
			}
		}
	}
	if names == 0 || names*100 < numbers*minShare || numbers == 1 && !isBareNumber(&blocks[0]) {
		return blocks
	}
	kept := blocks[:0]
	for i := 0; i < len(blocks); i++ {
		b := blocks[i]
		if isBareNumber(&b) && hasName(blocks, i) {
			b.Text += " " + blocks[i+1].Text
			i++
		}
		kept = append(kept, b)
	}
	return kept
}

func isBareNumber(b *block.Block) bool {
	return b.Kind == block.Heading && bareNumber.MatchString(b.Text)
}

// hasName reports whether the block after a title is a short line without
// punctuation, with text below it.
func hasName(blocks []block.Block, i int) bool {
	if i+2 >= len(blocks) || blocks[i+1].Kind == block.Heading || blocks[i+2].Kind == block.Heading {
		return false
	}
	name := blocks[i+1].Text
	return utf8.RuneCountInString(name) <= maxName && utf8.RuneCountInString(name) < utf8.RuneCountInString(blocks[i+2].Text) &&
		!strings.ContainsFunc(name, func(r rune) bool { return strings.ContainsRune("。！？!?…；;，,：:”\"」", r) })
}

// countedTitle is the title of a chapter that has only a number before it: "1、渡口",
// "012 渡口".
var countedTitle = regexp.MustCompile(`^(\d{1,4})(?:[、.．]\s*|\s+)([^\d\s].{0,29})$`)

// minCounted is how many such titles a text must have.
const minCounted = 3

// hasCountedTitles reports whether lines with numbers are titles, and not the items of a
// list: they count from the first on, have blank lines around them, and text between them.
func hasCountedTitles(lines []string) bool {
	count, between := 0, true
	blank := func(i int) bool { return i < 0 || i >= len(lines) || strings.TrimSpace(lines[i]) == "" }
	for i, raw := range lines {
		line := block.Squash(raw)
		m := countedTitle.FindStringSubmatch(line)
		if m == nil || isIndented(raw) || endsSentence(line) {
			between = between || line != ""
			continue
		}
		number, _ := strconv.Atoi(m[1]) // the pattern admits digits only
		if number != count+1 || !between || !blank(i-1) || !blank(i+1) {
			return false
		}
		count, between = number, false
	}
	return count >= minCounted && between
}

// titleLevel is the level of a line that is a title; numbered says how the text numbers its
// titles.
func titleLevel(line string, numbered numbering) uint8 {
	if level := ChapterLevel(line); level > 0 {
		return level
	}
	if numbered.joined && joinedTitle.MatchString(line) {
		return 2
	}
	if numbered.counted && countedTitle.MatchString(line) && !endsSentence(line) {
		return 2
	}
	if numbered.sections {
		return numberedLevel(line)
	}
	return 0
}

// A numbering says in which ways a text numbers its titles.
type numbering struct {
	sections bool // as minutes do
	counted  bool // by figures alone
	joined   bool // without a space behind the number
}

func numberingOf(lines []string) numbering {
	return numbering{sections: hasNumberedTitles(lines), counted: hasCountedTitles(lines), joined: hasJoinedTitles(lines)}
}

// joinedTitle is the title of a chapter without a space behind its number: 第一章泡豆.
var joinedTitle = regexp.MustCompile(`^第` + numeral + `[章回][^\s，。！？；：、]{1,15}$`)

// hasJoinedTitles reports whether such lines are titles and not sentences: there are
// several, each has text below it, and no line that begins so goes on as a sentence.
func hasJoinedTitles(lines []string) bool {
	titles, below := 0, true
	for _, l := range lines {
		line := block.Squash(l)
		switch {
		case line == "":
		case joinedTitle.MatchString(line):
			if !below {
				return false
			}
			titles, below = titles+1, false
		default:
			below = true
		}
	}
	return titles >= minCounted && below
}

func numberedLevel(line string) uint8 {
	switch {
	case line == "" || utf8.RuneCountInString(line) > maxChapter || endsSentence(line) || strings.HasSuffix(line, "，"):
	case sectionTitle.MatchString(line):
		return 2
	case subsectionTitle.MatchString(line):
		return 3
	}
	return 0
}

// hasNumberedTitles reports whether numbered lines are titles, and not the items of
// a list: there are two or more of the first rank, with text between them.
func hasNumberedTitles(lines []string) bool {
	titles, before := 0, uint8(0)
	for _, l := range lines {
		if l = block.Squash(l); l == "" {
			continue
		}
		level := numberedLevel(l)
		if level == 2 && before == 2 {
			return false
		}
		if level == 2 {
			titles++
		}
		before = level
	}
	return titles > 1
}
