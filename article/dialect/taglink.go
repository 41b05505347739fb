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

// tagLinks reads links whose address is a tag of a template, which Markdown does
// not accept as an address: [text]({{< ref "page.md" >}}) of Hugo, [text]({%
// post_url page %}) and [text]({{ site.baseurl }}/page) of Jekyll.
type tagLinks struct{}

func (l tagLinks) Extend(m goldmark.Markdown) { inline(m, l) }

func (tagLinks) Trigger() []byte { return []byte{'['} }

// tagLink is such a link. Its text holds no brackets.
var tagLink = regexp.MustCompile(`^\[([^\[\]\n]{1,300})\]\(\s*([^()\s{]*)(\{\{[<%]?[^{}\n]{1,300}[%>]?\}\}|\{%[^{}\n]{1,300}%\})([^()\s{}]*)\s*\)`)

// tagAddress finds the page that a tag names, in quotes or behind the tag's name.
var tagAddress = regexp.MustCompile(`["']([^"']+)["']|(?:post_url|link|ref|relref)\s+([^\s"'%>}]+)`)

// mayBeTag reports whether the address of the first link of a line has a brace,
// which excludes most lines.
func mayBeTag(line []byte) bool {
	_, address, ok := bytes.Cut(line, []byte("]("))
	if !ok {
		return false
	}
	brace, end := bytes.IndexByte(address, '{'), bytes.IndexByte(address, ')')
	return brace >= 0 && (end < 0 || brace < end)
}

func (tagLinks) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, segment := block.PeekLine()
	line = line[:min(len(line), maxLink)]
	if !mayBeTag(line) {
		return nil
	}
	m := tagLink.FindSubmatchIndex(line)
	if m == nil || block.PrecendingCharacter() == '!' {
		return nil
	}
	address := string(line[m[4]:m[5]])
	if named := tagAddress.FindSubmatch(line[m[6]:m[7]]); named != nil {
		address += string(named[1]) + string(named[2])
	}
	address += string(line[m[8]:m[9]])
	link := ast.NewLink()
	link.Destination = []byte(strings.TrimSpace(address))
	link.AppendChild(link, ast.NewTextSegment(text.NewSegment(segment.Start+m[2], segment.Start+m[3])))
	block.Advance(m[1])
	return link
}
