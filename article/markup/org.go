package markup

import (
	"regexp"
	"strings"
)

var (
	orgKeyword  = regexp.MustCompile(`^[ \t]*#\+(\w+):[ \t]*(.*)$`)
	orgBlock    = regexp.MustCompile(`(?i)^[ \t]*#\+(begin|end)_(\w+)[ \t]*(\S*)`)
	orgHeading  = regexp.MustCompile(`^(\*+)[ \t]+(?:(?:T[O]DO|DONE|NEXT|WAITING|CANCELLED)[ \t]+)?(?:\[#[A-Z]\][ \t]*)?(.*?)(?:[ \t]+:[\p{L}\p{N}_@#%:]+:)?[ \t]*$`)
	orgLink     = regexp.MustCompile(`\[\[([^\[\]]+)\](?:\[([^\[\]]+)\])?\]`)
	orgCode     = regexp.MustCompile(`(^|[\s(（，。：、])[=~]([^\s=~](?:[^=~\n]*[^\s=~])?)[=~]($|[\s)）.,，。；：、])`)
	orgItalic   = regexp.MustCompile(`(^|[\s(（，。：、])/([^\s/](?:[^/\n]*[^\s/])?)/($|[\s)）.,，。；：、])`)
	orgFootnote = regexp.MustCompile(`\[fn:([\w-]+)\]`)
	orgPlanning = regexp.MustCompile(`^[ \t]*(?:CLOSED|DEADLINE|SCHEDULED):[ \t]*[<\[]`)
)

// Org turns a text of Org mode into Markdown.
func Org(s string) string {
	var d document
	o := orgReader{d: &d}
	for _, line := range linesOf(s) {
		o.line(line)
	}
	return d.String()
}

// An orgReader reads line by line.
type orgReader struct {
	d      *document
	code   bool // within a block that is code
	quote  bool
	drawer bool
}

func (o *orgReader) line(line string) {
	trimmed := strings.TrimSpace(line)
	if m := orgBlock.FindStringSubmatch(line); m != nil {
		o.block(strings.EqualFold(m[1], "begin"), m[2], m[3])
		return
	}
	switch {
	case o.code:
		o.d.line(line)
	case o.drawer:
		o.drawer = !strings.EqualFold(trimmed, ":END:")
	case anyOf(trimmed, ":properties:", ":logbook:"):
		o.drawer = true
	case trimmed == "#" || strings.HasPrefix(trimmed, "# ") || orgPlanning.MatchString(line):
	case strings.HasPrefix(trimmed, "#+"):
		o.keyword(line)
	default:
		o.text(line)
	}
}

func (o *orgReader) block(begins bool, name, language string) {
	switch {
	case anyOf(name, "src", "example", "export"):
		o.code = begins
		if begins {
			o.d.line(fence + language)
		} else {
			o.d.line(fence)
		}
	case anyOf(name, "quote", "verse"):
		o.quote = begins
		o.d.line("")
	default:
		o.d.line("")
	}
}

func (o *orgReader) keyword(line string) {
	m := orgKeyword.FindStringSubmatch(line)
	if m == nil {
		return
	}
	switch strings.ToLower(m[1]) {
	case "title", "author", "date", "description", "category":
		o.d.front.set(strings.ToLower(m[1]), strings.Trim(m[2], "<>[]"))
	case "filetags", "tags", "keywords", "roam_tags":
		o.d.front.list("tags", strings.FieldsFunc(m[2], func(r rune) bool { return r == ':' || r == ' ' || r == ',' }))
	case "caption":
		o.d.line(m[2])
		o.d.line("")
	}
}

func (o *orgReader) text(line string) {
	if m := orgHeading.FindStringSubmatch(line); m != nil {
		o.d.line("")
		o.d.line(strings.Repeat("#", min(len(m[1]), 6)) + " " + orgInline(m[2]))
		o.d.line("")
		return
	}
	if t := strings.TrimSpace(line); strings.HasPrefix(t, "|-") {
		line = strings.ReplaceAll(t, "+", "|")
	}
	if o.quote {
		line = "> " + strings.TrimSpace(line)
	}
	o.d.line(orgInline(line))
}

func orgInline(s string) string {
	s = orgLink.ReplaceAllStringFunc(s, func(link string) string {
		m := orgLink.FindStringSubmatch(link)
		switch {
		case m[2] != "":
			return "[" + m[2] + "](<" + m[1] + ">)"
		case strings.Contains(m[1], "://"):
			return "<" + m[1] + ">"
		}
		return m[1]
	})
	s = orgFootnote.ReplaceAllString(s, "[^$1]")
	s = orgCode.ReplaceAllString(s, "$1`$2`$3")
	return orgItalic.ReplaceAllString(s, "$1*$2*$3")
}
