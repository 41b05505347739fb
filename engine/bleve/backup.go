package bleve

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/xunzhang/xunzhang/engine"
)

// Backup copies the current generation into a folder, which becomes an index of
// its own: it can be served, checked and restored from. The folder must be new
// or empty. Searching and reindexing may go on meanwhile.
func (e *Engine) Backup(ctx context.Context, dir string) (engine.State, error) {
	v, err := e.View(ctx)
	if err != nil {
		return engine.State{}, fmt.Errorf("back up: %w", err)
	}
	x := v.(*view).x // keeps the generation from being collected
	err = e.backup(ctx, x, dir)
	if err = errors.Join(err, v.Close()); err != nil {
		return engine.State{}, fmt.Errorf("back up: %w", err)
	}
	return x.state, nil
}

func (e *Engine) backup(ctx context.Context, x *index, dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if len(entries) > 0 {
		return fmt.Errorf("folder %s is not empty: %w", dir, os.ErrExist)
	}
	to := &Engine{dir: dir, log: e.log, disk: e.disk}
	return to.copyIn(ctx, x.dir, x.manifest)
}

// Restore makes the current generation of a backup the current one here, under
// a new number. It is verified before and after it is copied.
func (e *Engine) Restore(ctx context.Context, dir string) (s engine.State, err error) {
	number, err := readCurrent(dir)
	if err != nil {
		return s, fmt.Errorf("restore: %w", err)
	}
	from := filepath.Join(dir, genName(number))
	m, err := readManifest(from)
	if err != nil {
		return s, fmt.Errorf("restore: %w", err)
	}
	if err := m.verify(from); err != nil {
		return s, fmt.Errorf("restore: %w", err)
	}
	err = e.locked(func() error {
		if _, err := e.sweep(); err != nil {
			return err
		}
		before, _ := readCurrent(e.dir) // a damaged one is a reason to restore
		if m.Number, err = e.nextNumber(); err != nil {
			return err
		}
		if err := e.copyIn(ctx, from, m); err != nil {
			return err
		}
		s = m.state(filepath.Join(e.dir, genName(m.Number)))
		e.prune(m.Number, before)
		e.reload(ctx)
		return nil
	})
	if err != nil {
		return engine.State{}, fmt.Errorf("restore: %w", err)
	}
	return s, nil
}

// copyIn copies a generation's files into a new one, and makes it current.
func (e *Engine) copyIn(ctx context.Context, from string, m *manifest) error {
	name := filepath.Join(e.dir, buildingPrefix+strconv.Itoa(os.Getpid())+"-"+strconv.FormatInt(time.Now().UnixNano(), 36))
	g := &generation{e: e, dir: name}
	err := g.copyFiles(ctx, from, m)
	if err == nil {
		err = g.install(m)
	}
	if err != nil {
		return errors.Join(err, e.disk.RemoveAll(g.dir))
	}
	return nil
}

func (g *generation) copyFiles(ctx context.Context, from string, m *manifest) error {
	if err := g.e.disk.MkdirAll(filepath.Join(g.dir, storeName)); err != nil {
		return err
	}
	for _, name := range sortedKeys(m.Files) {
		if err := ctx.Err(); err != nil {
			return err
		}
		to := filepath.Join(g.dir, name)
		if err := copyFile(g.e.disk, filepath.Join(from, name), to); err != nil {
			return err
		}
		if err := m.Files[name].verify(to); err != nil {
			return err
		}
	}
	return g.verifyWhole(ctx, m)
}

// copyFile copies a file and syncs it.
func copyFile(d disk, from, to string) error {
	src, err := os.Open(from)
	if err != nil {
		return err
	}
	defer src.Close() // it is only read
	dst, err := d.Create(to)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(dst, 1<<20)
	_, err = io.Copy(w, src)
	if err == nil {
		err = w.Flush()
	}
	if err == nil {
		err = dst.Sync()
	}
	return errors.Join(err, dst.Close())
}
