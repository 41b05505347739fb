package markup

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

const rstRows = `=-~^"'` + "`" + `#*+.:_<>`

var (
	rstDirective = regexp.MustCompile(`^\.\.[ \t]+([\w:-]+)::[ \t]*(.*)$`)
	rstFootnote  = regexp.MustCompile(`^\.\.[ \t]+\[#?([^\]]+)\][ \t]*(.*)$`)
	rstField     = regexp.MustCompile(`^:([\p{L}][\p{L}\p{N} _-]*):[ \t]*(.*)$`)
	rstRole      = regexp.MustCompile(":[A-Za-z][\\w:+.-]*:`([^`<]*?)[ \t]*(?:<([^`>]*)>)?`")
	rstLink      = regexp.MustCompile("`([^`<]+?)[ \t]*<([^`>]+)>`__?")
	rstReference = regexp.MustCompile("`([^`]+)`__?")
	rstCode      = regexp.MustCompile("``([^`]+)``")
	rstNote      = regexp.MustCompile(`\[#?([\w-]+)\]_`)
)

// RST turns a text of reStructuredText into Markdown.
func RST(s string) string {
	r := rstReader{lines: linesOf(s), ranks: map[string]int{}}
	for r.at < len(r.lines) {
		r.next()
	}
	return r.d.String()
}

// An rstReader reads line by line, and can look at the lines that follow.
type rstReader struct {
	d     document
	lines []string
	at    int
	ranks map[string]int // levels of headings, by their marks
	begun bool           // whether text has been met
	depth int            // directives that enclose this text
}

func (r *rstReader) peek(n int) string {
	if r.at+n < len(r.lines) {
		return strings.TrimRight(r.lines[r.at+n], " \t")
	}
	return ""
}

func (r *rstReader) next() {
	line := r.peek(0)
	switch {
	case r.heading(line):
	case strings.HasPrefix(line, ".. ") || line == "..":
		r.explicit(line)
	case r.field(line):
	case strings.HasSuffix(line, "::"):
		if text := strings.TrimSpace(strings.TrimSuffix(line, "::")); text != "" {
			r.d.line(rstInline(text) + "：")
		}
		r.at++
		r.literal("")
	case isGridRule(line):
		r.at++
	default:
		r.begun = r.begun || line != ""
		r.d.line(rstInline(line))
		r.at++
	}
}

// heading reads a title with a row of marks below, or above and below.
func (r *rstReader) heading(line string) bool {
	mark, title, size := "", line, 2
	switch {
	case isRow(line, rstRows, 2) && isRow(r.peek(2), rstRows, 2) && r.peek(2)[0] == line[0] && strings.TrimSpace(r.peek(1)) != "":
		mark, title, size = line[:1]+"^", strings.TrimSpace(r.peek(1)), 3
	case line != "" && indentOf(line) == 0 && !isRow(line, rstRows, 2) && isRow(r.peek(1), rstRows, 2) && len(r.peek(1)) >= utf8.RuneCountInString(line):
		mark = r.peek(1)[:1]
	default:
		return false
	}
	if r.ranks[mark] == 0 {
		r.ranks[mark] = len(r.ranks) + 1
	}
	r.d.line("")
	r.d.line(strings.Repeat("#", min(r.ranks[mark], 6)) + " " + rstInline(title))
	r.d.line("")
	r.at += size
	return true
}

// field reads a field of the document's metadata, which comes before the text.
func (r *rstReader) field(line string) bool {
	m := rstField.FindStringSubmatch(line)
	if m == nil || r.begun {
		return false
	}
	r.at++
	switch name := strings.ToLower(m[1]); name {
	case "tags", "keywords":
		r.d.front.list("tags", strings.Split(m[2], ","))
	case "orphan", "tocdepth", "nocomments":
	default:
		r.d.front.set(strings.ReplaceAll(name, " ", "_"), m[2])
	}
	return true
}

// explicit reads what begins with two dots: directives, notes and targets. Anything
// else is a comment.
func (r *rstReader) explicit(line string) {
	if m := rstDirective.FindStringSubmatch(line); m != nil {
		r.at++
		r.directive(strings.ToLower(m[1]), m[2])
		return
	}
	if m := rstFootnote.FindStringSubmatch(line); m != nil {
		r.d.line("[^" + m[1] + "]: " + rstInline(m[2]))
		r.at++
		return
	}
	r.at++
	if !strings.HasPrefix(line, ".. _") {
		r.body() // of a comment
	}
}

func (r *rstReader) directive(name, argument string) {
	switch {
	case anyOf(name, "code-block", "code", "sourcecode", "highlight", "literalinclude", "parsed-literal"):
		r.literal(argument)
	case anyOf(name, "image", "figure"):
		options, body := r.options()
		if options["alt"] != "" {
			r.d.line("![" + options["alt"] + "](<" + argument + ">)")
		}
		r.d.line("")
		r.paragraphs(body)
	case anyOf(name, "toctree", "contents", "include", "raw", "index", "meta", "only", "sectnum", "highlight", "automodule", "autoclass", "autofunction", "currentmodule", "module", "default-role", "role"):
		r.body()
	default:
		if !anyOf(name, "note", "tip", "warning", "important", "caution", "danger", "hint", "attention", "error", "seealso", "todo") || argument != "" {
			r.d.line("")
			r.d.line(rstInline(argument))
		}
		_, body := r.options()
		r.paragraphs(body)
	}
}

// maxDirectives is how deep directives are read within each other: the text in one
// is read again for each directive around it.
const maxDirectives = 20

// paragraphs reads lines as a text of its own.
func (r *rstReader) paragraphs(lines []string) {
	if r.depth == maxDirectives {
		r.d.line("")
		r.d.line(strings.Join(lines, "\n"))
		return
	}
	inner := rstReader{lines: lines, ranks: r.ranks, begun: true, depth: r.depth + 1}
	for inner.at < len(inner.lines) {
		inner.next()
	}
	r.d.line("")
	r.d.line(inner.d.out.String())
}

// literal writes the indented lines that follow as code.
func (r *rstReader) literal(language string) {
	_, body := r.options()
	if len(body) == 0 {
		return
	}
	r.d.line("")
	r.d.line(fence + language)
	for _, l := range body {
		r.d.line(l)
	}
	r.d.line(fence)
	r.d.line("")
}

// options takes the options at the beginning of the indented lines that follow.
func (r *rstReader) options() (options map[string]string, body []string) {
	options, body = map[string]string{}, r.body()
	for len(body) > 0 {
		m := rstField.FindStringSubmatch(body[0])
		if m == nil {
			break
		}
		options[strings.ToLower(m[1])] = m[2]
		body = body[1:]
	}
	for len(body) > 0 && strings.TrimSpace(body[0]) == "" {
		body = body[1:]
	}
	return options, body
}

// body takes the indented lines that follow, without their indentation.
func (r *rstReader) body() []string {
	var lines []string
	indent := -1
	for ; r.at < len(r.lines); r.at++ {
		line := r.peek(0)
		if line == "" {
			lines = append(lines, "")
			continue
		}
		if indentOf(line) == 0 {
			break
		}
		if indent < 0 {
			indent = indentOf(line)
		}
		lines = append(lines, line[min(indent, indentOf(line)):])
	}
	for len(lines) > 0 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// isGridRule reports whether a line only draws a table.
func isGridRule(line string) bool {
	t := strings.TrimSpace(line)
	return strings.HasPrefix(t, "+-") && strings.Trim(t, "+-=") == "" || strings.Contains(t, "= =") && strings.Trim(t, "= ") == ""
}

func rstInline(s string) string {
	if !strings.ContainsAny(s, "`_") {
		return s
	}
	s = rstCode.ReplaceAllString(s, "\x00$1\x00")
	s = rstRole.ReplaceAllStringFunc(s, func(role string) string {
		m := rstRole.FindStringSubmatch(role)
		if strings.TrimSpace(m[1]) == "" {
			return m[2]
		}
		return m[1]
	})
	s = rstLink.ReplaceAllString(s, "[$1](<$2>)")
	s = rstReference.ReplaceAllString(s, "$1")
	s = rstNote.ReplaceAllString(s, "[^$1]")
	return strings.ReplaceAll(s, "\x00", "`")
}
