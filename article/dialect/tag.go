package dialect

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// tags reads tags of templates within a line: {{< name … >}} and {{% name … %}} of
// Hugo, {% name … %} of Hexo, Jekyll and GitBook, {{query …}} of Logseq, {{#include
// …}} of mdBook, {/* comments */} of MDX, and attribute lists behind the text that
// they belong to.
type tags struct{}

func (t tags) Extend(m goldmark.Markdown) { inline(m, t) }

func (tags) Trigger() []byte { return []byte{'{'} }

func (tags) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	before := block.PrecendingCharacter()
	line, _ := block.PeekLine()
	line = line[:min(len(line), maxTag)]
	w, size := readTag(line)
	if w == nil {
		w, size = readAttributes(line, before)
	}
	if w == nil || bytes.IndexByte(line[:size], '\n') >= 0 {
		return nil
	}
	block.Advance(size)
	return w
}

// attributes is a list of attributes: { .class #id name="value" }.
var attributes = regexp.MustCompile(`^\{:?\s*(?:[.#][\w-]+|[\w-]+=(?:"[^"\n]*"|'[^'\n]*'|[\w%-]+))(?:\s+(?:[.#][\w-]+|[\w-]+=(?:"[^"\n]*"|'[^'\n]*'|[\w%-]+)))*\s*\}`)

// pictureSize is the size that Logseq writes behind a picture: {:height 200, :width
// 300}.
var pictureSize = regexp.MustCompile(`^\{:(?:height|width) \d+(?:, :(?:height|width) \d+)?\}`)

// attributeID is the id in a list of attributes.
var attributeID = regexp.MustCompile(`[\s{:]#([\w-]+)`)

// readAttributes reads an attribute list behind what it belongs to: a link, a
// picture, a code span, or a paragraph that it ends.
func readAttributes(line []byte, before rune) (*Words, int) {
	loc := attributes.FindIndex(line)
	if loc == nil && before == ')' {
		loc = pictureSize.FindIndex(line)
	}
	if loc == nil {
		return nil, 0
	}
	switch {
	case strings.ContainsRune(")`]>", before):
		return &Words{}, loc[1]
	case len(bytes.TrimSpace(line[loc[1]:])) > 0 || bytes.IndexByte(line[:loc[1]], '=') >= 0:
		return nil, 0
	}
	if id := attributeID.FindSubmatch(line[:loc[1]]); id != nil {
		return &Words{What: Anchor, Words: string(id[1])}, loc[1]
	}
	return &Words{}, loc[1]
}

// readTag reads the tag that a text begins with, and returns how many bytes it
// takes; nil where there is none, or none that is known.
func readTag(b []byte) (*Words, int) {
	if w, size := readCommented(b); w != nil {
		return w, size
	}
	if loc := kramdownTag.FindIndex(b); loc != nil {
		return &Words{}, loc[1]
	}
	for _, kind := range []struct {
		open, close string
		read        func(inner string) *Words
	}{
		{"{/*", "*/}", func(inner string) *Words { return &Words{What: Comment, Words: strings.TrimSpace(inner)} }},
		{"{{<", ">}}", hugo},
		{"{{%", "%}}", hugo},
		{"{%", "%}", template},
		{"{{", "}}", logseq},
	} {
		if !bytes.HasPrefix(b, []byte(kind.open)) {
			continue
		}
		rest := b[len(kind.open):min(len(b), maxTag)]
		end := bytes.Index(rest, []byte(kind.close))
		if end < 0 || bytes.Contains(rest[:end], []byte("\n\n")) {
			return nil, 0
		}
		w := kind.read(string(rest[:end]))
		if w == nil {
			return nil, 0
		}
		return w, len(kind.open) + end + len(kind.close)
	}
	return nil, 0
}

// Comments in Liquid, Hugo and kramdown: what begins them, and what is looked for behind it.
var (
	commentBegin = regexp.MustCompile(`^(?:\{%-?\s*comment\s*-?%\}|\{\{[%<]\s*comment\s*[%>]\}\}|\{::comment\})`)
	commentEnd   = regexp.MustCompile(`\{%-?\s*endcomment\s*-?%\}|\{\{[%<]\s*/comment\s*[%>]\}\}|\{:/(?:comment)?\}`)
)

// readCommented reads a text between the tags of a comment.
func readCommented(b []byte) (*Words, int) {
	begin := commentBegin.FindIndex(b[:min(len(b), maxName)])
	if begin == nil {
		return nil, 0
	}
	rest := b[begin[1]:min(len(b), maxComment)]
	if !bytes.Contains(rest, []byte("endcomment")) && !bytes.Contains(rest, []byte("/comment")) && !bytes.Contains(rest, []byte("{:/}")) {
		return nil, 0
	}
	end := commentEnd.FindIndex(rest)
	if end == nil {
		return nil, 0
	}
	return &Words{What: Comment, Words: strings.TrimSpace(string(rest[:end[0]]))}, begin[1] + end[1]
}

// maxName is how many bytes the tag that begins a comment may have.
const maxName = 40

// kramdownTag is a tag of kramdown: {::nomarkdown}, {::options a="b" /}, {:/}.
var kramdownTag = regexp.MustCompile(`^\{(?:::(?:nomarkdown|options)(?: [^{}\n]*)?/?|:/(?:nomarkdown|comment)?)\}`)

// hugo reads the text in a shortcode. Every site has shortcodes of its own, but
// their arguments for readers have the same names (see words).
func hugo(inner string) *Words {
	inner = strings.TrimSuffix(strings.TrimSpace(inner), "/")
	if strings.HasPrefix(inner, "/*") || inner == "" {
		return &Words{What: Comment}
	}
	if inner[0] == '/' {
		return &Words{}
	}
	name, args := cutName(inner)
	if !isName(name) {
		return nil
	}
	if isPicture(name) {
		return &Words{What: Caption, Words: words(args)}
	}
	return &Words{What: Title, Words: words(args)}
}

// template reads a tag of Hexo, Jekyll or GitBook. An unknown one is left as text,
// because programmers also write about such tags.
func template(inner string) *Words {
	name, args := cutName(strings.Trim(strings.TrimSpace(inner), "-"))
	base := strings.TrimPrefix(name, "end")
	switch {
	case slices.Contains(layoutTags(), base), isAPITag(base):
		if base != name {
			return &Words{}
		}
		if slices.Contains(textTags(), name) {
			return &Words{What: Inline, Words: words(args)}
		}
		return &Words{What: Title, Words: words(args)}
	case strings.HasPrefix(name, "@"): // of a program that GitBook shows in the page
		return &Words{What: Program, Words: args}
	case isPicture(base):
		if base != name {
			return &Words{}
		}
		return &Words{What: Caption, Words: words(args)}
	case strings.HasPrefix(name, "include"): // of a picture or a note, with words for it
		_, args = cutName(args)
		return &Words{What: Caption, Words: words(args)}
	case slices.Contains(programTags(), base):
		return &Words{}
	}
	return nil
}

// layoutTags are tags that enclose text, and may give it a title.
func layoutTags() []string {
	return []string{
		"note", "subnote", "notel", "tabs", "tab", "subtabs", "subsubtabs", "fold", "folding", "hideToggle", "hideBlock", "hideInline",
		"timeline", "timenode", "blockquote", "quote", "pullquote", "centerquote", "cq", "codeblock", "raw", "details", "label", "btn", "button",
		"hint", "code", "embed", "content-ref", "file", "stepper", "step", "columns", "column", "swagger", "openapi", "checkbox", "radio",
		"p", "span", "u", "emp", "wavy", "del", "kbd", "psw", "callout", "alert", "tip", "info", "warning", "post_link", "link", "inlineImg", "flink",
		"linkgrid", "linkcard", "grid", "cell", "poetry", "reel", "paper", "border", "box",
	}
}

// textTags are those whose argument is text of the paragraph, or a line of text.
func textTags() []string {
	return []string{"label", "btn", "button", "checkbox", "radio", "p", "span", "u", "emp", "wavy", "del", "kbd", "psw", "post_link", "link", "inlineImg", "flink", "hideInline"}
}

// isAPITag reports whether a tag encloses a part of the description of an interface in
// GitBook.
func isAPITag(name string) bool {
	return strings.HasPrefix(name, "swagger-") || strings.HasPrefix(name, "api-method") || strings.HasPrefix(name, "openapi-")
}

// programTags are tags without text for readers.
func programTags() []string {
	return []string{
		"highlight", "post_url", "post_path", "asset_path", "asset_link", "youtube", "vimeo",
		"bilibili", "gist", "jsfiddle", "iframe", "video", "audio", "aplayer", "meting", "mermaid", "chart", "gallery", "galleryGroup", "more",
		"assign", "capture", "comment", "if", "elsif", "else", "unless", "for", "case", "when", "seo", "feed_meta", "math", "katex", "pdf", "include_code", "dplayer", "toc", "navbar",
	}
}

// cutName splits the name of a tag from its arguments.
func cutName(inner string) (name, args string) {
	inner = strings.TrimSpace(inner)
	if i := strings.IndexFunc(inner, unicode.IsSpace); i >= 0 {
		return inner[:i], inner[i:]
	}
	return inner, ""
}

func isPicture(name string) bool {
	return slices.Contains([]string{"figure", "img", "image", "asset_img", "fullimage", "gp", "grouppicture", "picture"}, name)
}

func isName(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("_-/.", r)
	})
}

// logseq reads a macro of Logseq, or of mdBook.
func logseq(inner string) *Words {
	name, args := cutName(inner)
	switch name {
	case "#include", "#rustdoc_include", "#playground", "#title", "#quiz": // of mdBook
		return &Words{What: Program, Words: args}
	case "query", "embed", "renderer", "video", "youtube", "tweet", "function", "namespace", "zotero-imported-file", "zotero-linked-file":
		return &Words{What: Program, Words: args}
	case "cloze":
		return &Words{What: Title, Words: args}
	}
	return nil
}

// argument is one argument of a tag: a value with or without a name.
var argument = regexp.MustCompile(`(?:([\w-]+)\s*[=:]\s*)?(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|` + "`([^`]*)`" + `|([^\s"',]+))`)

// CodeTitle is the title of a block of code, from what follows the language in its
// first line; "" for none. A file name is no title.
func CodeTitle(info string) string {
	if title := words(strings.NewReplacer("[", `"`, "]", `"`).Replace(info)); hasHan(title) {
		return title
	}
	return ""
}

func hasHan(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.Is(unicode.Han, r) })
}

// words are the texts for readers in the arguments of a tag: the values of
// arguments whose names say so, and those without a name that are Chinese.
func words(args string) string {
	var said []string
	for _, m := range argument.FindAllStringSubmatch(args, -1) {
		name, value := strings.ToLower(m[1]), strings.TrimSpace(m[2]+m[3]+m[4]+m[5])
		switch name {
		case "title", "caption", "alt", "summary", "label", "header", "text", "content", "tabname", "attr", "desc", "description":
		case "":
			if value = strings.TrimPrefix(value, "@"); !hasHan(value) { // {% label @文字 %}
				continue
			}
		default:
			continue
		}
		if value != "" && value != "true" && value != "false" && !slices.Contains(said, value) {
			said = append(said, value)
		}
	}
	return strings.Join(said, " ")
}
