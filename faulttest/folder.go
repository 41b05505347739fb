package faulttest

import (
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// FlipBit flips a bit of a file. It replaces the file instead of writing to it,
// because generations share files by hard links, and only one must be damaged.
func FlipBit(path string, offset int64, bit uint) (restore func() error, err error) {
	return Spoil(path, func(b []byte) []byte {
		b[offset] ^= 1 << bit
		return b
	})
}

// Spoil replaces the bytes of a file by what change returns for a copy of them, or
// removes the file when that is nil. The returned function restores the file.
func Spoil(path string, change func([]byte) []byte) (restore func() error, err error) {
	good, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if err := os.Chmod(filepath.Dir(path), 0o700); err != nil {
		return nil, err
	}
	bad := change(append([]byte(nil), good...))
	return func() error { return replace(path, good) }, replace(path, bad)
}

// replace puts a new file in the place of an old one, none for nil.
func replace(path string, b []byte) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) || b == nil {
		return err
	}
	return os.WriteFile(path, b, 0o400)
}

// Listing returns every file below a folder with its size and checksum, and every
// folder, one a line. Lock files are left out, because reading an index writes them.
func Listing(dir string) (string, error) {
	var b strings.Builder
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil || name == "lock" {
			return err
		}
		if d.IsDir() {
			fmt.Fprintf(&b, "%s/\n", name)
			return nil
		}
		data, err := os.ReadFile(path)
		fmt.Fprintf(&b, "%s %d %08x\n", name, len(data), crc32.ChecksumIEEE(data))
		return err
	})
	return b.String(), err
}

// CopyIndex copies a published index.
func CopyIndex(to, from string) error {
	return os.CopyFS(to, os.DirFS(from))
}

// Names returns the names in a folder with spaces between them, "" when there is no
// such folder. The report of the last job, which lies beside an index and is no part of
// it, is left out.
func Names(dir string) string {
	all, err := os.ReadDir(dir)
	if err != nil {
		return ""
	}
	var names []string
	for _, e := range all {
		if strings.HasPrefix(e.Name(), "last-job.json") {
			continue
		}
		names = append(names, e.Name())
	}
	return strings.Join(names, " ")
}

var errCurrent = errors.New("CURRENT names no generation that is there")

// Current returns the folder of the generation that CURRENT names; it must exist.
func Current(index string) (name string, err error) {
	b, err := os.ReadFile(filepath.Join(index, "CURRENT"))
	if err != nil {
		return "", err
	}
	name = strings.TrimSuffix(string(b), "\n")
	if info, err := os.Stat(filepath.Join(index, name)); err != nil || !info.IsDir() || !strings.HasPrefix(name, "gen-") {
		return "", fmt.Errorf("%w: %q", errCurrent, b)
	}
	return name, nil
}

// Reseal returns a changed manifest with the right checksum in its last line.
func Reseal(manifest []byte) []byte {
	const last = 9 // eight digits and a line break
	body := manifest[:len(manifest)-last]
	return fmt.Appendf(body[:len(body):len(body)], "%08x\n", crc32.Checksum(body, crc32.MakeTable(crc32.Castagnoli)))
}
