package dialect

import (
	"bytes"
	"regexp"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// jsx reads tags of MDX whose attributes are expressions: <Lamp color={'red'} />,
// <span style={{color: 'red'}}>. To CommonMark they are no tags.
type jsx struct{}

func (j jsx) Extend(m goldmark.Markdown) { inline(m, j) }

func (jsx) Trigger() []byte { return []byte{'<'} }

// Expressions may hold braces, three deep.
const expression = `\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}`

var (
	jsxTag   = regexp.MustCompile(`^<[A-Za-z][\w.-]*(?:\s+(?:[\w:@-]+(?:=(?:"[^"]*"|'[^']*'|` + expression + `))?|` + expression + `))*\s*/?>`)
	jsxText  = regexp.MustCompile("=\\{\\s*(?:\"([^\"{}]*)\"|'([^'{}]*)'|`([^`{}$]*)`)\\s*\\}")
	jsxValue = regexp.MustCompile(`(?:\s[\w:@-]+=|\s)` + expression)
)

// readJSX returns the tag that a text begins with as one of HTML, and how many bytes it
// takes; nil for a tag without expressions. Values that are texts are kept.
func readJSX(b []byte) (tag []byte, size int) {
	b = b[:min(len(b), maxTag)]
	if bytes.IndexByte(b, '{') < 0 {
		return nil, 0
	}
	raw := jsxTag.Find(b)
	if bytes.IndexByte(raw, '{') < 0 {
		return nil, 0
	}
	return jsxValue.ReplaceAll(jsxText.ReplaceAll(raw, []byte(`="$1$2$3"`)), nil), len(raw)
}

func (jsx) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	tag, size := readJSX(line)
	if tag == nil {
		return nil
	}
	block.Advance(size)
	return &Words{What: Tag, Words: string(tag)}
}
