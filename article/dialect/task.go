package dialect

import (
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// tasks reads the boxes of Obsidian's further states of a task at the beginning of an
// item: "- [/] 做了一半", "- [-] 不做了". Those of GitHub, "[ ]" and "[x]", are goldmark's.
type tasks struct{}

func (t tasks) Extend(m goldmark.Markdown) { inline(m, t) }

func (tasks) Trigger() []byte { return []byte{'['} }

// taskSigns are the states that are signs. States that are letters could be text.
const taskSigns = `-/<>!?*"`

func (tasks) Parse(parent ast.Node, block text.Reader, _ parser.Context) ast.Node {
	item := parent.Parent()
	if item == nil || item.Kind() != ast.KindListItem || item.FirstChild() != parent || parent.HasChildren() {
		return nil
	}
	line, _ := block.PeekLine()
	if len(line) < 4 || line[2] != ']' || !util.IsSpace(line[3]) || strings.IndexByte(taskSigns, line[1]) < 0 {
		return nil
	}
	block.Advance(4)
	return &Words{}
}
