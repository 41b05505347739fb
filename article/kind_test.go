package article_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/xunzhang/xunzhang/article"
	"github.com/xunzhang/xunzhang/article/articletest"
)

func TestKindsThatAreNotRead(t *testing.T) {
	dir := articletest.Tree(t, map[string]string{"a.md": "文", "b.djvu": "x", "c.warc.gz": "x", "c2.zim": "x", "c3.wacz": "x", "d.png": "x", "e/f.PNG": "x", "Makefile": "x",
		"g.zip": string(articletest.ZipOf(t, []articletest.Member{{Name: "h.doc", Text: "x"}, {Name: "i.css", Text: "x"}, {Name: "j.zip", Text: "x"}}))})
	var passed []string
	_, skips := articletest.WalkAll(t, dir, article.Options{})
	articletest.Expect(t, "skipped", strings.Join(skips, "\n"), "/b.djvu: a DjVu document, which is not read\n/c.warc.gz: a web archive (WARC), which is not read\n/c2.zim: a web archive (ZIM), which is not read\n/c3.wacz: a web archive (WACZ), which is not read\n"+
		"/g.zip/h.doc: a Word document before 2007, which is not read\n/g.zip/j.zip: the rest of the archive cannot be read: zip: not a valid zip file")
	err := article.Walk(context.Background(), dir, article.Options{}, article.Visitor{Pass: func(name, kind string) { passed = append(passed, name+": "+kind) }})
	if err != nil {
		t.Fatal(err)
	}
	articletest.Expect(t, "passed", strings.Join(passed, "\n"), "Makefile: without extension\nd.png: .png\ne/f.PNG: .png\ng.zip/i.css: .css")
}

// What a tool or a site needs is no article, unless it is asked for.
func TestFilesThatAreNoArticles(t *testing.T) {
	dir := articletest.Tree(t, map[string]string{"a.md": "文", "SUMMARY.md": "# 目录\n\n* [甲](a.md)", "README.md": "# 书", "_sidebar.md": "* [甲](a.md)", "404.html": "x",
		"License.txt": "x", "CHANGELOG.md": "x", "src/CMakeLists.txt": "x", "node_modules/a/README.md": "x", "logseq/bak/b.md": "x", "logseq/version-files/base/b.md": "x", "version-files/d.md": "文", "urls.txt": "https://a.example/1\n\nhttps://a.example/2\n", "read.txt": "https://a.example/1\n看这里", "CHANGELOG.zh-CN.md": "x", "更新日志.md": "x", "bak/c.md": "文", "requirements-dev.txt": "x", "robots.txt": "x", "约法.txt": "文"})
	var passed []string
	pass := func(o article.Options) string {
		passed = nil
		err := article.Walk(context.Background(), dir, o, article.Visitor{Pass: func(name, kind string) { passed = append(passed, name+": "+kind) }})
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(passed, "\n")
	}
	articletest.Expect(t, "passed over", pass(article.Options{}), "404.html: error page\nCHANGELOG.md: project file\nCHANGELOG.zh-CN.md: project file\nLicense.txt: project file\nREADME.md: cover of a book\nSUMMARY.md: contents of a book\n"+
		"_sidebar.md: contents of a book\nlogseq/bak: folder of a tool\nlogseq/version-files: folder of a tool\nnode_modules: folder of a tool\nrequirements-dev.txt: project file\nrobots.txt: project file\nsrc/CMakeLists.txt: project file\nurls.txt: project file\n更新日志.md: project file")
	docs, _ := articletest.WalkAll(t, dir, article.Options{Include: []string{"CHANGELOG.md", "约法.txt"}})
	articletest.Expect(t, "asked for", articletest.Paths(docs), "CHANGELOG.md 约法.txt")
	docs, _ = articletest.WalkAll(t, filepath.Join(dir, "robots.txt"), article.Options{})
	articletest.Expect(t, "a source", articletest.Paths(docs), "robots.txt")
}

func TestArchivesWithinFolders(t *testing.T) {
	dir := articletest.Tree(t, map[string]string{
		"资料/x.zip":    string(articletest.ZipOf(t, []articletest.Member{{Name: "茶/a.md", Text: "一"}, {Name: ".git/b.md", Text: "二"}, {Name: "../c.md", Text: "三"}})),
		"y.tar":       string(tarOf(t, []articletest.Member{{Name: "d.md", Text: "四"}})),
		"草稿/z.zip":    string(articletest.ZipOf(t, []articletest.Member{{Name: "e.md", Text: "五"}})),
		"broken.zip":  "PK",
		"after/f.txt": "六",
	})
	docs, skips := articletest.WalkAll(t, dir, article.Options{Exclude: []string{"草稿"}})
	var names []string
	for _, r := range docs {
		names = append(names, strings.TrimPrefix(r.Name(), filepath.ToSlash(dir))+" "+string(r.Bytes))
	}
	articletest.Expect(t, "documents", strings.Join(names, "\n"), "/after/f.txt 六\n/y.tar/d.md 四\n/资料/x.zip/茶/a.md 一")
	articletest.Expect(t, "skipped", strings.Join(skips, "\n"), "/broken.zip: the rest of the archive cannot be read: zip: not a valid zip file\n/资料/x.zip: a name that leads out of the archive: \"../c.md\"")
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
	docs, _ := articletest.WalkAll(t, dir, article.Options{})
	var names []string
	for _, r := range docs {
		names = append(names, r.Path+" "+string(r.Bytes))
	}
	articletest.Expect(t, "documents", strings.Join(names, "\n"), "南瓜.txt 南瓜.txt\n西瓜.txt 西瓜.txt")
}
