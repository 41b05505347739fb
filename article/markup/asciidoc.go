package markup

import (
	"regexp"
	"strings"
)

var (
	adocHeading   = regexp.MustCompile(`^(={1,6})[ \t]+(\S.*)$`)
	adocAttribute = regexp.MustCompile(`^:(!?[\w-]+!?):[ \t]*(.*)$`)
	adocBlock     = regexp.MustCompile(`^\[[^\]]*\]$`)
	adocSource    = regexp.MustCompile(`^\[source\s*,\s*([\w+-]+)`)
	adocTitle     = regexp.MustCompile(`^\.([^\s.].*)$`)
	adocItem      = regexp.MustCompile(`^[ \t]*(\*{1,5}|\.{1,5}|-)[ \t]+(\S.*)$`)
	adocMacro     = regexp.MustCompile(`^(\w+)::(\S*?)\[([^\]]*)\]$`)
	adocLink      = regexp.MustCompile(`(?:link:|xref:)?((?:https?://|mailto:)?[^\s\[\]<>，。]+)\[([^\[\]]+)\]`)
	adocCross     = regexp.MustCompile(`<<([^,<>]+)(?:,\s*([^<>]+))?>>`)
	adocAnchor    = regexp.MustCompile(`\[\[[^\[\]]+\]\]`)
)

// AsciiDoc turns a text of AsciiDoc into Markdown.
func AsciiDoc(s string) string {
	a := adocReader{}
	for _, line := range linesOf(s) {
		a.line(strings.TrimRight(line, " \t"))
	}
	return a.d.String()
}

// An adocReader reads line by line.
type adocReader struct {
	d        document
	until    string // the line that ends the block of code or comments, "" outside
	comment  bool
	language string // of the block of code that follows
	table    bool
}

func (a *adocReader) line(line string) {
	switch {
	case a.until != "":
		a.within(line)
	case isRow(line, "/", 4):
		a.until, a.comment = line, true
	case isRow(line, "-", 4), isRow(line, ".", 4), isRow(line, "+", 4), strings.HasPrefix(line, "```"):
		a.until, a.comment = line, false
		a.d.line("")
		a.d.line(fence + a.language)
	case line == "|===":
		a.table = !a.table
		a.d.line("")
	case isRow(line, "=*_", 4), line == "--", line == "+", line == "<<<", line == "'''", strings.HasPrefix(line, "//"), adocBlock.MatchString(line):
		a.marks(line)
	default:
		a.text(line)
	}
}

// within reads a line of a block of code or comments.
func (a *adocReader) within(line string) {
	if line == a.until || strings.HasPrefix(a.until, "```") && line == "```" {
		a.until, a.language = "", ""
		if !a.comment {
			a.d.line(fence)
			a.d.line("")
		}
	} else if !a.comment {
		a.d.line(line)
	}
}

// marks reads a line without words.
func (a *adocReader) marks(line string) {
	if m := adocSource.FindStringSubmatch(line); m != nil {
		a.language = m[1]
	}
	if !strings.HasPrefix(line, "//") && line != "+" {
		a.d.line("")
	}
}

func (a *adocReader) text(line string) {
	if m := adocAttribute.FindStringSubmatch(line); m != nil {
		a.attribute(m[1], m[2])
		return
	}
	if m := adocHeading.FindStringSubmatch(line); m != nil {
		a.d.line("")
		a.d.line(strings.Repeat("#", len(m[1])) + " " + adocInline(m[2]))
		a.d.line("")
		return
	}
	if m := adocMacro.FindStringSubmatch(line); m != nil {
		if m[1] == "image" {
			alt, _, _ := strings.Cut(m[3], ",")
			a.d.line("![" + alt + "](<" + m[2] + ">)")
		}
		return
	}
	if m := adocItem.FindStringSubmatch(line); m != nil && !a.table {
		mark := "- "
		if m[1][0] == '.' {
			mark = "1. "
		}
		a.d.line(strings.Repeat("    ", len(m[1])-1) + mark + adocInline(m[2]))
		return
	}
	if m := adocTitle.FindStringSubmatch(line); m != nil {
		a.d.line("")
		a.d.line(adocInline(m[1]))
		a.d.line("")
		return
	}
	if a.table && strings.HasPrefix(line, "|") {
		a.d.line(strings.TrimSpace(strings.ReplaceAll(line[1:], "|", " | ")) + "  ")
		return
	}
	a.d.line(adocInline(line))
}

// attribute reads a line of metadata.
func (a *adocReader) attribute(name, value string) {
	switch strings.ToLower(name) {
	case "author", "description", "category", "date":
		a.d.front.set(strings.ToLower(name), value)
	case "revdate":
		a.d.front.set("date", value)
	case "keywords", "tags", "page-tags":
		a.d.front.list("tags", strings.Split(value, ","))
	}
}

func adocInline(s string) string {
	s = adocAnchor.ReplaceAllString(s, "")
	if strings.Contains(s, "[") {
		s = adocLink.ReplaceAllString(s, "[$2](<$1>)")
	}
	return adocCross.ReplaceAllStringFunc(s, func(cross string) string {
		if m := adocCross.FindStringSubmatch(cross); m[2] != "" {
			return m[2]
		}
		return strings.Trim(cross, "<>")
	})
}
