package plain_test

import (
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/article/articletest"
)

func TestNovels(t *testing.T) {
	tests := []struct{ what, doc, want string }{
		{"paragraphs that begin further in", "《灯下》\n作者：阿海\n\n\n第一章 进城\n\n　　天亮了。\n　　他说，走吧\n　　没人回答。\n\n第二章 出城\n　　雨停了。",
			"id: x\ntitle: 灯下\nauthor: 阿海\n1 # 第一章 进城\n2 (第一章 进城) 天亮了。\n3 (第一章 进城) 他说，走吧\n4 (第一章 进城) 没人回答。\n5 # 第二章 出城\n6 (第二章 出城) 雨停了。\n"},
		{"a chapter is no title", "\ufeff第一回 甲乙相逢\n\n　　话说。", "id: x\ntitle: x\n1 # 第一回 甲乙相逢\n2 (第一回 甲乙相逢) 话说。\n"},
		{"parts and chapters", "题\n\n第一卷 山\n\n第十二章\n\n文一。\n\nChapter 13: Rain\n\n文二。\n\n番外 雪夜\n\n文三。",
			"id: x\ntitle: 题\n1 # 第一卷 山\n2 (第一卷 山) # 第十二章\n3 (第十二章) 文一。\n4 (第一卷 山) # Chapter 13: Rain\n5 (Chapter 13: Rain) 文二。\n6 (第一卷 山) # 番外 雪夜\n7 (番外 雪夜) 文三。\n"},
		{"lines that are paragraphs", "题\n\n天亮了。\n他说：“走吧。”\n没人回答。\n\n雨停了，\n天晴了。", "id: x\ntitle: 题\n1 天亮了。\n2 他说：“走吧。”\n3 没人回答。\n4 雨停了，天晴了。\n"},
		{"without blank lines", "题\n第一章 山\n天亮了。\n第二章 水\n雨停了。", "id: x\ntitle: 题\n1 # 第一章 山\n2 (第一章 山) 天亮了。\n3 # 第二章 水\n4 (第二章 水) 雨停了。\n"},
		{"names below the numbers", "灯下\n\n第一章\n\n进城\n\n天亮了，他走进城里。\n\n第二章\n\n出城\n\n雨停了，他走出城去。", "id: x\ntitle: 灯下\n1 # 第一章 进城\n2 (第一章 进城) 天亮了，他走进城里。\n3 # 第二章 出城\n4 (第二章 出城) 雨停了，他走出城去。\n"},
		{"a name on the next line", "第一章\n进城\n　　天亮了，他走进城里。", "id: x\ntitle: x\n1 # 第一章 进城\n2 (第一章 进城) 天亮了，他走进城里。\n"},
		{"numbers without names", "灯下\n\n第一章\n\n天亮了\n\n他走进城里，没人认得他。\n\n第二章\n\n雨停了。\n\n他走出城去。", "id: x\ntitle: 灯下\n1 # 第一章\n2 (第一章) 天亮了\n3 (第一章) 他走进城里，没人认得他。\n4 # 第二章\n5 (第二章) 雨停了。\n6 (第二章) 他走出城去。\n"},
		{"other ways to name chapters", "题\n\n第 十一 章 山\n\n文一。\n\n☆、第五章 水\n\n文二。\n\n【第六章】火\n\n文三。\n\n第壹回 土\n\n文四。\n\n终章 木\n\n文五。\n\n下卷\n\nChapter Four\n\n文六。\n\n☆、番外\n\n文七。",
			"id: x\ntitle: 题\n1 # 第 十一 章 山\n2 (第 十一 章 山) 文一。\n3 # ☆、第五章 水\n4 (☆、第五章 水) 文二。\n5 # 【第六章】火\n6 (【第六章】火) 文三。\n7 # 第壹回 土\n8 (第壹回 土) 文四。\n9 # 终章 木\n10 (终章 木) 文五。\n11 # 下卷\n12 (下卷) # Chapter Four\n13 (Chapter Four) 文六。\n14 (下卷) # ☆、番外\n15 (☆、番外) 文七。\n"},
		{"what stands around a title", "书名：灯下\n作者：阿海\n\n天亮了。", "id: x\ntitle: 灯下\nauthor: 阿海\n1 天亮了。\n"},
		{"the author beside the title", "《灯下》 作者：阿海\n\n天亮了。", "id: x\ntitle: 灯下\nauthor: 阿海\n1 天亮了。\n"},
		{"figures alone", "1、进城\n\n　　天亮了。\n　　走吧。\n\n2、出城\n\n　　雨停了。\n\n3、回乡\n\n　　到家了。", "id: x\ntitle: x\n1 # 1、进城\n2 (1、进城) 天亮了。\n3 (1、进城) 走吧。\n4 # 2、出城\n5 (2、出城) 雨停了。\n6 # 3、回乡\n7 (3、回乡) 到家了。\n"},
		{"titles without a space", "灯下 作者：阿海\n\n第一章进城\n\n　　天亮了。\n\n第二章出城\n\n　　雨停了。\n\n第三章回乡\n\n　　到家了。", "id: x\ntitle: 灯下\nauthor: 阿海\n1 # 第一章进城\n2 (第一章进城) 天亮了。\n3 # 第二章出城\n4 (第二章出城) 雨停了。\n5 # 第三章回乡\n6 (第三章回乡) 到家了。\n"},
		{"a letter", "发件人：阿海\n收件人：老周\n主题：租船\n\n船明天到。", "id: x\ntitle: 租船\n1 发件人：阿海\n收件人：老周\n主题：租船\n2 船明天到。\n"},
		{"rows of signs", "灯下\n\n天亮了。\n==========\n雨停了。\n\n* * *\n\n到家了。", "id: x\ntitle: 灯下\n1 天亮了。\n2 雨停了。\n3 到家了。\n"},
		{"items of a list", "题\n\n1、纸\n\n2、笔\n\n3、墨\n\n买完回家。", "id: x\ntitle: 题\n1 1、纸\n2 2、笔\n3 3、墨\n4 买完回家。\n"},
		{"sentences that begin so", "题\n\n第一章讲的是山。\n\n第二节课下课了\n\n序言写得很长，读者不必都看，可以跳过。", "id: x\ntitle: 题\n1 第一章讲的是山。\n2 第二节课下课了\n3 序言写得很长，读者不必都看，可以跳过。\n"},
	}
	for _, test := range tests {
		t.Run(test.what, func(t *testing.T) {
			articletest.Expect(t, "article", articletest.Render(articletest.Parse(t, "x.txt", test.doc)), test.want)
		})
	}
}

func TestMinutes(t *testing.T) {
	tests := []struct{ what, doc, want string }{
		{"titles with numbers", "周会\n\n一、进度\n\n都按时。\n\n（一）仓库\n\n缺纸箱。\n\n二、安排\n\n周五装车。", "1 # 一、进度\n2 (一、进度) 都按时。\n3 (一、进度) # （一）仓库\n4 (（一）仓库) 缺纸箱。\n5 # 二、安排\n6 (二、安排) 周五装车。\n"},
		{"a list with numbers", "周会\n\n要带的有：\n一、纸箱\n二、胶带\n\n周五装车。", "1 要带的有：\n一、纸箱\n二、胶带\n2 周五装车。\n"},
		{"items below a title", "周会\n\n周五装车。\n\n要带的东西\n1、纸箱\n装瓷器用的大纸箱，一共要三十个，\n最好是新的。\n2. 胶带\n（3）绳子", "1 周五装车。\n2 要带的东西\n1、纸箱\n装瓷器用的大纸箱，一共要三十个，最好是新的。\n2. 胶带\n（3）绳子\n"},
		{"a talk", "周会\n\nQ：几点装车？\nA：周五，天不亮\n就去。\nQ：累吗？\n\n完。", "1 Q：几点装车？\nA：周五，天不亮就去。\nQ：累吗？\n2 完。\n"},
		{"wrapped by hand", "周会\n\n周五装车。\n\n货车在雨里走了很久，到仓库的时\n候天已经黑了，大家把箱子一只一\n只搬下来。", "1 周五装车。\n2 货车在雨里走了很久，到仓库的时候天已经黑了，大家把箱子一只一只搬下来。\n"},
		{"titles in brackets", "周会\n\n【议题一】仓库\n缺纸箱，明天买。\n\n【议题二】\n周五装车，要早。", "1 # 【议题一】仓库\n2 (【议题一】仓库) 缺纸箱，明天买。\n3 # 【议题二】\n4 (【议题二】) 周五装车，要早。\n"},
		{"one number", "周会\n\n一、进度\n\n都按时。", "1 一、进度\n2 都按时。\n"},
	}
	for _, test := range tests {
		t.Run(test.what, func(t *testing.T) {
			articletest.Expect(t, "paragraphs", articletest.Body(articletest.Parse(t, "x.txt", test.doc)), test.want)
		})
	}
}

// The titles of a long novel are found in one pass.
func TestLongNovel(t *testing.T) {
	if testing.Short() {
		t.Skip("a large document")
	}
	chapter := "第九章 风雪\r\n\r\n" + strings.Repeat("　　少年沿着河岸慢慢地走，身后的灯火一盏一盏地灭了，谁也没有说话。\r\n", 60)
	a := articletest.Parse(t, "x.txt", strings.Repeat(chapter, 1000))
	if n := len(a.Paragraphs); n != 61_000 || a.Paragraphs[n-1].Section != "第九章 风雪" {
		t.Errorf("%d paragraphs", n)
	}
}

func TestText(t *testing.T) {
	tests := []struct{ name, doc, want string }{
		{"blank lines end paragraphs", "\n题目\n\n　　第一段，\n折行。\n\n\n第二段。", "id: x\ntitle: 题目\n1 第一段，折行。\n2 第二段。\n"},
		{"without blank lines each line is one", "题目\n第一段。\n第二段。", "id: x\ntitle: 题目\n1 第一段。\n2 第二段。\n"},
		{"a first sentence", "天亮了。\n他走了。", "id: x\ntitle: x\n1 天亮了。\n2 他走了。\n"},
		{"a question that goes on", "天亮了吗？\n他走了吗？", "id: x\ntitle: x\n1 天亮了吗？\n2 他走了吗？\n"},
		{"a question above the text", "天亮了吗？\n\n他走了。", "id: x\ntitle: 天亮了吗？\n1 他走了。\n"},
		{"a wrapped first line", "货车在雨里走了很久，到仓库的时\n候天已经黑了。", "id: x\ntitle: x\n1 货车在雨里走了很久，到仓库的时候天已经黑了。\n"},
		{"ends of lines of all systems", "题目\r\n\r\n一。\r\r二。\u2028三。\u2029四。\u0085五。", "id: x\ntitle: 题目\n1 一。\n2 二。\n3 三。\n4 四。\n5 五。\n"},
		{"one line", "题目", "id: x\ntitle: 题目\n1 题目\n"},
		{"a long first line is text too", strings.Repeat("长", 150) + "\n文。", "id: x\ntitle: " + strings.Repeat("长", 100) + "\n1 " + strings.Repeat("长", 150) + "\n2 文。\n"},
		{"marks are text", "题目\n\n# 一\n\n* 二", "id: x\ntitle: 题目\n1 # 一\n2 * 二\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			articletest.Expect(t, "article", articletest.Render(articletest.Parse(t, "x.txt", test.doc)), test.want)
		})
	}
}

// Numbers of pages and page breaks are no text, and part no sentence.
func TestPagesOfPrintedTexts(t *testing.T) {
	r := articletest.Read(t, "x.txt", "造纸\n\n竹料要在池里泡一百天，捞起来\n\n- 12 -\n\n\f\n再用石灰水煮。\n\n13\n\f第二日晒干。\n\n第 14 页 共 30 页\n\n　　后来上墙。\n\n15\n\n- 16\n")
	articletest.Expect(t, "paragraphs", articletest.Body(r.Article), "1 竹料要在池里泡一百天，捞起来再用石灰水煮。\n2 第二日晒干。\n3 后来上墙。\n4 15\n5 - 16\n")
	articletest.Expect(t, "left out", articletest.Left(r), "furniture: - 12 -\nfurniture: 13\nfurniture: 第 14 页 共 30 页\n")
}
