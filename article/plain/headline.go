package plain

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/article/block"
	"github.com/xunzhang/xunzhang/article/page"
)

// bookTitle is the title of a book with the signs around it and the author behind it, and
// namedTitle a title behind what it is.
var (
	bookTitle  = regexp.MustCompile(`^《([^《》]+)》\s*(?:(?:作者\s*[:：]|文\s*[/／])\s*(.{1,20}))?$|^([^《》].{0,39}?)\s+作者\s*[:：]\s*(\S.{0,19})$`)
	namedTitle = regexp.MustCompile(`^(?:书名|标题|题目|篇名|文章标题)\s*[:：]\s*《?([^《》]+)》?$`)
)

// namedLine is a name and a value, as letters and minutes begin with, and subject the one
// that is the title.
var (
	namedLine = regexp.MustCompile(`^\p{Han}{2,6}\s*[:：]\s*\S`)
	subject   = regexp.MustCompile(`(?m)^(?:主题|标题|题目|事由|会议名称|会议主题)\s*[:：]\s*(\S[^\n]*?)[ \t]*$`)
)

// headline takes a title out of what stands around it in its line.
func headline(p *page.Page) {
	if m := namedTitle.FindStringSubmatch(p.Meta.Title); m != nil {
		p.Meta.Title = strings.TrimSpace(m[1])
	} else if m := bookTitle.FindStringSubmatch(p.Meta.Title); m != nil {
		p.Meta.Title = m[1] + m[3]
		page.OrText(&p.Meta.Author, m[2]+m[4])
	}
}

// beginsText reports whether the first line belongs to the text and is not a title
// above it: a sentence, a question or call with text right below, or a wrapped line.
func beginsText(line, rest string) bool {
	next, _, _ := strings.Cut(rest, "\n")
	goesOn := strings.TrimSpace(next) != "" && !isIndented(next)
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(line, `”"’』」）)】》`))
	if strings.ContainsRune("！？!?…", last) {
		return goesOn
	}
	if goesOn && namedLine.MatchString(line) && !namedTitle.MatchString(line) && namedLine.MatchString(next) {
		return true
	}
	if goesOn && strings.Contains(line, "，") && !endsSentence(line) {
		return true
	}
	return strings.ContainsRune("。；，、,;", last)
}

// textAuthor reads the line of the author below a title, and returns the rest.
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

// maxAuthor is the greatest length of the name behind "作者：", in runes.
const maxAuthor = 20
