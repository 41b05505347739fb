package search

import "testing"

// A name that a list spells differently, with a space or without one, still has the
// other names of the list, and is found in either spelling.
func TestNamesWrittenApart(t *testing.T) {
	o := Options{Expand: aliases(t, "TikTok = 洋抖", "Big Blue = 蓝色巨人")}
	s := libraryWith(t, o,
		doc{ID: "one", Title: "甲", Paragraphs: []string{"她在 TikTok 上卖茶。"}},
		doc{ID: "apart", Title: "乙", Paragraphs: []string{"她在 Tik Tok 上卖茶。"}},
		doc{ID: "other", Title: "丙", Paragraphs: []string{"她在洋抖上卖茶。"}},
		doc{ID: "phone", Title: "戊", Paragraphs: []string{"他的 iPhone 15 掉进了茶缸。"}},
		doc{ID: "dash", Title: "己", Paragraphs: []string{"她的iPhone15没有掉进去。"}},
		doc{ID: "fifteen", Title: "庚", Paragraphs: []string{"第 15 个人用的是 iPhone。"}},
		doc{ID: "blue", Title: "丁", Paragraphs: []string{"蓝色巨人 BigBlue 收购了茶厂。"}},
	)
	for _, c := range []struct{ query, want, names string }{
		{"Tik Tok", "apart one other", "alias tik tok>洋抖, joined tik tok>tiktok"},
		{"Tik Tok 卖茶", "apart one other", "alias tik tok>洋抖, joined tik tok>tiktok"},
		{"iphone15", "dash phone", "joined iphone15>iphone 15"},
		{"big blue", "blue", "alias big blue>蓝色巨人, joined big blue>bigblue"},
		{"BigBlue", "blue", "alias bigblue>蓝色巨人"},
	} {
		r := find(t, s, Request{Text: c.query})
		if got := sorted(ids(r)); got != c.want || r.Total != len(r.Articles) {
			t.Errorf("%s finds %s, %d of them whole", c.query, got, r.Total)
		}
		if got := understanding(r.Query); got != c.names {
			t.Errorf("%s: %q, want %q", c.query, got, c.names)
		}
	}
	if got, want := read(t, o, "Tik Tok", "TikTok 和 Tik Tok，也叫洋抖"), "【TikTok】 和 【Tik Tok】，也叫【洋抖】"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// A name is found in the writing that the articles have, be it
// one alone: with a space or a dot, or without.
func TestNamesOfWhichTheArticlesHaveOneWriting(t *testing.T) {
	s := libraryWith(t, Options{},
		doc{ID: "apart", Title: "Spring Boot 启动流程", Paragraphs: []string{"Spring Boot 少写样板。"}},
		doc{ID: "together", Title: "聊天", Paragraphs: []string{"ChatGPT 会写诗。"}},
		doc{ID: "dot", Title: "爬虫", Paragraphs: []string{"装好 Node.js 再写爬虫。"}},
		doc{ID: "nodot", Title: "打包", Paragraphs: []string{"vuejs 也要打包。"}},
		doc{ID: "two", Title: "两个词", Paragraphs: []string{"in the wind，so to say；into the blue。"}},
		doc{ID: "both", Title: "两种写法", Paragraphs: []string{"PayPal 也写作 paypal。"}},
		doc{ID: "other", Title: "又一篇", Paragraphs: []string{"他把它写成 Pay Pal。"}},
	)
	for _, c := range []struct{ query, want string }{
		{"SpringBoot", "apart"},
		{"springboot", "apart"},
		{"springboot 样板", "apart"},
		{"chat gpt", "together"},
		{"Chat GPT 写诗", "together"},
		{"nodejs", "dot"},
		{"NodeJS", "dot"},
		{"Vue.js", "nodot"},
		{"PayPal", "both other"},
		{"paypal", "both"}, // too few have both writings to tell that they are one name
		{"into", "two"},
		{"the wind", "two"},
	} {
		if r := find(t, s, Request{Text: c.query}); sorted(ids(r)) != c.want || r.Total != len(r.Articles) {
			t.Errorf("%s finds %s, %d of them whole, want %s", c.query, ids(r), r.Total, c.want)
		}
	}
}

// A word that the query has itself is not used as an alternative of another word: a
// reader who types both wants both.
func TestAlternativesThatWereTyped(t *testing.T) {
	s := libraryWith(t, Options{Expand: aliases(t, "蜜雪冰城 = 雪王", "脸书 = Facebook = Meta")},
		doc{ID: "a", Title: "品牌", Paragraphs: []string{"蜜雪冰城的雪王，脸书和 Facebook，还有 Meta。"}})
	for _, c := range []struct{ query, want string }{
		{"蜜雪冰城", "alias 蜜雪冰城>雪王"},
		{"雪王", "alias 雪王>蜜雪冰城"},
		{"蜜雪冰城 雪王", ""},
		{"雪王的蜜雪冰城", ""},
		{"脸书 metaphor", "alias 脸书>Facebook, alias 脸书>Meta"}, // has it only inside another word
		{"脸书 Meta", "alias 脸书>Facebook, alias meta>Facebook"},
	} {
		if got := understanding(find(t, s, Request{Text: c.query}).Query); got != c.want {
			t.Errorf("%s: %q, want %q", c.query, got, c.want)
		}
	}
}
