package article

import (
	"archive/zip"
	"fmt"
	"io"

	"github.com/xunzhang/xunzhang/article/input"
)

// encrypted is the flag of a zip member that needs a password.
const encrypted = 1

// zip reads a zip archive in the order of its directory.
func (w *walker) zip(f io.ReaderAt, size int64) error {
	zr, err := zip.NewReader(f, size)
	if err != nil {
		return brokenArchive{err}
	}
	if len(zr.File) > maxMembers {
		return brokenArchive{fmt.Errorf("%w: more than %d members", input.ErrTooLarge, maxMembers)}
	}
	left := w.budget(size)
	for _, member := range zr.File {
		if err := w.zipMember(member, left); err != nil {
			return err
		}
	}
	return nil
}

func (w *walker) zipMember(m *zip.File, left *budget) error {
	if m.Mode().IsDir() {
		return w.ctx.Err()
	}
	name, ok := w.admitMember(m.Name, m.Mode().IsRegular())
	if !ok {
		return nil
	}
	if m.Flags&encrypted != 0 {
		w.skip(name, 0, "encrypted")
		return nil
	}
	r, err := m.Open()
	if err != nil {
		w.skip(name, 0, reasonOf(err))
		return nil
	}
	defer r.Close()
	in := inflating{r, left, false}
	if isArchive(name) {
		return w.nested(in, name, m.FileInfo().Size(), left)
	}
	return w.member(in, name, m.FileInfo())
}
