package atomicfile

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWrite(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f")
	for _, text := range []string{"one", "two"} {
		if err := Write(path, []byte(text), nil); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != text {
			t.Errorf("%q, %v", got, err)
		}
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	readable := func(f *os.File) error { return f.Chmod(0o644) }
	if err := Write(path, []byte("three"), readable); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o644 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

// When writing fails the old file is unchanged, and there is no other file.
func TestFailures(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "f")
	if err := Write(path, []byte("old"), nil); err != nil {
		t.Fatal(err)
	}
	refused := errors.New("refused")
	if err := Write(path, []byte("new"), func(*os.File) error { return refused }); !errors.Is(err, refused) || !strings.Contains(err.Error(), path) {
		t.Errorf("%v", err)
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != "old" {
		t.Errorf("%q, %v", got, err)
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
	if err := Write(filepath.Join(folder, "none", "f"), nil, nil); err == nil {
		t.Error("a folder that is not there is no error")
	}
}
