package main

import (
	"context"
	"errors"
	"io/fs"
	"syscall"

	"github.com/xunzhang/xunzhang/apikey"
	"github.com/xunzhang/xunzhang/article"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/engine/opensearch"
	"github.com/xunzhang/xunzhang/eval"
	"github.com/xunzhang/xunzhang/indexer"
	"github.com/xunzhang/xunzhang/part"
	"github.com/xunzhang/xunzhang/querystats"
	"github.com/xunzhang/xunzhang/search"
	"github.com/xunzhang/xunzhang/search/expand"
)

// Exit codes, which scripts rely on.
const (
	exitDone        = 0
	exitFailed      = 1
	exitUsage       = 2
	exitNothing     = 3
	exitSkipped     = 4
	exitBadInput    = 65
	exitUnavailable = 69
	exitIO          = 74
	exitLocked      = 75
	exitDamaged     = 76
	exitInterrupted = 130
)

// Errors of commands that carry an exit code of their own.
var (
	errNothing   = errors.New("nothing was found")
	errSkipped   = errors.New("inputs were skipped")
	errNoBackup  = errors.New("there is no backup")
	errBadBackup = errors.New("the backup is damaged")
)

// A usageError is a command line that was not understood.
type usageError struct{ error }

// exits is the table of errors with their exit codes and a hint for the user; the
// first error that matches is used.
func exits() []exit {
	return []exit{
		{context.Canceled, exitInterrupted, ""},
		{errNothing, exitNothing, ""},
		{errSkipped, exitSkipped, ""},
		{engine.ErrLocked, exitLocked, "wait for the other job to end"},
		{errNoBackup, exitBadInput, ""},
		{errBadBackup, exitDamaged, "`xunzhang check --index DIR` names what is damaged in it; the index is as it was"},
		{engine.ErrDamaged, exitDamaged, "`xunzhang check` names what is damaged, `xunzhang reindex --full SOURCE...` builds it anew"},
		{engine.ErrNoIndex, exitUnavailable, "build one with `xunzhang reindex SOURCE...`"},
		{engine.ErrFingerprint, exitUnavailable, "build it anew with `xunzhang reindex SOURCE...`"},
		{part.ErrVersion, exitUnavailable, "build it anew with `xunzhang reindex SOURCE...`"},
		{opensearch.ErrForeign, exitUsage, ""},
		{opensearch.ErrSnapshot, exitUsage, "make the repository known to the cluster first: PUT /_snapshot/REPOSITORY"},
		{opensearch.ErrRefused, exitBadInput, "the index stays as it was"},
		{engine.ErrTooBroad, exitUsage, "search for something more specific"},
		{opensearch.ErrDenied, exitUnavailable, "XUNZHANG_OPENSEARCH_USER and XUNZHANG_OPENSEARCH_PASSWORD, or _PASSWORD_FILE, say who asks; docs/engines.md says what they must be allowed"},
		{engine.ErrUnavailable, exitUnavailable, ""},
		{errUnhealthy, exitUnavailable, ""},
		{indexer.ErrUnnamed, exitUsage, ""},
		{search.ErrQuery, exitUsage, ""},
		{errConfig, exitUsage, ""},
		{indexer.ErrEmpty, exitBadInput, ""},
		{article.ErrPattern, exitUsage, ""},
		{indexer.ErrSource, exitBadInput, ""},
		{eval.ErrFormat, exitBadInput, ""},
		{expand.ErrFormat, exitBadInput, ""},
		{apikey.ErrInvalid, exitBadInput, ""},
		{querystats.ErrFile, exitBadInput, ""},
		{syscall.ENOSPC, exitIO, "free some space"},
		{syscall.EIO, exitIO, ""},
		{fs.ErrPermission, exitIO, ""},
		{fs.ErrNotExist, exitIO, ""},
	}
}

type exit struct {
	err  error
	code int
	hint string
}

// report prints an error and returns its exit code.
func (a *app) report(err error) int {
	if usage := (usageError{}); errors.As(err, &usage) {
		a.say("xunzhang: %s", message(err))
		a.say("see `xunzhang --help`")
		return exitUsage
	}
	for _, e := range exits() {
		if !errors.Is(err, e.err) {
			continue
		}
		if e.code != exitInterrupted { // the interruption has printed its own message
			a.say("xunzhang: %s", message(err))
		}
		if e.hint != "" {
			a.say("%s", e.hint)
		}
		return e.code
	}
	a.say("xunzhang: %s", message(err))
	if pathErr := (*fs.PathError)(nil); errors.As(err, &pathErr) {
		return exitIO
	}
	return exitFailed
}

// message is the text of an error. It may hold names of files, so that each of
// its lines is cleaned for the terminal.
func message(err error) string {
	return cleanLines(err.Error())
}
