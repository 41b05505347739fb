package html

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/xunzhang/xunzhang/article/block"
)

// Components are elements that only the tool of a site knows. Some have text for
// readers in their attributes; of the others only the content is text.

// isUnknown reports whether an element is none of HTML, and has a text in Chinese among its
// attributes: the component of a site, which shows it.
func isUnknown(name string, attrs map[string]string) bool {
	if atom.Lookup([]byte(name)) != 0 {
		return false
	}
	for _, value := range attrs {
		if hasHan(value) {
			return true
		}
	}
	return false
}

func hasHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// isTitled reports whether a component shows a title above its content: tabs of
// Docusaurus and VuePress, cards, steps, accordions and notes.
func isTitled(name string) bool {
	return slices.Contains([]string{"tabitem", "tab", "codegroupitem", "card", "linkcard", "vpcard", "accordion", "accordionitem", "step", "listing",
		"callout", "admonition", "note", "tip", "info", "warning", "caution", "danger"}, name)
}

// A Component is the text for readers in the attributes of a component.
type Component struct {
	Title   string   // of its content
	Text    string   // below the title
	Caption string   // of the picture that it is
	Badge   string   // a word on a coloured ground, within the line
	Other   []string // texts in Chinese of which nothing says where they are shown
}

// Attributes of components, in lower case, by what their texts are.
func titleNames() []string {
	return []string{"label", "title", "titletext", "heading", "header", "summary"}
}
func textNames() []string {
	return []string{"description", "desc", "caption", "subtitle", "content", "text"}
}

// componentOf reads the attributes of an element. Its name is in lower case.
func componentOf(name string, attrs map[string]string) Component {
	switch {
	case name == "badge":
		return Component{Badge: block.Squash(attrs["text"])}
	case !isTitled(name) && !isUnknown(name, attrs):
		return Component{}
	}
	c := Component{Title: firstText(attrs, titleNames()), Text: firstText(attrs, textNames()), Caption: block.Squash(attrs["alt"])}
	if !isTitled(name) && !hasHan(c.Title) {
		c.Title = ""
	}
	if !isTitled(name) && !hasHan(c.Text) {
		c.Text = ""
	}
	for _, key := range slices.Sorted(maps.Keys(attrs)) {
		if value := block.Squash(attrs[key]); hasHan(value) && value != c.Title && value != c.Text && value != c.Caption {
			c.Other = append(c.Other, value)
		}
	}
	return c
}

// firstText is the first attribute of some names that has a text.
func firstText(attrs map[string]string, names []string) string {
	for _, name := range names {
		if text := block.Squash(attrs[name]); text != "" {
			return text
		}
	}
	return ""
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
		return componentOf(component, attrs)
	}
	return Component{}
}

// component converts a component in Markdown. It reports whether the element is one
// that it knows.
func (c *converter) component(n *html.Node) bool {
	if c.within != inMarkdown {
		return false
	}
	attrs := map[string]string{}
	for _, a := range n.Attr {
		attrs[a.Key] = a.Val
	}
	if n.Data != "badge" && !isTitled(n.Data) && !isUnknown(n.Data, attrs) {
		return false
	}
	said := componentOf(n.Data, attrs)
	if n.Data == "badge" {
		c.line.Add(" " + said.Badge + " ")
		c.children(n)
		return true
	}
	c.end()
	c.put(block.Block{Kind: block.Heading, Label: true, Text: said.Title})
	c.put(block.Block{Text: said.Text})
	c.put(block.Block{Text: said.Caption, Image: true})
	for _, other := range said.Other {
		c.dropped = append(c.dropped, block.Dropped{Reason: block.DroppedSyntax, Text: other})
	}
	c.children(n)
	c.end()
	return true
}
