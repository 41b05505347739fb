package bleve

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/xunzhang/xunzhang/engine"
)

// Names within an index's folder and within a generation's.
const (
	currentName    = "CURRENT"
	lockName       = "lock"
	quarantineName = "quarantine"
	genPrefix      = "gen-"
	buildingPrefix = "building-"

	manifestName = "manifest.json"
	partsName    = "parts.dat"
	charsName    = "chars.dat"
	putPrefix    = "put-"

	// Names that bleve defines.
	metaName  = "index_meta.json"
	storeName = "store"
	rootName  = storeName + "/root.bolt"
)

// segmentName is the path of a segment within a generation's folder. Bleve
// wants twelve hexadecimal digits.
func segmentName(n int) string { return fmt.Sprintf("%s/%012x.zap", storeName, n) }

// segmentNumber is the number in such a path.
func segmentNumber(name string) (uint64, error) {
	digits := strings.TrimSuffix(filepath.Base(name), ".zap")
	n, err := strconv.ParseUint(digits, 16, 64)
	if err != nil || segmentName(int(n)) != name {
		return 0, fmt.Errorf("segment %q: %w: its name is no number", name, engine.ErrDamaged)
	}
	return n, nil
}

// filesIn lists the files of a generation's folder, by their paths within it,
// with slashes, ascending.
func filesIn(dir string) ([]string, error) {
	var names []string
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		names = append(names, filepath.ToSlash(name))
		return err
	})
	return names, err
}

func genName(n int) string { return fmt.Sprintf("%s%06d", genPrefix, n) }

// genNumber reads a folder's name; false when it is not a generation's.
func genNumber(name string) (int, bool) {
	digits, ok := strings.CutPrefix(name, genPrefix)
	n, err := strconv.Atoi(digits)
	return n, ok && err == nil && n > 0 && genName(n) == name
}

// numbers lists the generations on disk, newest first.
func numbers(dir string) ([]int, error) {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("list generations: %w", err)
	}
	var all []int
	for _, e := range entries {
		if n, ok := genNumber(e.Name()); ok && e.IsDir() {
			all = append(all, n)
		}
	}
	slices.Sort(all)
	slices.Reverse(all)
	return all, nil
}

// readCurrent returns the number of the generation that CURRENT names. The error
// wraps os.ErrNotExist when there is no such file, and ErrDamaged when it does not
// hold the name of a generation.
func readCurrent(dir string) (int, error) {
	path := filepath.Join(dir, currentName)
	b, err := os.ReadFile(path)
	if err != nil {
		return 0, fmt.Errorf("read %s: %w", path, err)
	}
	n, ok := genNumber(strings.TrimSuffix(string(b), "\n"))
	if !ok {
		return 0, fmt.Errorf("%s: %w: it names no generation", path, engine.ErrDamaged)
	}
	return n, nil
}

// writeCurrent replaces CURRENT by a rename, after which readers see it. When the
// folder cannot be synced after that, it only logs a warning: after a power cut
// CURRENT may name the generation before, which still exists.
func (e *Engine) writeCurrent(number int) error {
	temporary := filepath.Join(e.dir, currentName+".tmp")
	if err := e.disk.RemoveAll(temporary); err != nil {
		return fmt.Errorf("switch %s: %w", currentName, err)
	}
	if err := writeFile(e.disk, temporary, []byte(genName(number)+"\n")); err != nil {
		return fmt.Errorf("switch %s: %w", currentName, err)
	}
	if err := e.disk.Rename(temporary, filepath.Join(e.dir, currentName)); err != nil {
		return fmt.Errorf("switch %s: %w", currentName, err)
	}
	if err := e.disk.Sync(e.dir); err != nil {
		e.log.Warn("the folder cannot be synced", "index", e.dir, "error", err)
	}
	return nil
}

// validPut reports whether an attached file may have a name: it must be the name
// of a file within the folder.
func validPut(name string) bool {
	return name != "" && name[0] != '.' && len(name) < 200 && !strings.ContainsAny(name, "/\\\x00")
}
