// Package markup turns texts in other plain syntaxes into Markdown: Org,
// reStructuredText, AsciiDoc, notebooks of Jupyter, outlines (OPML) and subtitles.
// Unknown syntax is left as it is. Metadata becomes front matter. It must not know
// articles.
package markup

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A front is the metadata of a text, as lines of front matter in the order in which
// they were met.
type front struct{ lines []string }

func (f *front) set(name, value string) {
	if value = strings.TrimSpace(value); value != "" {
		f.lines = append(f.lines, name+": "+strconv.Quote(value))
	}
}

func (f *front) list(name string, values []string) {
	quoted := []string{}
	for _, v := range values {
		if v = strings.TrimSpace(v); v != "" {
			quoted = append(quoted, strconv.Quote(v))
		}
	}
	if len(quoted) > 0 {
		f.lines = append(f.lines, name+": ["+strings.Join(quoted, ", ")+"]")
	}
}

// before puts the metadata before a text.
func (f *front) before(text string) string {
	if len(f.lines) == 0 {
		return text
	}
	return "---\n" + strings.Join(f.lines, "\n") + "\n---\n" + text
}

// A document is Markdown that is being written.
type document struct {
	front front
	out   strings.Builder
}

func (d *document) line(s string) {
	d.out.WriteString(s)
	d.out.WriteByte('\n')
}

// comment writes what its author does not show as a comment of Markdown, which is
// counted.
func (d *document) comment(text string) {
	if text = strings.TrimSpace(text); text != "" {
		d.line("")
		d.line("%%")
		d.line(blankLines.ReplaceAllString(strings.ReplaceAll(text, "%%", "%"), "\n"))
		d.line("%%")
		d.line("")
	}
}

// blankLines would end a comment.
var blankLines = regexp.MustCompile(`\n\s*\n`)

func (d *document) String() string { return d.front.before(d.out.String()) }

// maxReplaced is how many bytes a text gets in place of names at most: without a limit, a
// short text could ask for a very long one.
const maxReplaced = 1 << 20

// fence is longer than the fences that the code in it may contain.
const fence = "````````"

// linesOf splits a text into its lines.
func linesOf(s string) []string {
	return strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s), "\n")
}

// indentOf returns the indentation of a line in bytes.
func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, " \t")) }

// isRow reports whether a line is one of the characters, repeated at least n times.
func isRow(line, chars string, n int) bool {
	return len(line) >= n && strings.IndexByte(chars, line[0]) >= 0 && strings.Trim(line, line[:1]) == ""
}

// anyOf reports whether a word is one of a list, in any case.
func anyOf(word string, list ...string) bool {
	return slices.Contains(list, strings.ToLower(word))
}
