package article

import (
	"io"
	"path"
	"path/filepath"
	"time"

	"github.com/xunzhang/xunzhang/article/encoding"
	"github.com/xunzhang/xunzhang/article/site"
)

// A Raw is one undecoded input document: a file, an archive member, or one
// line of JSONL. It is cheap to hash and expensive to parse, so that a job can
// leave unchanged ones unparsed.
type Raw struct {
	Source   string     // the source as the user named it ("docs/", "x.tar.gz", "-")
	Path     string     // slash-separated path within the source; for a single file its base name
	Line     int        // line number from 1 for JSONL, else 0
	Format   Format     // how Parse reads Bytes
	Bytes    []byte     // the document's bytes as stored, not decoded; valid after the callback returns
	Modified time.Time  // modification time where the source has one
	Site     *site.Site // the site that the document is a page of, nil for none
}

// A Format names a syntax that Parse understands.
type Format string

// The formats, chosen by file name extension.
const (
	JSONL    Format = "jsonl"
	Markdown Format = "markdown"
	HTML     Format = "html"
	Text     Format = "text"
	Epub     Format = "epub"
	Docx     Format = "docx"
	ODT      Format = "odt"
	RTF      Format = "rtf"
	FB2      Format = "fb2"
	PDF      Format = "pdf"
)

// A Skip names an input that was left out, and why.
type Skip struct {
	Source string `json:"source"`         // source and path: "x.tar.gz:it/1.md"
	Line   int    `json:"line,omitempty"` // from 1; 0 when the whole file is meant
	Reason string `json:"reason"`         // one sentence without a full stop
}

// Options say how a source is read. The zero value is usable.
type Options struct {
	Encoding string    // IANA name that overrides detection, "" to detect; not used for Epub, Docx, ODT, RTF, PDF and MHTML, which declare it
	Include  []string  // globs on slash paths or base names within the source; only a match is read, nil means everything
	Exclude  []string  // likewise; a match is not read, whatever Include says
	Defaults Defaults  // metadata of documents that have none
	Drafts   bool      // whether documents are read that are marked as not meant for readers
	MaxBytes int64     // limit of one document, 0 means MaxDocumentBytes
	Now      time.Time // what the dates of documents are compared with, zero means the time of reading
	Stdin    io.Reader // what the source "-" reads, nil means os.Stdin
}

// Defaults are the metadata that Parse gives to an article without its own.
type Defaults struct {
	Category string
	Author   string
	Tags     []string
}

// Check returns ErrPattern or ErrEncoding for a glob or an encoding with which no
// source can be read.
func (o Options) Check() error {
	if _, err := newGlobs("include", o.Include); err != nil {
		return err
	}
	if _, err := newGlobs("exclude", o.Exclude); err != nil {
		return err
	}
	if o.Encoding == "" {
		return nil
	}
	_, err := encoding.Lookup(o.Encoding)
	return err
}

func (o Options) limit() int64 {
	if o.MaxBytes > 0 {
		return o.MaxBytes
	}
	return MaxDocumentBytes
}

// MaxDocumentBytes is the largest file, archive member or JSONL line read.
const MaxDocumentBytes = 16 << 20

// Name returns where the document was read, as a Skip names it: "docs/it/1.md",
// "x.tar.gz:it/1.md".
func (r Raw) Name() string { return nameOf(r.Source, r.Path) }

// nameOf joins a source and a path within it.
func nameOf(source, name string) string {
	switch {
	case source == stdin || name == "":
		return source
	case isArchive(source):
		return source + ":" + name
	case path.Base(filepath.ToSlash(source)) == name && FormatOf(source) != "":
		return source
	}
	return filepath.ToSlash(filepath.Join(source, filepath.FromSlash(name)))
}

// A Visitor receives what Walk meets, in a stable order, from one goroutine.
type Visitor struct {
	Raw  func(Raw) error // an error ends the walk and is returned by Walk
	Skip func(Skip)
	// Site is called for each site that was recognised, before its documents
	// are read. It may be nil.
	Site func(*site.Site)
	// Orders is called with the folders that state the order of their pages, by
	// their paths within the source, before these pages are read. It may be nil.
	Orders func(map[string]site.Order)
	// Pass is called for a file that is not read because of its kind: an extension
	// that no reader knows, or a kind told by its name, such as "project file". It
	// may be nil.
	Pass func(name, kind string)
}
