package dialect

import (
	"strings"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// inlineNotes reads footnotes that are written at the place that refers to them:
// 文字^[注].
type inlineNotes struct{}

func (n inlineNotes) Extend(m goldmark.Markdown) { inline(m, n) }

func (inlineNotes) Trigger() []byte { return []byte{'^'} }

func (inlineNotes) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	if len(line) < 3 || line[1] != '[' || block.PrecendingCharacter() == '[' { // [^[] is a class of characters
		return nil
	}
	at, segment := block.Position()
	block.Advance(2)
	var words strings.Builder
	for depth := 1; words.Len() < maxComment; block.AdvanceLine() {
		line, _ := block.PeekLine()
		if line == nil {
			break
		}
		end := noteEnd(line[:min(len(line), maxComment)], &depth)
		words.Write(line[:end])
		if depth > 0 {
			if end < len(line) {
				break
			}
			continue
		}
		block.Advance(end + 1)
		if next := block.Peek(); next == '(' || next == '^' || !strings.ContainsFunc(words.String(), unicode.IsLetter) {
			break // a link, a superscript, a number
		}
		return &Words{What: Note, Words: words.String()}
	}
	block.SetPosition(at, segment)
	return nil
}

// noteEnd returns where a line closes the outermost of depth open brackets, or its
// length. It counts the brackets that are open then in depth.
func noteEnd(line []byte, depth *int) int {
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '\\':
			i++
		case '[':
			*depth++
		case ']':
			if *depth--; *depth == 0 {
				return i
			}
		}
	}
	return len(line)
}
