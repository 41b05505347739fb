package article_test

import (
	"archive/tar"
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"github.com/xunzhang/xunzhang/article"
	"github.com/xunzhang/xunzhang/article/articletest"
)

func tarOf(t *testing.T, members []articletest.Member) []byte {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, m := range members {
		h := &tar.Header{Name: m.Name, Typeflag: tar.TypeReg, Size: int64(len(m.Text)), Mode: 0o644}
		if m.Kind != 0 {
			h.Typeflag, h.Size, h.Linkname = m.Kind, 0, "/etc/passwd"
		}
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if h.Size > 0 {
			if _, err := w.Write([]byte(m.Text)); err != nil {
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
	members := []articletest.Member{
		{Name: "./b/2.md", Text: "two"}, {Name: "b/1.md", Text: "one"}, {Name: "x.jsonl", Text: "{}\n{}\n"},
		{Name: "__MACOSX/b/._1.md", Text: "x"}, {Name: ".hidden.md", Text: "x"}, {Name: "p.png", Text: "x"},
	}
	plain := tarOf(t, members)
	archives := map[string][]byte{
		"x.tar": plain, "x.tar.gz": gzipped(t, plain), "x.TGZ": gzipped(t, plain), "x.tar.zst": zstandard(t, plain), "x.zip": articletest.ZipOf(t, members),
	}
	for name, data := range archives {
		docs, skips := articletest.WalkAll(t, save(t, name, data), article.Options{})
		articletest.Expect(t, name, articletest.Paths(docs), "b/2.md b/1.md x.jsonl:1 x.jsonl:2")
		articletest.Expect(t, name+" skips", strings.Join(skips, ""), "")
		if len(docs) > 0 && (string(docs[0].Bytes) != "two" || !strings.HasSuffix(docs[0].Name(), name+":b/2.md")) {
			t.Errorf("%s: %s holds %q", name, docs[0].Name(), docs[0].Bytes)
		}
	}
}

func TestArchivesCannotLeadOutside(t *testing.T) {
	members := []articletest.Member{
		{Name: "../../etc/passwd", Text: "x"}, {Name: "/etc/x.md", Text: "x"}, {Name: `..\..\x.md`, Text: "x"},
		{Name: `C:\x.md`, Text: "x"}, {Name: "a/../../x.md", Text: "x"}, {Name: "link.md", Kind: tar.TypeSymlink}, {Name: "ok.md", Text: "ok"},
	}
	want := `:../../etc/passwd: a name that leads out of the archive
:/etc/x.md: a name that leads out of the archive
:..\..\x.md: a name that leads out of the archive
:C:\x.md: a name that leads out of the archive
:a/../../x.md: a name that leads out of the archive
:link.md: a link or device, which is not followed`
	for name, data := range map[string][]byte{"x.zip": articletest.ZipOf(t, members), "x.tar": tarOf(t, members)} {
		docs, skips := articletest.WalkAll(t, save(t, name, data), article.Options{})
		articletest.Expect(t, name, articletest.Paths(docs), "ok.md")
		articletest.Expect(t, name+" skips", strings.Join(skips, "\n"), want)
	}
	devices := []articletest.Member{{Name: "a", Kind: tar.TypeLink}, {Name: "b", Kind: tar.TypeChar}, {Name: "c.md", Kind: tar.TypeFifo}, {Name: "d", Kind: tar.TypeDir}}
	_, skips := articletest.WalkAll(t, save(t, "x.tar", tarOf(t, devices)), article.Options{})
	if len(skips) != 3 {
		t.Errorf("links and devices: %q", skips)
	}
}

func TestArchivesAreBounded(t *testing.T) {
	huge := strings.Repeat("x", 68<<20)
	members := []articletest.Member{{Name: "1.md", Text: "one"}, {Name: "2.md", Text: huge}, {Name: "3.md", Text: "three"}}
	const bomb = ": the rest of the archive cannot be read: too large: it inflates to more than 200 times its size"
	docs, skips := articletest.WalkAll(t, save(t, "x.tar.gz", gzipped(t, tarOf(t, members))), article.Options{})
	articletest.Expect(t, "tar bomb", articletest.Paths(docs), "1.md")
	articletest.Expect(t, "tar bomb skips", strings.Join(skips, "\n"), ":2.md: larger than 16 MiB\n"+bomb)

	docs, skips = articletest.WalkAll(t, save(t, "x.zip", articletest.ZipOf(t, members)), article.Options{})
	articletest.Expect(t, "a large member of a zip", articletest.Paths(docs), "1.md 3.md")
	articletest.Expect(t, "its skip", strings.Join(skips, "\n"), ":2.md: larger than 16 MiB")

	members[1].Name = "2.jsonl"
	docs, skips = articletest.WalkAll(t, save(t, "x.zip", articletest.ZipOf(t, members)), article.Options{})
	articletest.Expect(t, "zip bomb", articletest.Paths(docs), "1.md")
	if len(skips) != 2 || skips[1] != bomb {
		t.Errorf("zip bomb: %q", skips)
	}
	dir := articletest.Tree(t, map[string]string{"a.jsonl.gz": string(gzipped(t, []byte(huge))), "b.md": "b"})
	docs, skips = articletest.WalkAll(t, dir, article.Options{})
	if articletest.Paths(docs) != "b.md" || len(skips) != 1 || !strings.Contains(skips[0], "200 times") {
		t.Errorf("a bomb in a folder: %s, %q", articletest.Paths(docs), skips)
	}
}

// Archives within others are folders too, and bounded together.
func TestArchivesWithinArchives(t *testing.T) {
	deep := []byte("文")
	for range 5 {
		deep = articletest.ZipOf(t, []articletest.Member{{Name: "d.zip", Text: string(deep)}, {Name: "d.md", Text: "文"}})
	}
	book := tarOf(t, []articletest.Member{{Name: "mkdocs.yml", Text: "site_name: 书\nnav:\n- 甲: a.md"}, {Name: "docs/a.md", Text: "一句话。"}, {Name: "../b.md", Text: "x"}})
	members := []articletest.Member{{Name: "1.md", Text: "one"}, {Name: "in/book.tar.gz", Text: string(gzipped(t, book))}, {Name: "deep.zip", Text: string(deep)}, {Name: "2.md", Text: "two"}}
	for name, data := range map[string][]byte{"x.zip": articletest.ZipOf(t, members), "x.tar.zst": zstandard(t, tarOf(t, members))} {
		docs, skips := articletest.WalkAll(t, save(t, name, data), article.Options{})
		articletest.Expect(t, name, articletest.Paths(docs), "1.md in/book.tar.gz/docs/a.md deep.zip/d.zip/d.zip/d.md deep.zip/d.zip/d.md deep.zip/d.md 2.md")
		articletest.Expect(t, name+" skips", strings.Join(skips, "\n"), ":in/book.tar.gz: a name that leads out of the archive: \"../b.md\"\n:deep.zip/d.zip/d.zip/d.zip: an archive within 3 others, which is not opened")
		if of := docs[1].Site; of == nil || of.Tool != "MkDocs" || of.TitleOf(docs[1].Path) != "甲" || docs[len(docs)-1].Site != nil {
			t.Errorf("%s: the site of the book within is %v", name, of)
		}
	}

	bomb := gzipped(t, tarOf(t, []articletest.Member{{Name: "x.jsonl", Text: strings.Repeat("x", 40<<20)}}))
	docs, skips := articletest.WalkAll(t, save(t, "x.zip", articletest.ZipOf(t, []articletest.Member{{Name: "1.md", Text: "one"}, {Name: "a.tgz", Text: string(bomb)}, {Name: "b.tgz", Text: string(bomb)}, {Name: "2.md", Text: "two"}})), article.Options{})
	if got := articletest.Paths(docs); got != "1.md" || len(skips) != 5 || !strings.Contains(skips[2], ":b.tgz: the rest of the archive") || !strings.Contains(skips[4], "200 times") {
		t.Errorf("bombs within an archive: %s, %q", got, skips)
	}
	large := tarOf(t, []articletest.Member{{Name: "1.md", Text: "one"}, {Name: "a.tar", Text: strings.Repeat("x", 65<<20)}})
	if docs, skips = articletest.WalkAll(t, save(t, "x.tar", large), article.Options{}); articletest.Paths(docs) != "1.md" || len(skips) != 1 || !strings.Contains(skips[0], "larger than 64 MiB") {
		t.Errorf("a large archive within one: %s, %q", articletest.Paths(docs), skips)
	}
}

func TestDamagedArchivesKeepWhatWasRead(t *testing.T) {
	members := []articletest.Member{{Name: "1.md", Text: "one"}, {Name: "2.md", Text: strings.Repeat("two ", 20_000)}, {Name: "3.md", Text: "three"}}
	plain := tarOf(t, members)
	for name, data := range map[string][]byte{
		"cut.tar":     plain[:3000],
		"cut.tar.gz":  cutAt(gzipped(t, plain), .6),
		"cut.tar.zst": append(zstandard(t, plain[:1024]), "garbage"...),
	} {
		docs, skips := articletest.WalkAll(t, save(t, name, data), article.Options{})
		if len(docs) == 0 || docs[0].Path != "1.md" || len(skips) == 0 || !strings.Contains(skips[len(skips)-1], "the rest of the archive") {
			t.Errorf("%s: %s, %q", name, articletest.Paths(docs), skips)
		}
	}
	for _, name := range []string{"x.zip", "x.tar", "x.tar.gz", "x.tar.zst"} {
		if _, skips := articletest.WalkAll(t, save(t, name, []byte("this is no archive at all")), article.Options{}); len(skips) != 1 {
			t.Errorf("%s of text: %q", name, skips)
		}
	}
	bad := articletest.ZipOf(t, members)
	copy(bad[bytes.Index(bad, []byte("1.md"))+4:], "\xff\xff\xff\xff")
	docs, skips := articletest.WalkAll(t, save(t, "x.zip", bad), article.Options{})
	if articletest.Paths(docs) != "2.md 3.md" || len(skips) != 1 {
		t.Errorf("a damaged member of a zip: %s, %q", articletest.Paths(docs), skips)
	}
}

func cutAt(b []byte, share float64) []byte { return b[:int(share*float64(len(b)))] }

func TestNamesOfMembersInGBK(t *testing.T) {
	gbk := "\xce\xc4\xd5\xc2.md" // 文章.md
	docs, _ := articletest.WalkAll(t, save(t, "x.zip", articletest.ZipOf(t, []articletest.Member{{Name: gbk, Text: "x"}})), article.Options{})
	articletest.Expect(t, "name", articletest.Paths(docs), "文章.md")
}
