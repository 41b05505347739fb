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

// tagLines reads lines that are only syntax. They end the paragraph before them.
// They are tags of templates ({% note %}, {{< figure >}}), imports of MDX,
// placeholders of a table of contents, attribute lists of kramdown, comments,
// inclusions of other files, tabs of Hexo, and Logseq's lines of plans and logs.
type tagLines struct{}

func (l tagLines) Extend(m goldmark.Markdown) { block(m, l) }

func (tagLines) Trigger() []byte {
	return []byte{'{', '[', 'i', 'e', '%', '<', '@', '-', ':', 'S', 'D', '#', '$', '('}
}

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

// Contents are the words of the line of kramdown, {:toc}, that makes a list before it the
// table of contents.
const Contents = "{:toc}"

// maxTag is how many bytes a tag may have, and maxComment a comment. From each
// beginning, the end is looked for in so many bytes.
const (
	maxTag     = 1000
	maxComment = 4000
)

var (
	importLine   = regexp.MustCompile(`^import\s+(?:[\w{}*,\s$]+\s+from\s+)?["'][^"'\n]+["'];?[ \t]*(?:\n|$)`)
	exportLine   = regexp.MustCompile(`^export\s+(?:default|const|let|var|function|async|\*|\{)[^\n]*(?:\n|$)`)
	contentsLine = regexp.MustCompile(`(?i)^(?:@?\[toc\](?:\([^)\n]*\))?|\[\[_?toc_?\]\]|\{:toc[^}\n]*\})[ \t]*(?:\n|$)`)
	includeLine  = regexp.MustCompile(`^(?:<<<[ \t]*[@./][^\n]*|@\[code[^\]\n]*\]\([^)\n]*\)|@include\([^)\n]*\)|-{1,2}8<-{1,2}(?:[ \t]+["'][^\n]*)?)[ \t]*(?:\n|$)`)
	hexoTab      = regexp.MustCompile(`^<!--[ \t]*(?:(?:tab|timeline|node)(?:[ \t]+([^@\n]*?))?[ \t]*(?:@[^\n>]*)?|end(?:tab|timeline|node))[ \t]*-->[ \t]*(?:\n|$)`)
	hopeTab      = regexp.MustCompile(`^@tab(?::active)?(?:[ \t]+([^\n#]*?))?[ \t]*(?:#[^\n]*)?(?:\n|$)`)
	hopeLine     = regexp.MustCompile(`^@(?:slidestart|slideend|flowstart|flowend)\b[^\n]*(?:\n|$)`)
	targetLine   = regexp.MustCompile(`^\([A-Za-z][\w:.-]*\)=[ \t]*(?:\n|$)`)
	plannedLine  = regexp.MustCompile(`^(?:SCHEDULED|DEADLINE): <\d{4}-\d{2}-\d{2}[^>\n]*>[ \t]*(?:\n|$)`)
	drawerLines  = regexp.MustCompile(`^:LOGBOOK:[ \t]*\n(?:[ \t]*CLOCK:[^\n]*\n)*[ \t]*:END:[ \t]*(?:\n|$)`)
	orgLine      = regexp.MustCompile(`^#\+(?:BEGIN|END)_(?:QUOTE|NOTE|TIP|IMPORTANT|CAUTION|WARNING|PINNED|CENTER|VERSE)[ \t]*(?:\n|$)`)
	componentTag = regexp.MustCompile(`^</?[A-Z][\w.]*(?:[ \t][^<>\n]*)?>[ \t]*\n`)
	blockMark    = regexp.MustCompile("^(?:#{1,6}[ \t]|```|:::|[-*+>|][ \t]|\\d{1,3}\\.[ \t])")
	proseLine    = regexp.MustCompile(`^[^\s<]`)
	kramdownLine = regexp.MustCompile(`^\{(?:::?|[ \t]*[.#][A-Za-z])[^{}\n]*\}[ \t]*(?:\n|$)`)
)

// readLine reads the line of syntax that a text begins with, and returns how many
// bytes it takes; nil where the line is text.
func readLine(b []byte) (*Line, int) {
	head := b[:min(len(b), maxComment)]
	switch {
	case head[0] == '[' && len(head) > 1 && strings.IndexByte("[Tt", head[1]) >= 0, bytes.HasPrefix(head, []byte("@[")) && !bytes.HasPrefix(head, []byte("@[code")):
		return whole(contentsLine, head, Nothing)
	case bytes.HasPrefix(head, []byte("import")):
		return whole(importLine, head, Program)
	case bytes.HasPrefix(head, []byte("export")):
		return exported(head)
	case head[0] == '$':
		return readFormula(head)
	case head[0] != '{' && head[0] != '%':
		return readOther(head)
	case head[0] == '%':
		return commentLines(head)
	case kramdownLine.Match(head) && !commentBegin.Match(head):
		if n, size := whole(contentsLine, head, Nothing); n != nil {
			n.Words = Contents
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

// readOther reads lines of syntax that begin with neither a brace nor one of the
// words of readLine.
func readOther(head []byte) (*Line, int) {
	begins := func(word string) bool { return bytes.HasPrefix(head, []byte(word)) }
	switch {
	case begins("<!--"):
		if m := hexoTab.FindSubmatch(head); m != nil {
			return &Line{What: Title, Words: string(m[1])}, len(m[0])
		}
	case head[0] == '<' && len(head) > 1 && head[1] != '<':
		return componentLine(head)
	case begins("@tab"):
		if m := hopeTab.FindSubmatch(head); m != nil {
			return &Line{What: Title, Words: string(m[1])}, len(m[0])
		}
	case begins("@slide"), begins("@flow"):
		return whole(hopeLine, head, Nothing)
	case head[0] == '(':
		return whole(targetLine, head, Nothing)
	case begins("<<<"), begins("@[code"), begins("@include"), begins("-8<"), begins("--8<"):
		return whole(includeLine, head, Program)
	case begins(":LOGBOOK:"):
		return whole(drawerLines, head, Program)
	case begins("SCHEDULED:"), begins("DEADLINE:"):
		return whole(plannedLine, head, Program)
	case begins("#+BEGIN_QUERY"):
		return queryLines(head)
	case begins("#+"):
		return whole(orgLine, head, Nothing)
	}
	return nil, 0
}

// componentLine reads the tag of an MDX component that is followed at once by Markdown,
// which CommonMark would read as HTML too. Indented lines are left to it: they would become
// code.
func componentLine(head []byte) (*Line, int) {
	if tag, size := readJSX(head); tag != nil {
		behind, _, _ := bytes.Cut(head[size:], []byte("\n"))
		if len(bytes.TrimSpace(behind)) == 0 {
			return &Line{What: Tag, Words: string(tag)}, size
		}
	}
	loc := componentTag.FindIndex(head)
	if loc == nil {
		return nil, 0
	}
	rest := head[loc[1]:]
	for next := componentTag.FindIndex(rest); next != nil; next = componentTag.FindIndex(rest) {
		rest = rest[next[1]:]
	}
	if !blockMark.Match(rest) && !proseLine.Match(rest) {
		return nil, 0
	}
	return &Line{What: Tag, Words: string(bytes.TrimSpace(head[:loc[1]]))}, loc[1]
}

// queryLines reads a query of Logseq, up to its last line.
func queryLines(head []byte) (*Line, int) {
	at := bytes.Index(head, []byte("#+END_QUERY"))
	if at < 0 {
		return nil, 0
	}
	size := at + len("#+END_QUERY")
	if behind, _, _ := bytes.Cut(head[size:], []byte("\n")); len(bytes.TrimSpace(behind)) > 0 {
		return nil, 0
	}
	return &Line{What: Program, Words: string(head[:size])}, size
}

// exported reads a statement of MDX, up to the line that closes its brackets.
func exported(head []byte) (*Line, int) {
	n, size := whole(exportLine, head, Program)
	if n == nil {
		return nil, 0
	}
	end := 0
	for open := 0; end < len(head); {
		next := len(head)
		if i := bytes.IndexByte(head[end:], '\n'); i >= 0 {
			next = end + i + 1
		}
		line := head[end:next]
		open += countOf(line, "([{") - countOf(line, ")]}")
		if end = next; open <= 0 {
			n.Words = string(bytes.TrimSpace(head[:end]))
			return n, end
		}
	}
	return n, size
}

func countOf(b []byte, signs string) int {
	n := 0
	for _, c := range b {
		if strings.IndexByte(signs, c) >= 0 {
			n++
		}
	}
	return n
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
