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

// What is not text, such as a query from a terminal that is not set to UTF-8, is an error
// of the command line that names it; so is a query that asks for nothing.
func TestArgumentsThatAreNoText(t *testing.T) {
	index := t.TempDir() // without an index: the arguments come first
	for want, args := range map[string][]string{
		"the query is not text: it is not UTF-8":                     {"search", "\xd0\xa1\xba\xec"},
		"the query is not text: it has the control character U+001B": {"search", "a\x1b[31m"},
		"--category is not text: it is not UTF-8":                    {"search", "--category", "\xbb\xa5", "a"},
		"--author is not text":                                       {"search", "--author", "a\x01", "a"},
		"--tag is not text":                                          {"search", "--tag", "x", "--tag", "\x7f", "a"},
		"the text is not text: it is not UTF-8":                      {"analyze", "\xff"},
	} {
		var out, stderr bytes.Buffer
		code := run(append(args, "--index", index), nil, &out, &stderr)
		if code != exitUsage || !strings.Contains(stderr.String(), want) || out.Len() > 0 {
			t.Errorf("%q: %d %s", args, code, &stderr)
		}
	}
}
