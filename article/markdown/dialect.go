package markdown

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"github.com/xunzhang/xunzhang/article/block"
	"github.com/xunzhang/xunzhang/article/dialect"
)

// label adds the title of a container. It is a heading of what the container holds,
// and not of what follows.
func (c *converter) label(title string) {
	title = footnoteMark.ReplaceAllString(title, "")
	l := block.Line{}
	if strings.ContainsAny(title, "[*_`<$&\\") {
		l = *c.inlineOf(title)
	} else {
		l.Add(title)
	}
	b := l.Block(block.Heading)
	b.Label = true
	if b.Text != "" {
		c.put(b)
	}
}

// footnoteMark is a reference to a footnote, which in a title the parser does not
// see.
var footnoteMark = regexp.MustCompile(`\[\^[^\]\s]+\]`)

// inlineOf reads a text as the inline content of a paragraph.
func (c *converter) inlineOf(s string) *block.Line {
	var l block.Line
	c.inlinesOf(s, &l)
	return &l
}

// inlinesOf reads a text as inline content of a line. Content within it that is written
// in the same way is not read further.
func (c *converter) inlinesOf(s string, l *block.Line) {
	inner := converter{src: []byte(block.Squash(s)), within: c.within + 1}
	doc := commonmark().Parse(text.NewReader(inner.src))
	first := doc.FirstChild()
	if inner.within <= maxWithin && first != nil && first == doc.LastChild() && first.Kind() == ast.KindParagraph {
		inner.inlines(first, l)
	} else {
		l.Add(s)
	}
	c.add(&inner)
}

// maxWithin is how often Markdown is read that stands within other Markdown.
const maxWithin = 4

// line converts a line that is only syntax.
func (c *converter) line(n *dialect.Line) {
	if list, ok := n.PreviousSibling().(*ast.List); ok && n.Words == dialect.Contents && list.ChildCount() == 1 && len(c.blocks) > 0 {
		c.leave(c.blocks[len(c.blocks)-1].Text, block.DroppedSyntax) // kramdown puts the table of contents in its place
		c.blocks = c.blocks[:len(c.blocks)-1]
	}
	switch n.What {
	case dialect.Title:
		c.label(n.Words)
	case dialect.Caption:
		c.put(block.Block{Text: block.Squash(n.Words), Image: true})
	case dialect.Comment:
		c.leave(n.Words, block.DroppedHidden)
	case dialect.Program:
		c.leave(n.Words, block.DroppedSyntax)
	case dialect.Tag:
		c.fragment(n.Words)
	case dialect.Literal:
		c.put(block.Block{Text: block.Squash(n.Words)})
	case dialect.Inline:
		c.put(c.inlineOf(n.Words).Block(block.Prose))
	}
}

// words converts syntax within a line.
func (c *converter) words(n *dialect.Words, l *block.Line) {
	switch n.What {
	case dialect.Title, dialect.Caption:
		l.Add(n.Words)
	case dialect.Comment:
		if l.Title && headingName.MatchString(n.Words) { // {/* #name */} of Docusaurus, {/*name*/} of React
			l.Anchor(strings.TrimPrefix(n.Words, "#"))
			return
		}
		c.leave(n.Words, block.DroppedHidden)
	case dialect.Program:
		c.leave(n.Words, block.DroppedSyntax)
	case dialect.Anchor:
		l.Anchor(n.Words)
	case dialect.Inline:
		c.inlinesOf(n.Words, l)
	case dialect.Literal:
		l.Add(n.Words)
		l.Stars = true
	case dialect.Tag:
		c.tag([]byte(n.Words), l)
	case dialect.Picture:
		c.image(n.Words, l)
	case dialect.Note:
		if note := c.inlineOf(block.JoinLines(strings.Split(n.Words, "\n"))).Block(block.Prose); note.Text != "" {
			c.notes = append(c.notes, note)
		}
	}
}

func (c *converter) wikiLink(n *dialect.WikiLink, l *block.Line) {
	c.wiki = true
	if n.Tag {
		c.tags = append(c.tags, n.Page)
	}
	opened := l.OpenRef(n.Page, true)
	l.Add(n.Label)
	l.Close(opened)
}

func (c *converter) leave(text string, reason block.Reason) {
	if text = block.Squash(text); block.Letters(text) > 0 {
		c.dropped = append(c.dropped, block.Dropped{Reason: reason, Text: text})
	}
}

// headingName is an id of a heading in a comment.
var headingName = regexp.MustCompile(`^(?:#\S+|[A-Za-z0-9]+(?:[-_.][A-Za-z0-9]+)*)$`)

// headingID is the id of a heading, for links, as many tools write it at the end:
// {#id}, {: #id .class }, {/* #id */}; or the mark of a heading without a number,
// {-}.
var headingID = regexp.MustCompile(`\s*\{(?:-|:?\s*[#.][^{}]*|/\*\s*#[^{}]*\*/)\s*\}$`)

// cutHeadingID cuts the id off a heading, and returns it.
func cutHeadingID(s string) (text, id string) {
	if text, id, ok := strings.Cut(s, " :id="); ok && text != "" && !strings.Contains(id, " ") { // of docsify
		return strings.TrimSpace(text), id
	}
	if !strings.HasSuffix(s, "}") {
		return s, ""
	}
	m := headingID.FindStringSubmatchIndex(s)
	if m == nil || m[0] == 0 {
		return s, ""
	}
	for _, word := range strings.Fields(strings.Trim(s[m[0]:], " {}:/*")) {
		if name, ok := strings.CutPrefix(word, "#"); ok {
			id = name
		}
	}
	return s[:m[0]], id
}

// alert is the mark of a callout at the beginning of a quote: "[!NOTE]", and
// in Obsidian "[!note]- 标题", where the sign says whether it is folded.
var alert = regexp.MustCompile(`^\[!([A-Za-z][\w-]{0,30})(?:\|[^\]]*)?\][+-]?[ \t]*`)

// cutAlert takes the mark of a callout and its title off a quote, and returns
// the title.
func cutAlert(l *block.Line) (title string) {
	text := l.String()
	mark := alert.FindString(text)
	if mark == "" {
		return ""
	}
	rest := text[len(mark):]
	end := strings.IndexAny(rest, string(block.SoftBreak)+"\n")
	if end < 0 {
		end = len(rest)
	}
	l.Replace(strings.TrimLeft(rest[end:], string(block.SoftBreak)+"\n"))
	return rest[:end]
}
