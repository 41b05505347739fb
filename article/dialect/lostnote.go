package dialect

import (
	"regexp"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// lostNotes reads references to footnotes that the page does not have, 文字[^1]: they
// lead nowhere. One that does not follow Chinese, or has a short name, may be a class of
// characters.
type lostNotes struct{}

// afterFootnotes is a priority behind that of goldmark's references to footnotes, which
// is 101, and before that of its links.
const afterFootnotes = 150

func (n lostNotes) Extend(m goldmark.Markdown) {
	m.Parser().AddOptions(parser.WithInlineParsers(util.Prioritized(n, afterFootnotes)))
}

func (lostNotes) Trigger() []byte { return []byte{'['} }

var lostNote = regexp.MustCompile(`^\[\^(?:\d{1,3}|[A-Za-z]{6,}[\w-]*)\]`)

func (lostNotes) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	if len(line) < 4 || line[1] != '^' {
		return nil
	}
	if before := block.PrecendingCharacter(); !unicode.Is(unicode.Han, before) && (before < 0x2000 || !unicode.IsPunct(before)) {
		return nil
	}
	mark := lostNote.Find(line)
	if mark == nil {
		return nil
	}
	block.Advance(len(mark))
	return &Words{What: Program, Words: string(mark)}
}
