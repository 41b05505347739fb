package article

import (
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"github.com/xunzhang/xunzhang/article/dialect"
)

// label puts the title of a block of other blocks. It is a heading of these,
// and of nothing behind them.
func (c *converter) label(title string) {
	title = footnoteMark.ReplaceAllString(title, "")
	l := line{}
	if strings.ContainsAny(title, "[*_`<$&\\") {
		l = *c.inlineOf(title)
	} else {
		l.add(title)
	}
	b := l.block(heading)
	b.label = true
	if b.text != "" {
		c.put(b)
	}
}

// footnoteMark refers to a note from where no note is known.
var footnoteMark = regexp.MustCompile(`\[\^[^\]\s]+\]`)

// inlineOf reads a text as the inline content of a paragraph.
func (c *converter) inlineOf(s string) *line {
	inner := converter{src: []byte(squash(s))}
	doc := commonmark().Parse(text.NewReader(inner.src))
	var l line
	if first := doc.FirstChild(); first != nil && first == doc.LastChild() && first.Kind() == ast.KindParagraph {
		inner.inlines(first, &l)
	} else {
		l.add(s)
	}
	c.dropped, c.wiki = append(c.dropped, inner.dropped...), c.wiki || inner.wiki
	return &l
}

// line converts a line that is syntax alone.
func (c *converter) line(n *dialect.Line) {
	switch n.What {
	case dialect.Title:
		c.label(n.Words)
	case dialect.Caption:
		c.put(block{text: squash(n.Words), image: true})
	case dialect.Comment:
		c.leave(n.Words, DroppedHidden)
	case dialect.Program:
		c.leave(n.Words, DroppedSyntax)
	}
}

// words converts syntax within a line.
func (c *converter) words(n *dialect.Words, l *line) {
	switch n.What {
	case dialect.Title, dialect.Caption:
		l.add(n.Words)
	case dialect.Comment:
		c.leave(n.Words, DroppedHidden)
	case dialect.Program:
		c.leave(n.Words, DroppedSyntax)
	}
}

func (c *converter) wikiLink(n *dialect.WikiLink, l *line) {
	c.wiki = true
	opened := l.open(n.Page)
	l.add(n.Label)
	l.close(opened)
}

func (c *converter) leave(text string, reason Reason) {
	if text = squash(text); Letters(text) > 0 {
		c.dropped = append(c.dropped, Dropped{Reason: reason, Text: text})
	}
}

// headingID is a name to point at a heading by, as many tools have it at the
// end: {#id}, {: #id .class }, {/* #id */}.
var headingID = regexp.MustCompile(`\s*\{(?::?\s*[#.][^{}]*|/\*\s*#[^{}]*\*/)\s*\}$`)

func cutHeadingID(s string) string {
	if !strings.HasSuffix(s, "}") {
		return s
	}
	if loc := headingID.FindStringIndex(s); loc != nil && loc[0] > 0 {
		return s[:loc[0]]
	}
	return s
}

// alert is the mark of a callout at the beginning of a quote: "[!NOTE]", and
// in Obsidian "[!note]- 标题", where the sign says whether it is folded.
var alert = regexp.MustCompile(`^\[!([A-Za-z][\w-]{0,30})(?:\|[^\]]*)?\][+-]?[ \t]*`)

// cutAlert takes the mark of a callout and its title off a quote, and returns
// the title.
func cutAlert(l *line) (title string) {
	text := l.String()
	mark := alert.FindString(text)
	if mark == "" {
		return ""
	}
	rest := text[len(mark):]
	end := strings.IndexAny(rest, string(softBreak)+"\n")
	if end < 0 {
		end = len(rest)
	}
	l.replace(strings.TrimLeft(rest[end:], string(softBreak)+"\n"))
	return rest[:end]
}
