package dialect

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// containers reads blocks between rows of colons, as VuePress, VitePress, Docusaurus and
// markdown-it write them:
//
//	:::tip 标题
//	文字
//	:::
//
// as Quarto and Pandoc do with attributes, and MyST with a name in braces:
//
//	::: {.callout-tip title="标题"}
//	:::{tip} 标题
//
// and between slashes, as PyMdown has them for MkDocs, with options in indented lines:
//
//	/// tip | 标题
//	    attrs: {id: a}
//	文字
//	///
type containers struct{}

func (c containers) Extend(m goldmark.Markdown) { block(m, c) }

var (
	// fenceLine is the first line of a container: colons, a name, and a title in
	// brackets or as it is; attributes in braces are layout.
	fenceLine = regexp.MustCompile(`^(:{3,})\s*([A-Za-z\p{Han}][\w\p{Han}-]*)(?:\{[^}]*\})?\s*(?:\[([^\]]*)\])?\s*([^{}\n]*?)\s*(?:\{[^}]*\})?\s*$`)
	// braceLine is the first line of a container with braces in place of a name.
	braceLine = regexp.MustCompile(`^(:{3,})\s*\{([^{}\n]+)\}\s*([^{}\n]*?)\s*:*\s*$`)
	// slashLine is that of a container between slashes.
	slashLine  = regexp.MustCompile(`^(/{3,})\s*([a-z-]+)\s*(?:\|\s*(.*?))?\s*$`)
	optionLine = regexp.MustCompile(`^(?:(?: {4}|\t)\s*[A-Za-z_-]+:|:[a-z-]+:(?:\s|$))`)
)

// slashNames are the names of containers between slashes.
func slashNames() []string {
	return []string{"admonition", "note", "attention", "caution", "danger", "error", "tip", "hint", "warning", "info", "important", "success",
		"question", "example", "quote", "abstract", "details", "tab", "html", "define", "definition", "caption", "figure-caption", "table-caption"}
}

func (containers) Trigger() []byte { return []byte{':', '/'} }

func (containers) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, _ := reader.PeekLine()
	pos := pc.BlockOffset()
	if pos < 0 || len(line)-pos < 3 || line[pos] != line[pos+1] || line[pos] != line[pos+2] || tooDeep(parent) {
		return nil, parser.NoChildren
	}
	n := newContainer(bytes.TrimSpace(line[pos:]))
	if n == nil {
		return nil, parser.NoChildren
	}
	reader.AdvanceToEOL()
	return n, parser.HasChildren
}

// newContainer is the container that a line begins, nil for none.
func newContainer(line []byte) *Container {
	if line[0] == '/' {
		m := slashLine.FindSubmatch(line)
		if m == nil || !slices.Contains(slashNames(), string(m[2])) {
			return nil
		}
		n := &Container{fence: len(m[1]), sign: '/', options: true, Title: string(m[3])}
		if string(m[2]) == "html" { // behind the bar stands a tag
			n.Title = ""
		}
		return n
	}
	if m := braceLine.FindSubmatch(line); m != nil {
		n := &Container{fence: len(m[1]), sign: ':', options: true, Title: string(m[3])}
		if strings.ContainsAny(string(m[2]), ".#=") { // attributes
			n.Title, n.options = words(string(m[2])), false
		}
		return n
	}
	m := fenceLine.FindSubmatch(line)
	if m == nil {
		return nil
	}
	n := &Container{fence: len(m[1]), sign: ':', Title: string(m[3]) + string(m[4])}
	if n.Title == "" && !isASCII(m[2]) {
		n.Title = string(m[2])
	}
	return n
}

func isASCII(b []byte) bool { return !bytes.ContainsFunc(b, func(r rune) bool { return r > 0x7F }) }

func (containers) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	n := node.(*Container)
	line, _ := reader.PeekLine()
	if n.options && optionLine.Match(line) {
		reader.AdvanceToEOL()
		return parser.Continue | parser.HasChildren
	}
	n.options = false
	l := strings.TrimSpace(string(line))
	signs := len(l) - len(strings.TrimLeft(l, string(n.sign)))
	if signs < 3 || inCode(pc) {
		return parser.Continue | parser.HasChildren
	}
	switch {
	case signs < len(l): // another container begins
		if signs == n.fence && (n.sign == ':' || newContainer([]byte(l)) != nil) {
			n.inner++
		}
	case signs == n.fence && n.inner > 0:
		n.inner--
	case signs >= n.fence:
		reader.AdvanceToEOL()
		return parser.Close
	}
	return parser.Continue | parser.HasChildren
}

// inCode reports whether a line belongs to an open block of code.
func inCode(pc parser.Context) bool {
	n := pc.LastOpenedBlock().Node
	return n != nil && n.Kind() == ast.KindFencedCodeBlock
}

func (containers) Close(ast.Node, text.Reader, parser.Context) {}
func (containers) CanInterruptParagraph() bool                 { return true }
func (containers) CanAcceptIndentedLine() bool                 { return false }
