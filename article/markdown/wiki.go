package markdown

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/xunzhang/xunzhang/article/block"
	"github.com/xunzhang/xunzhang/article/page"
)

// Pages of Logseq, and some of Obsidian, have properties, "key:: value", on lines
// of their own: those of the page at its beginning, those of a block after the
// block's first line. Their paragraphs end with tags: "文字 #标签 #标签/小类".

// property is a line that is a property. The space behind the colons distinguishes
// it from code.
var property = regexp.MustCompile(`^[ \t]*(?:[-*][ \t]+)?([A-Za-z][\w.-]{0,40}|\p{Han}{1,8})::(?:[ \t]+(.*))?$`)

// hasProperties reports whether a text may have properties.
func hasProperties(s string) bool {
	return strings.Contains(s, ":: ") || strings.Contains(s, "::\n") || strings.HasSuffix(s, "::")
}

// properties takes the properties out of a text. Those of the page are its
// metadata. Of the others, those for Logseq itself are dropped, and the rest
// becomes text, a name and a value.
func properties(p *page.Page, s string) (rest string, found bool) {
	var b []byte
	raw := map[string]any{}
	top, fence := true, false
	for l := range strings.Lines(s) {
		trimmed := strings.TrimSpace(l)
		if strings.HasPrefix(trimmed, "```") || strings.HasPrefix(trimmed, "~~~") {
			fence = !fence
		}
		m := property.FindStringSubmatch(strings.TrimRight(l, "\n"))
		if fence || m == nil {
			top = top && trimmed == ""
			b = append(b, l...)
			continue
		}
		found = true
		switch {
		case top:
			raw[m[1]] = pageNames.Replace(strings.TrimSpace(m[2]))
		case !isProgramProperty(m[1]) && m[2] != "":
			b = appendProperty(b, l)
		}
	}
	if len(raw) > 0 {
		fields := page.NamedFields(raw)
		own := fields.Meta()
		p.Meta.Fill(&own)
		page.OrText(&p.Private, fields.PrivateBy())
		p.Dropped = append(p.Dropped, fields.Unused()...)
		p.From.Note(&p.Meta, "properties of the page")
	}
	return string(b), found
}

// pageNames removes the brackets around the names of pages in a value.
var pageNames = strings.NewReplacer("[[", "", "]]", "")

// isProgramProperty reports whether a property of a block is for Logseq itself.
func isProgramProperty(name string) bool {
	return strings.HasPrefix(name, "logseq.") || strings.HasPrefix(name, "card-") || strings.HasPrefix(name, "hl-") || strings.HasPrefix(name, "ls-") ||
		slices.Contains([]string{"id", "collapsed", "heading", "background-color", "created-at", "updated-at", "query-table", "query-properties", "query-sort-by", "query-sort-desc", "exclude-from-graph-view"}, name)
}

// appendProperty adds a name and a value as a line of its own.
func appendProperty(b []byte, l string) []byte {
	if end := len(b) - 1; end > 0 && b[end] == '\n' && b[end-1] != '\n' {
		b = append(b[:end], "  \n"...)
	}
	return append(b, strings.Replace(l, "::", ":", 1)...)
}

// wikiTags takes the tags in paragraphs as tags of the page. Tags at the end of a
// paragraph are removed from its text; those within it are words of a sentence too.
func wikiTags(p *page.Page) {
	for i := range p.Blocks {
		b := &p.Blocks[i]
		if b.Kind == block.Heading || b.Kind == block.Code || b.Kind == block.Table || strings.IndexByte(b.Text, '#') < 0 {
			continue
		}
		var tags []string
		for {
			last := b.Text[strings.LastIndexAny(b.Text, " \n")+1:]
			if !isWikiTag(last) {
				break
			}
			tags = append(tags, last[1:])
			b.Text = strings.TrimRight(b.Text[:len(b.Text)-len(last)], " \n")
		}
		for word := range strings.FieldsSeq(b.Text) {
			if isWikiTag(word) {
				p.Meta.Tags = append(p.Meta.Tags, word[1:])
			}
		}
		slices.Reverse(tags)
		p.Meta.Tags = append(p.Meta.Tags, tags...)
	}
}

// isWikiTag reports whether a word is a tag: "#标签/小类". A number is none.
func isWikiTag(word string) bool {
	name, ok := strings.CutPrefix(word, "#")
	return ok && strings.ContainsFunc(name, unicode.IsLetter) &&
		!strings.ContainsFunc(name, func(r rune) bool { return !block.IsLetter(r) && !strings.ContainsRune("_/-", r) })
}

// isQuery reports whether code in this language is a query, in whose place Obsidian
// shows what it finds.
func isQuery(language string) bool {
	return slices.Contains([]string{"dataview", "dataviewjs", "tasks", "query"}, strings.ToLower(language))
}

// isInlineQuery reports whether a code span is a query of Dataview: `= this.name`, or its
// program: `$= dv.current()`.
func isInlineQuery(code string) bool {
	code = strings.TrimSpace(code)
	if program, ok := strings.CutPrefix(code, "$="); ok {
		return strings.HasPrefix(strings.TrimSpace(program), "dv.")
	}
	query, ok := strings.CutPrefix(code, "=")
	return ok && strings.HasPrefix(strings.TrimSpace(query), "this.")
}

// cutDrawing cuts the data of a drawing off a page of Excalidraw, a plugin of Obsidian.
// Its texts stand before them.
func cutDrawing(p *page.Page, s string) string {
	for _, mark := range []string{"%%\n## Drawing", "%%\n# Drawing", "## Drawing\n", "# Drawing\n"} {
		if at := strings.Index("\n"+s, "\n"+mark); at >= 0 {
			p.Dropped = append(p.Dropped, block.Dropped{Reason: block.DroppedSyntax, Text: "Drawing"})
			return s[:at]
		}
	}
	return s
}
