package dialect

import (
	"bytes"
	"strings"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// comments reads the comments of Obsidian, which are not shown: %%words%%
// within a paragraph, or lines between two lines of %%.
type comments struct{}

func (c comments) Extend(m goldmark.Markdown) { inline(m, c) }

func (comments) Trigger() []byte { return []byte{'%'} }

func (comments) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	if !bytes.HasPrefix(line, []byte("%%")) || unicode.IsDigit(block.PrecendingCharacter()) { // 50%%
		return nil
	}
	at, segment := block.Position()
	block.Advance(2)
	var words strings.Builder
	for words.Len() < maxComment {
		line, _ := block.PeekLine()
		if line == nil {
			break
		}
		if end := bytes.Index(line, []byte("%%")); end >= 0 {
			words.Write(line[:end])
			block.Advance(end + 2)
			return &Words{What: Comment, Words: strings.TrimSpace(words.String())}
		}
		words.Write(line)
		block.AdvanceLine()
	}
	block.SetPosition(at, segment)
	return nil
}

// commentLines reads a comment that begins a line, ends a later one, and may contain blank
// lines.
func commentLines(b []byte) (*Line, int) {
	first, rest, ok := bytes.Cut(b, []byte("\n"))
	begins, own := bytes.CutPrefix(bytes.TrimSpace(first), []byte("%%"))
	if !ok || !own || bytes.Contains(begins, []byte("%%")) {
		return nil, 0
	}
	end := bytes.Index(rest, []byte("%%"))
	if end < 0 {
		return nil, 0
	}
	size := len(first) + 1 + end + 2
	if behind, _, _ := bytes.Cut(b[size:], []byte("\n")); len(bytes.TrimSpace(behind)) > 0 {
		return nil, 0
	}
	return &Line{What: Comment, Words: strings.TrimSpace(string(begins) + "\n" + string(rest[:end]))}, size
}
