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

// containers reads blocks between colons, as VuePress, VitePress, Docusaurus and
// markdown-it have them:
//
//	:::tip 标题
//	文字
//	:::
type containers struct{}

func (c containers) Extend(m goldmark.Markdown) { block(m, c) }

// fenceLine is the first line of a container: colons, a name, and a title in
// brackets or as it is; attributes in braces are layout.
var fenceLine = regexp.MustCompile(`^(:{3,})\s*([A-Za-z\p{Han}][\w\p{Han}-]*)(?:\{[^}]*\})?\s*(?:\[([^\]]*)\])?\s*([^{}\n]*?)\s*(?:\{[^}]*\})?\s*$`)

func (containers) Trigger() []byte { return []byte{':'} }

func (containers) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, _ := reader.PeekLine()
	pos := pc.BlockOffset()
	if pos < 0 || len(line)-pos < 3 || !bytes.HasPrefix(line[pos:], []byte(":::")) || tooDeep(parent) {
		return nil, parser.NoChildren
	}
	m := fenceLine.FindSubmatch(bytes.TrimSpace(line[pos:]))
	if m == nil {
		return nil, parser.NoChildren
	}
	n := &Container{fence: len(m[1]), Title: string(m[3]) + string(m[4])}
	if n.Title == "" && !isASCII(m[2]) {
		n.Title = string(m[2])
	}
	reader.AdvanceToEOL()
	return n, parser.HasChildren
}

func isASCII(b []byte) bool { return !bytes.ContainsFunc(b, func(r rune) bool { return r > 0x7F }) }

func (containers) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	n := node.(*Container)
	line, _ := reader.PeekLine()
	l := strings.TrimSpace(string(line))
	if !strings.HasPrefix(l, ":::") || inCode(pc) {
		return parser.Continue | parser.HasChildren
	}
	colons := len(l) - len(strings.TrimLeft(l, ":"))
	switch {
	case colons < len(l): // another begins within
		if colons == n.fence {
			n.inner++
		}
	case colons == n.fence && n.inner > 0:
		n.inner--
	case colons >= n.fence:
		reader.AdvanceToEOL()
		return parser.Close
	}
	return parser.Continue | parser.HasChildren
}

// inCode reports whether a line belongs to code that is open.
func inCode(pc parser.Context) bool {
	n := pc.LastOpenedBlock().Node
	return n != nil && n.Kind() == ast.KindFencedCodeBlock
}

func (containers) Close(ast.Node, text.Reader, parser.Context) {}
func (containers) CanInterruptParagraph() bool                 { return true }
func (containers) CanAcceptIndentedLine() bool                 { return false }
