package html

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/xunzhang/xunzhang/article/block"
)

// Components are elements that only the tool of a site knows. Some have text for
// readers in their attributes; of the others only the content is text.

// isUnknown reports whether an element is none of HTML, and has a Chinese title: the
// component of a site, which shows it.
func isUnknown(name string, attr func(string) string) bool {
	return atom.Lookup([]byte(name)) == 0 && strings.ContainsFunc(cmp.Or(attr("label"), attr("title"), attr("caption")), func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// isTitled reports whether a component shows a title above its content: tabs of
// Docusaurus and VuePress, cards, steps, accordions and notes.
func isTitled(name string) bool {
	return slices.Contains([]string{"tabitem", "tab", "codegroupitem", "card", "linkcard", "vpcard", "accordion", "accordionitem", "step", "listing",
		"callout", "admonition", "note", "tip", "info", "warning", "caution", "danger"}, name)
}

// A Component is the text for readers in the attributes of a component.
type Component struct {
	Title string // of its content
	Text  string // below the title
	Badge string // a word on a coloured ground, within the line
}

// componentOf reads the attributes of an element. Its name is in lower case.
func componentOf(name string, attr func(string) string) Component {
	switch {
	case name == "badge":
		return Component{Badge: block.Squash(attr("text"))}
	case isTitled(name), isUnknown(name, attr):
		return Component{Title: block.Squash(cmp.Or(attr("label"), attr("title"))), Text: block.Squash(cmp.Or(attr("description"), attr("desc"), attr("caption")))}
	}
	return Component{}
}

// ReadComponent reads the start tag of a component within a line of Markdown.
func ReadComponent(tag []byte) Component {
	z := html.NewTokenizer(strings.NewReader(string(tag)))
	z.Next()
	name, more := z.TagName()
	if component := string(name); atom.Lookup(name) == 0 || isTitled(component) {
		attrs := map[string]string{}
		for more {
			var key, value []byte
			key, value, more = z.TagAttr()
			attrs[string(key)] = string(value)
		}
		return componentOf(component, func(key string) string { return attrs[key] })
	}
	return Component{}
}

// component converts a component in Markdown. It reports whether the element is one
// that it knows.
func (c *converter) component(n *html.Node) bool {
	if c.within != inMarkdown {
		return false
	}
	said := componentOf(n.Data, func(key string) string { return attr(n, key) })
	switch {
	case n.Data == "badge":
		c.line.Add(" " + said.Badge + " ")
		c.children(n)
	case isTitled(n.Data), isUnknown(n.Data, func(key string) string { return attr(n, key) }):
		c.end()
		c.put(block.Block{Kind: block.Heading, Label: true, Text: said.Title})
		c.put(block.Block{Text: said.Text})
		c.children(n)
		c.end()
	default:
		return false
	}
	return true
}
