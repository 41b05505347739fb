package indexer

import (
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/part"
)

// titles returns the titles of the articles in an index, by id.
func (w *world) titles() string {
	w.t.Helper()
	all := w.parts()
	var lines []string
	for _, id := range strings.Fields(w.ids()) {
		v, err := part.Open([]byte(all[id]))
		if err != nil {
			w.t.Fatal(err)
		}
		a, err := v.Article()
		if err != nil || a.ID != id {
			w.t.Errorf("part %q holds the article %q, %v", id, a.ID, err)
		}
		lines = append(lines, id+" "+a.Title)
	}
	return strings.Join(lines, "\n")
}

// Files whose names differ only in the extension are all articles, whatever their
// order, and keep their ids from job to job.
func TestFilesThatAskForOneID(t *testing.T) {
	w := newWorld(t)
	expect := func(want string) {
		t.Helper()
		if got := w.titles(); got != want {
			t.Errorf("the index holds\n%s\nwant\n%s", got, want)
		}
	}
	w.write("docs/a.txt", "文字稿", "", "一")
	w.expect(w.run(w.job("docs")), "+1 ~0 =0 -0 !0")
	expect("a 文字稿")

	w.write("docs/a.html", "<h1>网页</h1><p>二</p>")
	w.write("docs/a.md", "# 讲义", "", "三")
	w.expect(w.run(w.job("docs")), "+1 ~2 =0 -0 !0")
	expect("a 讲义\na.html 网页\na.txt 文字稿")
	w.expect(w.run(w.job("docs")), "+0 ~0 =3 -0 !0")

	w.remove("docs/a.md")
	dry := w.job("docs")
	dry.DryRun = true
	w.expect(w.run(dry), "+0 ~1 =1 -1 !0")
	w.expect(w.run(w.job("docs")), "+0 ~1 =1 -1 !0")
	expect("a 网页\na.txt 文字稿")
}

func TestSourcesThatAskForOneID(t *testing.T) {
	for _, order := range [][]string{{"blog", "notes"}, {"notes", "blog"}} {
		w := newWorld(t)
		w.write("blog/README.md", "# 博客", "", "一")
		w.write("notes/README.md", "# 笔记", "", "二")
		w.write("notes/sub/README.md", "# 里面", "", "三")
		w.expect(w.run(w.job(order...)), "+3 ~0 =0 -0 !0")
		if got := w.titles(); got != "README 博客\nnotes/README 笔记\nsub/README 里面" {
			t.Errorf("%v: the index holds\n%s", order, got)
		}
	}
}

// The numbers that Notion appends to names are not part of an id, unless two pages
// have the same name.
func TestNamesOfNotion(t *testing.T) {
	const one, two = " 0a1b2c3d4e5f60718293a4b5c6d7e8f9", " 1a1b2c3d4e5f60718293a4b5c6d7e8f9"
	w := newWorld(t)
	w.write("docs/搬家"+one+"/清单"+two+".md", "纸箱。")
	w.write("docs/甲"+one+".md", "# 一", "", "一")
	w.write("docs/甲"+two+".md", "# 二", "", "二")
	w.expect(w.run(w.job("docs")), "+3 ~0 =0 -0 !0")
	all := w.parts()
	for _, id := range []string{"搬家/清单", "甲" + one, "甲" + two} {
		if all[id] == "" {
			t.Errorf("there is no article %q", id)
		}
	}
}

// An article that gives its own id keeps it, and a file of that name gets another
// id.
func TestAFileAndADocumentThatNamesItself(t *testing.T) {
	w := newWorld(t)
	w.write("docs/a.jsonl", `{"id":"b","title":"自称","text":"一"}`)
	w.write("docs/b.md", "# 文件", "", "二")
	w.write("docs/c.md", "# 先来", "", "三")
	w.write("docs/d.jsonl", `{"id":"c","title":"后到","text":"四"}`)
	w.expect(w.run(w.job("docs")), "+3 ~0 =0 -0 !1")
	if got := w.titles(); got != "b 自称\nc 先来\ndocs/b 文件" {
		t.Errorf("the index holds\n%s", got)
	}
}
