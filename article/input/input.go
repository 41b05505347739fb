// Package input has what all readers of bytes share: reading no more than is
// allowed, and the errors that say what is wrong with what was read.
package input

import "io"

// FreeInflated is how many bytes an archive may inflate to, however small it is.
const FreeInflated = 64 << 20

// ReadAll reads at most the limit, whatever size was announced, and reports
// whether that was all.
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
