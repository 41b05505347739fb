package page

import (
	"html"
	"regexp"
	"strings"
)

// Titles in front matter may hold marks of Markdown and tags of HTML, which a site shows as
// what they mean.
var (
	titleBreak = regexp.MustCompile(`(?i)<br[ \t]*/?>`)
	titleTag   = regexp.MustCompile(`(?i)</?(?:a|abbr|b|big|cite|code|del|em|font|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|u|wbr)(?:[ \t][^<>]*)?>`)
	titleLink  = regexp.MustCompile(`!?\[([^\[\]]+)\]\([^()\s]*\)`)
	titleMark  = regexp.MustCompile("\\*\\*([^*]+)\\*\\*|``([^`]+)``|`([^`]+)`|~~([^~]+)~~")
)

// plainTitle is a title as a site shows it.
func plainTitle(s string) string {
	if !strings.ContainsAny(s, "<&[*`~") {
		return s
	}
	s = titleTag.ReplaceAllString(titleBreak.ReplaceAllString(s, " "), "")
	s = titleMark.ReplaceAllString(titleLink.ReplaceAllString(s, "$1"), "$1$2$3$4")
	return html.UnescapeString(s)
}
