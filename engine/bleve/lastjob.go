package bleve

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/xunzhang/xunzhang/atomicfile"
	"github.com/xunzhang/xunzhang/engine"
)

// lastJobName is the file in the folder of an index that has the report of the last
// job. It belongs to no generation, and no search reads it.
const lastJobName = "last-job.json"

// KeepJob writes the report of the last job. A server that another user runs may
// read it.
func (e *Engine) KeepJob(ctx context.Context, report []byte) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	readable := func(f *os.File) error { return f.Chmod(0o644) }
	if err := atomicfile.Write(filepath.Join(e.dir, lastJobName), report, readable); err != nil {
		return fmt.Errorf("report of the last job: %w", err)
	}
	return nil
}

// LastJob reads the report of the last job.
func (e *Engine) LastJob(ctx context.Context) ([]byte, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	report, err := os.ReadFile(filepath.Join(e.dir, lastJobName))
	if errors.Is(err, fs.ErrNotExist) {
		err = engine.ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("report of the last job: %w", err)
	}
	return report, nil
}
