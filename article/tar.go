package article

import (
	"archive/tar"
	"bufio"
	"fmt"
	"io"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"github.com/xunzhang/xunzhang/article/input"
)

// maxWindow bounds the memory that a zstd frame may ask for.
const maxWindow = 128 << 20

// tarball reads a tar archive through its decompressor.
func (w *walker) tarball(f io.Reader, kind string, size int64) error {
	in, done, err := decompressor(bufio.NewReaderSize(f, 1<<18), kind)
	if err != nil {
		return brokenArchive{err}
	}
	defer done()
	tr := tar.NewReader(inflating{in, w.budget(size), true})
	logical := w.ownBudget(size) // a sparse member can be longer than what inflates
	for members := 0; ; members++ {
		h, err := tr.Next()
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return brokenArchive{err}
		case members == maxMembers:
			return brokenArchive{fmt.Errorf("%w: more than %d members", input.ErrTooLarge, maxMembers)}
		}
		if err := w.tarMember(inflating{tr, logical, true}, h); err != nil {
			return err
		}
	}
}

func decompressor(in io.Reader, kind string) (io.Reader, func(), error) {
	switch kind {
	case ".tar":
		return in, func() {}, nil
	case ".tar.zst":
		z, err := zstd.NewReader(in, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(maxWindow))
		if err != nil {
			return nil, nil, err
		}
		return z, z.Close, nil
	}
	gz, err := gzip.NewReader(in)
	if err != nil {
		return nil, nil, err
	}
	return gz, func() { _ = gz.Close() }, nil // only reading
}

func (w *walker) tarMember(in inflating, h *tar.Header) error {
	if h.Typeflag == tar.TypeDir || h.Typeflag == tar.TypeXGlobalHeader {
		return nil
	}
	name, ok := w.admitMember(h.Name, h.Typeflag == tar.TypeReg)
	if !ok {
		return nil
	}
	if isArchive(name) {
		return w.nested(in, name, h.Size, in.budget)
	}
	return w.member(in, name, h.FileInfo())
}
