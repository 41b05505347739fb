package article

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWalkReadsAFolderInTheOrderOfNames(t *testing.T) {
	dir := tree(t, map[string]string{
		"b.md": "b", "a/2.TXT": "t", "a/1.htm": "h", "a.jsonl": "{}\n\n{}\r\n{}",
		".hidden.md": "x", ".git/c.md": "x", "a/.x/y.md": "x", "picture.png": "x", "noextension": "x",
		"x.md/inner.md": "a folder may be named as a file",
	})
	docs, skips := walkAll(t, dir, Options{})
	expect(t, "documents", paths(docs), "a/1.htm a/2.TXT a.jsonl:1 a.jsonl:3 a.jsonl:4 b.md x.md/inner.md")
	expect(t, "skips", strings.Join(skips, "\n"), "")
	if docs[0].Format != HTML || docs[1].Format != Text || docs[2].Format != JSONL || docs[5].Format != Markdown {
		t.Error("wrong formats")
	}
	expect(t, "name", docs[0].Name(), filepath.ToSlash(dir)+"/a/1.htm")
	if docs[0].Modified.IsZero() {
		t.Error("no time of modification")
	}
}

func TestWalkExcludes(t *testing.T) {
	dir := tree(t, map[string]string{"a.md": "", "b/a.md": "", "b/c/d.md": "", "b/c/e.md": "", "f/drafts/g.md": ""})
	tests := []struct{ glob, left string }{
		{"a.md", "b/c/d.md b/c/e.md f/drafts/g.md"},
		{"/a.md", "b/c/d.md b/c/e.md f/drafts/g.md"},
		{"b", "a.md f/drafts/g.md"},
		{"b/c", "a.md b/a.md f/drafts/g.md"},
		{"b/*.md", "a.md b/c/d.md b/c/e.md f/drafts/g.md"},
		{"**/d.md", "a.md b/a.md b/c/e.md f/drafts/g.md"},
		{"b/**", "a.md f/drafts/g.md"},
		{"**/drafts/**", "a.md b/a.md b/c/d.md b/c/e.md"},
		{"drafts", "a.md b/a.md b/c/d.md b/c/e.md"},
		{"?.md", ""},
	}
	for _, test := range tests {
		docs, skips := walkAll(t, dir, Options{Exclude: []string{test.glob}})
		expect(t, test.glob, paths(docs), test.left)
		expect(t, test.glob+" skips", strings.Join(skips, ""), "")
	}
	err := Walk(context.Background(), dir, Options{Exclude: []string{"[a"}}, Visitor{})
	if !errors.Is(err, ErrPattern) {
		t.Errorf("a malformed glob: %v", err)
	}
}

func TestWalkNeverLeavesAFolder(t *testing.T) {
	outside := tree(t, map[string]string{"secret.md": "secret"})
	dir := tree(t, map[string]string{"a.md": "a", "sub/b.md": "b"})
	link := func(target, name string) {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Skip("no symbolic links here:", err)
		}
	}
	link(filepath.Join(outside, "secret.md"), "out.md")
	link(outside, "outdir")
	link("..", "sub/loop")
	link("a.md", "in.md")
	link("nowhere", "broken.md")
	docs, skips := walkAll(t, dir, Options{})
	expect(t, "documents", paths(docs), "a.md sub/b.md")
	const reason = ": a symbolic link, which is not followed"
	expect(t, "skips", strings.Join(skips, "\n"),
		"/broken.md"+reason+"\n/in.md"+reason+"\n/out.md"+reason+"\n/outdir"+reason+"\n/sub/loop"+reason)

	named := filepath.Join(t.TempDir(), "named")
	if err := os.Symlink(dir, named); err != nil {
		t.Fatal(err)
	}
	docs, _ = walkAll(t, named, Options{})
	expect(t, "a link that the user names is followed", paths(docs), "a.md sub/b.md")
}

func TestWalkSkipsByName(t *testing.T) {
	dir := tree(t, map[string]string{"a.md": "0123456789", "b.md": "01234567890", "c.zip": "x"})
	docs, skips := walkAll(t, dir, Options{MaxBytes: 10})
	expect(t, "documents", paths(docs), "a.md")
	expect(t, "skips", strings.Join(skips, "\n"),
		"/b.md: larger than 10 bytes\n/c.zip: the rest of the archive cannot be read: zip: not a valid zip file")

	secret := filepath.Join(dir, "a.md")
	if err := os.Chmod(secret, 0); err != nil {
		t.Fatal(err)
	}
	if f, err := os.Open(secret); err == nil {
		f.Close()
		t.Skip("this user may read everything")
	}
	_, skips = walkAll(t, dir, Options{MaxBytes: 10, Exclude: []string{"b.md", "c.zip"}})
	expect(t, "unreadable", strings.Join(skips, "\n"), "/a.md: permission denied")
}

func TestWalkOfVanishingFilesAndCancelledContexts(t *testing.T) {
	dir := tree(t, map[string]string{"a.md": "a", "b.md": "b", "c.md": "c"})
	ctx, cancel := context.WithCancel(context.Background())
	var skips []string
	err := Walk(ctx, dir, Options{}, Visitor{
		Raw:  func(Raw) error { return os.Remove(filepath.Join(dir, "b.md")) },
		Skip: func(s Skip) { skips = append(skips, s.Reason) },
	})
	if err == nil || len(skips) != 1 || skips[0] != "no such file or directory" {
		t.Errorf("a vanished file: %v, %q", err, skips) // the second Remove fails, and ends the walk
	}
	cancel()
	if err := Walk(ctx, dir, Options{}, Visitor{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if err := Walk(context.Background(), dir+"/no", Options{}, Visitor{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no such source: %v", err)
	}
	stop := errors.New("stop")
	if err := Walk(context.Background(), dir, Options{}, Visitor{Raw: func(Raw) error { return stop }}); !errors.Is(err, stop) {
		t.Errorf("an error of the visitor: %v", err)
	}
}

func TestWalkReadsSingleFilesAndStandardInput(t *testing.T) {
	dir := tree(t, map[string]string{"a.md": "a", "b.png": "b"})
	docs, _ := walkAll(t, filepath.Join(dir, "a.md"), Options{})
	expect(t, "a file", paths(docs), "a.md")
	expect(t, "its name", docs[0].Name(), filepath.ToSlash(dir)+"/a.md")
	_, skips := walkAll(t, filepath.Join(dir, "b.png"), Options{})
	expect(t, "unknown extension", strings.Join(skips, ""), ": a file of an unknown kind, which is not read")
	docs, _ = walkAll(t, "-", Options{Stdin: strings.NewReader("\ufeff{\"id\":\"1\"}\r\n \n{}")})
	expect(t, "standard input", paths(docs), "-:1 -:3")
	expect(t, "without mark and line end", string(docs[0].Bytes), `{"id":"1"}`)
}

func TestWalkSkipsALongLineWithoutHoldingIt(t *testing.T) {
	in := &repeated{left: 50 << 20}
	docs, skips := walkAll(t, "-", Options{Stdin: in})
	expect(t, "documents", paths(docs), "-:1 -:3")
	expect(t, "skips", strings.Join(skips, ""), " line 2: a line larger than 16 MiB")
}

func TestAGrowingFileIsReadToTheLimit(t *testing.T) {
	if _, ok, err := bounded(&repeated{sent: true, left: 1 << 30}, 10, 100); ok || err != nil {
		t.Errorf("read without end: %t, %v", ok, err)
	}
	data, ok, err := bounded(strings.NewReader("shrunk"), 50, 100)
	if string(data) != "shrunk" || !ok || err != nil {
		t.Errorf("%q, %t, %v", data, ok, err)
	}
}

// repeated is a short line, a long one, and a short one.
type repeated struct {
	left int
	sent bool
}

func (r *repeated) Read(p []byte) (int, error) {
	switch {
	case !r.sent:
		r.sent = true
		return copy(p, "{}\n"), nil
	case r.left > 0:
		n := min(len(p), r.left)
		for i := range p[:n] {
			p[i] = 'x'
		}
		r.left -= n
		return n, nil
	case r.left == 0:
		r.left = -1
		return copy(p, "\n{}"), nil
	}
	return 0, io.EOF
}

func TestPagesOfABookThatAreNoArticles(t *testing.T) {
	contents := "# Summary\n\n* [Intro](README.md)\n  * [One](a/1.md)\n"
	book := map[string]string{"SUMMARY.md": contents, "README.md": "# Book\n\nWords.", "a/README.md": "# A", "a/1.md": "one",
		"b/README.md": "# B\n\n" + strings.Repeat("A long introduction. ", 20)}
	docs, skips := walkAll(t, tree(t, book), Options{})
	expect(t, "a book", paths(docs), "a/1.md b/README.md")
	expect(t, "skips", strings.Join(skips, ""), "")

	book["SUMMARY.md"] = contents + strings.Repeat("  * [More](b/README.md)\n", 2) + "\nUpdated every day.\n"
	docs, _ = walkAll(t, tree(t, book), Options{})
	expect(t, "a book with a remark in its contents", paths(docs), "a/1.md b/README.md")

	delete(book, "SUMMARY.md")
	docs, _ = walkAll(t, tree(t, book), Options{})
	expect(t, "a folder of notes", paths(docs), "a/1.md b/README.md README.md a/README.md")

	docs, _ = walkAll(t, tree(t, map[string]string{"SUMMARY.md": "# Summary\n\nWe found that prices rose."}), Options{})
	expect(t, "an article of that name", paths(docs), "SUMMARY.md")

	docs, _ = walkAll(t, tree(t, map[string]string{"SUMMARY.md": contents + "\nWe found that prices rose.\n"}), Options{})
	expect(t, "an article with a short list", paths(docs), "SUMMARY.md")
}

func TestWalkIncludes(t *testing.T) {
	files := map[string]string{"a.md": "a", "notes/b.md": "b", "notes/c.txt": "c", "notes/old/d.md": "d", "lines.jsonl": `{"id":"x","text":"x"}`}
	dir := tree(t, files)
	for _, test := range []struct{ include, exclude, want string }{
		{"*.md", "", "a.md notes/b.md notes/old/d.md"},
		{"notes/**", "", "notes/b.md notes/c.txt notes/old/d.md"},
		{"notes/*.md", "", "notes/b.md"},
		{"notes", "old", "notes/b.md notes/c.txt"},
		{"*.jsonl", "", "lines.jsonl:1"},
		{"nothing*", "", ""},
	} {
		o := Options{Include: []string{test.include}}
		if test.exclude != "" {
			o.Exclude = []string{test.exclude}
		}
		docs, skips := walkAll(t, dir, o)
		expect(t, test.include, paths(docs), test.want)
		expect(t, "skips", strings.Join(skips, ""), "")
	}
	docs, _ := walkAll(t, filepath.Join(dir, "a.md"), Options{Include: []string{"notes/**"}})
	expect(t, "a file that was named", paths(docs), "a.md")
	err := Walk(context.Background(), dir, Options{Include: []string{"[a"}}, Visitor{})
	if !errors.Is(err, ErrPattern) {
		t.Errorf("a malformed glob gives %v", err)
	}

	// The contents of a book tell its stubs, whether they are asked for or not.
	book := map[string]string{"SUMMARY.md": "* [One](a/1.md)\n", "a/README.md": "# A", "a/1.md": "one"}
	docs, _ = walkAll(t, tree(t, book), Options{Include: []string{"a/**"}})
	expect(t, "a part of a book", paths(docs), "a/1.md")
	docs, _ = walkAll(t, tree(t, map[string]string{"SUMMARY.md": "An article.", "a/1.md": "one"}), Options{Include: []string{"a/**"}})
	expect(t, "no book", paths(docs), "a/1.md")
}

func TestOptionsCheck(t *testing.T) {
	for _, test := range []struct {
		o    Options
		want error
	}{
		{Options{Include: []string{"**/*.md"}, Exclude: []string{"x"}, Encoding: "gbk"}, nil},
		{Options{Include: []string{"[a"}}, ErrPattern},
		{Options{Exclude: []string{"a//b"}}, ErrPattern},
		{Options{Encoding: "klingon"}, ErrEncoding},
	} {
		if err := test.o.Check(); !errors.Is(err, test.want) {
			t.Errorf("%+v: %v, want %v", test.o, err, test.want)
		}
	}
}
