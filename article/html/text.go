package html

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Text is the text of a page without its programs and styles, tag by tag on lines
// of their own. It keeps text that Read leaves out.
func Text(s string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(s))
	machinery := atom.Atom(0)
	for {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			if machinery == 0 {
				b.Write(z.Text())
			}
		case html.StartTagToken, html.EndTagToken:
			name, _ := z.TagName()
			tag := atom.Lookup(name)
			switch {
			case machinery != 0 && kind == html.EndTagToken && tag == machinery:
				machinery = 0
			case machinery == 0 && kind == html.StartTagToken && isMachinery(tag) && tag != atom.Head:
				machinery = tag
			}
			b.WriteByte('\n')
		}
	}
}
