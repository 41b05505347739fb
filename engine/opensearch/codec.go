package opensearch

import (
	"fmt"

	"github.com/klauspost/compress/zstd"
)

// A codec compresses what is kept in the cluster beside the index. It is safe
// for concurrent use.
type codec struct {
	w *zstd.Encoder
	r *zstd.Decoder
}

// mostExpanded is how much memory decompressing may take, in bytes.
const mostExpanded = 256 << 20

func newCodec() (*codec, error) {
	w, err := zstd.NewWriter(nil, zstd.WithWindowSize(1<<20))
	if err != nil {
		return nil, fmt.Errorf("compression: %w", err)
	}
	r, err := zstd.NewReader(nil, zstd.WithDecoderMaxMemory(mostExpanded))
	if err != nil {
		return nil, fmt.Errorf("compression: %w", err)
	}
	return &codec{w, r}, nil
}

func (c *codec) compress(b []byte) []byte { return c.w.EncodeAll(b, nil) }

func (c *codec) expand(b []byte) ([]byte, error) { return c.r.DecodeAll(b, nil) }
