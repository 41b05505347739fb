package markdown

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"

	"github.com/xunzhang/xunzhang/article/block"
	"github.com/xunzhang/xunzhang/article/dialect"
	"github.com/xunzhang/xunzhang/article/html"
)

// inline reads the inline content of a block.
func (c *converter) inline(n ast.Node) *block.Line {
	var l block.Line
	l.Title = n.Kind() == ast.KindHeading
	c.inlines(n, &l)
	c.unveil(&l)
	return &l
}

func (c *converter) inlines(n ast.Node, l *block.Line) {
	for n := n.FirstChild(); n != nil; n = n.NextSibling() {
		if last := c.permalink(n, l); last != nil {
			n = last
			continue
		}
		switch n := n.(type) {
		case *ast.Text:
			l.Add(resolve(n.Segment.Value(c.src)))
			if n.HardLineBreak() {
				l.LineBreak()
			} else if n.SoftLineBreak() {
				l.SoftBreak()
			}
		case *ast.String:
			l.Add(string(n.Value))
		case *ast.CodeSpan:
			c.codeSpan(n, l)
		case *ast.AutoLink:
			opened := l.Open(string(n.Label(c.src)))
			l.Add(string(n.Label(c.src)))
			l.Close(opened)
		case *ast.Link:
			opened := c.openLink(string(n.Destination), l)
			c.inlines(n, l)
			l.Close(opened)
		case *ast.Image:
			c.image(c.inline(n).String(), l)
		case *ast.RawHTML:
			c.tag(n.Segments.Value(c.src), l)
		case *east.FootnoteLink, *east.FootnoteBacklink, *east.TaskCheckBox:
		case *dialect.Words:
			c.words(n, l)
		case *dialect.WikiLink:
			c.wikiLink(n, l)
		default:
			c.inlines(n, l)
		}
	}
}

// openLink begins a link. Logseq writes links with a label of their own as
// [label]([[page]]) and [label](((id of a block))).
func (c *converter) openLink(address string, l *block.Line) bool {
	if page, ok := strings.CutPrefix(address, "[["); ok && strings.HasSuffix(page, "]]") {
		c.wiki = true
		return l.OpenRef(strings.TrimSuffix(page, "]]"), true)
	}
	if strings.HasPrefix(address, "((") {
		return l.Open(address)
	}
	return l.OpenRef(address, false)
}

// image adds the caption of an image. An image in a link is a button rather than a
// picture, so its caption is left out.
func (c *converter) image(alt string, l *block.Line) {
	if l.InLink() && block.IsCaption(block.Squash(alt)) {
		c.leave(alt, block.DroppedLinks)
	}
	l.Image(alt)
}

func (c *converter) codeSpan(n ast.Node, l *block.Line) {
	var b strings.Builder
	for n := n.FirstChild(); n != nil; n = n.NextSibling() {
		if t, ok := n.(*ast.Text); ok {
			b.Write(t.Segment.Value(c.src))
		}
	}
	code := b.String()
	if isInlineQuery(code) {
		c.leave(code, block.DroppedSyntax)
		return
	}
	l.Add(strings.ReplaceAll(code, "\n", " "))
	l.Stars = l.Stars || strings.Contains(code, "**")
}

// resolve replaces backslash escapes and character references by the characters
// that they stand for, in one pass, so that an escaped "&" begins no reference.
func resolve(s []byte) string {
	if bytes.IndexByte(s, '\\') < 0 && bytes.IndexByte(s, '&') < 0 {
		return string(s)
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s) && util.IsPunct(s[i+1]):
			i++
			b.WriteByte(s[i])
		case s[i] == '&':
			n := reference(s[i:])
			if n == 0 {
				b.WriteByte('&')
				continue
			}
			ref := util.ResolveNumericReferences(util.ResolveEntityNames(s[i : i+n]))
			b.WriteString(strings.ToValidUTF8(string(ref), string(utf8.RuneError)))
			i += n - 1
		default:
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

// maxReference is the longest name of a character reference, with "&" and ";".
const maxReference = 40

// reference is the length of the character reference that a text begins with, or 0.
func reference(s []byte) int {
	end := bytes.IndexByte(s[:min(len(s), maxReference)], ';')
	if end < 2 || bytes.ContainsAny(s[1:end], "& \t\n") {
		return 0
	}
	return end + 1
}

// tag reads a tag of HTML within a line.
func (c *converter) tag(raw []byte, l *block.Line) {
	tag := bytes.ToLower(raw)
	if c.veiled(tag, l) {
		return
	}
	switch {
	case bytes.HasPrefix(tag, []byte("<br")):
		l.LineBreak()
	case bytes.HasPrefix(tag, []byte("<ruby")):
		l.BeginRuby()
	case bytes.HasPrefix(tag, []byte("<rt")), bytes.HasPrefix(tag, []byte("<rp")):
		l.Reading(l.Speak()) // of an element before it that has no end tag
		l.Hush()
	case bytes.HasPrefix(tag, []byte("</rp")):
		l.Speak()
	case bytes.HasPrefix(tag, []byte("</rt")), bytes.HasPrefix(tag, []byte("</ruby")):
		l.Reading(l.Speak())
	case bytes.HasPrefix(tag, []byte("<a ")) && bytes.Contains(tag, []byte("href=")) && !l.InLink():
		l.Open(string(tag))
	case bytes.HasPrefix(tag, []byte("</a>")):
		l.Close(l.InLink())
	default:
		c.component(raw, l)
	}
}

// component adds the texts of a component within a line. A badge in a heading is
// left out, as it is by the tools that make a table of contents.
func (c *converter) component(tag []byte, l *block.Line) {
	said := html.ReadComponent(tag)
	for _, other := range said.Other {
		c.leave(other, block.DroppedSyntax)
	}
	switch {
	case said.Badge != "" && l.Title:
		c.leave(said.Badge, block.DroppedFurniture)
	case said.Badge != "":
		l.Add(" " + said.Badge + " ")
	case said.Title+said.Text+said.Caption != "":
		for _, text := range []string{said.Title, said.Text, said.Caption} {
			l.LineBreak()
			l.Add(text)
		}
		l.LineBreak()
	}
}
