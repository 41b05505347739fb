package dialect

import (
	"regexp"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// spans reads pieces of text that have attributes, [竹青]{.mark} of Pandoc and Quarto,
// and the roles of MyST, {ref}`竹青 <name>`.
type spans struct{}

func (s spans) Extend(m goldmark.Markdown) { inline(m, s) }

func (spans) Trigger() []byte { return []byte{'[', '{'} }

var (
	attributed = regexp.MustCompile(`^\[([^\[\]^\n][^\[\]\n]{0,300})\](\{[^{}\n]{1,200}\})`)
	role       = regexp.MustCompile("^\\{(?:ref|numref|doc|term|eq|cite|cite:[pt]|abbr|kbd|sub|sup|download|guilabel|menuselection|index|any|py:[a-z]+)\\}`([^`<\n]{1,300}?)\\s*(?:<[^`>\n]{0,300}>)?`")
)

func (spans) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	line = line[:min(len(line), maxTag)]
	m := role.FindSubmatch(line)
	if m == nil {
		m = attributed.FindSubmatch(line)
		if m == nil || len(attributes.Find(m[2])) != len(m[2]) {
			return nil
		}
	}
	block.Advance(len(m[0]))
	return &Words{What: Title, Words: string(m[1])}
}
