package dialect

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// marks reads ==highlighted== text, for which Logseq also has ^^highlighted^^, and
// superscripts as in x^2^. A comparison, as in a==b, is text.
type marks struct{}

func (m marks) Extend(md goldmark.Markdown) { inline(md, m) }

func (marks) Trigger() []byte { return []byte{'=', '^'} }

// superscript is letters and digits between circumflexes. In a formula, as in
// a^2b^2, a letter or digit follows.
var superscript = regexp.MustCompile(`^\^([+-]?[\p{L}\p{N}]{1,20}[+-]?)\^(?:$|[^\p{L}\p{N}\\{(])`)

func (m marks) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	if line[0] == '=' && (len(line) < 2 || line[1] != '=') {
		return nil
	}
	before := block.PrecendingCharacter()
	if line[0] == '^' && (len(line) < 2 || line[1] != '^') {
		found := superscript.FindSubmatch(line[:min(len(line), maxTag)])
		if found == nil || unicode.IsSpace(before) {
			return nil
		}
		block.Advance(len(found[1]) + 2)
		return &Words{What: Title, Words: string(found[1])}
	}
	if len(line) > 2 && line[2] == line[0] { // a row of signs, which would be counted again at each of them
		return nil
	}
	d := parser.ScanDelimiter(line, before, 2, m)
	if d == nil || d.OriginalLength != 2 {
		return nil
	}
	after, _ := utf8.DecodeRune(line[2:])
	if isWord(before) && isWord(after) {
		return nil
	}
	// CommonMark sees no mark between punctuation and a Chinese character without a
	// space.
	if line[0] == '=' {
		d.CanOpen = d.CanOpen || isWide(after) || util.IsPunctRune(after) && isWide(before)
		d.CanClose = d.CanClose || isWide(before) || util.IsPunctRune(before) && isWide(after)
	}
	d.Segment = segment.WithStop(segment.Start + d.OriginalLength)
	block.Advance(d.OriginalLength)
	pc.PushDelimiter(d)
	return d
}

// isWide reports whether a rune is Chinese or Chinese punctuation.
func isWide(r rune) bool { return r >= 0x2E80 || strings.ContainsRune("“”‘’…—", r) }

func isWord(r rune) bool { return r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r)) }

// IsDelimiter implements parser.DelimiterProcessor.
func (marks) IsDelimiter(b byte) bool { return b == '=' || b == '^' }

// CanOpenCloser implements parser.DelimiterProcessor.
func (marks) CanOpenCloser(opener, closer *parser.Delimiter) bool { return opener.Char == closer.Char }

// OnMatch implements parser.DelimiterProcessor.
func (marks) OnMatch(int) ast.Node { return &Mark{} }
