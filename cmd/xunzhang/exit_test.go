package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
	"testing"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/engine/opensearch"
	"github.com/xunzhang/xunzhang/eval"
	"github.com/xunzhang/xunzhang/indexer"
	"github.com/xunzhang/xunzhang/search"
)

func TestExitCodes(t *testing.T) {
	for _, c := range []struct {
		err  error
		want int
		says string // part of the message
	}{
		{errors.New("anything"), 1, "anything"},
		{errors.New("a\x1b[31m\u202eb\nc"), 1, "a[31mb\nc\n"},
		{usageError{errors.New("unknown flag")}, 2, "--help"},
		{search.ErrQuery, 2, "bad query"},
		{indexer.ErrUnnamed, 2, "sources are missing"},
		{errNothing, 3, "nothing was found"},
		{errSkipped, 4, "skipped"},
		{indexer.ErrSource, 65, "cannot read"},
		{indexer.ErrEmpty, 65, "no article"},
		{eval.ErrFormat, 65, "bad format"},
		{engine.ErrNoIndex, 69, "xunzhang reindex SOURCE"},
		{engine.ErrFingerprint, 69, "xunzhang reindex SOURCE"},
		{engine.ErrUnavailable, 69, "unavailable"},
		{opensearch.ErrDenied, 69, "XUNZHANG_OPENSEARCH_USER"},
		{&fs.PathError{Op: "open", Path: "x", Err: syscall.EACCES}, 74, "open x"},
		{&fs.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}, 74, "free some space"},
		{&fs.PathError{Op: "read", Path: "x", Err: syscall.EISDIR}, 74, "read x"},
		{engine.ErrLocked, 75, "another job"},
		{engine.ErrDamaged, 76, "--full"},
		{context.Canceled, 130, ""},
		// The more important cause wins: the index is damaged, whichever file it
		// is.
		{errors.Join(fs.ErrNotExist, engine.ErrDamaged), 76, "damaged"},
	} {
		var out bytes.Buffer
		a := &app{err: &out}
		if got := a.report(fmt.Errorf("doing: %w", c.err)); got != c.want || !strings.Contains(out.String(), c.says) {
			t.Errorf("%v ends with %d and says %q, want %d and %q", c.err, got, out.String(), c.want, c.says)
		}
	}
}
