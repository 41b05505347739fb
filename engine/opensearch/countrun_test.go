package opensearch

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/engine"
)

// TestCountsGoToTheFolderOfTheJob: temporary files are written to the folder of the
// job and nowhere else, and an error names a folder that cannot be written.
func TestCountsGoToTheFolderOfTheJob(t *testing.T) {
	t.Setenv("TMPDIR", filepath.Join(t.TempDir(), "none"))
	dir := t.TempDir()
	c := newCounts(dir)
	c.most = 1
	defer c.close()
	terms := streams{engine.Grams: {"ab": 1, "bc": 1}}
	if err := c.add(terms, 1); err != nil || len(c.runs) != 1 {
		t.Fatalf("%d files: %v", len(c.runs), err)
	}
	if name := c.runs[0].file.Name(); filepath.Dir(name) != dir {
		t.Errorf("set aside in %s, not in %s", name, dir)
	}
	lost := newCounts(filepath.Join(dir, "gone"))
	lost.most = 1
	if err := lost.add(terms, 1); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "gone") {
		t.Errorf("in a folder that is not there: %v", err)
	}
	c.close()
	left, err := fs.ReadDir(os.DirFS(dir), ".")
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
