package dialect

import (
	"bytes"
	"path"
	"regexp"
	"strings"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// wikiLinks reads the links of Obsidian, Logseq and other wikis: [[page]],
// [[page#section|label]], ![[embedded page]], and the tag #[[page]]; their references to blocks, ((id));
// and the names of blocks at the end of a block, ^id.
type wikiLinks struct{}

func (w wikiLinks) Extend(m goldmark.Markdown) { inline(m, w) }

func (wikiLinks) Trigger() []byte { return []byte{'[', '!', '(', '^'} }

var (
	wikiLink  = regexp.MustCompile(`^!?\[\[([^\[\]|\n]{1,300})(?:\|([^\[\]\n]{0,300}))?\]\]`)
	blockRef  = regexp.MustCompile(`^\(\([0-9a-f]{2,}-[0-9a-z-]{1,40}\)\)`)
	blockName = regexp.MustCompile(`^\^([A-Za-z][A-Za-z0-9-]{1,40}|[0-9][A-Za-z0-9-]{2,40})\s*$`) // ^2 is a power
)

// dayPage is the name of a page of a diary.
var dayPage = regexp.MustCompile(`^\d{4}[-_]\d{2}[-_]\d{2}$`)

// pictureWidth is the size of a picture behind its words: |300, |300x200.
var pictureWidth = regexp.MustCompile(`\|\d+(?:x\d+)?\s*$`)

// maxLink is the longest link, in bytes.
const maxLink = 700

func (wikiLinks) Parse(parent ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, _ := block.PeekLine()
	if len(line) < 2 || line[0] != '^' && line[1] != '[' && line[1] != '(' {
		return nil
	}
	before := block.PrecendingCharacter()
	switch line[0] {
	case '(':
		if loc := blockRef.FindIndex(line[:min(len(line), maxLink)]); loc != nil {
			block.Advance(loc[1])
			return &Words{}
		}
		return nil
	case '^':
		if m := blockName.FindSubmatch(line[:min(len(line), maxLink)]); m != nil && unicode.IsSpace(before) {
			block.Advance(len(bytes.TrimRight(m[0], "\n")))
			return &Words{What: Anchor, Words: string(m[1])}
		}
		return nil
	}
	if before < 0x80 && (unicode.IsLetter(before) || unicode.IsDigit(before)) || before == '[' || !bytes.HasPrefix(bytes.TrimPrefix(line, []byte("!")), []byte("[[")) {
		return nil // an index, as in a[[1,2]]
	}
	m := wikiLink.FindSubmatch(line[:min(len(line), maxLink)])
	if m == nil || len(line) > len(m[0]) && line[len(m[0])] == '(' || !bytes.ContainsFunc(m[1], unicode.IsLetter) && !dayPage.Match(m[1]) {
		return nil
	}
	block.Advance(len(m[0]))
	page := strings.TrimSuffix(string(m[1]), `\`) // of a link in a table, where | is escaped
	n := &WikiLink{Page: strings.TrimSpace(page), Embed: line[0] == '!', Tag: cutNumberSign(parent, before)}
	n.Label = strings.TrimSpace(string(pictureWidth.ReplaceAll(m[2], nil)))
	if n.Label == "" {
		n.Label = pageName(n.Page)
	}
	if n.Embed && isMedia(n.Page) {
		if hasHan(string(m[2])) { // not the width of a picture
			return &Words{What: Caption, Words: n.Label}
		}
		return &Words{}
	}
	return n
}

// cutNumberSign takes the number sign off the text before a link, and reports whether
// there is one: it makes the page a tag.
func cutNumberSign(parent ast.Node, before rune) bool {
	last, ok := parent.LastChild().(*ast.Text)
	if !ok || before != '#' || last.Segment.IsEmpty() {
		return false
	}
	last.Segment = last.Segment.WithStop(last.Segment.Stop - 1)
	return true
}

// pageName is the text of a link without a label: the name of the page without
// folders, and without the name of a block.
func pageName(page string) string {
	page, _, _ = strings.Cut(page, "#^")
	name, section, ok := strings.Cut(page, "#")
	name = strings.TrimSuffix(path.Base(strings.Trim(name, "/")), ".md")
	switch {
	case name == "." || name == "/":
		return section
	case ok:
		return name + "#" + section
	}
	return name
}

// isMedia reports whether a page is a picture, recording or other file.
func isMedia(page string) bool {
	name, _, _ := strings.Cut(page, "#")
	ext := strings.ToLower(path.Ext(name))
	return len(ext) > 1 && len(ext) <= 6 && ext != ".md" && isASCII([]byte(ext)) && !strings.Contains(ext, " ")
}
