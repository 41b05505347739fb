package html

import (
	"regexp"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/xunzhang/xunzhang/article/block"
)

// References to notes, which would part a sentence in two, are no text.
var (
	noteMark    = regexp.MustCompile(`^(?:[\[(（【〔]?\s*(?:注|note\s?)?\s*(?:\d{1,4}|[a-z]|[ivx]{1,5})\s*[\])）】〕]?|[①-⑳㉑-㊿]|[*†‡§#]{1,3})$`)
	bracketMark = regexp.MustCompile(`^[\[【〔]\s*(?:注\s*)?\d{1,4}\s*[\]】〕]$`)
)

// isNoteMark reports whether a raised text is only a link to a note.
func isNoteMark(n *html.Node) bool {
	if !noteMark.MatchString(block.Squash(rawText(n))) {
		return false
	}
	for d := range n.Descendants() {
		if tagOf(d) == atom.A && leadsToPlace(d) {
			return true
		}
	}
	return n.Parent != nil && tagOf(n.Parent) == atom.A && leadsToPlace(n.Parent)
}

// isNoteReference reports whether a link leads to a note: by the standard of books, or
// since it is a number in brackets.
func isNoteReference(n *html.Node) bool {
	text := block.Squash(rawText(n))
	switch {
	case attr(n, "epub:type") == "noteref", attr(n, "role") == "doc-noteref":
		return noteMark.MatchString(text)
	case leadsToPlace(n):
		return bracketMark.MatchString(text)
	}
	return false
}

// leadsToPlace reports whether a link leads to a place in a page.
func leadsToPlace(n *html.Node) bool {
	_, place, ok := strings.Cut(attr(n, "href"), "#")
	return ok && place != "" || attr(n, "epub:type") == "noteref" || attr(n, "role") == "doc-noteref"
}
