package dialect

import (
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// footnotes are those of goldmark, with one difference: a note that nothing refers
// to stays in the text, because we may have missed the reference.
type footnotes struct{}

// afterInline is the priority of a transformation before that of goldmark's
// footnotes, which is 999.
const afterInline = 998

func (f footnotes) Extend(m goldmark.Markdown) {
	extension.Footnote.Extend(m)
	m.Parser().AddOptions(parser.WithASTTransformers(util.Prioritized(f, afterInline)))
}

// Transform implements parser.ASTTransformer. It gives the notes that nothing
// refers to a number, so that goldmark keeps them.
func (footnotes) Transform(doc *ast.Document, _ text.Reader, _ parser.Context) {
	list := noteList(doc)
	if list == nil {
		return
	}
	for n := list.FirstChild(); n != nil; n = n.NextSibling() {
		if note, ok := n.(*east.Footnote); ok && note.Index < 0 {
			list.Count++
			note.Index = list.Count
		}
	}
}

// noteList finds the list of notes, which is at the place of the first note.
func noteList(n ast.Node) *east.FootnoteList {
	for n := n.FirstChild(); n != nil; n = n.NextSibling() {
		if list, ok := n.(*east.FootnoteList); ok {
			return list
		}
		if n.Type() == ast.TypeBlock && n.HasChildren() {
			if list := noteList(n); list != nil {
				return list
			}
		}
	}
	return nil
}
