package article

import (
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/article/block"
	"github.com/xunzhang/xunzhang/article/page"
)

// Limits of the lines above a text that say who wrote it, and when.
const (
	bylineBlocks = 6  // blocks at the beginning that are looked at
	maxBylineLen = 80 // runes of a line
)

var (
	dateLine = regexp.MustCompile(`^(?:(?:发布|发表|更新|写作|创建|成文|会议)?(?:日期|时间)\s*[:：|｜]|(?:发布|发表|写|作)于\s*[:：]?|(?i:date|published|posted)\s*:)\s*(.+)$`)
	postLine = regexp.MustCompile(`^(.{0,20}?)\s*(?:发表|发布|写|更新|回复)于\s*[:：]?\s*(\d.+)$`)
	tagsLine = regexp.MustCompile(`^(?i:标签|关键词|关键字|tags?|keywords)\s*[:：]\s*(.+)$`)
)

// byline reads the author, the day and the tags that a document without such metadata
// states in lines of its own above its text.
func byline(blocks []block.Block, m *page.Meta) {
	for i := range min(len(blocks), bylineBlocks) {
		b := &blocks[i]
		if b.Kind == block.Heading && b.Level <= 1 {
			continue
		}
		if b.Kind == block.Heading || b.Kind == block.Code || b.Kind == block.Table {
			return
		}
		found := false
		for line := range strings.SplitSeq(b.Text, "\n") {
			found = bylineOf(line, m) || found
		}
		if !found && isProse(b) {
			return
		}
	}
}

// bylineOf reads a line, and reports whether it states something.
func bylineOf(line string, m *page.Meta) bool {
	if utf8.RuneCountInString(line) > maxBylineLen {
		return false
	}
	if author := page.ReadByline(line); author != "" {
		page.OrText(&m.Author, author)
		return true
	}
	if tags := tagsLine.FindStringSubmatch(line); tags != nil {
		if len(m.Tags) == 0 {
			m.Tags = page.SplitTags(tags[1])
		}
		return true
	}
	day := dayOfLine(line)
	if post := postLine.FindStringSubmatch(line); post != nil && page.IsDate(post[2]) { // 阿海 发表于 2024-3-5 08:30
		day = page.ParseDate(post[2])
		if !strings.ContainsAny(post[1], "，。：:！？") {
			page.OrText(&m.Author, post[1])
		}
	}
	if m.Published.IsZero() {
		m.Published = day
	}
	return !day.IsZero()
}

// dayOfLine is the day that a line states, with nothing else.
func dayOfLine(line string) time.Time {
	if named := dateLine.FindStringSubmatch(line); named != nil {
		return page.ParseDate(named[1])
	}
	if page.IsDate(line) {
		return page.ParseDate(line)
	}
	return time.Time{}
}
