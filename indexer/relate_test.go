package indexer

import (
	"fmt"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/part"
)

// relations renders what the articles of an index have to do with others.
func (w *world) relations() string {
	w.t.Helper()
	all := w.parts()
	var b strings.Builder
	for _, id := range strings.Fields(w.ids()) {
		v, err := part.Open([]byte(all[id]))
		if err != nil {
			w.t.Fatal(err)
		}
		r, err := v.Relations()
		if err != nil {
			w.t.Fatal(err)
		}
		fmt.Fprintf(&b, "%s <%s >%s", id, r.Previous, r.Next)
		for _, l := range r.Links {
			fmt.Fprintf(&b, " #%d %s=%s", l.Paragraph, l.Text, l.Article)
			if l.Place != "" {
				fmt.Fprintf(&b, "#%s", l.Place)
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func (w *world) expectRelations(want string) {
	w.t.Helper()
	if got := w.relations(); got != want {
		w.t.Errorf("got\n%swant\n%s", got, want)
	}
}

// The order of a book gives each article the one before and the one after. Where
// it changes, those whose neighbours changed are written again, and no others.
func TestOrderOfABook(t *testing.T) {
	w := newWorld(t)
	contents := func(names ...string) {
		lines := []string{"# 目录", ""}
		for _, name := range names {
			lines = append(lines, fmt.Sprintf("* [%s](%s.md)", name, name))
		}
		w.write("docs/SUMMARY.md", lines...)
	}
	for _, name := range []string{"c", "a", "b", "d"} {
		w.write("docs/"+name+".md", "# 篇"+name, "", "讲的是"+name+"。")
	}
	contents("c", "a", "lost", "b")
	w.expect(w.run(w.job("docs")), "+4 ~0 =0 -0 !0")
	w.expectRelations("a <c >b\nb <a >\nc < >a\nd < >\n")
	w.expect(w.run(w.job("docs")), "+0 ~0 =4 -0 !0")

	contents("c", "a", "d", "b")
	dry := w.job("docs")
	dry.DryRun = true
	w.expect(w.run(dry), "+0 ~3 =1 -0 !0")
	w.expect(w.run(w.job("docs")), "+0 ~3 =1 -0 !0")
	w.expectRelations("a <c >d\nb <d >\nc < >a\nd <a >b\n")

	w.remove("docs/a.md")
	w.expect(w.run(w.job("docs")), "+0 ~2 =1 -1 !0")
	w.expectRelations("b <d >\nc < >d\nd <c >b\n")
}

// Links of a wiki and between files lead to the articles that exist, from the
// job on that brings them.
func TestLinksBetweenDocuments(t *testing.T) {
	w := newWorld(t)
	w.write("notes/.obsidian/app.json", "{}")
	w.write("notes/菜/凉拌.md", "# 凉拌", "", "见[[番茄]]、[[菜/凉拌#做法|上文]]、[[别名|西红柿]]和[[没有]]。", "", "## 做法", "", "先看[炒锅](../锅/炒锅.md#保养)，再看[书](https://a.example)和[下文](#做法)。")
	w.write("notes/锅/炒锅.md", "# 炒锅", "", "| 一 | 二 |", "|-|-|", "| [凉拌](/菜/凉拌) | [图](a.png) |")
	w.write("notes/番茄.md", "---", "aliases: [别名]", "---", "- 种在阳台", "- 见[[炒锅.md]]")
	w.expect(w.run(w.job("notes")), "+3 ~0 =0 -0 !0")
	w.expectRelations("番茄 < > #1 炒锅=锅/炒锅\n" +
		"菜/凉拌 < > #1 番茄=番茄 #1 上文=#做法 #1 西红柿=番茄 #3 炒锅=锅/炒锅#保养 #3 下文=#做法\n" +
		"锅/炒锅 < > #1 凉拌=菜/凉拌\n")

	w.write("notes/没有.md", "# 现在有了", "", "一句话。")
	w.expect(w.run(w.job("notes")), "+1 ~1 =2 -0 !0")
	if got := w.relations(); !strings.Contains(got, "没有=没有") {
		t.Errorf("the link leads nowhere:\n%s", got)
	}
	w.remove("notes/番茄.md")
	w.expect(w.run(w.job("notes")), "+0 ~1 =2 -1 !0")
	if got := w.relations(); strings.Contains(got, "番茄=") {
		t.Errorf("a link leads to what is gone:\n%s", got)
	}
}

// Of several files of a name a link means the one beside it.
func TestLinksToOneOfSeveral(t *testing.T) {
	w := newWorld(t)
	w.write("notes/甲/日程.md", "# 甲的日程", "", "早起。")
	w.write("notes/乙丙/日程.md", "# 乙的日程", "", "晚睡。")
	w.write("notes/乙丙/记.md", "# 记", "", "看[[日程]]。")
	w.write("notes/丁.md", "# 丁", "", "看[[日程]]，也看[[乙丙/日程]]。")
	w.run(w.job("notes"))
	w.expectRelations("丁 < > #1 日程=甲/日程 #1 日程=乙丙/日程\n乙丙/日程 < >\n乙丙/记 < > #1 日程=乙丙/日程\n甲/日程 < >\n")
}
