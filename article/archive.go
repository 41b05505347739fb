package article

import (
	"bytes"
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

	maxNested      = 3        // how deep archives lie in others and are still opened
	maxNestedBytes = 64 << 20 // size of an archive within another, which is held in memory
)

// An archiveFile is an archive that is read: a file, or one within another.
type archiveFile interface {
	io.Reader
	io.ReaderAt
	io.Seeker
}

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

// nested reads an archive within the one that is read, as a folder of its name.
func (w *walker) nested(in io.Reader, name string, size int64, outer *budget) error {
	if len(w.outer) == maxNested {
		w.skip(name, 0, fmt.Sprintf("an archive within %d others, which is not opened", maxNested))
		return nil
	}
	data, ok, err := input.ReadAll(in, size, maxNestedBytes)
	if err != nil {
		w.skip(name, 0, reasonOf(err))
		return broken(err)
	}
	if !ok {
		w.skip(name, 0, fmt.Sprintf("an archive within an archive, larger than %d MiB, which is not opened", maxNestedBytes>>20))
		return nil
	}
	within := w.within
	defer func() { w.within, w.outer = within, w.outer[:len(w.outer)-1] }()
	w.within, w.outer = name+"/", append(w.outer, outer)
	return w.members(bytes.NewReader(data), name, int64(len(data)))
}

// members reads the members of an open archive.
func (w *walker) members(f archiveFile, name string, size int64) (err error) {
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

// A brokenArchive is an error in the bytes of an archive, after which no more of it
// can be read. Errors of the visitor and of single members are not of this type.
type brokenArchive struct{ error }

func (b brokenArchive) Unwrap() error { return b.error }

// broken returns the error when it ends the reading of an archive, and nil when it
// only concerns a file or member, which was reported as skipped.
func broken(err error) error {
	if b, ok := errors.AsType[brokenArchive](err); ok {
		return b
	}
	return nil
}

// A budget is how many bytes an archive may still inflate to. The bytes of an
// archive within another count against both, so that no archive can exceed its
// limit by holding others.
type budget struct {
	ctx   context.Context
	left  int64
	outer []*budget
}

func (w *walker) budget(size int64) *budget {
	b := &budget{ctx: w.ctx, left: math.MaxInt64, outer: w.outer}
	if size < math.MaxInt64/maxRatio {
		b.left = max(input.FreeInflated, size*maxRatio)
	}
	return b
}

// ownBudget returns a budget for the survey of an archive: what the survey inflates
// does not count against the reading that follows.
func (w *walker) ownBudget(size int64) *budget {
	b := w.budget(size)
	for _, outer := range b.outer {
		b.left = min(b.left, outer.left)
	}
	b.outer = nil
	return b
}

// spend reports whether so many bytes are within the budget.
func (b *budget) spend(n int64) bool {
	b.left -= n
	within := b.left >= 0
	for _, outer := range b.outer {
		outer.left -= n
		within = within && outer.left >= 0
	}
	return within
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
	if !i.budget.spend(int64(n)) {
		return 0, brokenArchive{fmt.Errorf("%w: it inflates to more than %d times its size", input.ErrTooLarge, maxRatio)}
	}
	if i.fatal && err != nil && err != io.EOF {
		err = brokenArchive{err}
	}
	return n, err
}

// admitMember cleans the name of a member that is not a folder, and reports whether
// the member is to be read. A member that is left out is reported to the visitor,
// unless it is hidden or the options exclude it.
func (w *walker) admitMember(raw string, regular bool) (string, bool) {
	name, ok := w.admit(raw)
	switch {
	case !ok:
		return name, false
	case !regular:
		w.skip(name, 0, "a link or device, which is not followed")
	case FormatOf(name) == "" && !isArchive(name):
		w.other(name)
	default:
		return name, true
	}
	return name, false
}

// admit cleans the name of a member, and reports whether the options and the
// project's configuration let it be read.
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

// slashed returns a name with slashes between its elements. Some programs on
// Windows write only backslashes.
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
