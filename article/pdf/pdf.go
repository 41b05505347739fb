// Package pdf reads the text of PDF files. PDFium, by which Chromium shows such
// files, finds the characters and their positions, in a sandbox of WebAssembly
// without access to files or the network. This package makes lines, paragraphs and
// headings of them. It must not know articles.
package pdf

import (
	"errors"
	"fmt"
	"strings"

	"github.com/klippa-app/go-pdfium"
	pdfiumerrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"

	"github.com/xunzhang/xunzhang/article/block"
	"github.com/xunzhang/xunzhang/article/input"
	"github.com/xunzhang/xunzhang/article/page"
)

// Limits of a file.
const (
	maxPages      = 10_000
	maxCharacters = 20_000_000
)

// Read reads a file: its paragraphs and headings, with marks where a page begins.
// Headers and footers that repeat on many pages are left out. Errors wrap
// input.ErrFormat, input.ErrTooLarge, or input.ErrEncoding where the file does not
// say which characters its text has.
func Read(data []byte) (p page.Page, err error) {
	instance, err := borrow()
	if err != nil {
		return page.Page{}, err
	}
	defer func() { err = errors.Join(err, instance.Close()) }()
	opened, err := instance.OpenDocument(&requests.OpenDocument{File: &data})
	switch {
	case errors.Is(err, pdfiumerrors.ErrPassword), errors.Is(err, pdfiumerrors.ErrSecurity):
		return page.Page{}, fmt.Errorf("%w PDF: it has a password; only a copy without can be read", input.ErrFormat)
	case err != nil:
		return page.Page{}, fmt.Errorf("%w PDF: %w", input.ErrFormat, err)
	}
	pages, broken, err := readPages(instance, opened.Document)
	if err != nil {
		return page.Page{}, err
	}
	var out page.Page
	out.Dropped = append(broken, dropFurniture(pages)...)
	out.Blocks = blocksOf(pages)
	out.Meta = readMeta(instance, opened.Document)
	out.From.Note(&out.Meta, "the document's properties")
	page.OrText(&out.Meta.Title, topHeading(out.Blocks))
	return out, nil
}

// readPages reads the lines of all pages. Single pages that cannot be read are
// returned as left out.
func readPages(instance pdfium.Pdfium, document references.FPDF_DOCUMENT) (pages [][]line, broken []block.Dropped, err error) {
	count, err := instance.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: document})
	if err != nil {
		return nil, nil, fmt.Errorf("%w PDF: %w", input.ErrFormat, err)
	}
	if count.PageCount > maxPages {
		return nil, nil, fmt.Errorf("%w: %d pages", input.ErrTooLarge, count.PageCount)
	}
	characters, unknown := 0, 0
	for i := range count.PageCount {
		text, err := instance.GetPageTextStructured(&requests.GetPageTextStructured{
			Page: requests.Page{ByIndex: &requests.PageByIndex{Document: document, Index: i}},
			Mode: requests.GetPageTextStructuredModeChars,
		})
		if err != nil && len(broken)+1 == count.PageCount {
			return nil, nil, fmt.Errorf("%w PDF: no page can be read: %w", input.ErrFormat, err)
		}
		if err != nil {
			broken = append(broken, block.Dropped{Reason: block.DroppedSyntax, Text: fmt.Sprintf("第 %d 页: %v", i+1, err)})
			pages = append(pages, nil)
			continue
		}
		if characters += len(text.Chars); characters > maxCharacters {
			return nil, nil, fmt.Errorf("%w: more than %d characters", input.ErrTooLarge, maxCharacters)
		}
		lines, lost := linesOf(text.Chars)
		unknown += lost
		pages = append(pages, lines)
	}
	if 2*unknown > characters {
		return nil, nil, fmt.Errorf("%w: its fonts do not say which characters they show", input.ErrEncoding)
	}
	return pages, broken, nil
}

// readMeta reads the properties of the document, if it has any.
func readMeta(instance pdfium.Pdfium, document references.FPDF_DOCUMENT) page.Meta {
	var m page.Meta
	found, err := instance.GetMetaData(&requests.GetMetaData{Document: document})
	if err != nil {
		return m
	}
	for _, tag := range found.Tags {
		switch value := block.Squash(tag.Value); tag.Tag {
		case "Title":
			if !isFileName(value) {
				m.Title = value
			}
		case "Author":
			m.Author = value
		case "Subject":
			m.Brief = value
		case "Keywords":
			m.Tags = page.SplitTags(value)
		case "CreationDate":
			m.Published = page.ParseDate(dayOf(value))
		case "ModDate":
			m.Updated = page.ParseDate(dayOf(value))
		}
	}
	return m
}

// isFileName reports whether a title was put there by a program, and is the name of
// the file that the document was made from.
func isFileName(title string) bool {
	lower := strings.ToLower(title)
	for _, ending := range []string{".doc", ".docx", ".wps", ".ppt", ".pptx", ".xls", ".xlsx", ".indd", ".tex", ".dvi", ".txt", ".html", ".pdf"} {
		if strings.HasSuffix(lower, ending) {
			return true
		}
	}
	return strings.HasPrefix(lower, "microsoft word - ") || lower == "untitled" || title == "无标题"
}

// dayOf is the day of a date as PDF writes it: D:20240305120000+08'00'.
func dayOf(date string) string {
	date = strings.TrimPrefix(date, "D:")
	return date[:min(len(date), len("20240305"))]
}

// topHeading is the first heading of the highest rank, "" for none.
func topHeading(blocks []block.Block) string {
	title, level := "", uint8(0)
	for _, b := range blocks {
		if b.Kind == block.Heading && (title == "" || b.Level < level) {
			title, level = b.Text, b.Level
		}
	}
	return title
}
