package server

import "fmt"

// sampleArticles are texts of our own, long enough to look like real ones.
func sampleArticles() []fakeArticle {
	list := []fakeArticle{
		{id: "it/6171431", title: "小红书迎来远客：一次没有预告的全球联欢", author: "林间小记", category: "互联网", published: "2025-01-16",
			url: "https://example.com/it/6171431.html", repost: "note/1", tags: []string{"小红书", "TikTok", "热点事件", "行业观察"},
			brief: "一夜之间，大量海外用户带着 TikTok 的记忆来到小红书。平台、用户和监管都没有准备好，但故事已经开始。",
			text: []string{
				"# 一夜之间换了客人", "一月的第二个星期，小红书的首页忽然多了许多英文自拍。他们自称“TikTok 难民”，用翻译软件写下问候，再交一张猫的照片作“猫税”。",
				"难民这个词带着玩笑的口气：他们并没有失去家园，只是常去的广场要关门了。TikTok 的去留悬而未决，与其等待，不如先找一个能说话的地方。",
				"# 平台接得住吗", "小红书的推荐算法原本为中文内容而建。突然涌入的外语笔记让冷启动变得困难，客服、审核与翻译都要连夜扩容。据团队成员回忆，翻译功能从立项到上线只用了几天。",
				"与 TikTok 相比，小红书更像一本生活杂志：图文为主，搜索占比高，评论区里有人认真回答问题。难民们很快发现，这里的热闹不靠滑动，而靠提问。",
				"# 能坚持几天", "热度会退，习惯会留。真正的问题不是多少人来过，而是一个月以后还有多少人在小红书里搜索一家面馆。",
			}},
		{id: "6171502", title: "为什么搜索框比推荐流更懂你要什么", author: "灯下客", category: "产品设计", published: "2024-11-03",
			url: "https://example.org/design/6171502", tags: []string{"搜索", "产品设计", "小红书"},
			brief: "推荐回答“还有什么”，搜索回答“在哪里”。把两件事分开，产品才不会越做越吵。",
			text: []string{"推荐流替人做选择，搜索框把选择还给人。一个人打开搜索框的时候，心里已经有了半句话，产品要做的只是把另外半句接上。",
				"# 三个细节", "输入法没有上屏的时候不要搜索；结果变化的时候不要跳动；找不到的时候说清楚为什么。三条都不难，难的是每个版本都记得。",
				"小红书的搜索占比一度超过七成日活，这说明社区内容在用户心里已经成了生活的工具书。",
			}},
		{id: "hant/001", title: "從書店到平臺：閱讀習慣的十年變化", author: "陳一葉", category: "文化", published: "2023-05-20",
			tags: []string{"阅读", "文化"}, text: []string{"十年前我們在書店裡翻書，現在我們在手機上找書。變的是翻頁的手勢，沒有變的是想要知道更多的心情。",
				"小紅書和讀書會都在做同一件事：讓一個人知道另一個人讀過什麼。"}},
		{id: "en/a b&c?d#e", title: "Search as you type, without the flicker", author: "J. Doe", category: "Engineering", published: "2022-08-09",
			url: "https://example.net/post?id=7#top", tags: []string{"search", "TikTok"},
			text: []string{"Old results stay in place until the new ones are ready. TikTok and others learned it the hard way: a flashing list reads as an error."}},
	}
	for i := range 31 {
		list = append(list, fakeArticle{id: fmt.Sprintf("note/%d", i+1), title: fmt.Sprintf("编辑部手记之%d：把一篇文章改到第%d遍", i+1, i+2),
			author: []string{"编辑部", "灯下客", "林间小记"}[i%3], category: []string{"写作", "产品设计"}[i%2],
			published: fmt.Sprintf("20%02d-%02d-11", 15+i%9, i%12+1), url: fmt.Sprintf("https://example.com/notes/%d", i+1),
			tags: []string{"写作", "编辑"},
			text: []string{"改稿是一件慢的事情。第一遍改结构，第二遍改句子，第三遍改标点；等到没有什么可改的时候，往往又要从结构改起。",
				"# 读者在哪里", "我们常常忘记读者在哪里读：地铁上、枕头边、会议间隙。手机屏幕只有二十来个字宽，长句子会在那里折断三次。",
				"所以编辑部有一条不成文的规矩：每一段先在手机上念一遍，念不顺就再改。"}})
	}
	return list
}
