package dialect

import (
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// keys reads the keys of a keyboard in MkDocs: ++ctrl+alt+del++.
type keys struct{}

func (k keys) Extend(m goldmark.Markdown) { inline(m, k) }

func (keys) Trigger() []byte { return []byte{'+'} }

var keyNames = regexp.MustCompile(`^\+\+([a-z0-9-]{1,20}(?:\+[a-z0-9-]{1,20})*)\+\+`)

func (keys) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	before := block.PrecendingCharacter()
	m := keyNames.FindSubmatch(line[:min(len(line), maxTag)])
	if m == nil || isWord(before) || before == '+' {
		return nil
	}
	names := strings.Split(string(m[1]), "+")
	if !slices.ContainsFunc(names, isKey) { // an operator of a program
		return nil
	}
	for i, name := range names {
		names[i] = strings.ToUpper(name[:1]) + name[1:]
	}
	block.Advance(len(m[0]))
	return &Words{What: Title, Words: strings.Join(names, "+")}
}

// isKey reports whether a name is that of a key that writes no character.
func isKey(name string) bool {
	return slices.Contains([]string{"ctrl", "control", "alt", "option", "shift", "cmd", "command", "meta", "win", "windows", "super", "fn",
		"enter", "return", "tab", "esc", "escape", "space", "backspace", "del", "delete", "ins", "insert", "home", "end", "up", "down", "left", "right",
		"page-up", "page-down", "caps-lock", "print-screen", "f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10", "f11", "f12"}, name)
}
