package page

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Lines above a text say who wrote it: "作者：张三", "文/张三 编辑/李四", "By Zhang San".
var (
	bylineMark = regexp.MustCompile(`^(?i:(?:本文)?作者|撰文|撰稿|原创|author)\s*[/／|｜丨:：]\s*|^(?i:文字?|by)\s*[/／|｜丨]\s*|^(?i:by)\s+`)
	bylineRest = regexp.MustCompile(`(?:^|[\s|｜])\s*(?:责任编辑|责编|编辑|编校|校对|审核|审校|图片?|配图|题图|摄影|来源|排版|设计|监制|出品|翻译|译者?)\s*[/／|｜丨:：].*$`)
	bylineBy   = regexp.MustCompile(`^(?i:by)\s+[^/／|｜丨]`)
	bylineName = regexp.MustCompile(`^(?i:by)\s+(?:\p{Han}{2,4}|[A-Z][\p{L}.'-]*(?:\s+[A-Z][\p{L}.'-]*){1,3})$`) // and not "By the river"
	address    = regexp.MustCompile(`\s*[<(（][^<>()（）\s]*@[^<>()（）\s]*[>)）]`)
)

// wikiName removes the brackets around the name of a page of a wiki.
var wikiName = strings.NewReplacer("[[", "", "]]", "")

// maxByline is the greatest length of the names in a byline, in runes.
const maxByline = 30

// ReadByline returns the author that a line states, "" for a line that states none.
func ReadByline(line string) string {
	line = strings.TrimSpace(line)
	if !bylineMark.MatchString(line) || bylineBy.MatchString(line) && !bylineName.MatchString(line) {
		return ""
	}
	name := cleanAuthor(line)
	if utf8.RuneCountInString(name) > maxByline || strings.ContainsAny(name, "，。！？；!?;") || !strings.ContainsFunc(name, unicode.IsLetter) {
		return ""
	}
	return name
}

// cleanAuthor is an author without the words around the name: "文/张三 编辑/李四",
// "张三 <z@example.org>".
func cleanAuthor(s string) string {
	s = strings.TrimSpace(s)
	name := address.ReplaceAllString(wikiName.Replace(s), "")
	name = bylineMark.ReplaceAllString(name, "")
	name = strings.TrimSpace(bylineRest.ReplaceAllString(name, ""))
	if name == "" {
		return s
	}
	return name
}
