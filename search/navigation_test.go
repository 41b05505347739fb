package search

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// On a technical site the articles on a topic come before the pages that only
// list links to them, which are found all the same.
func TestNavigationIsNoAnswer(t *testing.T) {
	dir := t.TempDir()
	var list []string
	for _, name := range []string{"锁", "线程池", "队列", "原子类"} {
		list = append(list, "- [并发编程之"+name+"](concurrent/"+name+".md)")
	}
	links := strings.Join(list, "\n")
	for name, text := range map[string]string{
		"并发目录.md":       "# 并发编程\n\n" + links + "\n" + strings.ReplaceAll(links, "之", "第二篇：") + "\n",
		"导航.md":         "# 学习路线\n\n" + links + "\n\n" + strings.ReplaceAll(links, "之", "实战："),
		"锁.md":          "# 锁\n\n并发编程里最先遇到的是锁。两个线程同时改一个数，结果就不对了。\n\n所以要把改数的那几行围起来。",
		"线程池.md":        "# 线程池\n\n并发编程不必自己建线程，交给线程池就好，它会排队、复用、拒绝。\n\n池子多大要看任务等不等输入输出。",
		"无关.md":         "# 烤红薯\n\n街角的烤红薯很甜。\n\n冬天的下午。",
		"另一篇无关.md":      "# 河流\n\n山里的河流到海里。\n\n路上经过三座桥。",
		"references.md": "# 参考\n\n[并发编程网](https://example.org/a)\n\n[并发编程实战](https://example.org/b)",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s := NewService(indexed(t, dir, 7), sharedAnalyzer(t), Options{})
	r := find(t, s, Request{Text: "并发编程"})
	if r.Total != 5 {
		t.Fatalf("%d articles: %s", r.Total, ids(r))
	}
	for _, a := range r.Articles[:2] {
		if a.ID != "锁" && a.ID != "线程池" {
			t.Errorf("%s is among the first two of %s", a.ID, ids(r))
		}
	}
	if got := paragraphIDs(t, s, "并发编程"); strings.HasPrefix(got, "并发目录") || strings.HasPrefix(got, "导航") || strings.HasPrefix(got, "references") {
		t.Errorf("paragraphs: %s", got)
	}
}

// A page of links has the typed word in it because articles on other things are called
// so. That puts it before no article that has another name for the thing.
func TestNavigationWithTheTypedWord(t *testing.T) {
	dir := t.TempDir()
	dishes := []string{"马铃薯沙拉", "土豆烧牛肉", "酸辣土豆丝", "蒸鲈鱼", "阳春面", "白切鸡", "蛋炒饭", "拍黄瓜", "韭菜盒子"}
	var list []string
	for i, dish := range dishes {
		list = append(list, fmt.Sprintf("- [%s](%d.md)", dish, i))
		text := "# " + dish + "\n\n做" + dish + "要准备主料半斤。\n\n大火翻炒，小火收汁。"
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d.md", i)), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "list.md"), []byte("# 菜谱\n\n"+strings.Join(list, "\n")), 0o644); err != nil {
		t.Fatal(err)
	}
	s := NewService(indexed(t, dir, len(dishes)+1), sharedAnalyzer(t), Options{Expand: aliases(t, "马铃薯 = 土豆")})
	for query, want := range map[string]string{"马铃薯": "0 1 2 list", "阳春面": "4 list"} {
		if r := find(t, s, Request{Text: query}); r.Articles[0].ID != want[:1] || sorted(ids(r)) != want || r.Articles[len(r.Articles)-1].ID != "list" {
			t.Errorf("%s finds %s, want %s", query, ids(r), want)
		}
	}
}
