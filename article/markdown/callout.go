package markdown

import (
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"

	"github.com/xunzhang/xunzhang/article/block"
	"github.com/xunzhang/xunzhang/article/dialect"
)

// Some tools write notes as blocks of code: ```ad-tip of a plugin of Obsidian,
// ```admonish tip of mdBook, ```{tip} of Sphinx. What is in them is Markdown.

// calloutInfo is the first line of such a block: the kind, and what follows it.
var calloutInfo = regexp.MustCompile(`^(?:(ad-[a-z-]+)|(admonish)(?:[ \t]+[a-z]+)?|\{([a-z-]+)\})[ \t]*(.*)$`)

// calloutOption is a line with an option before the text.
var calloutOption = regexp.MustCompile(`^(?::[a-z-]+:|(?:title|collapse|icon|color):)[ \t]*(.*)$`)

// codeOptions are lines with options before code.
var codeOptions = regexp.MustCompile(`^(?::[a-z-]+:[^\n]*\n)+`)

// directives are the blocks of Sphinx whose content is text; the words behind their name
// are a title.
func directives() []string {
	return []string{"note", "tip", "hint", "important", "warning", "caution", "danger", "error", "attention", "seealso", "admonition", "dropdown",
		"tab-item", "tab-set", "card", "grid", "grid-item", "grid-item-card", "sidebar", "margin", "topic", "epigraph", "pull-quote", "figure",
		"versionadded", "versionchanged", "deprecated", "exercise", "solution", "proof", "theorem", "definition", "example", "div"}
}

// callout converts a block of code that is a note. It reports whether the block is one.
func (c *converter) callout(n *ast.FencedCodeBlock) bool {
	if n.Info == nil || c.within >= maxWithin {
		return false
	}
	m := calloutInfo.FindStringSubmatch(strings.TrimSpace(string(n.Info.Value(c.src))))
	if m != nil && (m[3] == "code-block" || m[3] == "code" || m[3] == "code-cell") {
		c.put(block.Block{Kind: block.Code, Text: block.TrimLines(codeOptions.ReplaceAllString(string(n.Lines().Value(c.src)), ""))})
		return true
	}
	if m == nil || m[3] != "" && !slices.Contains(directives(), m[3]) {
		return false
	}
	title := m[4]
	switch {
	case m[2] != "":
		title = dialect.CodeTitle(title)
	case m[3] == "figure": // behind the name stands that of the picture
		title = ""
	}
	body := string(n.Lines().Value(c.src))
	for {
		line, rest, _ := strings.Cut(body, "\n")
		option := calloutOption.FindStringSubmatch(strings.TrimSpace(line))
		if option == nil {
			break
		}
		if strings.HasPrefix(line, "title:") {
			title = option[1]
		}
		body = rest
	}
	c.label(title)
	inner := converter{src: []byte(body), within: c.within + 1}
	inner.children(commonmark().Parse(text.NewReader(inner.src)), block.Prose)
	c.add(&inner)
	for _, b := range inner.blocks {
		c.put(b)
	}
	return true
}
