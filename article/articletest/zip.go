package articletest

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

// A Member of a test archive; kind 0 is a file.
type Member struct {
	Name, Text string
	Kind       byte
}

// ZipOf is a zip archive of members.
func ZipOf(t testing.TB, members []Member) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	w.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) { return flate.NewWriter(out, flate.BestSpeed) })
	for _, m := range members {
		h := &zip.FileHeader{Name: m.Name, Method: zip.Deflate}
		if m.Kind == tar.TypeSymlink {
			h.SetMode(os.ModeSymlink | 0o777)
		}
		f, err := w.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, m.Text); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Files are the members of a document that is a zip file, by their names.
type Files map[string]string

// With is a copy with other members.
func (f Files) With(other Files) Files {
	all := maps.Clone(f)
	maps.Copy(all, other)
	return all
}

// Without is a copy that lacks a member.
func (f Files) Without(name string) Files {
	left := maps.Clone(f)
	delete(left, name)
	return left
}

// Zip is the document: a zip archive of the files.
func (f Files) Zip(t testing.TB) string {
	t.Helper()
	var members []Member
	for _, name := range slices.Sorted(maps.Keys(f)) {
		members = append(members, Member{Name: name, Text: f[name]})
	}
	return string(ZipOf(t, members))
}
