package article

import (
	"errors"

	"github.com/xunzhang/xunzhang/article/input"
)

// Errors that Walk and Parse wrap. Their texts are written for the owner of a
// source.
var (
	// ErrEncoding says that bytes cannot be decoded without guessing.
	ErrEncoding = input.ErrEncoding
	// ErrBinary says that a document holds bytes that no text has.
	ErrBinary = input.ErrBinary
	// ErrFormat says that a document breaks the rules of its format.
	ErrFormat = input.ErrFormat
	// ErrTooLarge says that a document or an archive is beyond a limit.
	ErrTooLarge = input.ErrTooLarge
	// ErrEmpty says that a document has no text at all.
	ErrEmpty = errors.New("no text")
	// ErrNoArticle says that a page has no article but a notice, such as that it was
	// taken back.
	ErrNoArticle = errors.New("no article")
	// ErrID says that a document has no id, or one that cannot be used.
	ErrID = errors.New("no usable id")
	// ErrPrivate says that a document is marked as not meant for readers.
	ErrPrivate = errors.New("not published")
	// ErrPattern says that a glob of Options.Exclude is malformed.
	ErrPattern = errors.New("malformed pattern")
)
