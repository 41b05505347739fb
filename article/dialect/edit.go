package dialect

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// edits reads the marks of an editor, which MkDocs and some editors show (CriticMarkup):
// {++added++}, {--removed--}, {~~before~>after~~}, {==highlighted==} and the remark
// {>>remark<<}. What was removed is shown struck through, and is text.
type edits struct{}

func (e edits) Extend(m goldmark.Markdown) { inline(m, e) }

func (edits) Trigger() []byte { return []byte{'{'} }

var edit = regexp.MustCompile(`^\{(?:\+\+([^\n]+?)\+\+|--([^\n]+?)--|==([^\n]+?)==|~~([^\n]*?)~>([^\n]*?)~~|>>([^\n]*?)<<)\}`)

func (edits) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	line = line[:min(len(line), maxTag)]
	if len(line) < 5 || !strings.ContainsRune("+-=~>", rune(line[1])) {
		return nil
	}
	end := []byte{line[1], line[1], '}'}
	if line[1] == '>' {
		end = []byte("<<}")
	}
	if !bytes.Contains(line, end) {
		return nil
	}
	m := edit.FindSubmatch(line)
	if m == nil {
		return nil
	}
	block.Advance(len(m[0]))
	if line[1] == '>' {
		return &Words{What: Comment, Words: string(m[6])}
	}
	return &Words{What: Inline, Words: strings.TrimSpace(string(m[1]) + string(m[2]) + string(m[3]) + string(m[4]) + " " + string(m[5]))}
}
