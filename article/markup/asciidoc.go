package markup

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

var (
	adocHeading   = regexp.MustCompile(`^(={1,6})[ \t]+(\S.*)$`)
	adocAttribute = regexp.MustCompile(`^:(!?[\w-]+!?):[ \t]*(.*)$`)
	adocBlock     = regexp.MustCompile(`^\[[^\]]*\]$`)
	adocSource    = regexp.MustCompile(`^\[source\s*,\s*([\w+-]+)`)
	adocFormula   = regexp.MustCompile(`^\[(?:latexmath|asciimath|stem)\b`)
	adocName      = regexp.MustCompile(`^\[(?:\[([^\[\],]+)(?:,[^\[\]]*)?\]|#([^\[\],.%]+)[^\[\]]*)\]$`)
	adocTitle     = regexp.MustCompile(`^\.([^\s.].*)$`)
	adocItem      = regexp.MustCompile(`^[ \t]*(\*{1,5}|\.{1,5}|-)[ \t]+(\S.*)$`)
	adocTerm      = regexp.MustCompile(`^[ \t]*(\S.*?)(?::{2,4}|;;)(?:[ \t]+(.*))?$`)
	adocCallout   = regexp.MustCompile(`^<(?:\d+|\.)>[ \t]+(\S.*)$`)
	adocNotice    = regexp.MustCompile(`^(?:NOTE|TIP|IMPORTANT|WARNING|CAUTION):[ \t]+(\S.*)$`)
	adocQuote     = regexp.MustCompile(`^\[(quote|verse)\b(?:\s*,\s*(.*?))?\s*\]$`)
	adocAuthor    = regexp.MustCompile(`^([\p{L}][\p{L}\p{N}_.·' -]*?)(?:[ \t]+<[^<>]*>)?((?:;[ \t]*[^;<>]+(?:<[^<>]*>)?)*);?$`)
	adocRevision  = regexp.MustCompile(`^(?:v?[\d.]+,[ \t]*)?(\d{4}-\d{2}-\d{2})\b.*$|^v[\d.]+$`)
	adocUse       = regexp.MustCompile(`\{([\w-]+)\}`)
	adocMacro     = regexp.MustCompile(`^(\w+)::(\S*?)\[([^\]]*)\]$`)
)

// AsciiDoc turns a text of AsciiDoc into Markdown.
func AsciiDoc(s string) string {
	a := adocReader{attributes: map[string]string{}}
	lines := linesOf(s)
	for i := 0; i < len(lines); i++ {
		line := strings.TrimRight(lines[i], " \t")
		if level := a.underlined(lines, i); level > 0 {
			a.heading(level, line)
			i++
			a.header = level == 1 && !a.begun
			a.begun = true
			continue
		}
		if a.header && a.headerLine(line) {
			continue
		}
		a.line(line)
		title := adocHeading.FindStringSubmatch(line)
		a.header = title != nil && len(title[1]) == 1 && !a.begun
		a.begun = a.begun || line != "" && !strings.HasPrefix(line, ":") && !strings.HasPrefix(line, "//")
	}
	return a.d.String()
}

// An adocReader reads line by line.
type adocReader struct {
	d          document
	until      string // the line that ends the block of code, HTML or comments, "" outside
	comment    bool
	html       bool   // whether that block is HTML, which becomes part of the page
	language   string // of the block of code that follows
	formula    bool   // whether the block that follows is a formula
	name       string // of the heading that follows, for links to it
	table      bool
	term       bool              // whether the explanation of a term follows
	header     bool              // whether this line is right below the title of the document
	begun      bool              // whether the title or text has been met
	quote      bool              // whether a quotation is open
	verse      bool              // whether every line of the block is a line of verse
	source     string            // of the quotation that is open: who said it, and where
	attributes map[string]string // texts that stand for {name}
	replaced   int               // bytes that were written in place of names
}

// headerLine reads the line of the authors or that of the revision below the title of
// a document.
func (a *adocReader) headerLine(line string) bool {
	if m := adocRevision.FindStringSubmatch(line); m != nil {
		a.d.front.set("date", m[1])
		return true
	}
	if m := adocAuthor.FindStringSubmatch(line); m != nil && utf8.RuneCountInString(m[1]) <= maxAuthor {
		names := []string{m[1]}
		for _, other := range strings.Split(m[2], ";") {
			if name, _, _ := strings.Cut(other, "<"); strings.TrimSpace(name) != "" {
				names = append(names, strings.TrimSpace(name))
			}
		}
		a.d.front.set("author", strings.Join(names, "、"))
		return true
	}
	return false
}

// maxAuthor is the length of the longest name of an author, in runes.
const maxAuthor = 30

// underlined is the rank of a heading that is written as a line with a row of signs
// below it, 0 for other lines. A row may also begin a block of code, so that there must
// be blank lines about both, and the row as long as the line.
func (a *adocReader) underlined(lines []string, i int) int {
	if a.until != "" || a.table || i+1 == len(lines) || i > 0 && strings.TrimSpace(lines[i-1]) != "" || i+2 < len(lines) && strings.TrimSpace(lines[i+2]) != "" {
		return 0
	}
	title, row := strings.TrimRight(lines[i], " \t"), strings.TrimRight(lines[i+1], " \t")
	if !isRow(row, "=-~^+", 2) || title == "" || strings.ContainsRune("[.:|*/", rune(title[0])) {
		return 0
	}
	runes := utf8.RuneCountInString(title)
	wide := (len(title) - runes) / 2 // Han takes three bytes and two columns
	if n := len(row); abs(n-runes) > 1 && abs(n-runes-wide) > 1 {
		return 0
	}
	return 1 + strings.IndexByte("=-~^+", row[0])
}

func abs(n int) int { return max(n, -n) }

func (a *adocReader) heading(level int, title string) {
	a.d.line("")
	line := strings.Repeat("#", level) + " " + a.inline(title)
	if a.name != "" {
		line += " {#" + a.name + "}"
	}
	a.name, a.term = "", false
	a.d.line(line)
	a.d.line("")
}

func (a *adocReader) line(line string) {
	switch {
	case a.until != "":
		a.within(line)
	case isRow(line, "/", 4):
		a.until, a.comment, a.html = line, true, false
	case isRow(line, "-", 4), isRow(line, ".", 4), isRow(line, "+", 4), strings.HasPrefix(line, "```"):
		a.until, a.comment = line, false
		a.html = line[0] == '+' && !a.formula
		a.d.line("")
		if !a.html {
			a.d.line(fence + a.language)
		}
	case line == "|===":
		a.table = !a.table
		a.d.line("")
	case isRow(line, "=*_", 4), line == "--", line == "+", line == "<<<", line == "'''", strings.HasPrefix(line, "//"), adocBlock.MatchString(line), adocName.MatchString(line):
		a.marks(line)
	default:
		a.text(line)
	}
}

// within reads a line of a block of code, HTML or comments.
func (a *adocReader) within(line string) {
	if line == a.until || strings.HasPrefix(a.until, "```") && line == "```" {
		a.until, a.language, a.formula = "", "", false
		if !a.comment {
			if !a.html {
				a.d.line(fence)
			}
			a.d.line("")
		}
	} else if !a.comment {
		a.d.line(line)
	}
}

// marks reads a line without text.
func (a *adocReader) marks(line string) {
	if m := adocSource.FindStringSubmatch(line); m != nil {
		a.language = m[1]
	}
	if m := adocName.FindStringSubmatch(line); m != nil {
		a.name = m[1] + m[2]
	}
	if m := adocQuote.FindStringSubmatch(line); m != nil {
		a.verse, a.source = m[1] == "verse", m[2]
	} else if isRow(line, "_", 4) {
		a.endQuote()
	}
	a.formula = adocFormula.MatchString(line)
	if !strings.HasPrefix(line, "//") && line != "+" {
		a.d.line("")
	}
}

func (a *adocReader) text(line string) {
	if a.term {
		a.explain(line)
		return
	}
	if m := adocAttribute.FindStringSubmatch(line); m != nil {
		a.attribute(m[1], m[2])
		return
	}
	if m := adocHeading.FindStringSubmatch(line); m != nil {
		a.heading(len(m[1]), m[2])
		return
	}
	if m := adocMacro.FindStringSubmatch(line); m != nil {
		if m[1] == "image" {
			alt, _, _ := strings.Cut(m[3], ",")
			a.d.line("![" + alt + "](<" + m[2] + ">)")
		}
		return
	}
	if m := adocTitle.FindStringSubmatch(line); m != nil {
		a.d.line("")
		a.d.line(a.inline(m[1]))
		a.d.line("")
		return
	}
	if a.table {
		a.row(line)
		return
	}
	a.item(line)
}

// row reads a line of a table.
func (a *adocReader) row(line string) {
	if strings.HasPrefix(line, "|") {
		line = strings.TrimSpace(strings.ReplaceAll(line[1:], "|", " | ")) + "  "
	}
	a.d.line(a.inline(line))
}

// item reads a line of a list, of terms with their explanations, or of text.
func (a *adocReader) item(line string) {
	if m := adocItem.FindStringSubmatch(line); m != nil {
		mark := "- "
		if m[1][0] == '.' {
			mark = "1. "
		}
		a.d.line(strings.Repeat("    ", len(m[1])-1) + mark + a.inline(m[2]))
		return
	}
	if m := adocCallout.FindStringSubmatch(line); m != nil {
		a.d.line("1. " + a.inline(m[1]))
		return
	}
	if m := adocNotice.FindStringSubmatch(line); m != nil {
		line = m[1]
	} else if m := adocTerm.FindStringSubmatch(line); m != nil {
		a.d.line("")
		a.d.line(a.inline(m[1]))
		if a.term = m[2] == ""; !a.term {
			a.d.line(": " + a.inline(m[2]))
		}
		return
	}
	text, broken := strings.CutSuffix(line, " +")
	if text = a.inline(text); (broken || a.verse) && text != "" {
		text += "  "
	}
	a.d.line(text)
}

// explain reads the line behind a term: the first one that is not blank explains it.
func (a *adocReader) explain(line string) {
	if strings.TrimSpace(line) == "" {
		return
	}
	a.term = false
	if adocItem.MatchString(line) || adocTerm.MatchString(line) || adocHeading.MatchString(line) || adocTitle.MatchString(line) || adocMacro.MatchString(line) {
		a.d.line("")
		a.text(line)
		return
	}
	a.d.line(": " + a.inline(strings.TrimSpace(line)))
}

// endQuote reads the row of signs at either end of a quotation: behind it stands who
// said it.
func (a *adocReader) endQuote() {
	if a.quote = !a.quote; a.quote {
		return
	}
	a.verse = false
	if a.source != "" {
		a.d.line("")
		a.d.line("—— " + a.inline(a.source))
		a.source = ""
	}
}

// inline turns what stands within a line into Markdown.
func (a *adocReader) inline(s string) string {
	if strings.Contains(s, "{") {
		s = adocUse.ReplaceAllStringFunc(s, func(use string) string {
			if value, ok := a.attributes[use[1:len(use)-1]]; ok && a.replaced+len(value) <= maxReplaced {
				a.replaced += len(value)
				return value
			}
			return use
		})
	}
	return adocInline(s)
}

// attribute reads a line of metadata.
func (a *adocReader) attribute(name, value string) {
	a.attributes[name] = value
	switch strings.ToLower(name) {
	case "author", "description", "category", "date":
		a.d.front.set(strings.ToLower(name), value)
	case "draft", "page-draft":
		if value == "" { // an attribute without a value is set
			value = "true"
		}
		a.d.front.set("draft", value)
	case "page-published":
		a.d.front.set("publish", value)
	case "revdate":
		a.d.front.set("date", value)
	case "keywords", "tags", "page-tags":
		a.d.front.list("tags", strings.Split(value, ","))
	}
}
