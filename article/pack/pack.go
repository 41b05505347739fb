// Package pack reads documents that are zip files, as EPUB books and Word documents
// are, and the XML in them. It must not know any of these formats.
package pack

import (
	"archive/zip"
	"bytes"
	"fmt"
	"net/url"
	"path"
	"strings"

	"github.com/xunzhang/xunzhang/article/encoding"
	"github.com/xunzhang/xunzhang/article/input"
)

// locked is the flag of a member that needs a password.
const locked = 1

// maxPacked is how many members such a document may have. Books with a file for
// each picture have a few thousand.
const maxPacked = 1 << 16

// A Pack is a document that is a zip file. Its members are inflated one by one,
// when they are asked for.
type Pack struct {
	kind      string               // name of the format in errors
	members   map[string]*zip.File // by slash path
	protected map[string]bool      // members that are encrypted
	limit     int64                // bytes of one member
	left      int64                // bytes that may still be inflated
}

// Open reads the directory of a pack. In all, its members may inflate to
// FreeInflated bytes, whatever its size: it becomes one article, for which the
// ratio that archives are allowed would be far too much.
func Open(kind string, data []byte, limit int64) (*Pack, error) {
	p := &Pack{kind: kind, members: map[string]*zip.File{}, protected: map[string]bool{}, limit: limit, left: max(input.FreeInflated, limit)}
	zr, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, p.Fault("it is no zip file, or not the whole of it (" + err.Error() + ")")
	}
	if len(zr.File) > maxPacked {
		return nil, fmt.Errorf("%w: more than %d members", input.ErrTooLarge, maxPacked)
	}
	for _, m := range zr.File {
		name := path.Join(strings.ReplaceAll(encoding.DecodeName(m.Name), `\`, "/"))
		if m.Mode().IsRegular() && p.members[name] == nil {
			p.members[name] = m
		}
	}
	return p, nil
}

// Fault is the error of a pack that breaks the rules of its format.
func (p *Pack) Fault(reason string) error {
	return fmt.Errorf("%w %s: %s", input.ErrFormat, p.kind, reason)
}

// Protect marks a member as encrypted, so that reading it is an error.
func (p *Pack) Protect(name string) { p.protected[name] = true }

// Has reports whether there is a member of this name.
func (p *Pack) Has(name string) bool { return p.members[name] != nil }

// read inflates a member. Its announced size can be relied on for the limit:
// archive/zip returns an error for a member that is smaller, and no more is read of
// a larger one.
func (p *Pack) read(name string) ([]byte, error) {
	m := p.members[name]
	switch {
	case m == nil:
		return nil, p.Fault(fmt.Sprintf("%.80q is missing", name))
	case p.protected[name] || m.Flags&locked != 0:
		return nil, p.Fault(fmt.Sprintf("%.80q is encrypted; only a copy without protection can be read", name))
	case m.UncompressedSize64 > uint64(p.limit):
		return nil, fmt.Errorf("%w: %.80q has more than %d bytes", input.ErrTooLarge, name, p.limit)
	}
	size := int64(m.UncompressedSize64)
	if p.left -= size; p.left < 0 {
		return nil, fmt.Errorf("%w: it inflates to more than %d MiB", input.ErrTooLarge, input.FreeInflated>>20)
	}
	r, err := m.Open()
	if err != nil {
		return nil, p.Fault(fmt.Sprintf("%.80q cannot be read (%s)", name, err))
	}
	defer r.Close()
	data, ok, err := input.ReadAll(r, size, size)
	if err == nil && !ok {
		err = zip.ErrFormat
	}
	if err != nil {
		return nil, p.Fault(fmt.Sprintf("%.80q is damaged (%s)", name, err))
	}
	return data, nil
}

// Text is a member as UTF-8. The encoding that the owner of a source names does not
// apply: it is for files that cannot state their encoding, and these do.
func (p *Pack) Text(name string) (string, error) {
	data, err := p.read(name)
	if err != nil {
		return "", err
	}
	s, _, err := encoding.Decode(data, encoding.Markup, "")
	if err != nil {
		return "", fmt.Errorf("%.80q: %w", name, err)
	}
	return s, nil
}

// Resolve is the name of the member that a relative address in a document of a
// folder leads to. An address that leads out of the pack gives a name that no
// member has.
func Resolve(dir, href string) string {
	href, _, _ = strings.Cut(href, "#")
	if s, err := url.PathUnescape(href); err == nil {
		href = s
	}
	return path.Join(dir, href)
}
