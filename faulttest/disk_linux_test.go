package faulttest

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// smallDisk mounts a file system with a given number of bytes, or skips the test.
func smallDisk(t *testing.T, options string) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("none", dir, "tmpfs", 0, options); err != nil {
		t.Skip("a small file system cannot be mounted here:", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// When a disk is too small for a job, the job says so before it writes anything,
// with the space that it needs and the space that is free.
func TestTooSmallADisk(t *testing.T) {
	p := program(t)
	dir := smallDisk(t, "size=512k")
	index, source := filepath.Join(dir, "index"), filepath.Join(t.TempDir(), "a.jsonl")
	made, err := one()
	must(t, err)
	must(t, CopyIndex(index, made))
	before := listing(t, index)
	write(t, Edition{Number: 2, Articles: 2000}, source)
	r := p.Run(t, "reindex", "--index", index, source)
	if r.Orderly(t); r.Code != 74 || !strings.Contains(r.Stderr, "may take") || !strings.Contains(r.Stderr, "free") {
		t.Errorf("it ends with %d: %s", r.Code, r.Stderr)
	}
	if after := listing(t, index); after != before {
		t.Errorf("the index changes from\n%sto\n%s", before, after)
	}
	p.Check(t, index)
}

// When a disk is filled by others while a job writes, the job ends with exit code
// 74 and the previous generation is unchanged. With space again the next job
// succeeds. The same holds when the file system has no more files (inodes).
func TestDiskThatFillsUp(t *testing.T) {
	p := program(t)
	ways := map[string]func(t *testing.T, dir string){"bytes": fillBytes, "files": fillFiles}
	if !long() {
		delete(ways, "files")
	}
	for what, fill := range ways {
		t.Run(what, func(t *testing.T) {
			dir := smallDisk(t, "size=4m,nr_inodes=60")
			index := filepath.Join(dir, "index")
			made, err := one()
			must(t, err)
			must(t, CopyIndex(index, made))
			before := listing(t, index)
			job := p.Start(t, "reindex", "--full", "--index", index, "-")
			Until(t, "the job begins", func() bool { return strings.Contains(Names(index), "building-") })
			fill(t, dir)
			_, err = io.WriteString(job.Stdin, Edition{Number: 2, Articles: 300}.Lines())
			must(t, err)
			must(t, job.Stdin.Close())
			r := job.Wait(t)
			if r.Orderly(t); r.Code != 74 || !strings.Contains(r.Stderr, "no space left") && !strings.Contains(r.Stderr, "free") {
				t.Errorf("it ends with %d: %s", r.Code, r.Stderr)
			}
			if after := listing(t, index); after != before {
				t.Errorf("the index changes from\n%sto\n%s", before, after)
			}
			p.Check(t, index)
			must(t, os.RemoveAll(filepath.Join(dir, "full")))
			reindex(t, p, index, 3) // with space again
			p.Check(t, index)
		})
	}
}

func fillBytes(t *testing.T, dir string) {
	t.Helper()
	must(t, os.Mkdir(filepath.Join(dir, "full"), 0o700))
	f, err := os.Create(filepath.Join(dir, "full", "bytes"))
	must(t, err)
	defer f.Close()
	for block := make([]byte, 4<<10); err == nil; {
		_, err = f.Write(block)
	}
}

func fillFiles(t *testing.T, dir string) {
	t.Helper()
	full := filepath.Join(dir, "full")
	must(t, os.Mkdir(full, 0o700))
	for {
		f, err := os.CreateTemp(full, "x")
		if err != nil {
			return
		}
		must(t, f.Close())
	}
}
