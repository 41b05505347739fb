// Package mhtml reads the web archives (MHTML) that browsers save a page as. It must
// not know articles.
package mhtml

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"strings"

	"github.com/xunzhang/xunzhang/article/encoding"
	"github.com/xunzhang/xunzhang/article/html"
	"github.com/xunzhang/xunzhang/article/input"
	"github.com/xunzhang/xunzhang/article/page"
)

// maxParts is how deep the parts of a saved page may be nested.
const maxParts = 10

// Read reads the page of a web archive that a browser saved, of at most limit bytes.
// Errors wrap input.ErrFormat, input.ErrTooLarge, or those of encoding.Decode.
func Read(data []byte, limit int64) (page.Page, error) {
	m, err := mail.ReadMessage(bytes.NewReader(data))
	if err != nil {
		return page.Page{}, fmt.Errorf("%w web archive: %w", input.ErrFormat, err)
	}
	b, charset, err := htmlPart(textproto.MIMEHeader(m.Header), m.Body, limit, maxParts)
	if err != nil {
		return page.Page{}, fmt.Errorf("%w web archive: %w", input.ErrFormat, err)
	}
	text, name, err := encoding.Decode(b, encoding.Markup, charset)
	if err != nil && charset != "" {
		text, name, err = encoding.Decode(b, encoding.Markup, "")
	}
	if err != nil {
		return page.Page{}, err
	}
	p := html.Read(text)
	p.Encoding = name
	page.OrText(&p.Meta.URL, page.WebAddress(m.Header.Get("Snapshot-Content-Location")))
	return p, nil
}

// htmlPart finds the first part that is a page. It returns its bytes, and the
// encoding that its head names.
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
	b, ok, err := input.ReadAll(in, 0, limit)
	if err == nil && !ok {
		err = input.ErrTooLarge
	}
	return b, values["charset"], err
}

// errNoPage says that a part of a web archive is not a page, but a picture, a style
// or the like.
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
