package bleve

import (
	"errors"
	"fmt"
	"path/filepath"
)

// A textWriter appends stored records to a file.
type textWriter struct {
	disk  disk
	path  string
	index uint32 // among the generation's text files
	file  diskFile
	buf   []byte
	size  uint64
}

const textBuffer = 1 << 20

func newTextWriter(d disk, dir, name string, index int) (*textWriter, error) {
	t := &textWriter{disk: d, path: filepath.Join(dir, name), index: uint32(index)}
	f, err := d.Create(t.path)
	if err != nil {
		return nil, fmt.Errorf("create text file: %w", err)
	}
	t.file = f
	return t, nil
}

// add appends a record, and returns its location.
func (t *textWriter) add(record []byte) (location, error) {
	at := location{file: t.index, offset: t.size, size: uint32(len(record))}
	t.buf = append(t.buf, record...)
	t.size += uint64(len(record))
	if len(t.buf) < textBuffer {
		return at, nil
	}
	return at, t.flush()
}

func (t *textWriter) flush() error {
	_, err := t.file.Write(t.buf)
	t.buf = t.buf[:0]
	if err != nil {
		return fmt.Errorf("write %s: %w", t.path, err)
	}
	return nil
}

// close writes what is buffered, and syncs.
func (t *textWriter) close() error {
	if t.file == nil {
		return nil
	}
	err := t.flush()
	if err == nil {
		err = t.file.Sync()
	}
	err = errors.Join(err, t.file.Close())
	t.file = nil
	return err
}

// abandon closes the file without writing what is buffered.
func (t *textWriter) abandon() error {
	if t.file == nil {
		return nil
	}
	err := t.file.Close()
	t.file = nil
	return err
}
