package article

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/xunzhang/xunzhang/article/encoding"
	"github.com/xunzhang/xunzhang/article/input"
)

// Limits of archives, enforced while they inflate.
const (
	maxMembers = 1_000_000
	maxRatio   = 200 // inflated bytes for each byte of the archive
)

// isArchive reports whether a name is that of a supported archive.
func isArchive(name string) bool { return archiveKind(name) != "" }

func archiveKind(name string) string {
	name = strings.ToLower(name)
	for _, kind := range []string{".zip", ".tar", ".tar.gz", ".tgz", ".tar.zst"} {
		if strings.HasSuffix(name, kind) {
			return kind
		}
	}
	return ""
}

// archive reads the members of an archive. What was read before a damaged
// place is kept, and the rest is skipped by name.
func (w *walker) archive(source string, size int64) error {
	f, err := os.Open(source)
	if err != nil {
		w.skip("", 0, reasonOf(err))
		return nil
	}
	defer f.Close()
	return w.members(f, source, size)
}

// members reads the members of an open archive.
func (w *walker) members(f *os.File, name string, size int64) (err error) {
	outer := w.sites
	defer func() { w.sites = outer }()
	if w.sites, err = w.surveyArchive(f, name, size); err != nil {
		return err
	}
	if archiveKind(name) == ".zip" {
		err = w.zip(f, size)
	} else {
		err = w.tarball(f, archiveKind(name), size)
	}
	if cancelled := w.ctx.Err(); cancelled != nil {
		return cancelled
	}
	if broken, ok := errors.AsType[brokenArchive](err); ok {
		w.skip(strings.TrimSuffix(w.within, "/"), 0, "the rest of the archive cannot be read: "+broken.Error())
		return nil
	}
	return err
}

// A brokenArchive is an error of the archive's bytes that ends its reading, as
// against one of the visitor or of a single member.
type brokenArchive struct{ error }

func (b brokenArchive) Unwrap() error { return b.error }

// broken passes on an error that ends the reading of an archive, and drops one
// that only concerns a file or member, which was skipped by name.
func broken(err error) error {
	if b, ok := errors.AsType[brokenArchive](err); ok {
		return b
	}
	return nil
}

// A budget is what an archive may still inflate to.
type budget struct {
	ctx  context.Context
	left int64
}

func (w *walker) budget(size int64) *budget {
	b := &budget{ctx: w.ctx, left: math.MaxInt64}
	if size < math.MaxInt64/maxRatio {
		b.left = max(input.FreeInflated, size*maxRatio)
	}
	return b
}

// inflating counts what a decompressor yields and ends it beyond the budget.
// Where fatal is set, every error of the decompressor ends the archive.
type inflating struct {
	in     io.Reader
	budget *budget
	fatal  bool
}

func (i inflating) Read(p []byte) (int, error) {
	if err := i.budget.ctx.Err(); err != nil {
		return 0, brokenArchive{err}
	}
	n, err := i.in.Read(p)
	i.budget.left -= int64(n)
	if i.budget.left < 0 {
		return 0, brokenArchive{fmt.Errorf("%w: it inflates to more than %d times its size", input.ErrTooLarge, maxRatio)}
	}
	if i.fatal && err != nil && err != io.EOF {
		err = brokenArchive{err}
	}
	return n, err
}

// admit cleans the name of a member, and reports whether it is to be read.
func (w *walker) admit(raw string) (string, bool) {
	name := encoding.DecodeName(raw)
	if !staysInside(slashed(name)) {
		w.skipOutside(name)
		return "", false
	}
	name = path.Clean(slashed(name))
	hidden := isHidden(name)
	name = w.within + name
	if hidden || w.exclude.match(name) || !w.included(name) {
		return name, false
	}
	if kind := w.leaves(name); kind != "" {
		w.pass(name, kind)
		return name, false
	}
	return name, true
}

// slashed is a name with slashes. One written on Windows has only others.
func slashed(name string) string {
	if strings.Contains(name, "/") {
		return name
	}
	return strings.ReplaceAll(name, `\`, "/")
}

// staysInside reports whether a name does not lead out of its archive, whatever
// system reads it.
func staysInside(name string) bool {
	name = strings.ReplaceAll(name, `\`, "/")
	drive := len(name) > 1 && name[1] == ':'
	return !drive && !path.IsAbs(name) && !slices.Contains(strings.Split(name, "/"), "..")
}

// skipOutside names a member that would lie outside of its archive.
func (w *walker) skipOutside(name string) {
	const reason = "a name that leads out of the archive"
	if w.within == "" {
		w.skip(name, 0, reason)
		return
	}
	w.skip(strings.TrimSuffix(w.within, "/"), 0, fmt.Sprintf("%s: %q", reason, name)) // joined to its folder it would name another file
}
