package article_test

import (
	"context"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/article"
	"github.com/xunzhang/xunzhang/article/articletest"
)

// TestField reads texts as people really have them, each of which a reader once
// read wrongly, from the folder of large inputs.
func TestField(t *testing.T) {
	dir := articletest.Shared(t, "field")
	tests := []struct {
		folder string
		has    []string // paragraphs, or "title: ..." and so on
		hasNot []string // text that must not stand anywhere
	}{
		{"01-wechat-hidden", []string{"1 第0节", "5 第4节", "published: 2023-07-01", "author: 巷口电台"}, []string{"继续滑动", "原创巷口"}},
		{"02-link-only-paragraphs", []string{"怎样给果树剪枝", "住在树屋里的人", "老农的话", "旱地种树的窍门"}, nil},
		{"03-txt-novel-gbk", []string{"# 第一章", "26 (第二章 入城二) "}, nil},
		{"04-ruby", []string{"图书馆", "茶馆", "東京的秋天"}, []string{"tú", "とう"}},
		{"07-heading-ids", []string{"title: 计时器\n", "(烧水步骤) ", "(保养) ", "(滤网) ", "(ref()) "}, []string{"{#", "{:", "{/*"}},
		{"08-containers-shortcodes", []string{"壶嘴朝外摆放更安全。", "# 注意烫手", "# 解题思路", "从小到大排序", "浇水要见干见湿", "水温不能太高", "# 小窍门", "int main() {\n  return 0;"}, []string{":::", "!!!", "{%", "{{", "[TOC]", "[!"}},
		{"09-hard-breaks", []string{"鸟声稀\n小院", "石桥东\n船家", "进行中\n标签"}, nil},
		{"12-dropped-html", []string{"防晒霜", "平衡因子", "铜锣", "边动手边学"}, nil},
		{"13-obsidian", []string{"整理冰箱里的东西，见凉拌#做法。\n", "重点是冷藏温度要低。\n", "洋柿子", "夏天", "阳台", "title: 园艺日志"}, []string{"id::", "^abc", "==", "[["}},
		{"14-file-dates-frontmatter", []string{"published: 2023-05-01", "published: 2013-05-01", "title: 旧式前言", "title: 花括号", "title: 三分号", "title: 没有题头的网页"}, nil},
		{"15-silent-formats", []string{"title: 甲", "title: 乙", "title: 丙", "正文一句。"}, []string{"import", "注释"}},
	}
	for _, test := range tests {
		t.Run(test.folder, func(t *testing.T) {
			var b strings.Builder
			err := article.Walk(context.Background(), dir+"/"+test.folder+"/in", article.Options{}, article.Visitor{Raw: func(r article.Raw) error {
				reading, err := article.Read(r, article.Options{})
				if err != nil {
					return err
				}
				runs, err := article.Runs(r, article.Options{})
				if lacking := reading.Lacks(runs); len(lacking) > 0 {
					t.Errorf("%s: neither stored nor left out for a reason: %q", r.Name(), lacking)
				}
				b.WriteString(articletest.Render(reading.Article))
				return err
			}})
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range test.has {
				if !strings.Contains(b.String(), want) {
					t.Errorf("%q is missing in\n%s", want, b.String())
				}
			}
			for _, bad := range test.hasNot {
				if strings.Contains(b.String(), bad) {
					t.Errorf("%q stands in\n%s", bad, b.String())
				}
			}
		})
	}
}
