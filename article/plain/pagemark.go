package plain

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/article/block"
)

// pageMark is the number of a page of a printed text: "- 12 -", "第 12 页", "第12页 共30页"
// or "Page 12 of 30".
var pageMark = regexp.MustCompile(`^(?:[-—–－·•~]\s*\d{1,4}\s*[-—–－·•~]|第\s*\d{1,4}\s*页(?:\s*[,，/／]?\s*共\s*\d{1,4}\s*页)?|(?i:page)\s+\d{1,4}(?:\s+of\s+\d{1,4})?)$`)

// pageNumber is a number alone, which is that of a page beside a page break.
var pageNumber = regexp.MustCompile(`^\d{1,4}$`)

// withoutPageMarks removes the numbers of pages, and page breaks, which scanners and
// converters leave in a text. A sentence that goes on behind them is one again.
func withoutPageMarks(text string) (string, []block.Dropped) {
	if !strings.ContainsAny(text, "\f") && !pageMarks.MatchString(text) {
		return text, nil
	}
	lines := strings.Split(strings.ReplaceAll(text, "\f", "\n\f\n"), "\n")
	var kept []string
	var dropped []block.Dropped
	marked := false // whether only blank lines follow a mark
	for i, raw := range lines {
		line := block.Squash(raw)
		switch {
		case strings.Trim(raw, " ") == "\f":
			marked = true
		case pageMark.MatchString(line), pageNumber.MatchString(line) && isBesideBreak(lines, i):
			dropped = append(dropped, block.Dropped{Reason: block.DroppedFurniture, Text: line})
			marked = true
		case marked && line == "":
		default:
			if marked {
				kept = broken(kept, raw)
			}
			marked = false
			kept = append(kept, raw)
		}
	}
	return strings.Join(kept, "\n"), dropped
}

// broken are the lines before a page break without the blank ones at their end, where the
// sentence goes on in the next line.
func broken(kept []string, next string) []string {
	n := len(kept)
	for n > 0 && strings.TrimSpace(kept[n-1]) == "" {
		n--
	}
	if n == 0 {
		return nil
	}
	if before := block.Squash(kept[n-1]); endsSentence(before) || isIndented(next) || ChapterLevel(block.Squash(next)) > 0 || utf8.RuneCountInString(before) < minWrapped {
		return append(kept[:n], "")
	}
	return kept[:n]
}

// minWrapped is the least length of a line that was wrapped, in runes.
const minWrapped = 8

// pageMarks finds out quickly whether a text may have a page mark.
var pageMarks = regexp.MustCompile(`(?m)^[ \t\x{3000}]*(?:[-—–－·•~][ \t]*\d|第[ \t]*\d{1,4}[ \t]*页|(?i:page)[ \t]+\d)`)

// isBesideBreak reports whether the line before or behind one is a page break, apart from
// blank lines.
func isBesideBreak(lines []string, at int) bool {
	for _, step := range []int{-1, 1} {
		for i := at + step; i >= 0 && i < len(lines); i += step {
			if line := strings.Trim(lines[i], " \t\u3000"); line != "" {
				if line == "\f" {
					return true
				}
				break
			}
		}
	}
	return false
}
