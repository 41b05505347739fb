package dialect

import (
	"regexp"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// sizedPictures reads pictures with a size behind the address, ![words](a.png =200x300),
// which to CommonMark are none.
type sizedPictures struct{}

func (p sizedPictures) Extend(m goldmark.Markdown) { inline(m, p) }

func (sizedPictures) Trigger() []byte { return []byte{'!'} }

var sizedPicture = regexp.MustCompile(`^!\[([^\[\]\n]{0,300})\]\([^()\s]{1,500}[ \t]+=(?:\d+%?)?(?:x(?:\d+%?)?)?[ \t]*\)`)

func (sizedPictures) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	m := sizedPicture.FindSubmatch(line[:min(len(line), maxTag)])
	if m == nil {
		return nil
	}
	block.Advance(len(m[0]))
	return &Words{What: Picture, Words: string(m[1])}
}
