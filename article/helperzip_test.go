package article

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"io"
	"maps"
	"os"
	"slices"
	"testing"

	"github.com/klauspost/compress/flate"
)

// A member of a test archive; kind 0 is a file.
type member struct {
	name, text string
	kind       byte
}

func zipOf(t testing.TB, members []member) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	w.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) { return flate.NewWriter(out, flate.BestSpeed) })
	for _, m := range members {
		h := &zip.FileHeader{Name: m.name, Method: zip.Deflate}
		if m.kind == tar.TypeSymlink {
			h.SetMode(os.ModeSymlink | 0o777)
		}
		f, err := w.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, m.text); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// files are the members of a document that is a zip file, by their names.
type files map[string]string

// with is a copy with other members.
func (f files) with(other files) files {
	all := maps.Clone(f)
	maps.Copy(all, other)
	return all
}

// without is a copy that lacks a member.
func (f files) without(name string) files {
	left := maps.Clone(f)
	delete(left, name)
	return left
}

func (f files) zip(t testing.TB) string {
	t.Helper()
	var members []member
	for _, name := range slices.Sorted(maps.Keys(f)) {
		members = append(members, member{name: name, text: f[name]})
	}
	return string(zipOf(t, members))
}
