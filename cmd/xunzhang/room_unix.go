//go:build unix

package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"syscall"
)

// roomIn returns a check (see indexer.Job.Room) that refuses a job whose index would
// not fit on the disk of dir, which need not exist yet.
func roomIn(dir string) func(bytes int64) error {
	return func(bytes int64) error {
		free, err := freeBytes(dir)
		if err != nil || free >= bytes { // an unknown free space is no reason to refuse
			return nil
		}
		return fmt.Errorf("%w: the index may take %s, and %s has %s free", syscall.ENOSPC, size(bytes), dir, size(free))
	}
}

// freeBytes returns how many bytes an ordinary user may still write to the disk of
// dir, or of its nearest existing parent.
func freeBytes(dir string) (int64, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return 0, err
	}
	var stat syscall.Statfs_t
	for {
		err := syscall.Statfs(dir, &stat)
		if err == nil {
			return int64(stat.Bavail) * int64(stat.Bsize), nil
		}
		parent := filepath.Dir(dir)
		if !errors.Is(err, fs.ErrNotExist) || parent == dir {
			return 0, err
		}
		dir = parent
	}
}
