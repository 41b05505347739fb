package dialect

import (
	"regexp"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// lineMarks reads the marks with which a line begins: those of notices in docsify,
// "!> 小心" and "?> 提示"; and abbreviations of Markdown Extra, "*[竹]: 毛竹", of which
// the brackets are syntax.
type lineMarks struct{}

func (m lineMarks) Extend(md goldmark.Markdown) { inline(md, m) }

func (lineMarks) Trigger() []byte { return []byte{'!', '?', '*'} }

var (
	noticeMark   = regexp.MustCompile(`^[!?]>[ \t]+`)
	abbreviation = regexp.MustCompile(`^\*\[([^\[\]\n]{1,60})\]:[ \t]+`)
)

func (lineMarks) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	if len(line) < 2 || line[1] != '>' && line[1] != '[' || block.PrecendingCharacter() != '\n' {
		return nil
	}
	line = line[:min(len(line), maxTag)]
	if mark := noticeMark.Find(line); mark != nil {
		block.Advance(len(mark))
		return &Words{}
	}
	if m := abbreviation.FindSubmatch(line); m != nil {
		block.Advance(len(m[0]))
		return &Words{What: Title, Words: string(m[1]) + ": "}
	}
	return nil
}
