// Package markdown reads CommonMark with what GitHub adds, front matter, and what
// the tools that publish Markdown add (see package dialect).
package markdown

import (
	"strings"
	"sync"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"github.com/xunzhang/xunzhang/article/dialect"

	"github.com/xunzhang/xunzhang/article/block"
	"github.com/xunzhang/xunzhang/article/html"
	"github.com/xunzhang/xunzhang/article/page"
	"github.com/xunzhang/xunzhang/article/plain"
)

// commonmark is the parser: it keeps no state between documents.
var commonmark = sync.OnceValue(func() parser.Parser {
	extensions := append(dialect.All(), extension.Table, extension.Strikethrough, extension.TaskList)
	return goldmark.New(goldmark.WithExtensions(extensions...)).Parser()
})

// Read reads CommonMark with the tables, strikethrough, lists of tasks
// and footnotes of GitHub, front matter, what the tools that publish Markdown
// add (see package dialect), and the metadata of GitBook and Logseq.
func Read(s string) page.Page {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	var p page.Page
	front, s := page.FrontMatter(s)
	if front != nil {
		p.Meta, p.Private = front.Meta(), front.PrivateBy()
		p.Slug, p.Permalink = front.Place()
		p.Dropped = front.Unused()
	}
	p.From.Note(&p.Meta, "front matter")
	wiki := false
	if hasProperties(s) {
		s, wiki = properties(&p, s)
	}
	src := prepare([]byte(s))
	p.Meta.Fill(&src.meta.fields)
	p.From.Note(&p.Meta, "the page's hint block")
	p.Dropped = append(p.Dropped, src.dropped...)
	p.Original = src.meta.original
	if src.hostile {
		p.Blocks = plainBlocks(s)
	} else {
		for _, chunk := range src.chunks {
			c := converter{src: chunk}
			c.children(commonmark().Parse(text.NewReader(chunk)), block.Prose)
			p.Blocks, p.Dropped = append(p.Blocks, c.blocks...), append(p.Dropped, c.dropped...)
			wiki = wiki || c.wiki
		}
	}
	if wiki || len(p.Meta.Aliases) > 0 {
		p.Dialect = "wiki"
		wikiTags(&p)
	}
	findTitle(&p)
	if src.meta.found && p.Meta.Brief == "" {
		findBrief(&p)
	}
	return p
}

// findTitle takes the first heading of the first rank, or else the first block
// if it is a heading, as the title of a document that has none.
func findTitle(p *page.Page) {
	if p.Meta.Title != "" {
		return
	}
	for i, b := range p.Blocks {
		if b.Kind == block.Heading && !b.Label && (b.Level == 1 || i == 0 && !hasTop(p.Blocks)) && b.Text != "" {
			p.Meta.Title, p.LowTitle = b.Text, b.Level != 1
			return
		}
	}
}

func hasTop(blocks []block.Block) bool {
	for _, b := range blocks {
		if b.Kind == block.Heading && b.Level == 1 && b.Text != "" {
			return true
		}
	}
	return false
}

// findBrief takes a quote at the beginning, after the title, as the brief.
func findBrief(p *page.Page) {
	var lines []string
	for i, b := range p.Blocks {
		if b.Kind == block.Quote {
			lines = append(lines, b.Text)
			p.Blocks[i].Text = ""
		} else if len(lines) > 0 || b.Kind != block.Heading {
			break
		}
	}
	p.Meta.Brief = block.JoinLines(lines)
}

// plainBlocks reads Markdown that no parser should be given as lines of text.
func plainBlocks(s string) []block.Block {
	var b strings.Builder
	for l := range strings.Lines(s) {
		b.WriteString(strings.TrimLeft(l, "#>*+-[]()!` \t"))
		if !strings.HasSuffix(b.String()[max(0, b.Len()-1):], "\n") {
			b.WriteByte('\n')
		}
	}
	return plain.Blocks(b.String())
}

// A converter turns the tree of a document into blocks.
type converter struct {
	src     []byte
	blocks  []block.Block
	dropped []block.Dropped
	wiki    bool // whether there are links of a wiki
}

func (c *converter) put(b block.Block) {
	if b.Text != "" || b.Links > 0 {
		c.blocks = append(c.blocks, b)
	}
}

// children converts the blocks in a node; k is the kind of its paragraphs.
func (c *converter) children(n ast.Node, k block.Kind) {
	for n := n.FirstChild(); n != nil; n = n.NextSibling() {
		c.node(n, k)
	}
}

func (c *converter) node(n ast.Node, k block.Kind) {
	switch n := n.(type) {
	case *ast.Heading:
		b := c.inline(n).Block(block.Heading)
		b.Level = uint8(n.Level)
		text, anchor := cutHeadingID(b.Text)
		b.Text = text
		b.SetAnchor(anchor)
		c.put(b)
	case *ast.Paragraph, *ast.TextBlock:
		l := c.inline(n)
		if k == block.Quote {
			c.label(cutAlert(l))
		}
		c.put(mendLink(l.Block(k)))
	case *ast.Blockquote:
		c.children(n, block.Quote)
	case *ast.List:
		c.list(n)
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		c.put(block.Block{Kind: block.Code, Text: block.TrimLines(string(n.Lines().Value(c.src)))})
	case *ast.HTMLBlock:
		c.html(n)
	case *east.Table:
		c.table(n)
	case *dialect.Container:
		c.label(n.Title)
		c.children(n, k)
	case *dialect.Line:
		c.line(n)
	default:
		if n.Type() == ast.TypeBlock {
			c.children(n, k)
		}
	}
}

// mendLink takes a paragraph for the link that it was meant to be: an address
// with spaces makes none in Markdown.
func mendLink(b block.Block) block.Block {
	label, target := markdownLink(b.Text)
	if target != b.Text && strings.HasPrefix(target, "http") && !strings.Contains(label, "[") {
		return block.Block{Kind: b.Kind, Text: label, Linked: int32(block.Letters(label)), Links: 1}
	}
	return b
}

// html converts a block of HTML within Markdown.
func (c *converter) html(n *ast.HTMLBlock) {
	s := string(n.Lines().Value(c.src))
	if n.HasClosure() {
		s += string(n.ClosureLine.Value(c.src))
	}
	blocks, dropped := html.Fragment(s)
	for _, b := range blocks {
		c.put(b)
	}
	c.dropped = append(c.dropped, dropped...)
}
