package dialect

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// formulas reads formulas of TeX as they are written, $a_1*b$ and $$a$$, so that their
// signs are no marks of Markdown.
type formulas struct{}

func (f formulas) Extend(m goldmark.Markdown) { inline(m, f) }

func (formulas) Trigger() []byte { return []byte{'$'} }

// formulaLines is a formula on lines of its own.
var formulaLines = regexp.MustCompile(`^\$\$[ \t]*\n((?:[^$\n]|\\\$|\n[ \t]*[^\s$])*?)\n?[ \t]*\$\$[ \t]*(?:\n|$)`)

// Parse reads a formula within a line. One with a sign of formulas in it is certain; other
// text between two signs of dollar is money.
func (formulas) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	line = line[:min(len(line), maxTag)]
	mark := line[:1]
	if bytes.HasPrefix(line, []byte("$$")) {
		mark = line[:2]
	}
	inner := line[len(mark):]
	end := formulaEnd(inner, mark)
	if end <= 0 || !bytes.ContainsAny(inner[:end], `\^_={}*+<>|`) {
		return nil
	}
	after, _ := utf8.DecodeRune(inner[end+len(mark):])
	if len(mark) == 1 && (inner[0] == ' ' || inner[end-1] == ' ' || isWord(after) || after == '$') {
		return nil
	}
	size := end + 2*len(mark)
	block.Advance(size)
	return &Words{What: Literal, Words: string(line[:size])}
}

// formulaEnd is the place of the mark that ends a formula, -1 for none.
func formulaEnd(b, mark []byte) int {
	for i := 0; i < len(b); i++ {
		switch {
		case b[i] == '\\':
			i++
		case bytes.HasPrefix(b[i:], mark):
			return i
		}
	}
	return -1
}

// readFormula reads a formula on lines of its own.
func readFormula(head []byte) (*Line, int) {
	m := formulaLines.FindSubmatch(head)
	if m == nil || !strings.ContainsFunc(string(m[1]), unicode.IsPrint) {
		return nil, 0
	}
	return &Line{What: Literal, Words: "$$ " + string(bytes.TrimSpace(m[1])) + " $$"}, len(m[0])
}
