package html

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// The HTML parser drops misplaced tags, and appends the text behind such a tag to
// the text before it by copying both. For many such tags this takes quadratic time.
// And a tree takes some 500 bytes of memory for each tag.
const (
	maxTagCount = 200_000
	maxCopied   = 256 << 20 // bytes
	smallPage   = 64 << 10  // bytes; in a smaller page the copying does not matter
)

// costly reports whether parsing a page would cost too much, so that it must be
// read without its structure.
func costly(s string) bool {
	if strings.Count(s, "<") > maxTagCount {
		return true
	}
	if len(s) < smallPage {
		return false
	}
	m := merges{open: make(map[string]int)}
	for z := html.NewTokenizer(strings.NewReader(s)); m.copied <= maxCopied; {
		kind := z.Next()
		if kind == html.ErrorToken {
			return false
		}
		if kind == html.TextToken {
			m.text(len(z.Raw()))
			continue
		}
		name, _ := z.TagName() // "" for what is no tag
		m.tag(kind, string(name))
	}
	return true
}

// merges estimates how much text the parser would copy.
type merges struct {
	open   map[string]int // elements by name, those that are closed by others included
	cells  []bool         // of each open table, whether a cell is open: text beside cells is moved before the table
	run    int            // bytes of the text that would be appended to
	copied int            // bytes
}

func (m *merges) text(size int) {
	m.copied += m.run
	m.run += size
}

func (m *merges) tag(kind html.TokenType, name string) {
	outside := len(m.cells) == 0
	switch a := atom.Lookup([]byte(name)); {
	case kind == html.EndTagToken && m.open[name] == 0 && a != atom.P && a != atom.Br:
		return
	case kind == html.EndTagToken:
		m.open[name]--
		if a == atom.Table && !outside {
			m.cells = m.cells[:len(m.cells)-1]
		}
	case kind == html.DoctypeToken, isStructure(a) && outside:
		return
	case kind == html.StartTagToken:
		m.open[name]++
		switch a {
		case atom.Table:
			m.cells = append(m.cells, false)
		case atom.Td, atom.Th, atom.Caption, atom.Tr, atom.Tbody, atom.Thead, atom.Tfoot:
			if !outside {
				m.cells[len(m.cells)-1] = a == atom.Td || a == atom.Th || a == atom.Caption
			}
		}
	}
	if len(m.cells) == 0 || m.cells[len(m.cells)-1] {
		m.run = 0
	}
}

// isStructure reports whether the parser ignores a start tag outside of tables. The
// first such tags of a page are not ignored, but no text is before them.
func isStructure(a atom.Atom) bool {
	switch a {
	case atom.Html, atom.Head, atom.Body, atom.Caption, atom.Col, atom.Colgroup, atom.Frame, atom.Frameset,
		atom.Tbody, atom.Td, atom.Tfoot, atom.Th, atom.Thead, atom.Tr:
		return true
	}
	return false
}
