package article

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
)

// commonmark is the parser: it keeps no state between documents.
var commonmark = sync.OnceValue(func() parser.Parser {
	extensions := append(dialect.All(), extension.Table, extension.Strikethrough, extension.TaskList)
	return goldmark.New(goldmark.WithExtensions(extensions...)).Parser()
})

// parseMarkdown reads CommonMark with the tables, strikethrough, lists of tasks
// and footnotes of GitHub, front matter, what the tools that publish Markdown
// add (see package dialect), and the metadata of GitBook and Logseq.
func parseMarkdown(s string) page {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	var p page
	front, s := frontMatter(s)
	if front != nil {
		p.meta, p.private = front.meta(), front.privateBy()
		p.dropped = front.unused()
	}
	p.from.note(&p.meta, "front matter")
	wiki := false
	if hasProperties(s) {
		s, wiki = properties(&p, s)
	}
	src := prepare([]byte(s))
	p.meta.fill(&src.meta.fields)
	p.from.note(&p.meta, "the page's hint block")
	p.dropped = append(p.dropped, src.dropped...)
	p.original = src.meta.original
	if src.hostile {
		p.blocks = plainBlocks(s)
	} else {
		for _, chunk := range src.chunks {
			c := converter{src: chunk}
			c.children(commonmark().Parse(text.NewReader(chunk)), prose)
			p.blocks, p.dropped = append(p.blocks, c.blocks...), append(p.dropped, c.dropped...)
			wiki = wiki || c.wiki
		}
	}
	if wiki || len(p.meta.Aliases) > 0 {
		p.dialect = "wiki"
		wikiTags(&p)
	}
	findTitle(&p)
	if src.meta.found && p.meta.Brief == "" {
		findBrief(&p)
	}
	return p
}

// findTitle takes the first heading of the first rank, or else the first block
// if it is a heading, as the title of a document that has none.
func findTitle(p *page) {
	if p.meta.Title != "" {
		return
	}
	for i, b := range p.blocks {
		if b.kind == heading && !b.label && (b.level == 1 || i == 0 && !hasTop(p.blocks)) && b.text != "" {
			p.meta.Title = b.text
			return
		}
	}
}

func hasTop(blocks []block) bool {
	for _, b := range blocks {
		if b.kind == heading && b.level == 1 && b.text != "" {
			return true
		}
	}
	return false
}

// findBrief takes a quote at the beginning, after the title, as the brief.
func findBrief(p *page) {
	var lines []string
	for i, b := range p.blocks {
		if b.kind == quote {
			lines = append(lines, b.text)
			p.blocks[i].text = ""
		} else if len(lines) > 0 || b.kind != heading {
			break
		}
	}
	p.meta.Brief = joinLines(lines)
}

// plainBlocks reads Markdown that no parser should be given as lines of text.
func plainBlocks(s string) []block {
	var b strings.Builder
	for l := range strings.Lines(s) {
		b.WriteString(strings.TrimLeft(l, "#>*+-[]()!` \t"))
		if !strings.HasSuffix(b.String()[max(0, b.Len()-1):], "\n") {
			b.WriteByte('\n')
		}
	}
	return textBlocks(b.String())
}

// A converter turns the tree of a document into blocks.
type converter struct {
	src     []byte
	blocks  []block
	dropped []Dropped
	wiki    bool // whether there are links of a wiki
}

func (c *converter) put(b block) {
	if b.text != "" || b.links > 0 {
		c.blocks = append(c.blocks, b)
	}
}

// children converts the blocks in a node; k is the kind of its paragraphs.
func (c *converter) children(n ast.Node, k kind) {
	for n := n.FirstChild(); n != nil; n = n.NextSibling() {
		c.node(n, k)
	}
}

func (c *converter) node(n ast.Node, k kind) {
	switch n := n.(type) {
	case *ast.Heading:
		b := c.inline(n).block(heading)
		b.level, b.text = uint8(n.Level), cutHeadingID(b.text)
		c.put(b)
	case *ast.Paragraph, *ast.TextBlock:
		l := c.inline(n)
		if k == quote {
			c.label(cutAlert(l))
		}
		c.put(mendLink(l.block(k)))
	case *ast.Blockquote:
		c.children(n, quote)
	case *ast.List:
		c.list(n)
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		c.put(block{kind: code, text: trimLines(string(n.Lines().Value(c.src)))})
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
func mendLink(b block) block {
	label, target := markdownLink(b.text)
	if target != b.text && strings.HasPrefix(target, "http") && !strings.Contains(label, "[") {
		return block{kind: b.kind, text: label, linked: int32(Letters(label)), links: 1}
	}
	return b
}

// html converts a block of HTML within Markdown.
func (c *converter) html(n *ast.HTMLBlock) {
	s := string(n.Lines().Value(c.src))
	if n.HasClosure() {
		s += string(n.ClosureLine.Value(c.src))
	}
	blocks, dropped := fragmentBlocks(s)
	for _, b := range blocks {
		c.put(b)
	}
	c.dropped = append(c.dropped, dropped...)
}
