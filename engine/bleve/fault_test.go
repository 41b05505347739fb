package bleve

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/xunzhang/xunzhang/engine"
)

// faultDisk fails the n-th operation and all later ones except removals, as a full
// disk does; the failing write writes half of its bytes.
type faultDisk struct {
	quickDisk
	left atomic.Int64
}

func (d *faultDisk) before(what string) error {
	if d.left.Add(-1) < 0 {
		return fmt.Errorf("%s: %w", what, syscall.ENOSPC)
	}
	return nil
}

func (d *faultDisk) MkdirAll(path string) error {
	return errors.Join(d.before("mkdir"), d.quickDisk.MkdirAll(path))
}

func (d *faultDisk) Rename(from, to string) error {
	if err := d.before("rename"); err != nil {
		return err
	}
	return d.quickDisk.Rename(from, to)
}

func (d *faultDisk) Link(from, to string) error {
	if err := d.before("link"); err != nil {
		return err
	}
	return d.quickDisk.Link(from, to)
}

func (d *faultDisk) Chmod(path string, mode os.FileMode) error {
	if err := d.before("chmod"); err != nil {
		return err
	}
	return d.quickDisk.Chmod(path, mode)
}

func (d *faultDisk) Sync(string) error { return d.before("sync") }

func (d *faultDisk) Make(path string, by func(string) error) error {
	if err := d.before("make"); err != nil {
		return err
	}
	return d.quickDisk.Make(path, by)
}

func (d *faultDisk) Create(path string) (diskFile, error) {
	if err := d.before("create"); err != nil {
		return nil, err
	}
	f, err := d.quickDisk.Create(path)
	return &faultFile{f, d}, err
}

type faultFile struct {
	diskFile
	disk *faultDisk
}

func (f *faultFile) Write(b []byte) (int, error) {
	if err := f.disk.before("write"); err != nil {
		n, _ := f.diskFile.Write(b[:len(b)/2])
		return n, err
	}
	return f.diskFile.Write(b)
}

func (f *faultFile) Sync() error { return f.disk.before("sync") }

// TestFaults makes every operation of a job fail in turn: either the job succeeds,
// or the previous generation is served, unchanged to the byte.
func TestFaults(t *testing.T) {
	t.Parallel()
	for _, mode := range []engine.Mode{engine.Empty, engine.Current} {
		failures := 0
		for n := int64(0); ; n++ {
			if n > 1000 {
				t.Fatal("the job never succeeds")
			}
			if !oneFault(t, mode, n) {
				break
			}
			failures++
		}
		if failures < 15 {
			t.Errorf("mode %d: only %d operations can fail", mode, failures)
		}
	}
}

// oneFault runs a job in which operation n fails, and reports whether the job failed.
func oneFault(t *testing.T, mode engine.Mode, n int64) bool {
	t.Helper()
	dir := t.TempDir()
	mustPublish(t, open(t, dir, Options{disk: quickDisk{}}), engine.Empty, part("a", "ab"), part("b", "ab"))
	before, err := readManifest(filepath.Join(dir, "gen-000001"))
	if err != nil {
		t.Fatal(err)
	}
	d := &faultDisk{}
	d.left.Store(n)
	_, err = publish(t, open(t, dir, Options{disk: d}), mode, part("b", "cd"), part("c", "ab"))
	if verr := before.verify(filepath.Join(dir, "gen-000001")); verr != nil {
		t.Fatalf("fault %d: the old generation has changed: %v", n, verr)
	}
	want := map[bool]string{true: "a b", false: map[engine.Mode]string{engine.Empty: "b c", engine.Current: "a b c"}[mode]}
	if got := ids(t, dir); got != want[err != nil] {
		t.Fatalf("mode %d, fault %d (%v): found %s, want %s", mode, n, err, got, want[err != nil])
	}
	if err != nil && !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("fault %d: error %v does not say that the disk is full", n, err)
	}
	if _, err := publish(t, open(t, dir, Options{disk: quickDisk{}}), engine.Empty, part("d")); err != nil {
		t.Fatalf("fault %d: the next job fails: %v", n, err)
	}
	return err != nil
}
