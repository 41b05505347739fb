package bleve

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/xunzhang/xunzhang/engine"
)

// Generations lists the generations on disk, newest first, and those in
// quarantine after them. It reads manifests only; Check verifies.
func (e *Engine) Generations(ctx context.Context) ([]engine.GenerationInfo, error) {
	all, err := numbers(e.dir)
	if err != nil {
		return nil, err
	}
	current, _ := readCurrent(e.dir) // Check reports errors of this file
	var list []engine.GenerationInfo
	for _, n := range all {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		g := e.info(genName(n))
		g.Generation, g.Current = n, n == current
		g.InUse = inUse(filepath.Join(e.dir, genName(n)))
		list = append(list, g)
	}
	entries, err := os.ReadDir(filepath.Join(e.dir, quarantineName))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("list quarantine: %w", err)
	}
	for _, entry := range entries {
		if strings.HasPrefix(entry.Name(), genPrefix) {
			list = append(list, e.info(filepath.Join(quarantineName, entry.Name())))
		}
	}
	return list, nil
}

func (e *Engine) info(folder string) engine.GenerationInfo {
	g := engine.GenerationInfo{Folder: filepath.ToSlash(folder)}
	dir := filepath.Join(e.dir, folder)
	m, err := readManifest(dir)
	if err != nil {
		g.Problem = err.Error()
		return g
	}
	g.State = m.state(dir)
	return g
}

// Rollback makes the newest undamaged generation before the current one the
// current one. The error wraps ErrNotFound when there is none.
func (e *Engine) Rollback(ctx context.Context) (s engine.State, err error) {
	err = e.locked(func() error {
		s, err = e.rollback(ctx)
		return err
	})
	return s, err
}

func (e *Engine) rollback(ctx context.Context) (engine.State, error) {
	current, err := readCurrent(e.dir)
	if err != nil {
		return engine.State{}, fmt.Errorf("roll back: %w", err)
	}
	all, err := numbers(e.dir)
	if err != nil {
		return engine.State{}, err
	}
	var problems error
	for _, n := range all {
		if n >= current {
			continue
		}
		x, err := openIndex(filepath.Join(e.dir, genName(n)))
		if err != nil {
			problems = errors.Join(problems, err)
			continue
		}
		if err := errors.Join(x.release(), e.writeCurrent(n)); err != nil {
			return engine.State{}, fmt.Errorf("roll back: %w", err)
		}
		e.reload(ctx)
		return x.state, nil
	}
	return engine.State{}, errors.Join(fmt.Errorf("roll back: a generation before %d: %w", current, engine.ErrNotFound), problems)
}

// GC removes what killed jobs left behind, and every generation except the
// current one, the one before it, and those that a process has open. It returns
// the folders that it removed. It leaves the quarantine as it is.
func (e *Engine) GC(ctx context.Context) (removed []string, err error) {
	err = e.locked(func() (err error) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if removed, err = e.sweep(); err != nil {
			return err
		}
		current, err := readCurrent(e.dir)
		if err != nil {
			return fmt.Errorf("collect: nothing is removed while the current generation is unknown: %w", err)
		}
		before := 0
		all, err := numbers(e.dir)
		if err != nil {
			return err
		}
		for _, n := range all {
			if n < current {
				before = max(before, n)
			}
		}
		gone, err := e.collect(current, before)
		for _, n := range gone {
			removed = append(removed, genName(n))
		}
		return err
	})
	return removed, err
}
