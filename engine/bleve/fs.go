package bleve

import (
	"errors"
	"io"
	"os"
	"path/filepath"
)

// Modes of what is published, and of what is being written.
const (
	publishedFile   = 0o400
	publishedFolder = 0o500
	workFile        = 0o600
	workFolder      = 0o700
)

// A disk has every operation by which the engine changes the file system. Tests use
// one that fails at the n-th operation. Reading uses package os directly.
type disk interface {
	MkdirAll(path string) error
	Create(path string) (diskFile, error)
	Rename(from, to string) error
	Link(from, to string) error
	Chmod(path string, mode os.FileMode) error
	Sync(path string) error // of a file or a folder
	RemoveAll(path string) error
	// Make lets a library write a new file, and syncs the file.
	Make(path string, by func(path string) error) error
}

// A diskFile is a file that is being written.
type diskFile interface {
	io.WriteCloser
	Sync() error
}

// osDisk is the disk of the operating system.
type osDisk struct{}

func (osDisk) MkdirAll(path string) error                { return os.MkdirAll(path, workFolder) }
func (osDisk) Rename(from, to string) error              { return os.Rename(from, to) }
func (osDisk) Link(from, to string) error                { return os.Link(from, to) }
func (osDisk) Chmod(path string, mode os.FileMode) error { return os.Chmod(path, mode) }

func (osDisk) Create(path string) (diskFile, error) {
	return os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, workFile)
}

func (osDisk) Sync(path string) error {
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

func (d osDisk) Make(path string, by func(string) error) error {
	if err := by(path); err != nil {
		return err
	}
	return d.Sync(path)
}

// RemoveAll also removes published folders, which nobody may write to.
func (osDisk) RemoveAll(path string) error {
	err := filepath.WalkDir(path, func(p string, d os.DirEntry, err error) error {
		if err == nil && d.IsDir() {
			err = os.Chmod(p, workFolder)
		}
		return err
	})
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return os.RemoveAll(path)
}

// writeFile writes a whole file and syncs it.
func writeFile(d disk, path string, data []byte) error {
	f, err := d.Create(path)
	if err != nil {
		return err
	}
	if _, err := f.Write(data); err != nil {
		return errors.Join(err, f.Close())
	}
	if err := f.Sync(); err != nil {
		return errors.Join(err, f.Close())
	}
	return f.Close()
}
