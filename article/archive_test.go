package article

import (
	"archive/tar"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

func tarOf(t *testing.T, members []member) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, m := range members {
		h := &tar.Header{Name: m.name, Typeflag: tar.TypeReg, Size: int64(len(m.text)), Mode: 0o644}
		if m.kind != 0 {
			h.Typeflag, h.Size, h.Linkname = m.kind, 0, "/etc/passwd"
		}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if h.Size > 0 {
			if _, err := w.Write([]byte(m.text)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func gzipped(t *testing.T, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(b); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func zstandard(t *testing.T, b []byte) []byte {
	t.Helper()
	w, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	return w.EncodeAll(b, nil)
}

func save(t *testing.T, name string, b []byte) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, b, 0o644); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestEveryKindOfArchiveGivesTheSameDocuments(t *testing.T) {
	members := []member{
		{name: "./b/2.md", text: "two"}, {name: "b/1.md", text: "one"}, {name: "x.jsonl", text: "{}\n{}\n"},
		{name: "__MACOSX/b/._1.md", text: "x"}, {name: ".hidden.md", text: "x"}, {name: "p.png", text: "x"},
	}
	plain := tarOf(t, members)
	archives := map[string][]byte{
		"x.tar": plain, "x.tar.gz": gzipped(t, plain), "x.TGZ": gzipped(t, plain), "x.tar.zst": zstandard(t, plain), "x.zip": zipOf(t, members),
	}
	for name, data := range archives {
		docs, skips := walkAll(t, save(t, name, data), Options{})
		expect(t, name, paths(docs), "b/2.md b/1.md x.jsonl:1 x.jsonl:2")
		expect(t, name+" skips", strings.Join(skips, ""), "")
		if len(docs) > 0 && (string(docs[0].Bytes) != "two" || !strings.HasSuffix(docs[0].Name(), name+":b/2.md")) {
			t.Errorf("%s: %s holds %q", name, docs[0].Name(), docs[0].Bytes)
		}
	}
}

func TestArchivesCannotLeadOutside(t *testing.T) {
	members := []member{
		{name: "../../etc/passwd", text: "x"}, {name: "/etc/x.md", text: "x"}, {name: `..\..\x.md`, text: "x"},
		{name: `C:\x.md`, text: "x"}, {name: "a/../../x.md", text: "x"}, {name: "link.md", kind: tar.TypeSymlink}, {name: "ok.md", text: "ok"},
	}
	want := `:../../etc/passwd: a name that leads out of the archive
:/etc/x.md: a name that leads out of the archive
:..\..\x.md: a name that leads out of the archive
:C:\x.md: a name that leads out of the archive
:a/../../x.md: a name that leads out of the archive
:link.md: a link or device, which is not followed`
	for name, data := range map[string][]byte{"x.zip": zipOf(t, members), "x.tar": tarOf(t, members)} {
		docs, skips := walkAll(t, save(t, name, data), Options{})
		expect(t, name, paths(docs), "ok.md")
		expect(t, name+" skips", strings.Join(skips, "\n"), want)
	}
	devices := []member{{name: "a", kind: tar.TypeLink}, {name: "b", kind: tar.TypeChar}, {name: "c.md", kind: tar.TypeFifo}, {name: "d", kind: tar.TypeDir}}
	_, skips := walkAll(t, save(t, "x.tar", tarOf(t, devices)), Options{})
	if len(skips) != 3 {
		t.Errorf("links and devices: %q", skips)
	}
}

func TestArchivesAreBounded(t *testing.T) {
	huge := strings.Repeat("x", 68<<20)
	members := []member{{name: "1.md", text: "one"}, {name: "2.md", text: huge}, {name: "3.md", text: "three"}}
	const bomb = ": the rest of the archive cannot be read: too large: it inflates to more than 200 times its size"
	docs, skips := walkAll(t, save(t, "x.tar.gz", gzipped(t, tarOf(t, members))), Options{})
	expect(t, "tar bomb", paths(docs), "1.md")
	expect(t, "tar bomb skips", strings.Join(skips, "\n"), ":2.md: larger than 16 MiB\n"+bomb)

	docs, skips = walkAll(t, save(t, "x.zip", zipOf(t, members)), Options{})
	expect(t, "a large member of a zip", paths(docs), "1.md 3.md")
	expect(t, "its skip", strings.Join(skips, "\n"), ":2.md: larger than 16 MiB")

	members[1].name = "2.jsonl"
	docs, skips = walkAll(t, save(t, "x.zip", zipOf(t, members)), Options{})
	expect(t, "zip bomb", paths(docs), "1.md")
	if len(skips) != 2 || skips[1] != bomb {
		t.Errorf("zip bomb: %q", skips)
	}
	dir := tree(t, map[string]string{"a.jsonl.gz": string(gzipped(t, []byte(huge))), "b.md": "b"})
	docs, skips = walkAll(t, dir, Options{})
	if paths(docs) != "b.md" || len(skips) != 1 || !strings.Contains(skips[0], "200 times") {
		t.Errorf("a bomb in a folder: %s, %q", paths(docs), skips)
	}
}

func TestDamagedArchivesKeepWhatWasRead(t *testing.T) {
	members := []member{{name: "1.md", text: "one"}, {name: "2.md", text: strings.Repeat("two ", 20_000)}, {name: "3.md", text: "three"}}
	plain := tarOf(t, members)
	for name, data := range map[string][]byte{
		"cut.tar":     plain[:3000],
		"cut.tar.gz":  cutAt(gzipped(t, plain), .6),
		"cut.tar.zst": append(zstandard(t, plain[:1024]), "garbage"...),
	} {
		docs, skips := walkAll(t, save(t, name, data), Options{})
		if len(docs) == 0 || docs[0].Path != "1.md" || len(skips) == 0 || !strings.Contains(skips[len(skips)-1], "the rest of the archive") {
			t.Errorf("%s: %s, %q", name, paths(docs), skips)
		}
	}
	for _, name := range []string{"x.zip", "x.tar", "x.tar.gz", "x.tar.zst"} {
		if _, skips := walkAll(t, save(t, name, []byte("this is no archive at all")), Options{}); len(skips) != 1 {
			t.Errorf("%s of text: %q", name, skips)
		}
	}
	bad := zipOf(t, members)
	copy(bad[bytes.Index(bad, []byte("1.md"))+4:], "\xff\xff\xff\xff")
	docs, skips := walkAll(t, save(t, "x.zip", bad), Options{})
	if paths(docs) != "2.md 3.md" || len(skips) != 1 {
		t.Errorf("a damaged member of a zip: %s, %q", paths(docs), skips)
	}
}

func cutAt(b []byte, share float64) []byte { return b[:int(share*float64(len(b)))] }

func TestNamesOfMembersInGBK(t *testing.T) {
	gbk := "\xce\xc4\xd5\xc2.md" // 文章.md
	docs, _ := walkAll(t, save(t, "x.zip", zipOf(t, []member{{name: gbk, text: "x"}})), Options{})
	expect(t, "name", paths(docs), "文章.md")
}
