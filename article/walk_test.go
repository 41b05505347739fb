package article_test

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/article"
	"github.com/xunzhang/xunzhang/article/articletest"
	"github.com/xunzhang/xunzhang/article/input"
)

func TestWalkReadsAFolderInTheOrderOfNames(t *testing.T) {
	dir := articletest.Tree(t, map[string]string{
		"b.md": "b", "a/2.TXT": "t", "a/1.htm": "h", "a.jsonl": "{}\n\n{}\r\n{}",
		".hidden.md": "x", ".git/c.md": "x", "a/.x/y.md": "x", "picture.png": "x", "noextension": "x",
		"x.md/inner.md": "a folder may be named as a file",
	})
	docs, skips := articletest.WalkAll(t, dir, article.Options{})
	articletest.Expect(t, "documents", articletest.Paths(docs), "a/1.htm a/2.TXT a.jsonl:1 a.jsonl:3 a.jsonl:4 b.md x.md/inner.md")
	articletest.Expect(t, "skips", strings.Join(skips, "\n"), "")
	if docs[0].Format != article.HTML || docs[1].Format != article.Text || docs[2].Format != article.JSONL || docs[5].Format != article.Markdown {
		t.Error("wrong formats")
	}
	articletest.Expect(t, "name", docs[0].Name(), filepath.ToSlash(dir)+"/a/1.htm")
	if docs[0].Modified.IsZero() {
		t.Error("no time of modification")
	}
}

func TestWalkExcludes(t *testing.T) {
	dir := articletest.Tree(t, map[string]string{"a.md": "", "b/a.md": "", "b/c/d.md": "", "b/c/e.md": "", "f/drafts/g.md": ""})
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
		docs, skips := articletest.WalkAll(t, dir, article.Options{Exclude: []string{test.glob}})
		articletest.Expect(t, test.glob, articletest.Paths(docs), test.left)
		articletest.Expect(t, test.glob+" skips", strings.Join(skips, ""), "")
	}
	err := article.Walk(context.Background(), dir, article.Options{Exclude: []string{"[a"}}, article.Visitor{})
	if !errors.Is(err, article.ErrPattern) {
		t.Errorf("a malformed glob: %v", err)
	}
}

func TestWalkNeverLeavesAFolder(t *testing.T) {
	outside := articletest.Tree(t, map[string]string{"secret.md": "secret"})
	dir := articletest.Tree(t, map[string]string{"a.md": "a", "sub/b.md": "b"})
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
	docs, skips := articletest.WalkAll(t, dir, article.Options{})
	articletest.Expect(t, "documents", articletest.Paths(docs), "a.md sub/b.md")
	const reason = ": a symbolic link, which is not followed"
	articletest.Expect(t, "skips", strings.Join(skips, "\n"),
		"/broken.md"+reason+"\n/in.md"+reason+"\n/out.md"+reason+"\n/outdir"+reason+"\n/sub/loop"+reason)

	named := filepath.Join(t.TempDir(), "named")
	if err := os.Symlink(dir, named); err != nil {
		t.Fatal(err)
	}
	docs, _ = articletest.WalkAll(t, named, article.Options{})
	articletest.Expect(t, "a link that the user names is followed", articletest.Paths(docs), "a.md sub/b.md")
}

func TestWalkSkipsByName(t *testing.T) {
	dir := articletest.Tree(t, map[string]string{"a.md": "0123456789", "b.md": "01234567890", "c.zip": "x"})
	docs, skips := articletest.WalkAll(t, dir, article.Options{MaxBytes: 10})
	articletest.Expect(t, "documents", articletest.Paths(docs), "a.md")
	articletest.Expect(t, "skips", strings.Join(skips, "\n"),
		"/b.md: larger than 10 bytes\n/c.zip: the rest of the archive cannot be read: zip: not a valid zip file")

	secret := filepath.Join(dir, "a.md")
	if err := os.Chmod(secret, 0); err != nil {
		t.Fatal(err)
	}
	if f, err := os.Open(secret); err == nil {
		f.Close()
		t.Skip("this user may read everything")
	}
	_, skips = articletest.WalkAll(t, dir, article.Options{MaxBytes: 10, Exclude: []string{"b.md", "c.zip"}})
	articletest.Expect(t, "unreadable", strings.Join(skips, "\n"), "/a.md: permission denied")
}

func TestWalkOfVanishingFilesAndCancelledContexts(t *testing.T) {
	dir := articletest.Tree(t, map[string]string{"a.md": "a", "b.md": "b", "c.md": "c"})
	ctx, cancel := context.WithCancel(context.Background())
	var skips []string
	err := article.Walk(ctx, dir, article.Options{}, article.Visitor{
		Raw:  func(article.Raw) error { return os.Remove(filepath.Join(dir, "b.md")) },
		Skip: func(s article.Skip) { skips = append(skips, s.Reason) },
	})
	if err == nil || len(skips) != 1 || skips[0] != "no such file or directory" {
		t.Errorf("a vanished file: %v, %q", err, skips) // the second Remove fails, and ends the walk
	}
	cancel()
	if err := article.Walk(ctx, dir, article.Options{}, article.Visitor{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if err := article.Walk(context.Background(), dir+"/no", article.Options{}, article.Visitor{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no such source: %v", err)
	}
	stop := errors.New("stop")
	if err := article.Walk(context.Background(), dir, article.Options{}, article.Visitor{Raw: func(article.Raw) error { return stop }}); !errors.Is(err, stop) {
		t.Errorf("an error of the visitor: %v", err)
	}
}

func TestWalkReadsSingleFilesAndStandardInput(t *testing.T) {
	dir := articletest.Tree(t, map[string]string{"a.md": "a", "b.png": "b"})
	docs, _ := articletest.WalkAll(t, filepath.Join(dir, "a.md"), article.Options{})
	articletest.Expect(t, "a file", articletest.Paths(docs), "a.md")
	articletest.Expect(t, "its name", docs[0].Name(), filepath.ToSlash(dir)+"/a.md")
	_, skips := articletest.WalkAll(t, filepath.Join(dir, "b.png"), article.Options{})
	articletest.Expect(t, "unknown extension", strings.Join(skips, ""), ": a file of an unknown kind, which is not read")
	docs, _ = articletest.WalkAll(t, "-", article.Options{Stdin: strings.NewReader("\ufeff{\"id\":\"1\"}\r\n \n{}")})
	articletest.Expect(t, "standard input", articletest.Paths(docs), "-:1 -:3")
	articletest.Expect(t, "without mark and line end", string(docs[0].Bytes), `{"id":"1"}`)
}

func TestWalkSkipsALongLineWithoutHoldingIt(t *testing.T) {
	in := &repeated{left: 50 << 20}
	docs, skips := articletest.WalkAll(t, "-", article.Options{Stdin: in})
	articletest.Expect(t, "documents", articletest.Paths(docs), "-:1 -:3")
	articletest.Expect(t, "skips", strings.Join(skips, ""), " line 2: a line larger than 16 MiB")
}

func TestAGrowingFileIsReadToTheLimit(t *testing.T) {
	if _, ok, err := input.ReadAll(&repeated{sent: true, left: 1 << 30}, 10, 100); ok || err != nil {
		t.Errorf("read without end: %t, %v", ok, err)
	}
	data, ok, err := input.ReadAll(strings.NewReader("shrunk"), 50, 100)
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
	docs, skips := articletest.WalkAll(t, articletest.Tree(t, book), article.Options{})
	articletest.Expect(t, "a book", articletest.Paths(docs), "a/1.md b/README.md")
	articletest.Expect(t, "skips", strings.Join(skips, ""), "")

	book["SUMMARY.md"] = contents + strings.Repeat("  * [More](b/README.md)\n", 2) + "\nUpdated every day.\n"
	docs, _ = articletest.WalkAll(t, articletest.Tree(t, book), article.Options{})
	articletest.Expect(t, "a book with a remark in its contents", articletest.Paths(docs), "a/1.md b/README.md")

	delete(book, "SUMMARY.md")
	docs, _ = articletest.WalkAll(t, articletest.Tree(t, book), article.Options{})
	articletest.Expect(t, "a folder of notes", articletest.Paths(docs), "README.md a/1.md a/README.md b/README.md")

	docs, _ = articletest.WalkAll(t, articletest.Tree(t, map[string]string{"SUMMARY.md": "# Summary\n\nWe found that prices rose."}), article.Options{})
	articletest.Expect(t, "an article of that name", articletest.Paths(docs), "SUMMARY.md")

	docs, _ = articletest.WalkAll(t, articletest.Tree(t, map[string]string{"SUMMARY.md": contents + "\nWe found that prices rose.\n"}), article.Options{})
	articletest.Expect(t, "an article with a short list", articletest.Paths(docs), "SUMMARY.md")
}

func TestWalkIncludes(t *testing.T) {
	files := map[string]string{"a.md": "a", "notes/b.md": "b", "notes/c.txt": "c", "notes/old/d.md": "d", "lines.jsonl": `{"id":"x","text":"x"}`}
	dir := articletest.Tree(t, files)
	for _, test := range []struct{ include, exclude, want string }{
		{"*.md", "", "a.md notes/b.md notes/old/d.md"},
		{"notes/**", "", "notes/b.md notes/c.txt notes/old/d.md"},
		{"notes/*.md", "", "notes/b.md"},
		{"notes", "old", "notes/b.md notes/c.txt"},
		{"*.jsonl", "", "lines.jsonl:1"},
		{"nothing*", "", ""},
	} {
		o := article.Options{Include: []string{test.include}}
		if test.exclude != "" {
			o.Exclude = []string{test.exclude}
		}
		docs, skips := articletest.WalkAll(t, dir, o)
		articletest.Expect(t, test.include, articletest.Paths(docs), test.want)
		articletest.Expect(t, "skips", strings.Join(skips, ""), "")
	}
	docs, _ := articletest.WalkAll(t, filepath.Join(dir, "a.md"), article.Options{Include: []string{"notes/**"}})
	articletest.Expect(t, "a file that was named", articletest.Paths(docs), "a.md")
	err := article.Walk(context.Background(), dir, article.Options{Include: []string{"[a"}}, article.Visitor{})
	if !errors.Is(err, article.ErrPattern) {
		t.Errorf("a malformed glob gives %v", err)
	}

	// The contents of a book tell its stubs, whether they are asked for or not.
	book := map[string]string{"SUMMARY.md": "* [One](a/1.md)\n", "a/README.md": "# A", "a/1.md": "one"}
	docs, _ = articletest.WalkAll(t, articletest.Tree(t, book), article.Options{Include: []string{"a/**"}})
	articletest.Expect(t, "a part of a book", articletest.Paths(docs), "a/1.md")
	docs, _ = articletest.WalkAll(t, articletest.Tree(t, map[string]string{"SUMMARY.md": "An article.", "a/1.md": "one"}), article.Options{Include: []string{"a/**"}})
	articletest.Expect(t, "no book", articletest.Paths(docs), "a/1.md")
}

func TestOptionsCheck(t *testing.T) {
	for _, test := range []struct {
		o    article.Options
		want error
	}{
		{article.Options{Include: []string{"**/*.md"}, Exclude: []string{"x"}, Encoding: "gbk"}, nil},
		{article.Options{Include: []string{"[a"}}, article.ErrPattern},
		{article.Options{Exclude: []string{"a//b"}}, article.ErrPattern},
		{article.Options{Encoding: "klingon"}, input.ErrEncoding},
	} {
		if err := test.o.Check(); !errors.Is(err, test.want) {
			t.Errorf("%+v: %v, want %v", test.o, err, test.want)
		}
	}
}
