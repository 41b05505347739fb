package article_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/article"
	"github.com/xunzhang/xunzhang/article/articletest"
)

// issue is article i of a magazine: text of its own between what all have.
func issue(i int) article.Article {
	text := func(n int, s string) article.Paragraph { return article.Paragraph{Number: n, Text: s} }
	author := fmt.Sprintf("作者%c", '甲'+rune(i))
	return article.Article{ID: fmt.Sprint(i), Author: author, Paragraphs: []article.Paragraph{
		text(1, fmt.Sprintf("第%d篇的开头。", i)),
		{Number: 2, Text: "总结", Heading: true},
		text(3, fmt.Sprintf("这里只有 %c 才说的话。", '子'+rune(i))),
		text(5, "举个例子："),
		text(6, "本文由 @"+author+" 原创发布于某站，未经许可，禁止转载。"),
		text(7, fmt.Sprintf("作者：%s　公众号：%s", author, author)),
		text(8, fmt.Sprintf("本文由某站作者【%s】授权发布，共 %d 人读过", author, i*i)),
		text(9, "更多内容，请关注某站公众号"),
	}}
}

func count(n int) *article.Furniture {
	f := article.NewFurniture()
	for i := range n {
		f.Add(issue(i))
	}
	return f
}

func TestFurnitureIsWhatManyArticlesRepeat(t *testing.T) {
	a, dropped := count(article.MinRepeats).Drop(issue(3))
	articletest.Expect(t, "what is left", articletest.Body(a), "1 第3篇的开头。\n2 # 总结\n3 这里只有 孓 才说的话。\n5 举个例子：\n")
	if dropped != 4 {
		t.Errorf("dropped %d paragraphs", dropped)
	}
	if _, dropped := count(article.MinRepeats - 1).Drop(issue(3)); dropped != 0 {
		t.Errorf("dropped %d paragraphs below the threshold", dropped)
	}
}

func TestFurnitureStandsAtTheEdges(t *testing.T) {
	f := article.NewFurniture()
	var long article.Article
	for i := range 40 {
		long.Paragraphs = append(long.Paragraphs, article.Paragraph{Number: i + 1, Text: fmt.Sprintf("只在这里的第%c段。", '一'+rune(i))})
	}
	long.Paragraphs[20].Text = "重复的话。"
	long.Paragraphs[39].Text = "重复的话。"
	for range 20 {
		f.Add(long)
	}
	for i := range long.Paragraphs {
		long.Paragraphs[i].Text += "！"
	}
	long.Paragraphs[20].Text, long.Paragraphs[39].Text = "重复的话。", "重复的话。"
	a, dropped := f.Drop(long)
	if dropped != 1 || a.Paragraphs[20].Text != "重复的话。" {
		t.Errorf("dropped %d paragraphs", dropped)
	}
}

func TestAnArticleOfFurnitureAloneStays(t *testing.T) {
	f := article.NewFurniture()
	a := article.Article{ID: "1", Paragraphs: []article.Paragraph{{Number: 1, Text: "本页没有内容。"}}}
	for range 100 {
		f.Add(a)
	}
	if _, dropped := f.Drop(a); dropped != 0 {
		t.Error("the article is empty now")
	}
}

func TestTheThresholdGrowsWithTheSource(t *testing.T) {
	f := article.NewFurniture()
	for range 6000 {
		f.AddBlocks(nil)
	}
	if f.Threshold() != 12 {
		t.Errorf("threshold %d", f.Threshold())
	}
}

func TestBlocksAreTheKeysThatDropLooksUp(t *testing.T) {
	f := count(article.MinRepeats)
	n := 0
	for _, key := range article.Blocks(issue(2)) {
		if f.Is(key) {
			n++
		}
	}
	if _, dropped := f.Drop(issue(2)); n != dropped {
		t.Errorf("%d keys, %d paragraphs", n, dropped)
	}
}

// An advertisement between the text is told by being a link in many articles;
// other text there is not.
func TestRepeatedLinksAmongTheText(t *testing.T) {
	f, all := article.NewFurniture(), []article.Article{}
	for i := range article.MinRepeats {
		doc := fmt.Sprintf("# 第%d期\n\n", i)
		for n := range 2*article.Edge + 2 {
			doc += fmt.Sprintf("第%d期的第%d句话，谁也没有说过。\n\n", i, n)
			if n == article.Edge {
				doc += "[讲怎样编竹篮的课](http://a.example/ad)\n\n再说一遍。\n\n"
			}
		}
		a := articletest.Parse(t, "x.md", doc)
		f.Add(a)
		all = append(all, a)
	}
	left, dropped := f.Drop(all[0])
	if dropped != 1 || strings.Contains(articletest.Body(left), "讲怎样编竹篮的课") || !strings.Contains(articletest.Body(left), "再说一遍。") {
		t.Errorf("%d dropped of\n%s", dropped, articletest.Body(all[0]))
	}
}
