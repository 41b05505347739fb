// Package input has what all readers of bytes share: reading up to a limit, and the
// errors for faulty input. It must not know any format.
package input

import (
	"errors"
	"io"
)

// Errors that readers wrap. Their texts are written for the owner of a source.
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

// FreeInflated is how many bytes an archive may inflate to, however small it is.
const FreeInflated = 64 << 20

// ReadAll reads at most limit bytes, whatever size was announced (below 0 for none), and
// reports whether that was all there is. Where more was announced it reads nothing.
func ReadAll(in io.Reader, size, limit int64) ([]byte, bool, error) {
	if size > limit {
		return nil, false, nil
	}
	data := make([]byte, 0, min(max(size, 0), limit)+1)
	in = io.LimitReader(in, limit+1)
	for {
		n, err := in.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		if err == io.EOF {
			return data, int64(len(data)) <= limit, nil
		}
		if err != nil {
			return nil, false, err
		}
		if len(data) == cap(data) {
			data = append(data, 0)[:len(data)]
		}
	}
}
