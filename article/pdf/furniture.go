package pdf

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/xunzhang/xunzhang/article/block"
)

// Rules for headers and footers.
const (
	edge       = 2 // lines at the head and at the foot of a page that may be such
	minRepeats = 3 // pages that must have a line; all pages of a file with fewer
	pageShare  = 4 // of so many pages one must have it
)

// dropFurniture removes page numbers, and lines at the head or foot of many pages
// that are the same except for numbers. It returns each of them once.
func dropFurniture(pages [][]line) []block.Dropped {
	counts := map[string]int{}
	for _, lines := range pages {
		seen := map[string]bool{}
		for _, l := range edges(lines) {
			key := lines[l].key()
			if !seen[key] {
				seen[key] = true
				counts[key]++
			}
		}
	}
	var dropped []block.Dropped
	told := map[string]bool{}
	for i, lines := range pages {
		gone := map[int]bool{}
		for _, at := range edges(lines) {
			key := lines[at].key()
			repeated := counts[key] >= max(2, min(minRepeats, len(pages))) && counts[key]*pageShare >= len(pages)
			if !repeated && !isPageNumber(lines[at].text) {
				continue
			}
			gone[at] = true
			if said := masked(lines[at].text); !told[said] {
				told[said] = true
				dropped = append(dropped, block.Dropped{Reason: block.DroppedFurniture, Text: lines[at].text})
			}
		}
		if len(gone) > 0 {
			pages[i] = without(lines, gone)
		}
	}
	return dropped
}

// edges are the numbers of the lines at the head and the foot of a page, by their
// position on the page: a file may hold them in any order.
func edges(lines []line) []int {
	var found []int
	for i := range lines {
		above, below := 0, 0
		for j := range lines {
			if lines[j].bottom > lines[i].top {
				above++
			}
			if lines[j].top < lines[i].bottom {
				below++
			}
		}
		if above < edge || below < edge {
			found = append(found, i)
		}
	}
	return found
}

// without are the lines except some.
func without(lines []line, gone map[int]bool) []line {
	var kept []line
	for i, l := range lines {
		if !gone[i] {
			kept = append(kept, l)
		}
	}
	return kept
}

// key is what lines are compared by: the masked text and the height, because a
// title may have the same text as the head of every page.
func (l *line) key() string { return strconv.Itoa(class(l.height)) + " " + masked(l.text) }

// masked is a text with all digits replaced by 0.
func masked(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return '0'
		}
		return r
	}, text)
}

// isPageNumber reports whether a text is the number of a page: "- 3 -", "3 / 12",
// "第3页 共12页", "Page 3".
func isPageNumber(text string) bool {
	digits := false
	for _, r := range strings.NewReplacer("第", "", "页", "", "共", "", "頁", "", "Page", "", "of", "").Replace(text) {
		switch {
		case unicode.IsDigit(r):
			digits = true
		case unicode.IsLetter(r):
			return false
		}
	}
	return digits && len(text) < 40
}
