package dialect

import (
	"bytes"
	"regexp"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// admonitions reads the indented blocks of MkDocs and Python-Markdown, and their
// tabs:
//
//	!!! note "标题"
//	    文字
//
//	??? tip
//	    文字
//
//	=== "标签"
//	    文字
type admonitions struct{}

func (a admonitions) Extend(m goldmark.Markdown) { block(m, a) }

var (
	admonitionLine = regexp.MustCompile(`^(?:!!!|\?\?\?\+?)\s*([A-Za-z][\w -]*?)?\s*(?:"(.*)")?$`)
	tabLine        = regexp.MustCompile(`^===[!+]?\s*"([^"]+)"$`)
)

// indentation is the indentation of the blocks within, in columns.
const indentation = 4

func (admonitions) Trigger() []byte { return []byte{'!', '?', '='} }

func (admonitions) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, _ := reader.PeekLine()
	pos := pc.BlockOffset()
	if pos < 0 || tooDeep(parent) {
		return nil, parser.NoChildren
	}
	title, ok := admonitionTitle(bytes.TrimSpace(line[pos:]))
	if !ok {
		return nil, parser.NoChildren
	}
	reader.AdvanceToEOL()
	return &Container{Title: title}, parser.HasChildren
}

func admonitionTitle(line []byte) (title string, ok bool) {
	if len(line) < 3 || line[0] != line[1] || line[1] != line[2] {
		return "", false
	}
	if m := admonitionLine.FindSubmatch(line); m != nil && len(m[1])+len(m[2]) > 0 {
		return string(m[2]), true
	}
	if m := tabLine.FindSubmatch(line); m != nil {
		return string(m[1]), true
	}
	return "", false
}

func (admonitions) Continue(_ ast.Node, reader text.Reader, _ parser.Context) parser.State {
	line, _ := reader.PeekLine()
	if util.IsBlank(line) {
		return parser.Continue | parser.HasChildren
	}
	pos, padding := util.IndentPosition(line, reader.LineOffset(), indentation)
	if pos < 0 {
		return parser.Close
	}
	reader.AdvanceAndSetPadding(pos, padding)
	return parser.Continue | parser.HasChildren
}

func (admonitions) Close(ast.Node, text.Reader, parser.Context) {}
func (admonitions) CanInterruptParagraph() bool                 { return true }
func (admonitions) CanAcceptIndentedLine() bool                 { return false }
