package article

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
)

func TestKindsThatAreNotRead(t *testing.T) {
	dir := tree(t, map[string]string{"a.md": "文", "b.pdf": "x", "c.warc.gz": "x", "d.png": "x", "e/f.PNG": "x", "Makefile": "x",
		"g.zip": string(zipOf(t, []member{{name: "h.doc", text: "x"}, {name: "i.css", text: "x"}, {name: "j.zip", text: "x"}}))})
	var passed []string
	_, skips := walkAll(t, dir, Options{})
	expect(t, "skipped", strings.Join(skips, "\n"), "/b.pdf: a PDF, which is not read\n/c.warc.gz: a web archive (WARC), which is not read\n"+
		"/g.zip/h.doc: a Word document before 2007, which is not read\n/g.zip/j.zip: an archive within an archive, which is not opened")
	err := Walk(context.Background(), dir, Options{}, Visitor{Pass: func(name, kind string) { passed = append(passed, name+": "+kind) }})
	if err != nil {
		t.Fatal(err)
	}
	expect(t, "passed", strings.Join(passed, "\n"), "Makefile: without extension\nd.png: .png\ne/f.PNG: .png\ng.zip/i.css: .css")
}

// What a tool or a site needs is no article, unless it is asked for.
func TestFilesThatAreNoArticles(t *testing.T) {
	dir := tree(t, map[string]string{"a.md": "文", "SUMMARY.md": "# 目录\n\n* [甲](a.md)", "README.md": "# 书", "_sidebar.md": "* [甲](a.md)", "404.html": "x",
		"License.txt": "x", "CHANGELOG.md": "x", "src/CMakeLists.txt": "x", "node_modules/a/README.md": "x", "logseq/bak/b.md": "x", "bak/c.md": "文", "requirements-dev.txt": "x", "robots.txt": "x", "约法.txt": "文"})
	var passed []string
	pass := func(o Options) string {
		passed = nil
		err := Walk(context.Background(), dir, o, Visitor{Pass: func(name, kind string) { passed = append(passed, name+": "+kind) }})
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(passed, "\n")
	}
	expect(t, "passed over", pass(Options{}), "404.html: error page\nCHANGELOG.md: project file\nLicense.txt: project file\nSUMMARY.md: contents of a book\n"+
		"_sidebar.md: contents of a book\nlogseq/bak: folder of a tool\nnode_modules: folder of a tool\nrequirements-dev.txt: project file\nrobots.txt: project file\nsrc/CMakeLists.txt: project file\nREADME.md: cover of a book")
	docs, _ := walkAll(t, dir, Options{Include: []string{"CHANGELOG.md", "约法.txt"}})
	expect(t, "asked for", paths(docs), "CHANGELOG.md 约法.txt")
	docs, _ = walkAll(t, filepath.Join(dir, "robots.txt"), Options{})
	expect(t, "a source", paths(docs), "robots.txt")
}

func TestArchivesWithinFolders(t *testing.T) {
	dir := tree(t, map[string]string{
		"资料/x.zip":    string(zipOf(t, []member{{name: "茶/a.md", text: "一"}, {name: ".git/b.md", text: "二"}, {name: "../c.md", text: "三"}})),
		"y.tar":       string(tarOf(t, []member{{name: "d.md", text: "四"}})),
		"草稿/z.zip":    string(zipOf(t, []member{{name: "e.md", text: "五"}})),
		"broken.zip":  "PK",
		"after/f.txt": "六",
	})
	docs, skips := walkAll(t, dir, Options{Exclude: []string{"草稿"}})
	var names []string
	for _, r := range docs {
		names = append(names, strings.TrimPrefix(r.Name(), filepath.ToSlash(dir))+" "+string(r.Bytes))
	}
	expect(t, "documents", strings.Join(names, "\n"), "/after/f.txt 六\n/y.tar/d.md 四\n/资料/x.zip/茶/a.md 一")
	expect(t, "skipped", strings.Join(skips, "\n"), "/broken.zip: the rest of the archive cannot be read: zip: not a valid zip file\n/资料/x.zip: a name that leads out of the archive: \"../c.md\"")
}

// Names that Chinese versions of Windows wrote are read as those in archives.
func TestNamesInGBK(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"西瓜.txt", "南瓜.txt"} {
		raw, err := simplifiedchinese.GBK.NewEncoder().String(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, raw), []byte(name), 0o644); err != nil {
			t.Skipf("this file system refuses such names: %v", err)
		}
	}
	docs, _ := walkAll(t, dir, Options{})
	var names []string
	for _, r := range docs {
		names = append(names, r.Path+" "+string(r.Bytes))
	}
	expect(t, "documents", strings.Join(names, "\n"), "南瓜.txt 南瓜.txt\n西瓜.txt 西瓜.txt")
}
