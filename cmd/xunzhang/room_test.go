//go:build unix

package main

import (
	"errors"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

func TestRoom(t *testing.T) {
	room := roomIn(filepath.Join(t.TempDir(), "not", "yet"))
	if err := room(1); err != nil {
		t.Errorf("one byte: %v", err)
	}
	if err := room(1 << 60); !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "free") {
		t.Errorf("an exbibyte: %v", err)
	}
}
