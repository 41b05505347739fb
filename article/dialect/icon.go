package dialect

import (
	"regexp"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// icons reads the names of icons in themes of MkDocs, :material-account: and those
// of other sets, with an attribute list behind them. They have no text.
type icons struct{}

func (i icons) Extend(m goldmark.Markdown) { inline(m, i) }

func (icons) Trigger() []byte { return []byte{':'} }

var icon = regexp.MustCompile(`^:(?:material|fontawesome-(?:solid|regular|brands)|octicons|simple)-[a-z0-9-]{1,60}:(?:\{[^}\n]{0,100}\})?`)

func (icons) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	loc := icon.FindIndex(line[:min(len(line), maxLink)])
	if loc == nil {
		return nil
	}
	block.Advance(loc[1])
	return &Words{}
}
