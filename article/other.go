package article

import (
	"fmt"

	"github.com/xunzhang/xunzhang/article/markup"
)

// Formats that are read by turning them into another.
const (
	Org       Format = "org"
	RST       Format = "rst"
	AsciiDoc  Format = "asciidoc"
	Notebook  Format = "notebook"
	OPML      Format = "opml"
	Subtitles Format = "subtitles"
	CSV       Format = "csv"
	MHTML     Format = "mhtml"
)

// parseMarkup reads the formats that become Markdown.
func parseMarkup(text string, f Format) (page, error) {
	var err error
	switch f {
	case Org:
		text = markup.Org(text)
	case RST:
		text = markup.RST(text)
	case AsciiDoc:
		text = markup.AsciiDoc(text)
	case Notebook:
		text, err = markup.Notebook([]byte(text))
	case OPML:
		text, err = markup.OPML(text)
	default:
		return page{}, fmt.Errorf("%w: unknown format %q", ErrFormat, f)
	}
	if err != nil {
		return page{}, fmt.Errorf("%w %s: %w", ErrFormat, f, err)
	}
	return parseMarkdown(text), nil
}
