// Package dialect knows what the tools that publish Markdown add to it: containers,
// tags of templates, links of wikis, comments, marks. Each file is one addition, an
// extension of goldmark. Syntax that an addition does not recognise with certainty
// is left as text. It must not know articles.
package dialect

import (
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/util"
)

// All are the additions of this package.
func All() []goldmark.Extender {
	return []goldmark.Extender{containers{}, admonitions{}, tagLines{}, tags{}, comments{}, wikiLinks{}, tagLinks{}, marks{}, icons{}, footnotes{}, inlineNotes{}, lostNotes{}, lineMarks{}, tasks{}, spans{}, emojis{}, fields{}, edits{}, keys{}, templates{}, jsx{}, formulas{}, closeHeadings{}, sizedPictures{}}
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
	Title   string
	fence   int  // signs that end it; 0 for one that ends with its indentation
	sign    byte // that the fence is made of
	inner   int  // containers with as many signs that are open in it
	options bool // whether lines with options may follow
}

// Kind implements ast.Node.
func (*Container) Kind() ast.NodeKind { return KindContainer }

// Dump implements ast.Node.
func (n *Container) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"Title": n.Title}, nil)
}

// A What says what a piece of syntax means to a reader.
type What uint8

const (
	Nothing What = iota // layout, which has no text
	Comment             // written for the author
	Program             // written for a program, such as a query
	Title               // the title of what follows
	Caption             // words about a picture
	Anchor              // a name for links to the block that it ends
	Note                // the Markdown of a footnote
	Tag                 // a tag of HTML or MDX, to be read as HTML
	Inline              // Markdown that stands in the line
	Literal             // text as it is written
	Picture             // alternative text of a picture
)

// A Line is a line that is only syntax. Words are the text in it for readers; of a
// Comment or Program, what was left out.
type Line struct {
	ast.BaseBlock
	What  What
	Words string
	lines int // further lines that belong to it
}

// Kind implements ast.Node.
func (*Line) Kind() ast.NodeKind { return KindLine }

// Dump implements ast.Node.
func (n *Line) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"Words": n.Words}, nil)
}

// Words are syntax within a line. Their fields are those of Line.
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

// A Mark encloses text that is shown highlighted.
type Mark struct{ ast.BaseInline }

// Kind implements ast.Node.
func (*Mark) Kind() ast.NodeKind { return KindMark }

// Dump implements ast.Node.
func (n *Mark) Dump(source []byte, level int) { ast.DumpHelper(n, source, level, nil, nil) }

// A WikiLink leads to another page of a wiki by its name.
type WikiLink struct {
	ast.BaseInline
	Page  string // name of the page, with "#" and a section if there is one
	Label string // the text that is shown
	Tag   bool   // whether the name is a tag of the page with the link
	Embed bool   // whether the page is to be shown in place of the link
}

// Kind implements ast.Node.
func (*WikiLink) Kind() ast.NodeKind { return KindWikiLink }

// Dump implements ast.Node.
func (n *WikiLink) Dump(source []byte, level int) {
	ast.DumpHelper(n, source, level, map[string]string{"Page": n.Page, "Label": n.Label}, nil)
}

// Priorities. Our parsers come before all of goldmark's of the same kind.
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

// maxContainers is how deep containers may be nested: every open one looks at every
// line.
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
