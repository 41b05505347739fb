package markup

import (
	"regexp"
	"strings"
	"unicode"
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
	rstTarget    = regexp.MustCompile(`^\.\.[ \t]+_([^:` + "`" + `]+|` + "`[^`]+`" + `):[ \t]+(\S+)$`)
	rstReplaced  = regexp.MustCompile(`^\.\.[ \t]+\|([^|]+)\|[ \t]+(\w+)::[ \t]*(.*)$`)
	rstUse       = regexp.MustCompile(`\|([^|\s](?:[^|]*[^|\s])?)\|_{0,2}`)
	rstName      = regexp.MustCompile(`([\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?)_{1,2}(?:$|[\s\p{P}])`)
	rstItem      = regexp.MustCompile(`^(?:[-*+•]|#\.|\(?(?:\d+|[a-zA-Z])[.)])(?:[ \t]|$)`)
)

// RST turns a text of reStructuredText into Markdown.
func RST(s string) string {
	r := rstReader{lines: linesOf(s), names: namesOf(s), ranks: map[string]int{}}
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
	names *rstNames
	ranks map[string]int // levels of headings, by their marks
	begun bool           // whether text has been met
	depth int            // directives and definitions that enclose this text
}

// rstNames are what a text defines under a name, wherever it uses the name.
type rstNames struct {
	replaced map[string]string // texts that stand for |name|
	written  int               // bytes that were written in their place
	targets  map[string]string // addresses of links, by the name in lower case
}

// namesOf finds the definitions in a text.
func namesOf(s string) *rstNames {
	n := rstNames{replaced: map[string]string{}, targets: map[string]string{}}
	for _, line := range linesOf(s) {
		line = strings.TrimSpace(line)
		if !strings.HasPrefix(line, "..") {
			continue
		}
		if m := rstReplaced.FindStringSubmatch(line); m != nil {
			if m[2] != "replace" { // a picture or a character
				m[3] = ""
			}
			n.replaced[m[1]] = m[3]
		} else if m := rstTarget.FindStringSubmatch(line); m != nil {
			n.targets[strings.ToLower(strings.Trim(m[1], "`"))] = m[2]
		}
	}
	return &n
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
	case r.field(line), r.table(line), r.lineBlock(line), r.definition(line):
	case strings.HasSuffix(line, "::"):
		if text := strings.TrimSpace(strings.TrimSuffix(line, "::")); text != "" {
			r.d.line(r.inline(text) + "：")
		}
		r.at++
		r.literal("")
	default:
		r.begun = r.begun || line != ""
		if item, ok := strings.CutPrefix(strings.TrimLeft(line, " "), "#. "); ok {
			line = line[:indentOf(line)] + "1. " + item
		}
		r.d.line(r.inline(line))
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
	r.d.line(strings.Repeat("#", min(r.ranks[mark], 6)) + " " + r.inline(title))
	r.d.line("")
	r.at += size
	return true
}

// field reads a field of the document's metadata, which comes before the text. A field
// within the text is a line with a name and a value.
func (r *rstReader) field(line string) bool {
	m := rstField.FindStringSubmatch(line)
	if m == nil {
		return false
	}
	r.at++
	if r.begun {
		r.d.line(m[1] + ": " + r.inline(m[2]))
		return true
	}
	switch name := strings.ToLower(m[1]); name {
	case "tags", "keywords":
		r.d.front.list("tags", strings.Split(m[2], ","))
	case "nosearch":
		r.d.front.set("search", "false")
	case "orphan", "tocdepth", "nocomments":
	default:
		r.d.front.set(strings.ReplaceAll(name, " ", "_"), m[2])
	}
	return true
}

// explicit reads what begins with two dots: directives, notes and targets. Anything
// else is a comment.
func (r *rstReader) explicit(line string) {
	r.at++
	if m := rstDirective.FindStringSubmatch(line); m != nil {
		r.directive(strings.ToLower(m[1]), m[2])
		return
	}
	if m := rstFootnote.FindStringSubmatch(line); m != nil {
		r.d.line("[^" + m[1] + "]: " + r.inline(m[2]))
		return
	}
	switch {
	case strings.HasPrefix(line, ".. _"), strings.HasPrefix(line, ".. __"):
	case rstReplaced.MatchString(line):
		r.body()
	default:
		r.d.comment(strings.TrimPrefix(line, "..") + "\n" + strings.Join(r.body(), "\n"))
	}
}

func (r *rstReader) directive(name, argument string) {
	switch {
	case anyOf(name, "code-block", "code", "sourcecode", "literalinclude", "parsed-literal"):
		r.literal(argument)
	case anyOf(name, "image", "figure"):
		options, body := r.options()
		if options["alt"] != "" {
			r.d.line("![" + options["alt"] + "](<" + argument + ">)")
		}
		r.d.line("")
		r.paragraphs(body)
	case name == "raw" && strings.EqualFold(argument, "html"):
		_, body := r.options()
		r.d.line("")
		r.d.line(strings.Join(body, "\n"))
		r.d.line("")
	case name == "csv-table", name == "list-table":
		r.tableOf(name, argument)
	case anyOf(name, "only", "ifconfig"):
		r.paragraphs(r.body())
	case anyOf(name, "toctree", "contents", "include", "raw", "index", "meta", "sectnum", "highlight", "automodule", "autoclass", "autofunction", "currentmodule", "module", "default-role", "role"):
		r.leaveOut(argument, r.body())
	default:
		if !anyOf(name, "note", "tip", "warning", "important", "caution", "danger", "hint", "attention", "error", "seealso", "todo") || argument != "" {
			r.d.line("")
			r.d.line(r.inline(argument))
		}
		_, body := r.options()
		r.paragraphs(body)
	}
}

// leaveOut counts the Chinese words of a directive that is not text where it stands,
// such as the terms of an index.
func (r *rstReader) leaveOut(argument string, body []string) {
	for _, line := range append([]string{argument}, body...) {
		if strings.ContainsFunc(line, func(c rune) bool { return unicode.Is(unicode.Han, c) }) {
			r.d.comment(line)
		}
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
	r.d.line("")
	r.d.line(r.within(lines))
}

// within reads lines as a text of its own, and returns its Markdown.
func (r *rstReader) within(lines []string) string {
	inner := rstReader{lines: lines, names: r.names, ranks: r.ranks, begun: true, depth: r.depth + 1}
	for inner.at < len(inner.lines) {
		inner.next()
	}
	return inner.d.out.String()
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

// inline turns what stands within a line into Markdown. Outside of code, an escaped space
// only parts marks from the words beside them, and is no text.
func (r *rstReader) inline(s string) string {
	s = r.marks(s)
	if !strings.Contains(s, `\ `) {
		return s
	}
	pieces := strings.Split(s, "`")
	for i := 0; i < len(pieces); i += 2 {
		pieces[i] = strings.ReplaceAll(pieces[i], `\ `, "")
	}
	return strings.Join(pieces, "`")
}

func (r *rstReader) marks(s string) string {
	if strings.Contains(s, "|") {
		s = rstUse.ReplaceAllStringFunc(s, func(use string) string {
			if text, ok := r.names.replaced[strings.Trim(use, "|_")]; ok && r.names.written+len(text) <= maxReplaced {
				r.names.written += len(text)
				return text
			}
			return use
		})
	}
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
	s = rstReference.ReplaceAllStringFunc(s, func(reference string) string { return r.linked(strings.Trim(reference, "`_")) })
	s = rstNote.ReplaceAllString(s, "[^$1]")
	if len(r.names.targets) > 0 {
		s = rstName.ReplaceAllStringFunc(s, func(reference string) string {
			name := rstName.FindStringSubmatch(reference)[1]
			if r.names.targets[strings.ToLower(name)] == "" {
				return reference
			}
			return r.linked(name) + strings.TrimLeft(reference[len(name):], "_")
		})
	}
	return strings.ReplaceAll(s, "\x00", "`")
}

// linked is the text of a reference, as a link where the text says its address.
func (r *rstReader) linked(name string) string {
	if address := r.names.targets[strings.ToLower(name)]; address != "" && r.names.written+len(address) <= maxReplaced {
		r.names.written += len(address)
		return "[" + name + "](<" + address + ">)"
	}
	return name
}
