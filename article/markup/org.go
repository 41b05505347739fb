package markup

import (
	"path"
	"regexp"
	"strings"
)

var (
	orgKeyword    = regexp.MustCompile(`^[ \t]*#\+(\w+):[ \t]*(.*)$`)
	orgBlock      = regexp.MustCompile(`(?i)^[ \t]*#\+(begin|end)_(\w+)[ \t]*(\S*)`)
	orgHeading    = regexp.MustCompile(`^(\*+)[ \t]+(?:(?:T[O]DO|DONE|NEXT|WAITING|CANCELLED)[ \t]+)?(?:\[#[A-Z]\][ \t]*)?(COMMENT(?:[ \t]+|$))?(.*?)(?:[ \t]+:([\p{L}\p{N}_@#%:]+):)?[ \t]*$`)
	orgLink       = regexp.MustCompile(`\[\[([^\[\]]+)\](?:\[([^\[\]]+)\])?\]`)
	orgFootnote   = regexp.MustCompile(`\[fn:([\w-]+)\]`)
	orgNote       = regexp.MustCompile(`^\[fn:([\w-]+)\][ \t]*(.*)$`)
	orgInlineNote = regexp.MustCompile(`\[fn:[\w-]*:([^\[\]]+)\]`)
	orgTerm       = regexp.MustCompile(`^([ \t]*[-+][ \t]+(?:\[[ xX-]\][ \t]+)?)(\S.*?)[ \t]+::(?:[ \t]+|$)`)
	orgSnippet    = regexp.MustCompile(`@@[\w-]+:[^@]*@@`)
	orgTarget     = regexp.MustCompile(`<<<?[^<>\s](?:[^<>]*[^<>\s])?>?>>`)
	orgFixed      = regexp.MustCompile(`^[ \t]*:(?: (.*))?$`)
	orgRule       = regexp.MustCompile(`^[ \t]*-{5,}[ \t]*$`)
	orgPlanning   = regexp.MustCompile(`^[ \t]*(?:CLOSED|DEADLINE|SCHEDULED):[ \t]*[<\[]`)
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
	d       *document
	literal string // name of the block of code, of HTML or of comments that is open, "" for none
	kind    literalKind
	quote   bool
	verse   bool // whether every line of the quotation is a line of verse
	drawer  bool
	fixed   bool // within lines of code that each begin with a colon
	private int  // rank of the heading whose section is not exported, 0 outside
}

// A literalKind is what the lines of a block are that has no marks of Org.
type literalKind uint8

const (
	literalCode literalKind = iota
	literalHTML
	literalComment
)

func (o *orgReader) line(line string) {
	trimmed := strings.TrimSpace(line)
	if o.literal != "" {
		o.within(line)
		return
	}
	if o.fixedLine(line) {
		return
	}
	if m := orgHeading.FindStringSubmatch(line); m != nil {
		o.heading(len(m[1]), m[2] != "" || anyOf("noexport", strings.Split(m[4], ":")...), m[3])
		return
	}
	if o.private > 0 {
		o.d.comment(line)
		return
	}
	if m := orgBlock.FindStringSubmatch(line); m != nil {
		o.block(strings.EqualFold(m[1], "begin"), strings.ToLower(m[2]), m[3])
		return
	}
	switch {
	case o.drawer:
		o.drawer = !strings.EqualFold(trimmed, ":END:")
	case anyOf(trimmed, ":properties:", ":logbook:"):
		o.drawer = true
	case trimmed == "#" || strings.HasPrefix(trimmed, "# "):
		o.d.comment(trimmed[1:])
	case orgPlanning.MatchString(line):
	case orgRule.MatchString(line):
		o.d.line("")
	case strings.HasPrefix(trimmed, "#+"):
		o.keyword(line)
	default:
		o.text(line)
	}
}

// fixedLine reads a line of code that begins with a colon, and reports whether the line
// is one.
func (o *orgReader) fixedLine(line string) bool {
	m := orgFixed.FindStringSubmatch(line)
	is := m != nil && o.private == 0 && !o.drawer
	if is != o.fixed {
		o.fixed = is
		o.d.line(fence)
	}
	if is {
		o.d.line(m[1])
	}
	return is
}

// heading reads a heading, or the beginning of a section that is not exported.
func (o *orgReader) heading(level int, private bool, title string) {
	if o.private > 0 && level > o.private {
		o.d.comment(title)
		return
	}
	o.private, o.drawer = 0, false
	if private {
		o.private = level
		o.d.comment(title)
		return
	}
	o.d.line("")
	o.d.line(strings.Repeat("#", min(level, 6)) + " " + orgInline(title))
	o.d.line("")
}

func (o *orgReader) block(begins bool, name, language string) {
	switch {
	case begins && anyOf(name, "src", "example", "export", "comment"):
		o.literal, o.kind = name, literalCode
		if name == "comment" {
			o.kind = literalComment
		} else if name == "export" && strings.EqualFold(language, "html") {
			o.kind = literalHTML
		}
		if o.kind == literalCode {
			o.d.line(fence + language)
		} else {
			o.d.line("")
		}
	case anyOf(name, "quote", "verse"):
		o.quote, o.verse = begins, begins && name == "verse"
		o.d.line("")
	default:
		o.d.line("")
	}
}

// within reads a line of a block without marks. A comma parts what would be a mark of
// Org from the beginning of a line of code.
func (o *orgReader) within(line string) {
	m := orgBlock.FindStringSubmatch(line)
	ends := m != nil && strings.EqualFold(m[1], "end") && strings.EqualFold(m[2], o.literal)
	switch {
	case ends && o.kind == literalCode:
		o.d.line(fence)
	case ends:
		o.d.line("")
	case o.kind == literalComment:
		o.d.comment(line)
	default:
		if t := strings.TrimLeft(line, " \t"); strings.HasPrefix(t, ",*") || strings.HasPrefix(t, ",#+") {
			line = strings.Replace(line, ",", "", 1)
		}
		o.d.line(line)
	}
	if ends {
		o.literal = ""
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
	case "draft", "hugo_draft":
		o.d.front.set("draft", orgTruth(m[2]))
	case "filetags", "tags", "keywords", "roam_tags", "hugo_tags":
		o.d.front.list("tags", strings.FieldsFunc(m[2], func(r rune) bool { return r == ':' || r == ' ' || r == ',' }))
	case "hugo_categories":
		o.d.front.list("categories", strings.Fields(m[2]))
	case "caption":
		o.d.line("")
		o.d.line(m[2])
		o.d.line("")
	}
}

// orgTruth translates the values that mean yes and no to Emacs.
func orgTruth(value string) string {
	switch value = strings.TrimSpace(value); value {
	case "t":
		return "true"
	case "nil":
		return "false"
	}
	return value
}

func (o *orgReader) text(line string) {
	if m := orgNote.FindStringSubmatch(line); m != nil {
		o.d.line("")
		o.d.line("[^" + m[1] + "]: " + orgInline(m[2]))
		return
	}
	if t := strings.TrimSpace(line); strings.HasPrefix(t, "|-") {
		line = strings.ReplaceAll(t, "+", "|")
	}
	if o.quote {
		line = "> " + strings.TrimSpace(line)
	}
	text, broken := strings.CutSuffix(strings.TrimRight(line, " \t"), `\\`)
	text = orgInline(orgTerm.ReplaceAllString(text, "$1*$2* "))
	if broken || o.verse {
		text = strings.TrimRight(text, " \t") + "  "
	}
	o.d.line(text)
}

func orgInline(s string) string {
	if strings.Contains(s, "@@") {
		s = orgSnippet.ReplaceAllString(s, "")
	}
	if strings.Contains(s, "<<") {
		s = orgTarget.ReplaceAllString(s, "")
	}
	s = orgLink.ReplaceAllStringFunc(s, func(link string) string {
		m := orgLink.FindStringSubmatch(link)
		address := orgAddress(m[1])
		switch {
		case m[2] != "":
			return "[" + m[2] + "](<" + address + ">)"
		case isPicture(address):
			return "![](<" + address + ">)"
		case strings.Contains(address, "://"):
			return "<" + address + ">"
		}
		return m[1]
	})
	s = orgInlineNote.ReplaceAllString(s, "^[$1]")
	s = orgFootnote.ReplaceAllString(s, "[^$1]")
	return orgEmphasis(s)
}

// orgAddress is where a link leads: to a file, and to a heading in it.
func orgAddress(target string) string {
	target = strings.TrimPrefix(target, "file:")
	if name, ok := strings.CutPrefix(target, "*"); ok {
		return "#" + name
	}
	if file, heading, ok := strings.Cut(target, "::*"); ok {
		return file + "#" + heading
	}
	return target
}

func isPicture(address string) bool {
	return anyOf(path.Ext(address), ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".bmp")
}
