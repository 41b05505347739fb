package bleve

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	"github.com/gofrs/flock"
	"github.com/xunzhang/xunzhang/engine"
)

// Begin starts a generation in a folder of its own, and removes what a killed
// job left behind. It returns ErrLocked when another job holds the lock; in
// mode Current also ErrNoIndex, ErrFingerprint and ErrDamaged.
func (e *Engine) Begin(ctx context.Context, mode engine.Mode, fingerprint string) (engine.Generation, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if e.isClosed() {
		return nil, fmt.Errorf("index %s: %w", e.dir, engine.ErrClosed)
	}
	if mode == engine.Current {
		if _, err := readCurrent(e.dir); errors.Is(err, os.ErrNotExist) {
			return nil, fmt.Errorf("index %s: %w", e.dir, engine.ErrNoIndex)
		}
	}
	lock, err := e.acquire()
	if err != nil {
		return nil, err
	}
	g, err := e.begin(mode, fingerprint, lock)
	if err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	return g, nil
}

func (e *Engine) isClosed() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.closed
}

// acquire takes the lock of the one writer, and writes our process into it.
func (e *Engine) acquire() (*flock.Flock, error) {
	if err := e.disk.MkdirAll(e.dir); err != nil {
		return nil, fmt.Errorf("index %s: %w", e.dir, err)
	}
	path := filepath.Join(e.dir, lockName)
	lock := flock.New(path)
	ok, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	if !ok {
		holder, _ := os.ReadFile(path) // it only makes the message better
		pid := strings.TrimSpace(string(holder))
		if pid == "" {
			pid = "unknown"
		}
		return nil, fmt.Errorf("index %s: %w: process %s", e.dir, engine.ErrLocked, pid)
	}
	if err := os.WriteFile(path, []byte(strconv.Itoa(os.Getpid())+"\n"), workFile); err != nil {
		return nil, errors.Join(fmt.Errorf("lock %s: %w", path, err), lock.Close())
	}
	return lock, nil
}

func (e *Engine) begin(mode engine.Mode, fingerprint string, lock *flock.Flock) (*generation, error) {
	if err := e.sweep(); err != nil {
		return nil, err
	}
	g := &generation{
		e: e, lock: lock, fingerprint: fingerprint, dir: filepath.Join(e.dir, buildingPrefix+strconv.Itoa(os.Getpid())),
		byID: map[string]uint32{}, byArt: map[string][]uint32{}, strings: map[string]string{},
		chars: charsBuilder{lists: map[string]*charList{}}, puts: map[string]bool{},
		callers: make(chan struct{}, runtime.GOMAXPROCS(0)),
	}
	var err error
	if g.titles, err = titleAnalyzer(); err != nil {
		return nil, fmt.Errorf("begin: %w", err)
	}
	if g.before, err = readCurrent(e.dir); err != nil && mode == engine.Current {
		return nil, err
	}
	if err := e.disk.MkdirAll(filepath.Join(g.dir, storeName)); err != nil {
		return nil, fmt.Errorf("begin: %w", err)
	}
	if mode == engine.Current {
		if err := g.clone(filepath.Join(e.dir, genName(g.before))); err != nil {
			return nil, errors.Join(err, e.disk.RemoveAll(g.dir))
		}
	}
	return g, nil
}

// sweep removes what killed jobs were building. The caller holds the lock, so
// none of them lives.
func (e *Engine) sweep() error {
	left, err := filepath.Glob(filepath.Join(globEscape(e.dir), buildingPrefix+"*"))
	if err != nil {
		return fmt.Errorf("sweep: %w", err)
	}
	for _, dir := range left {
		e.log.Info("sweeping what a job left behind", "folder", dir)
		if err := e.disk.RemoveAll(dir); err != nil {
			return fmt.Errorf("sweep: %w", err)
		}
	}
	return nil
}

// globEscape makes a path match itself.
func globEscape(path string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}
