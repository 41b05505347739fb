package dialect

import (
	"regexp"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// closeHeadings reads headings without the space that Markdown requires, ##标题, as many
// Chinese authors write them. With one sign they would be tags.
type closeHeadings struct{}

func (h closeHeadings) Extend(m goldmark.Markdown) { block(m, h) }

func (closeHeadings) Trigger() []byte { return []byte{'#'} }

var closeHeading = regexp.MustCompile(`^(#{2,6})[\p{Han}（【《“「]`)

func (closeHeadings) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, segment := reader.PeekLine()
	pos := pc.BlockOffset()
	if pos < 0 {
		return nil, parser.NoChildren
	}
	m := closeHeading.FindSubmatch(line[pos:])
	if m == nil {
		return nil, parser.NoChildren
	}
	n := ast.NewHeading(len(m[1]))
	words := text.NewSegment(segment.Start+pos-segment.Padding+len(m[1]), segment.Stop)
	words = words.TrimRightSpace(reader.Source())
	n.Lines().Append(words)
	reader.AdvanceToEOL()
	return n, parser.NoChildren
}

func (closeHeadings) Continue(ast.Node, text.Reader, parser.Context) parser.State {
	return parser.Close
}
func (closeHeadings) Close(ast.Node, text.Reader, parser.Context) {}
func (closeHeadings) CanInterruptParagraph() bool                 { return true }
func (closeHeadings) CanAcceptIndentedLine() bool                 { return false }
