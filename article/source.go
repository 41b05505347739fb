package article

import (
	"context"
	"time"
)

// A Raw is one undecoded input document: a file, an archive member, or one
// line of JSONL. It is cheap to hash and expensive to parse, so that a job can
// leave unchanged ones unparsed.
type Raw struct {
	Source   string    // the source as the user named it ("docs/", "x.tar.gz", "-")
	Path     string    // slash-separated path within the source; for a single file its base name
	Line     int       // line number from 1 for JSONL, else 0
	Format   Format    // how Parse reads Bytes
	Bytes    []byte    // the document's bytes as stored, not decoded; valid after the callback returns
	Modified time.Time // modification time where the source has one
}

// A Format names a syntax that Parse understands.
type Format string

// The formats, chosen by file name extension.
const (
	JSONL    Format = "jsonl"
	Markdown Format = "markdown"
	HTML     Format = "html"
	Text     Format = "text"
)

// A Skip names an input that was left out, and why.
type Skip struct {
	Source string `json:"source"`         // source and path: "x.tar.gz:it/1.md"
	Line   int    `json:"line,omitempty"` // from 1; 0 when the whole file is meant
	Reason string `json:"reason"`         // one sentence without a full stop
}

// Options say how a source is read. The zero value is usable.
type Options struct {
	Encoding string   // IANA name that overrides detection, "" to detect
	Exclude  []string // globs on slash paths within the source; a match is not read
	MaxBytes int64    // limit of one document, 0 means MaxDocumentBytes
}

// MaxDocumentBytes is the largest file, archive member or JSONL line read.
const MaxDocumentBytes = 16 << 20

// A Visitor receives what Walk meets, in a stable order, from one goroutine.
type Visitor struct {
	Raw  func(Raw) error // an error ends the walk and is returned by Walk
	Skip func(Skip)
}

// Contract of the functions in this package that work on sources:
//
//	func Walk(ctx context.Context, source string, o Options, v Visitor) error
//	func Parse(r Raw, o Options) (Article, error)
//
// Walk reads a folder, a file, an archive or standard input ("-", JSONL).
// What cannot be read is given to v.Skip; only a source that does not exist or
// a cancelled context is an error. Parse decodes and parses one document; its
// error is the reason of a Skip.
var _ = context.Background
