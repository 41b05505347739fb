// Package atomicfile replaces a file atomically: a reader sees either the old
// content or the new one, also after a crash. It must not know what the content
// means.
package atomicfile

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// Write replaces the content of a file, which need not exist yet. Only its owner
// can access the new file (mode 0600), unless prepare, which may be nil, changes
// that before the file becomes visible. Errors name the path; after an error the
// old file is unchanged.
func Write(path string, data []byte, prepare func(*os.File) error) error {
	folder := filepath.Dir(path)
	f, err := os.CreateTemp(folder, "."+filepath.Base(path)+"-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	_, err = f.Write(data)
	if err == nil && prepare != nil {
		err = prepare(f)
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", path, err), os.Remove(f.Name()))
	}
	return nil
}
