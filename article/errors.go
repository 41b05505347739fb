package article

import "errors"

// Sentinels that Walk and Parse wrap. Their texts are reasons that the owner
// of a source reads.
var (
	// ErrEmpty says that a document has no text at all.
	ErrEmpty = errors.New("no text")
	// ErrID says that a document has no id, or one that cannot be used.
	ErrID = errors.New("no usable id")
	// ErrPrivate says that a document is marked as not meant for readers.
	ErrPrivate = errors.New("not published")
	// ErrPattern says that a glob of Options.Exclude is malformed.
	ErrPattern = errors.New("malformed pattern")
)
