package bleve

import (
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/engine/enginetest"
)

// spoil changes a published file as a failing disk would.
func spoil(t *testing.T, path string, do func([]byte) []byte) {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	b = do(b)
	// A new file, not the old one: generations share hard links.
	if err := errors.Join(os.Chmod(filepath.Dir(path), workFolder), os.Remove(path)); err != nil {
		t.Fatal(err)
	}
	if b == nil {
		return
	}
	if err := os.WriteFile(path, b, publishedFile); err != nil {
		t.Fatal(err)
	}
}

// twoGenerations publishes a, then a and b.
func twoGenerations(t *testing.T) string {
	dir := t.TempDir()
	e := open(t, dir, Options{disk: quickDisk{}})
	mustPublish(t, e, engine.Empty, part("a", "ab", "cd", "cd"))
	mustPublish(t, e, engine.Current, part("b", "ab", "ef"))
	return dir
}

// wantDamage checks that Check names the file, and that a fresh engine finds want: ids,
// or the error with which it refuses to serve.
func wantDamage(t *testing.T, dir, file, want string) {
	t.Helper()
	e := open(t, dir, Options{})
	_, err := e.Check(context.Background())
	if !errors.Is(err, engine.ErrDamaged) || !strings.Contains(err.Error(), file) {
		t.Errorf("check: error %v, want damage of %s", err, file)
	}
	if got := ids(t, dir); got != want {
		t.Errorf("%s damaged: found %s, want %s", file, got, want)
	}
}

func TestBitFlips(t *testing.T) {
	t.Parallel()
	dir := twoGenerations(t)
	gen := filepath.Join(dir, "gen-000002")
	names, err := filesIn(gen)
	if err != nil {
		t.Fatal(err)
	}
	seed := enginetest.Seed(t)
	r := rand.New(rand.NewPCG(seed, 0))
	for range 60 {
		name := names[r.IntN(len(names))]
		path := filepath.Join(gen, name)
		var good []byte
		spoil(t, path, func(b []byte) []byte {
			good = append(good, b...)
			b[r.IntN(len(b))] ^= 1 << r.IntN(8)
			return b
		})
		wantDamage(t, dir, name, "a")
		spoil(t, path, func([]byte) []byte { return good })
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
	if got := ids(t, dir); got != "a b" {
		t.Errorf("repaired, it finds %s", got)
	}
}

func TestFilesTruncatedAndMissing(t *testing.T) {
	t.Parallel()
	cuts := map[string]func([]byte) []byte{
		"empty":    func(b []byte) []byte { return b[:0] },
		"one byte": func(b []byte) []byte { return b[:1] },
		"half":     func(b []byte) []byte { return b[:len(b)/2] },
		"less one": func(b []byte) []byte { return b[:len(b)-1] },
		"longer":   func(b []byte) []byte { return append(b, 0) },
		"zeroed":   func(b []byte) []byte { clear(b); return b },
		"missing":  func([]byte) []byte { return nil },
	}
	for _, how := range sortedKeys(cuts) {
		t.Run(how, func(t *testing.T) {
			dir := twoGenerations(t)
			gen := filepath.Join(dir, "gen-000002")
			names, err := filesIn(gen)
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range names {
				path := filepath.Join(gen, name)
				good, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				spoil(t, path, cuts[how])
				wantDamage(t, dir, name, "a")
				if err := errors.Join(os.RemoveAll(path), os.WriteFile(path, good, publishedFile)); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

func TestFilesSwappedAndStray(t *testing.T) {
	dir := twoGenerations(t)
	gen := filepath.Join(dir, "gen-000002")
	parts, chars := filepath.Join(gen, partsName), filepath.Join(gen, charsName)
	if err := errors.Join(os.Chmod(gen, workFolder), os.Rename(parts, parts+"x"), os.Rename(chars, parts), os.Rename(parts+"x", chars)); err != nil {
		t.Fatal(err)
	}
	wantDamage(t, dir, charsName, "a")
	dir = twoGenerations(t)
	gen = filepath.Join(dir, "gen-000002")
	if err := errors.Join(os.Chmod(gen, workFolder), os.WriteFile(filepath.Join(gen, ".DS_Store"), nil, workFile)); err != nil {
		t.Fatal(err)
	}
	wantDamage(t, dir, ".DS_Store", "a")
}

func TestCurrentDamaged(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", "a b"},
		{"garbage", "\x00\xffgen", "a b"},
		{"escaping", "../gen-000001", "a b"},
		{"a generation that is gone", "gen-000009\n", "a b"},
	} {
		dir := twoGenerations(t)
		if err := os.WriteFile(filepath.Join(dir, currentName), []byte(c.text), workFile); err != nil {
			t.Fatal(err)
		}
		t.Run(c.name, func(t *testing.T) { wantDamage(t, dir, currentName, c.want) })
	}
	dir := twoGenerations(t)
	if err := os.Remove(filepath.Join(dir, currentName)); err != nil {
		t.Fatal(err)
	}
	wantDamage(t, dir, currentName, "a b")
}

func TestNothingWholeIsRefused(t *testing.T) {
	dir := twoGenerations(t)
	for _, gen := range []string{"gen-000001", "gen-000002"} {
		spoil(t, filepath.Join(dir, gen, partsName), func(b []byte) []byte { return b[:3] })
	}
	before := folder(t, dir)
	_, err := open(t, dir, Options{}).View(t.Context())
	if !errors.Is(err, engine.ErrDamaged) || !strings.Contains(err.Error(), partsName) {
		t.Errorf("error %v, want damage of %s", err, partsName)
	}
	if after := folder(t, dir); after != before {
		t.Errorf("serving changed the folder from %s to %s", before, after)
	}
	e := open(t, dir, Options{disk: quickDisk{}})
	if _, err := e.Begin(t.Context(), engine.Current, "rules"); !errors.Is(err, engine.ErrDamaged) {
		t.Errorf("Begin(Current): %v, want damage", err)
	}
	mustPublish(t, e, engine.Empty, part("c"))
	if got := ids(t, dir); got != "c" {
		t.Errorf("after a full job: found %s, want c", got)
	}
	if got, want := folder(t, filepath.Join(dir, quarantineName)), "gen-000002"; got != want {
		t.Errorf("quarantine holds %s, want %s", got, want)
	}
}

func TestCheckWhole(t *testing.T) {
	dir := twoGenerations(t)
	r, err := open(t, dir, Options{}).Check(t.Context())
	if err != nil || !r.OK() || len(r.Generations) != 2 || r.Generations[0].Postings != 6 || r.Generations[0].Parts != 2 {
		t.Errorf("report %+v, %v", r, err)
	}
	if _, err := open(t, t.TempDir(), Options{}).Check(t.Context()); !errors.Is(err, engine.ErrNoIndex) {
		t.Errorf("check of nothing: %v", err)
	}
}

func TestRollbackAndGC(t *testing.T) {
	dir := twoGenerations(t)
	e := open(t, dir, Options{disk: quickDisk{}})
	s, err := e.Rollback(t.Context())
	if err != nil || s.Generation != 1 || ids(t, dir) != "a" {
		t.Errorf("rolled back to %+v, %v: found %s", s, err, ids(t, dir))
	}
	if _, err := e.Rollback(t.Context()); !errors.Is(err, engine.ErrNotFound) {
		t.Errorf("a second rollback: %v", err)
	}
	list, err := e.Generations(t.Context())
	if err != nil || len(list) != 2 || list[0].Current || !list[1].Current || list[0].Parts != 2 {
		t.Errorf("generations %+v, %v", list, err)
	}
	removed, err := e.GC(t.Context())
	if err != nil || strings.Join(removed, " ") != "gen-000002" {
		t.Errorf("removed %v, %v", removed, err)
	}
	if s := mustPublish(t, e, engine.Current, part("c")); s.Generation != 2 {
		t.Errorf("the next generation is %d", s.Generation)
	}
}

// halfwayDisk removes one file of a folder, and fails after that.
type halfwayDisk struct{ quickDisk }

func (halfwayDisk) RemoveAll(path string) error {
	return errors.Join(os.Chmod(path, workFolder), os.Remove(filepath.Join(path, manifestName)), errors.New("killed"))
}

func TestHalfRemovedGenerationsAreNoDamage(t *testing.T) {
	dir := twoGenerations(t)
	e := open(t, dir, Options{disk: halfwayDisk{}})
	if _, err := e.collect(2); err == nil {
		t.Error("the removal goes through")
	}
	if _, err := e.Check(t.Context()); err != nil {
		t.Errorf("check: %v", err)
	}
	mustPublish(t, open(t, dir, Options{disk: quickDisk{}}), engine.Current, part("c"))
	if got, want := folder(t, dir), "CURRENT gen-000002 gen-000003 lock"; got != want {
		t.Errorf("folder holds %s, want %s", got, want)
	}
}

func TestGCSparesWhatIsUsed(t *testing.T) {
	dir := t.TempDir()
	e := open(t, dir, Options{disk: quickDisk{}})
	mustPublish(t, e, engine.Empty, part("a"))
	v, err := open(t, dir, Options{}).View(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	mustPublish(t, e, engine.Empty, part("b"))
	mustPublish(t, e, engine.Empty, part("c"))
	if got, want := folder(t, dir), "CURRENT gen-000001 gen-000002 gen-000003 lock"; got != want {
		t.Errorf("folder holds %s, want %s", got, want)
	}
	if err := v.Close(); err != nil {
		t.Error(err)
	}
}

func TestBackupAndRestore(t *testing.T) {
	dir, backup := twoGenerations(t), filepath.Join(t.TempDir(), "backup")
	e := open(t, dir, Options{disk: quickDisk{}})
	s, err := e.Backup(t.Context(), backup)
	if err != nil || s.Generation != 2 || ids(t, backup) != "a b" {
		t.Fatalf("backed up %+v, %v: found %s", s, err, ids(t, backup))
	}
	if _, err := e.Backup(t.Context(), backup); !errors.Is(err, os.ErrExist) {
		t.Errorf("a backup into a full folder: %v", err)
	}
	mustPublish(t, e, engine.Empty, part("c"))
	if s, err := e.Restore(t.Context(), backup); err != nil || s.Generation != 4 || s.Parts != 2 || ids(t, dir) != "a b" {
		t.Errorf("restored %+v, %v: found %s", s, err, ids(t, dir))
	}
	spoil(t, filepath.Join(backup, "gen-000002", charsName), func(b []byte) []byte { return b[1:] })
	if _, err := e.Restore(t.Context(), backup); !errors.Is(err, engine.ErrDamaged) {
		t.Errorf("restoring damage: %v", err)
	}
	if got, want := folder(t, dir), "CURRENT gen-000003 gen-000004 lock"; got != want || ids(t, dir) != "a b" {
		t.Errorf("folder holds %s and finds %s, want %s", got, ids(t, dir), want)
	}
}
