package dialect

import (
	"regexp"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// fields reads what Dataview, a plugin of Obsidian, takes from a sentence: [name:: value]
// and (name:: value). The space behind the colons distinguishes them from code.
type fields struct{}

func (f fields) Extend(m goldmark.Markdown) { inline(m, f) }

func (fields) Trigger() []byte { return []byte{'[', '('} }

// The value may hold a link.
var (
	bracketField = regexp.MustCompile(`^\[([\p{L}][^\[\]():\n]{0,40}):: ((?:\[\[[^\[\]\n]*\]\]|[^\[\]\n])*)\](?:[^(]|$)`)
	parenField   = regexp.MustCompile(`^\(([\p{L}][^\[\]():\n]{0,40}):: ((?:\[\[[^\[\]\n]*\]\]|[^()\n])*)\)`)
)

func (fields) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	line = line[:min(len(line), maxLink)]
	m := bracketField.FindSubmatchIndex(line)
	if m == nil {
		m = parenField.FindSubmatchIndex(line)
	}
	if m == nil || line[m[3]-1] == ' ' { // as in (x :: Int)
		return nil
	}
	block.Advance(m[5] + 1)
	return &Words{What: Inline, Words: string(line[m[2]:m[3]]) + ": " + string(line[m[4]:m[5]])}
}
