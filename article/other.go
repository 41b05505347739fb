package article

import (
	"bytes"
	"encoding/base64"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"strings"

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

// parseOther reads the formats that become Markdown, or lines.
func parseOther(text string, r Raw) (page, error) {
	var err error
	switch r.Format {
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
	case Subtitles:
		var p page
		for speech := range strings.SplitSeq(markup.Subtitles(text), "\n\n") {
			p.blocks = append(p.blocks, block{text: squash(joinLines(strings.Split(speech, "\n")))})
		}
		return p, nil
	case CSV:
		return parseCSV(text)
	default:
		return page{}, fmt.Errorf("%w: unknown format %q", ErrFormat, r.Format)
	}
	if err != nil {
		return page{}, fmt.Errorf("%w %s: %w", ErrFormat, r.Format, err)
	}
	return parseMarkdown(text, r)
}

// parseCSV reads the rows of a table, whatever parts their cells.
func parseCSV(text string) (page, error) {
	first, _, _ := strings.Cut(text, "\n")
	in := csv.NewReader(strings.NewReader(text))
	in.LazyQuotes, in.FieldsPerRecord, in.ReuseRecord = true, -1, true
	for _, mark := range ";\t|" {
		if strings.Count(first, string(mark)) > strings.Count(first, string(in.Comma)) {
			in.Comma = mark
		}
	}
	var rows []block
	for {
		record, err := in.Read()
		if errors.Is(err, io.EOF) {
			return page{blocks: groupRows(rows)}, nil
		}
		if err != nil {
			return page{}, fmt.Errorf("%w CSV: %w", ErrFormat, err)
		}
		cells := make([]block, len(record))
		for i, cell := range record {
			cells[i].text = cell
		}
		rows = append(rows, joinCells(cells))
	}
}

// maxParts is how deep the parts of a saved page may lie within each other.
const maxParts = 10

// parseMHTML reads the page of a web archive that a browser saved.
func parseMHTML(r Raw, o Options) (page, error) {
	m, err := mail.ReadMessage(bytes.NewReader(r.Bytes))
	if err != nil {
		return page{}, fmt.Errorf("%w web archive: %w", ErrFormat, err)
	}
	b, charset, err := htmlPart(textproto.MIMEHeader(m.Header), m.Body, o.limit(), maxParts)
	if err != nil {
		return page{}, fmt.Errorf("%w web archive: %w", ErrFormat, err)
	}
	text, encoding, err := decode(b, HTML, charset)
	if err != nil && charset != "" {
		text, encoding, err = decode(b, HTML, "")
	}
	if err != nil {
		return page{}, err
	}
	p, err := parseHTML(text, r)
	p.encoding = encoding
	orText(&p.meta.URL, webAddress(m.Header.Get("Snapshot-Content-Location")))
	return p, err
}

// htmlPart finds the first part that is a page, with what it says about its
// encoding.
func htmlPart(head textproto.MIMEHeader, in io.Reader, limit int64, depth int) (b []byte, charset string, err error) {
	media, values, err := mime.ParseMediaType(head.Get("Content-Type"))
	switch {
	case err != nil:
		return nil, "", err
	case depth == 0:
		return nil, "", errors.New("parts nested too deeply")
	case strings.HasPrefix(media, "multipart/"):
		return htmlAmong(multipart.NewReader(in, values["boundary"]), limit, depth-1)
	}
	if media != "text/html" && media != "application/xhtml+xml" {
		return nil, "", errNoPage
	}
	switch strings.ToLower(head.Get("Content-Transfer-Encoding")) {
	case "quoted-printable":
		in = quotedprintable.NewReader(in)
	case "base64":
		in = base64.NewDecoder(base64.StdEncoding, in)
	}
	b, ok, err := bounded(in, 0, limit)
	if err == nil && !ok {
		err = ErrTooLarge
	}
	return b, values["charset"], err
}

// errNoPage says that a part of a web archive is a picture or a style.
var errNoPage = errors.New("it holds no page")

func htmlAmong(parts *multipart.Reader, limit int64, depth int) ([]byte, string, error) {
	for {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return nil, "", errNoPage
		}
		if err != nil {
			return nil, "", err
		}
		b, charset, err := htmlPart(part.Header, part, limit, depth)
		if !errors.Is(err, errNoPage) {
			return b, charset, err
		}
	}
}
