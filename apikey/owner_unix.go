//go:build unix

package apikey

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// keepOwner gives a file to whom another belongs to. Who may not do that leaves
// it as it is: the file is then the caller's own.
func keepOwner(f *os.File, like fs.FileInfo) error {
	stat, ok := like.Sys().(*syscall.Stat_t)
	if !ok {
		return nil
	}
	if err := f.Chown(int(stat.Uid), int(stat.Gid)); err != nil && !errors.Is(err, fs.ErrPermission) {
		return err
	}
	return nil
}
