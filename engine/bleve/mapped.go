package bleve

import (
	"errors"
	"fmt"
	"os"

	"github.com/blevesearch/mmap-go"
)

// A mapped file is mapped into memory, read-only. It stays usable after the file is
// removed.
type mapped struct {
	data mmap.MMap
}

func mapFile(path string) (*mapped, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	m := &mapped{}
	if info.Size() > 0 { // an empty file cannot be mapped
		if m.data, err = mmap.Map(f, mmap.RDONLY, 0); err != nil {
			return nil, errors.Join(fmt.Errorf("map %s: %w", path, err), f.Close())
		}
	}
	return m, f.Close()
}

func (m *mapped) close() error {
	if m.data == nil {
		return nil
	}
	return m.data.Unmap()
}
