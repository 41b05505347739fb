package markdown

import (
	"bytes"
	"regexp"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"

	"github.com/xunzhang/xunzhang/article/block"
	"github.com/xunzhang/xunzhang/article/html"
)

// Elements of HTML in Markdown that are not shown (hidden, style="display:none") may begin
// in one block and end in another, with Markdown between them.

// hiddenUntil returns the block in which the element ends that begins in a block and is
// not shown; nil where there is none, or nothing ends it.
func (c *converter) hiddenUntil(n ast.Node) ast.Node {
	first, ok := n.(*ast.HTMLBlock)
	if !ok || c.hidden || c.unclosed {
		return nil
	}
	source := c.source(first)
	if !strings.Contains(source, "hidden") && !strings.Contains(source, "display") {
		return nil
	}
	name, open := html.OpensHidden(source)
	if open == 0 {
		return nil
	}
	for next := n.NextSibling(); next != nil; next = next.NextSibling() {
		if b, ok := next.(*ast.HTMLBlock); ok {
			if open = html.Opened(c.source(b), name, open); open == 0 {
				return next
			}
		}
	}
	c.unclosed = true // the others would search to the end too
	return nil
}

// hide leaves out the blocks between two.
func (c *converter) hide(first, last ast.Node, k block.Kind) {
	inner := converter{src: c.src, hidden: true}
	for n := first.NextSibling(); n != last; n = n.NextSibling() {
		inner.node(n, k)
	}
	for i := range inner.blocks {
		c.leave(inner.blocks[i].Text, block.DroppedHidden)
	}
	c.dropped = append(c.dropped, inner.dropped...)
}

// source is the text of a block of HTML.
func (c *converter) source(n *ast.HTMLBlock) string {
	s := string(n.Lines().Value(c.src))
	if n.HasClosure() {
		s += string(n.ClosureLine.Value(c.src))
	}
	return s
}

// A veil is an element within a line that is not shown.
type veil struct {
	name string // "" for none
	open int    // elements of this name that are open
}

// veiled reads a tag as far as it begins or ends an element that is not shown, or is
// within one. It reports whether the tag was such.
func (c *converter) veiled(raw []byte, l *block.Line) bool {
	if c.veil.name == "" {
		if !bytes.Contains(raw, []byte("hidden")) && !bytes.Contains(raw, []byte("display")) {
			return false
		}
		if t := html.ReadTag(string(raw)); t.Hidden {
			c.veil = veil{name: t.Name, open: 1}
			l.Hush()
			return true
		}
		return false
	}
	switch t := html.ReadTag(string(raw)); {
	case t.Name != c.veil.name:
	case !t.End:
		c.veil.open++
	case c.veil.open > 1:
		c.veil.open--
	default:
		c.veil = veil{}
		c.leave(l.Speak(), block.DroppedHidden)
	}
	return true
}

// unveil ends a line. What an element hides that nothing ends is shown.
func (c *converter) unveil(l *block.Line) {
	if c.veil.name != "" {
		c.veil = veil{}
		l.Add(l.Speak())
	}
}

// permalink returns the last node of a link in a heading that is only there so that
// readers can copy the heading's address; nil where none begins. Its address is an id of
// the heading.
func (c *converter) permalink(n ast.Node, l *block.Line) ast.Node {
	if !l.Title {
		return nil
	}
	switch n := n.(type) {
	case *ast.Link:
		var said block.Line
		c.inlines(n, &said)
		if block.IsPermalink(string(n.Destination), said.String()) {
			c.anchor = string(n.Destination[1:])
			return n
		}
	case *ast.RawHTML:
		raw := bytes.ToLower(n.Segments.Value(c.src))
		if !bytes.HasPrefix(raw, []byte("<a ")) || !bytes.Contains(raw, []byte(`href="#`)) {
			return nil
		}
		var said strings.Builder
		for next := n.NextSibling(); next != nil; next = next.NextSibling() {
			switch next := next.(type) {
			case *ast.Text:
				said.WriteString(resolve(next.Segment.Value(c.src)))
				continue
			case *ast.RawHTML:
				if bytes.HasPrefix(next.Segments.Value(c.src), []byte("</a")) && block.IsPermalink("#", said.String()) {
					return next
				}
			}
			return nil
		}
	}
	return nil
}

// definition is a line of Markdown that gives a label for links an address and a title,
// which is shown only when a reader points at a link. Authors write comments in this form:
// [comment]: <> (words).
var definition = regexp.MustCompile(`(?m)^ {0,3}\[[^\]\n]+\]:[ \t]*\S+[ \t]+["'(]([^\n]*)["')][ \t]*$`)

// definitionTitles are the titles in definitions of links that are Chinese.
func definitionTitles(s string) []block.Dropped {
	if !strings.Contains(s, "]:") {
		return nil
	}
	var titles []block.Dropped
	for _, m := range definition.FindAllStringSubmatch(s, -1) {
		if strings.ContainsFunc(m[1], func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			titles = append(titles, block.Dropped{Reason: block.DroppedHidden, Text: block.Squash(m[1])})
		}
	}
	return titles
}
