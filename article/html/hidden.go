package html

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// hidesBy reports whether a style hides an element.
func hidesBy(style string) bool {
	style = strings.ReplaceAll(strings.ToLower(style), " ", "")
	return strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden")
}

// isHiddenNode reports whether an element is not shown; styled says whether its style
// counts.
func isHiddenNode(n *html.Node, styled bool) bool {
	for _, a := range n.Attr {
		if hides(a.Key, a.Val, styled) {
			return true
		}
	}
	return false
}

// hides reports whether an attribute hides its element. In a page a style may hide what a
// script shows later, and in a book the title that a picture stands for: there styles do not
// count.
func hides(key, value string, styled bool) bool {
	switch key {
	case "hidden":
		return value != "until-found"
	case "aria-hidden":
		return value == "true"
	case "style":
		return styled && hidesBy(value)
	}
	return false
}

// A Tag is a tag of HTML within a line of Markdown.
type Tag struct {
	Name   string
	End    bool // whether it is an end tag
	Hidden bool // whether it begins an element that is not shown
}

// ReadTag reads the tag that a text begins with.
func ReadTag(s string) Tag {
	z := html.NewTokenizer(strings.NewReader(s))
	kind := z.Next()
	if kind != html.StartTagToken && kind != html.EndTagToken {
		return Tag{}
	}
	return tagOfToken(z, kind)
}

func tagOfToken(z *html.Tokenizer, kind html.TokenType) Tag {
	name, more := z.TagName()
	t := Tag{Name: string(name), End: kind == html.EndTagToken}
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		t.Hidden = t.Hidden || !t.End && !isVoidTag(atom.Lookup(name)) && hides(string(key), string(value), true)
	}
	return t
}

// OpensHidden finds an element in a piece of HTML that is not shown, and that ends behind
// the piece. It returns the name of the element, and how many elements of this name are
// open at the end; "" and 0 where there is none.
func OpensHidden(s string) (name string, open int) {
	z := html.NewTokenizer(strings.NewReader(s))
	for {
		kind := z.Next()
		switch kind {
		case html.ErrorToken:
			return name, open
		case html.StartTagToken, html.EndTagToken:
		default:
			continue
		}
		t := tagOfToken(z, kind)
		switch {
		case open == 0 && t.Hidden:
			name, open = t.Name, 1
		case open > 0 && t.Name == name && t.End:
			if open--; open == 0 {
				name = ""
			}
		case open > 0 && t.Name == name:
			open++
		}
	}
}

// Opened returns by how many a piece of HTML changes the number of open elements of a
// name, up to the end tag that makes it zero.
func Opened(s, name string, open int) int {
	z := html.NewTokenizer(strings.NewReader(s))
	for open > 0 {
		kind := z.Next()
		switch kind {
		case html.ErrorToken:
			return open
		case html.StartTagToken, html.EndTagToken:
		default:
			continue
		}
		if tag, _ := z.TagName(); string(tag) != name {
			continue
		}
		if kind == html.EndTagToken {
			open--
		} else {
			open++
		}
	}
	return 0
}
