package article

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/article/block"
	"github.com/xunzhang/xunzhang/article/encoding"
	"github.com/xunzhang/xunzhang/article/html"
)

// Runs returns the runs of twelve Han characters or more in the bytes of a
// document, except those that no reader ever sees: in programs, styles and comments
// of HTML, and in the targets of links. A reader must have stored each of them, or
// have left it out for a reason; see Reading.Lacks. Runs returns none for packed
// formats.
func Runs(r Raw, o Options) ([]string, error) {
	if slices.Contains([]Format{Epub, Docx, ODT, RTF, PDF, MHTML, JSONL}, r.Format) {
		return nil, nil
	}
	text, _, err := encoding.Decode(r.Bytes, syntaxOf(r.Format), o.Encoding)
	if err != nil {
		return nil, err
	}
	switch r.Format {
	case HTML, FB2:
		text = html.Text(text)
	case Markdown:
		text = linkTarget.ReplaceAllString(htmlComment.ReplaceAllString(text, "\n"), "]")
		text = linkDefinition.ReplaceAllString(text, "$1")
	}
	return block.HanRuns(text), nil
}

var (
	htmlComment = regexp.MustCompile(`(?s)<!--.*?-->`)
	linkTarget  = regexp.MustCompile(`\]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)`)
	// linkDefinition is a line of Markdown that gives a label for links the address
	// of a web page.
	linkDefinition = regexp.MustCompile(`(?m)^( {0,3}\[[^\]^\n][^\]\n]*\]:)[ \t]*<?https?://\S+`)
)

// Lacks returns those of the runs that are neither in a reading nor in what it
// reports as left out.
func (r *Reading) Lacks(runs []string) []string {
	if len(runs) == 0 {
		return nil
	}
	var known strings.Builder
	add := func(s string) {
		for _, r := range s {
			if unicode.Is(unicode.Han, r) {
				known.WriteRune(r)
			}
		}
		known.WriteByte('\n')
	}
	a := &r.Article
	for _, s := range []string{a.ID, a.Title, a.Brief, a.Author, a.Category, strings.Join(a.Tags, " "), strings.Join(a.Aliases, " ")} {
		add(s)
	}
	for _, p := range a.Paragraphs {
		add(p.Text)
	}
	for _, d := range r.Dropped {
		add(d.Text)
	}
	for _, ref := range r.References {
		add(ref.To) // the name of a page, where the text calls it something else
	}
	text := known.String()
	var lacking []string
	for _, run := range runs {
		if !strings.Contains(text, run) && !isCut(text, run) {
			lacking = append(lacking, run)
		}
	}
	return lacking
}

// isCut reports whether a run that is longer than a paragraph may be is in the text
// piece by piece.
func isCut(text, run string) bool {
	if utf8.RuneCountInString(run) <= block.MaxParagraph {
		return false
	}
	for _, piece := range block.SplitLong(run) {
		if !strings.Contains(text, piece) {
			return false
		}
	}
	return true
}
