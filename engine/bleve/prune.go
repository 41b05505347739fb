package bleve

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
	"github.com/xunzhang/xunzhang/engine"
)

// prune removes the generations before the previous one, except those that a
// process has open, and moves the previous one into quarantine when it is damaged.
// What cannot be removed now is removed by the next job.
func (e *Engine) prune(current, before int) {
	if _, err := e.collect(current, before); err != nil {
		e.log.Warn("removing old generations", "index", e.dir, "error", err)
	}
	if before == 0 || before == current {
		return
	}
	if err := e.quarantineIfDamaged(before); err != nil {
		e.log.Warn("checking the generation before", "index", e.dir, "error", err)
	}
}

// collect removes every generation except those of keep and those in use, and
// returns the removed ones.
func (e *Engine) collect(keep ...int) (removed []int, err error) {
	all, err := numbers(e.dir)
	if err != nil {
		return nil, err
	}
	kept := map[int]bool{}
	for _, n := range keep {
		kept[n] = true
	}
	var errs []error
	for _, n := range all {
		dir := filepath.Join(e.dir, genName(n))
		if kept[n] || inUse(dir) {
			continue
		}
		if err := e.removeGeneration(dir); err != nil {
			errs = append(errs, fmt.Errorf("remove generation %d: %w", n, err))
			continue
		}
		removed = append(removed, n)
	}
	return removed, errors.Join(errs...)
}

// removeGeneration renames the folder before it removes it: when the process is
// killed meanwhile, Check does not take the rest for a damaged generation, and
// the next job removes it (see Engine.sweep).
func (e *Engine) removeGeneration(dir string) error {
	gone := filepath.Join(e.dir, buildingPrefix+filepath.Base(dir))
	if err := e.disk.Rename(dir, gone); err != nil {
		return err
	}
	return e.disk.RemoveAll(gone)
}

// inUse reports whether a process has a generation open: readers hold a shared
// lock on its manifest.
func inUse(dir string) bool {
	path := filepath.Join(dir, manifestName)
	if _, err := os.Stat(path); err != nil {
		return false
	}
	lock := flock.New(path, flock.SetFlag(os.O_RDONLY))
	ok, err := lock.TryLock()
	return errors.Join(err, lock.Close()) != nil || !ok
}

// quarantineIfDamaged moves a damaged generation into the folder quarantine, where
// it stays for inspection.
func (e *Engine) quarantineIfDamaged(n int) error {
	dir := filepath.Join(e.dir, genName(n))
	if _, err := os.Stat(dir); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	m, err := readManifest(dir)
	if err == nil {
		err = m.verify(dir)
	}
	if err == nil || errors.Is(err, engine.ErrFingerprint) { // what another version wrote is not damaged
		return nil
	}
	e.log.Error("a damaged generation goes into quarantine", "index", e.dir, "generation", n, "error", err)
	quarantine := filepath.Join(e.dir, quarantineName)
	if err := e.disk.MkdirAll(quarantine); err != nil {
		return fmt.Errorf("quarantine: %w", err)
	}
	to := filepath.Join(quarantine, genName(n))
	for i := 2; ; i++ {
		if _, err := os.Stat(to); errors.Is(err, os.ErrNotExist) {
			break
		}
		to = filepath.Join(quarantine, fmt.Sprintf("%s-%d", genName(n), i))
	}
	if err := e.disk.Rename(dir, to); err != nil {
		return fmt.Errorf("quarantine: %w", err)
	}
	return nil
}
