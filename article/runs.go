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

// Runs are the runs of twelve Han characters or more in the bytes of a document,
// as they stand there, but for what no reader ever sees: programs, styles and
// comments of HTML, and where links lead. They tell what a reader must have stored or left out for a
// reason; see Reading.Lacks. Formats that are packed have none here.
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
	}
	return block.HanRuns(text), nil
}

var (
	htmlComment = regexp.MustCompile(`(?s)<!--.*?-->`)
	linkTarget  = regexp.MustCompile(`\]\([^()\n]*\)`)
)

// Lacks are those of some runs that a reading neither holds nor says that it
// left out.
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
	text := known.String()
	var lacking []string
	for _, run := range runs {
		if !strings.Contains(text, run) && !isCut(text, run) {
			lacking = append(lacking, run)
		}
	}
	return lacking
}

// isCut reports whether a run of more than a paragraph may have is known by its
// pieces.
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
