package dialect

import (
	"bytes"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// templates reads the commands of Templater, a plugin of Obsidian: <% tp.date.now() %>
// and <%* program %>.
type templates struct{}

func (t templates) Extend(m goldmark.Markdown) { inline(m, t) }

func (templates) Trigger() []byte { return []byte{'<'} }

func (templates) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	line = line[:min(len(line), maxTag)]
	inner, isTag := bytes.CutPrefix(line, []byte("<%"))
	command, _, closed := bytes.Cut(inner, []byte("%>"))
	if !isTag || !closed || !bytes.HasPrefix(command, []byte("*")) && !bytes.HasPrefix(bytes.TrimLeft(command, "-_ ~+"), []byte("tp.")) {
		return nil
	}
	block.Advance(len("<%") + len(command) + len("%>"))
	return &Words{What: Program, Words: string(command)}
}
