// Package dialect knows what the tools that publish Markdown add to it:
// containers, tags of templates, links of wikis, comments, marks. Each file is
// one addition, an extension of goldmark. What an addition does not know for
// certain is left to be read as text.
package dialect

import (
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/util"
)

// All are the additions of this package.
func All() []goldmark.Extender {
	return []goldmark.Extender{containers{}, admonitions{}, tagLines{}, tags{}, comments{}, wikiLinks{}, marks{}, footnotes{}}
}

// Kinds of nodes.
var (
	KindContainer = ast.NewNodeKind("Container")
	KindLine      = ast.NewNodeKind("Line")
	KindWords     = ast.NewNodeKind("Words")
	KindMark      = ast.NewNodeKind("Mark")
	KindWikiLink  = ast.NewNodeKind("WikiLink")
)

// A Container encloses blocks, under a title that may be empty.
type Container struct {
	ast.BaseBlock
	Title string
	fence int // colons that end it; 0 for one that ends with its indentation
	inner int // containers of the same kind that are open within
}

// Kind implements ast.Node.
func (*Container) Kind() ast.NodeKind { return KindContainer }

// Dump implements ast.Node.
func (n *Container) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"Title": n.Title}, nil)
}

// A What says what a piece of syntax is to a reader.
type What uint8

const (
	Nothing What = iota // layout, which says nothing
	Comment             // written for the author
	Program             // written for a program, such as a query
	Title               // the title of what follows
	Caption             // words about a picture
)

// A Line is a line that is syntax alone, with the words in it that are for
// readers, or for Comment and Program what it says.
type Line struct {
	ast.BaseBlock
	What  What
	Words string
	lines int // that follow and belong to it
}

// Kind implements ast.Node.
func (*Line) Kind() ast.NodeKind { return KindLine }

// Dump implements ast.Node.
func (n *Line) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"Words": n.Words}, nil)
}

// Words are syntax within a line, as a Line is.
type Words struct {
	ast.BaseInline
	What  What
	Words string
}

// Kind implements ast.Node.
func (*Words) Kind() ast.NodeKind { return KindWords }

// Dump implements ast.Node.
func (n *Words) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"Words": n.Words}, nil)
}

// A Mark encloses text that is shown in another type.
type Mark struct{ ast.BaseInline }

// Kind implements ast.Node.
func (*Mark) Kind() ast.NodeKind { return KindMark }

// Dump implements ast.Node.
func (n *Mark) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// A WikiLink leads to another page of a wiki by its name.
type WikiLink struct {
	ast.BaseInline
	Page  string // with "#" and a section, if one is named
	Label string // what the text says
	Embed bool   // whether the page is shown here
}

// Kind implements ast.Node.
func (*WikiLink) Kind() ast.NodeKind { return KindWikiLink }

// Dump implements ast.Node.
func (n *WikiLink) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"Page": n.Page, "Label": n.Label}, nil)
}

// Priorities before all parsers of goldmark of the same kind.
const (
	firstBlock  = 50
	firstInline = 50
)

func block(m goldmark.Markdown, p parser.BlockParser) {
	m.Parser().AddOptions(parser.WithBlockParsers(util.Prioritized(p, firstBlock)))
}

func inline(m goldmark.Markdown, p parser.InlineParser) {
	m.Parser().AddOptions(parser.WithInlineParsers(util.Prioritized(p, firstInline)))
}

// maxContainers is how deep containers may stand within each other: each costs
// a look at every line.
const maxContainers = 20

func tooDeep(parent ast.Node) bool {
	depth := 0
	for n := parent; n != nil; n = n.Parent() {
		if n.Kind() == KindContainer {
			depth++
		}
	}
	return depth >= maxContainers
}
