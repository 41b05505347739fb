package block_test

import (
	"testing"

	"github.com/xunzhang/xunzhang/article/articletest"
)

func TestLinesOfAParagraph(t *testing.T) {
	tests := []struct{ what, name, doc, want string }{
		{"hard breaks of Markdown", "x.md", "雨打芭蕉叶  \n风吹豆蔻花\\\n谁在小楼上<br>独自数归鸦", "1 雨打芭蕉叶\n风吹豆蔻花\n谁在小楼上\n独自数归鸦\n"},
		{"wrapped prose", "x.md", "货船在黄昏靠岸，岸上\n站着等活的人，天色\n已经暗了。", "1 货船在黄昏靠岸，岸上站着等活的人，天色已经暗了。\n"},
		{"names and values", "x.md", "状态: 装箱\n地点：码头\n到货日: 5月3日", "1 状态: 装箱\n地点：码头\n到货日: 5月3日\n"},
		{"a colon in prose", "x.md", "他说：今晚\n有雨。", "1 他说：今晚有雨。\n"},
		{"an address is no value", "x.md", "https://a.example/1\nhttps://a.example/2", "1 https://a.example/1 https://a.example/2\n"},
		{"verse without marks", "x.md", "雨打芭蕉叶\n风吹豆蔻花", "1 雨打芭蕉叶\n风吹豆蔻花\n"},
		{"a list without marks", "x.md", "收件处：\n临江路三号\n旧船厂 二楼\n陈记修表铺\n\n船儿摇\n摇过了三月的桥\n摇到外婆家", "1 收件处：\n临江路三号\n旧船厂 二楼\n陈记修表铺\n2 船儿摇\n摇过了三月的桥\n摇到外婆家\n"},
		{"short lines of prose", "x.md", "货船，在黄昏\n靠岸\n天黑了\n\n两行短的\n不算\n\none\ntwo\nthree\n\n陈一、\n吴二、\n周三", "1 货船，在黄昏靠岸天黑了\n2 两行短的不算\n3 one two three\n4 陈一、吴二、周三\n"},
		{"verse in couplets", "x.txt", "题\n\n雨打芭蕉叶，风吹豆蔻花。\n谁在小楼上，独自数归鸦。\n\n后记。", "1 雨打芭蕉叶，风吹豆蔻花。\n谁在小楼上，独自数归鸦。\n2 后记。\n"},
		{"breaks in a page", "x.html", "<p>雨打芭蕉叶<br>风吹<b>豆蔻花</b></p>", "1 雨打芭蕉叶\n风吹豆蔻花\n"},
		{"a break in a cell and a heading is a space", "x.html", "<p>前文。</p><h2>雨<br>夜</h2><table><tr><td>雨<br>夜</td><td>风</td></tr></table>", "1 前文。\n2 # 雨夜\n3 (雨夜) 雨 夜 | 风\n"},
	}
	for _, test := range tests {
		t.Run(test.what, func(t *testing.T) {
			articletest.Expect(t, "paragraphs", articletest.Body(articletest.Parse(t, test.name, test.doc)), test.want)
		})
	}
}
