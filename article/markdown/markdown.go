// Package markdown reads CommonMark with the additions of GitHub, with front
// matter, and with what the tools that publish Markdown add (see package dialect).
// It must not know articles.
package markdown

import (
	"regexp"
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
	extensions := append(dialect.All(), extension.Table, extension.Strikethrough, extension.TaskList, extension.DefinitionList)
	return goldmark.New(goldmark.WithExtensions(extensions...)).Parser()
})

// Read reads CommonMark with GitHub's tables, strikethrough, task lists and
// footnotes, the definition lists of PHP Markdown Extra, front matter, what the
// tools that publish Markdown add (see package dialect), and the metadata of
// GitBook and Logseq.
func Read(s string) page.Page {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	var p page.Page
	front, s := page.FrontMatter(s)
	if front != nil {
		p.Meta, p.Private = front.Meta(), front.PrivateBy()
		p.Appears, p.Expires = front.Shown()
		p.Slug, p.Permalink = front.Place()
		p.Position, p.Label = front.Navigation()
		p.Dropped, p.IsList = front.Unused(), front.IsList()
	}
	p.From.Note(&p.Meta, "front matter")
	p.Dropped = append(p.Dropped, definitionTitles(s)...)
	if front["excalidraw-plugin"] != nil {
		s = cutDrawing(&p, s)
	}
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
		var c converter
		for _, c.src = range src.chunks {
			c.children(commonmark().Parse(text.NewReader(c.src)), block.Prose)
		}
		p.Blocks, p.Dropped = append(c.blocks, c.notes...), append(p.Dropped, c.dropped...)
		wiki = wiki || c.wiki
		p.Meta.Tags = append(p.Meta.Tags, c.tags...)
	}
	if len(p.Blocks) == 0 {
		home(&p, front)
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

// home makes the text of a home page that consists of front matter.
func home(p *page.Page, front page.Fields) {
	title, texts := front.Home()
	if texts == nil {
		return
	}
	page.OrText(&p.Meta.Title, title)
	p.Dropped = nil
	for _, text := range texts {
		p.Blocks = append(p.Blocks, block.Block{Text: text})
	}
}

// findTitle finds the title of a document whose metadata has none: the first
// heading of level 1 or, where there is none, a heading that is the first block.
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

// findBrief takes quotes at the beginning, after the title, as the brief.
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

// plainBlocks reads Markdown that would cost the parser too much as lines of text.
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
	src      []byte
	blocks   []block.Block
	dropped  []block.Dropped
	notes    []block.Block // footnotes that were written within lines, in their order
	wiki     bool          // whether links of a wiki were met
	tags     []string      // that are links of a wiki
	inHTML   bool          // whether it reads lines of a block of HTML
	within   int           // pieces of Markdown that this one stands in
	hidden   bool          // whether it reads what is not shown
	veil     veil          // element within the line that is not shown
	unclosed bool          // whether an element that is not shown had no end
	anchor   string        // address of the heading that is read, as it says itself
}

func (c *converter) put(b block.Block) {
	if b.Text != "" || b.Links > 0 {
		c.blocks = append(c.blocks, b)
	}
}

// add takes over what an inner converter found other than blocks.
func (c *converter) add(inner *converter) {
	c.dropped, c.wiki, c.notes = append(c.dropped, inner.dropped...), c.wiki || inner.wiki, append(c.notes, inner.notes...)
	c.tags = append(c.tags, inner.tags...)
}

// children converts the blocks in a node. k is the kind of their paragraphs.
func (c *converter) children(n ast.Node, k block.Kind) {
	for n := n.FirstChild(); n != nil; n = n.NextSibling() {
		last := c.hiddenUntil(n)
		c.node(n, k)
		if last != nil {
			c.hide(n, last, k)
			c.node(last, k)
			n = last
		}
	}
}

func (c *converter) node(n ast.Node, k block.Kind) {
	switch n := n.(type) {
	case *ast.Heading:
		b := c.inline(n).Block(block.Heading)
		b.Level = uint8(n.Level)
		text, anchor := cutHeadingID(b.Text)
		b.Text = text
		b.AddAnchor(anchor)
		if block.Compact(c.anchor) != block.Compact(text) {
			b.AddAnchor(c.anchor)
		}
		c.anchor = ""
		c.put(b)
	case *ast.Paragraph, *ast.TextBlock:
		l := c.inline(n)
		if k == block.Quote {
			c.label(cutAlert(l))
		}
		b := mendLink(l.Block(k))
		if last := len(c.blocks) - 1; b.Text == "" && last >= 0 { // it may be only the id of the block before
			c.blocks[last].AddAnchor(b.Anchor())
		}
		c.put(b)
	case *ast.Blockquote:
		c.children(n, block.Quote)
	case *ast.List:
		c.list(n)
	case *ast.FencedCodeBlock:
		if isQuery(string(n.Language(c.src))) {
			c.leave(string(n.Lines().Value(c.src)), block.DroppedSyntax)
			return
		}
		if c.callout(n) {
			return
		}
		if n.Info != nil {
			c.label(dialect.CodeTitle(strings.TrimPrefix(string(n.Info.Value(c.src)), string(n.Language(c.src)))))
		}
		c.put(block.Block{Kind: block.Code, Text: block.TrimLines(codeMark.ReplaceAllString(string(n.Lines().Value(c.src)), ""))})
	case *ast.CodeBlock:
		c.put(block.Block{Kind: block.Code, Text: block.TrimLines(codeLanguage.ReplaceAllString(string(n.Lines().Value(c.src)), ""))})
	case *ast.HTMLBlock:
		c.html(n)
	case *east.Table:
		c.table(n)
	case *east.DefinitionList:
		c.definitions(n)
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

// Syntax in code: marks of lines in VitePress, // [!code focus], and the language before
// code in Python-Markdown, :::python.
var (
	codeMark     = regexp.MustCompile(`(?m)[ \t]*(?://|#|--|;|<!--|/\*)[ \t]*\[!code[^\]\n]*\][ \t]*(?:-->|\*/)?[ \t]*$`)
	codeLanguage = regexp.MustCompile(`^(?::::|#!)[a-z][a-z0-9+-]{0,20}\n`)
)

// mendLink reads a paragraph as the link that it was meant to be: with spaces in
// its address it is none in Markdown.
func mendLink(b block.Block) block.Block {
	label, target := markdownLink(b.Text)
	if target != b.Text && strings.HasPrefix(target, "http") && !strings.Contains(label, "[") {
		return block.Block{Kind: b.Kind, Text: label, Linked: int32(block.Letters(label)), Links: 1}
	}
	return b
}

// html converts a block of HTML within Markdown. CommonMark goes on with it up to a blank
// line; headings and what follows them are Markdown nevertheless, as their authors meant.
func (c *converter) html(n *ast.HTMLBlock) {
	s := c.source(n)
	if m := markdownTag.FindStringSubmatch(s); m != nil && !c.inHTML && c.within < maxWithin {
		c.markdown(unindent(strings.TrimSuffix(strings.TrimSpace(s[len(m[0]):]), "</"+m[1]+">")))
		return
	}
	goesOn := n.HTMLBlockType == ast.HTMLBlockType6 || n.HTMLBlockType == ast.HTMLBlockType7
	for goesOn && !c.inHTML {
		at := headingLine.FindStringIndex(s)
		if at == nil {
			break
		}
		c.mixed(s[:at[0]])
		title, rest, _ := strings.Cut(s[at[0]:], "\n")
		c.markdown(title)
		s = rest
	}
	c.mixed(s)
}

// markdownTag begins an element whose content is Markdown, as MkDocs has it.
var markdownTag = regexp.MustCompile(`^[ \t]*<([a-z][a-z0-9]*)(?:\s[^<>]*)?\smarkdown(?:="(?:1|block|span)")?(?:\s[^<>]*)?>`)

// unindent removes the white space before all lines.
func unindent(s string) string {
	lines := strings.Split(s, "\n")
	for i := range lines {
		lines[i] = strings.TrimLeft(lines[i], " \t")
	}
	return strings.Join(lines, "\n")
}

// mixed converts lines of a block of HTML that may be Markdown behind a heading.
func (c *converter) mixed(s string) {
	if t := strings.TrimSpace(s); t == "" || t[0] == '<' || c.inHTML {
		c.fragment(s)
		return
	}
	c.markdown(s)
}

// markdown converts lines of Markdown within a block of HTML.
func (c *converter) markdown(s string) {
	inner := converter{src: []byte(s), inHTML: true, within: c.within + 1}
	inner.children(commonmark().Parse(text.NewReader(inner.src)), block.Prose)
	c.add(&inner)
	for _, b := range inner.blocks {
		c.put(b)
	}
}

// headingLine is a heading of Markdown.
var headingLine = regexp.MustCompile(`(?m)^#{1,6} +\S`)

// fragment converts a piece of HTML.
func (c *converter) fragment(s string) {
	blocks, dropped := html.Fragment(s)
	for _, b := range blocks {
		c.put(b)
	}
	c.dropped = append(c.dropped, dropped...)
}
