package bleve

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/gofrs/flock"
	"github.com/xunzhang/xunzhang/engine"
)

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

// locked runs do while it holds the writers' lock.
func (e *Engine) locked(do func() error) error {
	if e.isClosed() {
		return fmt.Errorf("index %s: %w", e.dir, engine.ErrClosed)
	}
	lock, err := e.acquire()
	if err != nil {
		return err
	}
	return errors.Join(do(), unlock(lock))
}

func unlock(lock *flock.Flock) error {
	if err := lock.Close(); err != nil {
		return fmt.Errorf("release the lock: %w", err)
	}
	return nil
}
