package html

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// tagOf is an element's tag, 0 for text and unknown elements. Elements that
// Readability makes have only a name, and not the parser's number for it.
func tagOf(n *html.Node) atom.Atom {
	if n.Type == html.ElementNode && n.DataAtom == 0 {
		return atom.Lookup([]byte(n.Data))
	}
	return n.DataAtom
}

func rawText(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

func attr(n *html.Node, name string) string {
	value, _ := attrOf(n, name)
	return value
}

// attrOf is an attribute that may be empty, and whether it is there.
func attrOf(n *html.Node, name string) (value string, ok bool) {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

// shownText is the text of a node that a reader could see.
func shownText(n *html.Node) string {
	var b strings.Builder
	var visit func(*html.Node)
	visit = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			b.WriteString(n.Data)
		case isMachinery(tagOf(n)):
			return
		case n.Type == html.ElementNode && !isInlineTag(tagOf(n)):
			b.WriteByte(' ')
		}
		for child := range n.ChildNodes() {
			visit(child)
		}
	}
	visit(n)
	return b.String()
}

// isMachinery reports whether an element holds nothing that a reader sees as text
// of the page: programs, styles, drawings, embedded documents.
func isMachinery(tag atom.Atom) bool {
	switch tag {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Iframe, atom.Object, atom.Svg, atom.Canvas,
		atom.Select, atom.Textarea, atom.Head, atom.Title, atom.Audio, atom.Video:
		return true
	}
	return false
}

// isReading reports whether an element holds the pronunciation of the characters
// beside it, or the brackets around it for browsers that show it in the line.
func isReading(tag atom.Atom) bool { return tag == atom.Rt || tag == atom.Rp || tag == atom.Rtc }

// isAside reports whether an element is not part of the main text.
func isAside(tag atom.Atom, within place) bool {
	switch tag {
	case atom.Nav, atom.Form, atom.Button:
		return within != inMarkdown
	case atom.Aside: // in a book a note, in Markdown a remark
		return within == inPage
	case atom.Footer:
		return within != inMarkdown
	}
	return false
}

// isInlineTag reports whether an element stands within a line of text.
func isInlineTag(tag atom.Atom) bool {
	switch tag {
	case 0, atom.A, atom.Abbr, atom.B, atom.Bdi, atom.Bdo, atom.Big, atom.Br, atom.Cite, atom.Code, atom.Data, atom.Del,
		atom.Dfn, atom.Em, atom.Font, atom.I, atom.Img, atom.Ins, atom.Kbd, atom.Label, atom.Mark, atom.Q, atom.Rb,
		atom.Rp, atom.Rt, atom.Rtc, atom.Ruby, atom.S, atom.Samp, atom.Small, atom.Span, atom.Strike, atom.Strong, atom.Sub, atom.Sup,
		atom.Time, atom.Tt, atom.U, atom.Var, atom.Wbr, atom.Center:
		return true
	}
	return false
}
