package markdown_test

import (
	"testing"

	"github.com/xunzhang/xunzhang/article/articletest"
)

func TestEmoji(t *testing.T) {
	runDialect(t, []dialectTest{
		{"names", "火候到了:fire:，:warning: 别碰。:+1::tada:", "1 火候到了🔥，⚠️ 别碰。👍🎉\n"},
		{"other words between colons", "12:30:45 与 a:fire:b，:unknown_name: 和 :ref:`x`，1:1:1，`:fire:`，::fire::。", "1 12:30:45 与 a:fire:b，:unknown_name: 和 :ref:x，1:1:1，:fire:，::fire::。\n"},
		{"at the end", "好 :fire", "1 好 :fire\n"},
	})
}

func TestFieldsOfDataview(t *testing.T) {
	runDialect(t, []dialectTest{
		{"in a sentence", "这把刀[重量:: 半斤]，(产地:: [[龙泉|龙泉镇]])。\n\n- [ ] 磨刀 [截止:: 2024-03-05]", "1 这把刀重量: 半斤，产地: 龙泉镇。\n2 磨刀 截止: 2024-03-05\n"},
		{"code and links", "用 [std::string](a.md)、[a:: b](c.md) 与 (x :: Int)、(std::vec)。", "1 用 std::string、a:: b 与 (x :: Int)、(std::vec)。\n"},
		{"queries in a line", "评了 `= this.评分` 分，`$= dv.pages().length` 页，`= 1 + 1`。", "1 评了 分， 页，= 1 + 1。\n"},
		{"commands of Templater", "写于 <% tp.date.now(\"YYYY\") %>，<%* tR += 1 %>打铁。用 <%= x %> 输出。", "1 写于 ，打铁。用 <%= x %> 输出。\n"},
	})
	r := articletest.Read(t, "x.md", "写于<% tp.date.now(\"年月\") %>。`= this.评分`")
	articletest.Expect(t, "left out", articletest.Left(r), "unknown syntax: tp.date.now(\"年月\")\nunknown syntax: = this.评分\n")
}

func TestMarksOfAnEditor(t *testing.T) {
	runDialect(t, []dialectTest{
		{"edits", "把{==**这里**==}{>>为什么<<}改成{++新的++}{--旧的--}，{~~甲~>乙~~}。", "1 把这里改成新的旧的，甲 乙。\n"},
		{"not closed", "{++新的，{--旧的。{==", "1 {++新的，{--旧的。{==\n"},
		{"keys", "按 ++ctrl+alt+del++ 或 ++f5++，C++和C++，i++n++，++a+b++。", "1 按 Ctrl+Alt+Del 或 F5，C++和C++，i++n++，++a+b++。\n"},
	})
	r := articletest.Read(t, "x.md", "把{==这里==}{>>为什么<<}改了。")
	articletest.Expect(t, "left out", articletest.Left(r), "hidden: 为什么\n")
}

func TestNotesWrittenAsCode(t *testing.T) {
	runDialect(t, []dialectTest{
		{"of a plugin of Obsidian", "```ad-tip\ntitle: 淬火\ncollapse: open\n水要**凉**。\n\n- 一次\n```\n\n~~~ad-note\n火要急。\n~~~", "1 # 淬火\n2 水要凉。\n3 一次\n4 火要急。\n"},
		{"of mdBook", "```admonish warning title=\"淬火\"\n水要凉。\n```\n\n```admonish\n火要急。\n```", "1 # 淬火\n2 水要凉。\n3 火要急。\n"},
		{"of Sphinx", "```{admonition} 淬火\n:class: tip\n水要凉。\n```\n\n````{note}\n```{tip}\n火要急。\n```\n````\n\n```{figure} a.png\n:width: 80%\n一把淬过火的刀\n```", "1 # 淬火\n2 水要凉。\n3 火要急。\n4 一把淬过火的刀\n"},
		{"code", "```{r, echo=TRUE}\nx <- 1\n```\n\n```{python}\n**x**\n```\n\n```ad\nx\n```", "1 x <- 1\n2 **x**\n3 x\n"},
	})
}
