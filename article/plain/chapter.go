package plain

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/article/block"
)

// maxChapter is the length in runes of a line that is the title of a chapter.
const maxChapter = 40

const numeral = `[零〇一二三四五六七八九十百千两0-9０-９]+`

var (
	// chapterTitle is how novels and translations number their parts: "第十二回
	// 秋夜", "卷三", "Chapter 3". A sentence that begins so goes on without a space.
	chapterTitle = regexp.MustCompile(`^(?:正文\s*)?第` + numeral + `([卷部集编章回篇课讲节幕折])(?:$|[\s:：、．.·—-])`)
	volumeTitle  = regexp.MustCompile(`^卷` + numeral + `(?:$|[\s:：、．.])`)
	latinChapter = regexp.MustCompile(`(?i)^(?:chapter|part|book)\s+(?:\d+|[ivxlc]+)(?:$|[\s:.—-])`)
	namedChapter = regexp.MustCompile(`^(?:序章|序言|序|前言|楔子|引子|尾声|后记|跋|终章|大结局|番外[^，。]*)$`)

	// Minutes, laws and reports number their titles: "一、", "（二）", "1.2".
	sectionTitle    = regexp.MustCompile(`^[一二三四五六七八九十]{1,3}、\s*\S`)
	subsectionTitle = regexp.MustCompile(`^(?:[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}(?:\.\d{1,2}){1,3}\s)\s*\S`)
)

// chapterLevel is the rank of a line that is the title of a chapter, 0 for
// other lines.
func chapterLevel(line string) uint8 {
	if line == "" || utf8.RuneCountInString(line) > maxChapter || strings.ContainsAny(line[len(line)-1:], ",;") ||
		strings.HasSuffix(line, "。") || strings.HasSuffix(line, "，") || strings.HasSuffix(line, "；") {
		return 0
	}
	if m := chapterTitle.FindStringSubmatch(line); m != nil {
		switch m[1] {
		case "卷", "部", "集", "编":
			return 1
		case "节", "幕", "折":
			return 3
		}
		return 2
	}
	switch {
	case volumeTitle.MatchString(line):
		return 1
	case latinChapter.MatchString(line), namedChapter.MatchString(line):
		return 2
	}
	return 0
}

// titleLevel is the rank of a line that is a title; numbered says whether the
// text numbers its titles.
func titleLevel(line string, numbered bool) uint8 {
	if level := chapterLevel(line); level > 0 {
		return level
	}
	if numbered {
		return numberedLevel(line)
	}
	return 0
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

// hasNumberedTitles reports whether lines that are numbered are titles, and not
// a list: there are two or more of the first rank, and text between them.
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
