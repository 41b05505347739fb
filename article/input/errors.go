package input

import "errors"

// Sentinels that readers wrap. Their texts are reasons that the owner of a
// source reads.
var (
	// ErrEncoding says that bytes cannot be decoded without guessing.
	ErrEncoding = errors.New("the encoding is not readable")
	// ErrBinary says that a document holds bytes that no text has.
	ErrBinary = errors.New("binary content")
	// ErrFormat says that a document breaks the rules of its format.
	ErrFormat = errors.New("malformed")
	// ErrTooLarge says that a document or an archive is beyond a limit.
	ErrTooLarge = errors.New("too large")
)
