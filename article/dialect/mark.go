package dialect

import (
	"regexp"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// marks reads ==highlighted== text, and superscripts as in x^2^. A comparison,
// as in a==b, is text.
type marks struct{}

func (m marks) Extend(md goldmark.Markdown) { inline(md, m) }

func (marks) Trigger() []byte { return []byte{'=', '^'} }

// superscript is letters and digits; in a formula, as in a^2b^2, more follows.
var superscript = regexp.MustCompile(`^\^([+-]?[\p{L}\p{N}]{1,20}[+-]?)\^(?:$|[^\p{L}\p{N}\\{(])`)

func (m marks) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	if line[0] == '=' && (len(line) < 2 || line[1] != '=') {
		return nil
	}
	before := block.PrecendingCharacter()
	if line[0] == '^' {
		found := superscript.FindSubmatch(line[:min(len(line), maxTag)])
		if found == nil || unicode.IsSpace(before) {
			return nil
		}
		block.Advance(len(found[1]) + 2)
		return &Words{What: Title, Words: string(found[1])}
	}
	d := parser.ScanDelimiter(line, before, 2, m)
	if d == nil || d.OriginalLength != 2 {
		return nil
	}
	after := byte(0)
	if len(line) > 2 {
		after = line[2]
	}
	if isWord(before) && after < 0x80 && isWord(rune(after)) {
		return nil
	}
	d.Segment = segment.WithStop(segment.Start + d.OriginalLength)
	block.Advance(d.OriginalLength)
	pc.PushDelimiter(d)
	return d
}

func isWord(r rune) bool { return r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

// IsDelimiter implements parser.DelimiterProcessor.
func (marks) IsDelimiter(b byte) bool { return b == '=' }

// CanOpenCloser implements parser.DelimiterProcessor.
func (marks) CanOpenCloser(opener, closer *parser.Delimiter) bool { return opener.Char == closer.Char }

// OnMatch implements parser.DelimiterProcessor.
func (marks) OnMatch(int) ast.Node { return &Mark{} }
