package dialect

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// tagLines reads lines that are syntax alone, so that they part the paragraphs
// about them: tags of templates ({% note %}, {{< figure >}}), imports of MDX,
// places for a table of contents, attribute lists of kramdown, comments.
type tagLines struct{}

func (l tagLines) Extend(m goldmark.Markdown) { block(m, l) }

func (tagLines) Trigger() []byte { return []byte{'{', '[', 'i', 'e', '%'} }

func (tagLines) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, segment := reader.PeekLine()
	pos := pc.BlockOffset()
	if pos < 0 {
		return nil, parser.NoChildren
	}
	start := segment.Start + pos - segment.Padding
	if start < 0 || start >= segment.Stop {
		return nil, parser.NoChildren
	}
	n, size := readLine(reader.Source()[start:])
	if n == nil {
		return nil, parser.NoChildren
	}
	n.lines = bytes.Count(bytes.TrimSpace(reader.Source()[start:start+size]), []byte("\n"))
	if n.lines == 0 && len(bytes.TrimSpace(line[pos:])) > size {
		return nil, parser.NoChildren
	}
	reader.AdvanceToEOL()
	return n, parser.NoChildren
}

// maxTag is how many bytes a tag may have, and maxComment a comment: the end is
// looked for in so many from each beginning.
const (
	maxTag     = 1000
	maxComment = 4000
)

var (
	importLine   = regexp.MustCompile(`^import\s+(?:[\w{}*,\s$]+\s+from\s+)?["'][^"'\n]+["'];?[ \t]*(?:\n|$)`)
	exportLine   = regexp.MustCompile(`^export\s+(?:default|const|let|var|function|async|\*|\{)[^\n]*(?:\n|$)`)
	contentsLine = regexp.MustCompile(`(?i)^(?:\[toc\]|\[\[_?toc_?\]\]|\{:toc[^}\n]*\})[ \t]*(?:\n|$)`)
	kramdownLine = regexp.MustCompile(`^\{::?[^{}\n]*\}[ \t]*(?:\n|$)`)
)

// readLine reads a line of syntax from the beginning of a text, and returns how
// many bytes it takes; nil for what is text.
func readLine(b []byte) (*Line, int) {
	head := b[:min(len(b), maxComment)]
	switch {
	case head[0] == '[' && len(head) > 1 && strings.IndexByte("[Tt", head[1]) >= 0:
		return whole(contentsLine, head, Nothing)
	case bytes.HasPrefix(head, []byte("import")):
		return whole(importLine, head, Program)
	case bytes.HasPrefix(head, []byte("export")):
		return whole(exportLine, head, Program)
	case head[0] != '{' && head[0] != '%':
		return nil, 0
	case head[0] == '%':
		return commentLines(head)
	case bytes.HasPrefix(head, []byte("{:")):
		if n, size := whole(contentsLine, head, Nothing); n != nil {
			return n, size
		}
		return whole(kramdownLine, head, Nothing)
	}
	w, size := readTag(head)
	if w == nil {
		return nil, 0
	}
	rest := head[size:]
	if i := bytes.IndexByte(rest, '\n'); i >= 0 {
		rest = rest[:i]
	}
	if len(bytes.TrimSpace(rest)) > 0 {
		return nil, 0 // text stands behind it
	}
	return &Line{What: w.What, Words: w.Words}, size
}

func whole(pattern *regexp.Regexp, b []byte, what What) (*Line, int) {
	loc := pattern.FindIndex(b)
	if loc == nil {
		return nil, 0
	}
	n := &Line{What: what}
	if what == Program {
		n.Words = string(bytes.TrimSpace(b[:loc[1]]))
	}
	return n, loc[1]
}

// Continue takes the further lines of a tag or comment.
func (tagLines) Continue(node ast.Node, reader text.Reader, _ parser.Context) parser.State {
	n := node.(*Line)
	if n.lines == 0 {
		return parser.Close
	}
	n.lines--
	reader.AdvanceToEOL()
	return parser.Continue | parser.NoChildren
}

func (tagLines) Close(ast.Node, text.Reader, parser.Context) {}
func (tagLines) CanInterruptParagraph() bool                 { return true }
func (tagLines) CanAcceptIndentedLine() bool                 { return false }
