package search

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search/rank"
)

// crowd returns articles that have two words often, each in paragraphs of its own,
// and never together.
func crowd(n int, a, b string) []doc {
	var docs []doc
	for i := range n {
		docs = append(docs, doc{ID: fmt.Sprintf("crowd%02d", i), Title: fmt.Sprintf("杂谈之%d", i), Paragraphs: []string{
			strings.Repeat(a+"很重要，要多谈"+a+"。", 3), "这一段说别的，与题目没有关系，只是把两处隔开。", strings.Repeat(b+"也一样，都在说"+b+"。", 3), a + "和天气。", b + "和天气。"}})
	}
	return docs
}

func firstOf(t *testing.T, s *Service, query string) string {
	t.Helper()
	r := find(t, s, Request{Text: query})
	if len(r.Articles) == 0 {
		return ""
	}
	return r.Articles[0].ID
}

// Two words that make up a title, typed with a space, find that article before
// those with many occurrences of both. So do the title as typed, eight consecutive
// characters of a title, and the same in 繁體 and full width.
func TestTitlesFirst(t *testing.T) {
	s := library(t, append(crowd(60, "索引", "原理"),
		doc{ID: "short", Title: "索引原理", Paragraphs: []string{"先看一张表。", "再看一棵树。"}},
		doc{ID: "long", Title: "我从程序员转型产品经理的十年心路历程", Paragraphs: []string{"那年我二十四岁。", "后来的事大家都知道了。"}},
		doc{ID: "latin", Title: "ＳａａＳ 定价，从 0 到 1", Paragraphs: []string{"没有别的。"}},
	)...)
	for query, want := range map[string]string{
		"索引 原理":        "short",
		"索引原理":         "short",
		"原理 索引":        "short",
		"程序员转型产品经":     "long",
		"程序員轉型產品經理的十年": "long",
		"程序员 十年 历程":    "long",
		"我从程序员转型产品经理的十年心路历程": "long",
		"saas 定价 从 0 到 1":    "latin",
		"SaaS定价从0到1":         "latin",
	} {
		if got := firstOf(t, s, query); got != want {
			t.Errorf("%s: %s is first, want %s", query, got, want)
		}
	}
}

// One article has both words in one sentence. It ranks before sixty articles in
// which each word is frequent, both among articles and among paragraphs.
func TestWordsInOneSentenceFirst(t *testing.T) {
	filler := strings.Repeat("这里写的是路上的见闻，山高水长，走了很久。", 30)
	s := library(t, append(crowd(60, "缓存", "穿透"),
		doc{ID: "together", Title: "路上", Paragraphs: []string{filler, "他说缓存也会有穿透的时候。", filler}})...)
	if got := firstOf(t, s, "缓存 穿透"); got != "together" {
		t.Errorf("%s is first", got)
	}
	if got := paragraphIDs(t, s, "缓存 穿透"); !strings.HasPrefix(got, "together#2") {
		t.Errorf("paragraphs %s", got[:min(len(got), 60)])
	}
}

// A whole name ranks before longer names that contain it, and spellings of one name
// count as the same name.
func TestWholeNamesFirst(t *testing.T) {
	docs := []doc{{ID: "map", Title: "散列表", Paragraphs: []string{"HashMap 用数组加链表，HashMap 不保证顺序。"}},
		{ID: "tt", Title: "短视频", Paragraphs: []string{"Tik Tok 的推荐。"}}}
	for i := range 12 {
		docs = append(docs, doc{ID: fmt.Sprint("concurrent", i), Title: "并发", Paragraphs: []string{
			"ConcurrentHashMap 分段加锁，ConcurrentHashMap 比 ConcurrentSkipListMap 快。", "再看 ConcurrentHashMap 的扩容。"}},
			doc{ID: fmt.Sprint("tiktok", i), Title: "出海", Paragraphs: []string{"TikTok 的推荐，TikTok 的电商。"}},
			doc{ID: fmt.Sprint("pair", i%3), Title: "出海", Paragraphs: []string{"Tik Tok 也叫 Tik Tok。"}})
	}
	docs = slices.CompactFunc(docs, func(a, b doc) bool { return a.ID == b.ID })
	slices.SortStableFunc(docs, func(a, b doc) int { return strings.Compare(a.ID, b.ID) })
	docs = slices.CompactFunc(docs, func(a, b doc) bool { return a.ID == b.ID })
	s := library(t, docs...)
	r := find(t, s, Request{Text: "HashMap"})
	if r.Articles[0].ID != "map" || r.Total != 1 {
		t.Errorf("%s is first of %d", r.Articles[0].ID, r.Total)
	}
	if a, b := find(t, s, Request{Text: "Tik Tok"}), find(t, s, Request{Text: "TikTok"}); a.Total != 16 || b.Total != 16 {
		t.Errorf("Tik Tok is in %d articles, TikTok in %d, both must be 16", a.Total, b.Total)
	}
}

// The name of an author finds the articles of that author first, and a tag those
// with that tag, whatever other articles hold the words.
func TestAuthorsAndTagsFirst(t *testing.T) {
	docs := []doc{
		{ID: "by1", Title: "甲", Author: "白露", Paragraphs: []string{"一段。"}},
		{ID: "by2", Title: "乙", Author: "白露", Paragraphs: []string{"又一段。"}},
		{ID: "tag1", Title: "丙", Tags: []string{"私域 流量"}, Paragraphs: []string{"一段。"}},
	}
	for i := range 50 {
		docs = append(docs, doc{ID: fmt.Sprint("about", i), Title: "白露这一天", Paragraphs: []string{strings.Repeat("白露是节气。私域和流量。", 5)}})
	}
	s := library(t, docs...)
	r := find(t, s, Request{Text: "白露"})
	if got := sorted(r.Articles[0].ID + " " + r.Articles[1].ID); got != "by1 by2" {
		t.Errorf("白露: %s first", got)
	}
	for _, query := range []string{"私域 流量", "私域　流量", "私域  流量"} {
		if got := firstOf(t, s, query); got != "tag1" {
			t.Errorf("%q: %s is first", query, got)
		}
	}
}

// A name of letters and Han is one name, whether it is typed with a space or
// without; two words that are not a name in the lists remain two words.
func TestNamesWithASpaceBeforeHan(t *testing.T) {
	s := libraryWith(t, Options{Expand: aliases(t, "AB测试 = ABtest")},
		doc{ID: "name", Title: "甲", Paragraphs: []string{"做一次 AB 测试。"}},
		doc{ID: "other", Title: "乙", Paragraphs: []string{"做一次 ABtest。"}},
		doc{ID: "apart", Title: "丙", Paragraphs: []string{"先测试，再看 AB 两组。"}},
	)
	for query, want := range map[string]int{"AB测试": 2, "AB 测试": 2, "ab　测试": 2, "ABtest": 2, "AB 两组": 1, "两组 AB": 1} {
		if r := find(t, s, Request{Text: query}); r.Total != want {
			t.Errorf("%s: %d articles, want %d", query, r.Total, want)
		}
	}
}

// An author and a word of a title find that article of the author: not the author's
// article with the most occurrences of the word, nor an article of another author
// with the same title.
func TestAuthorWithAWordOfATitle(t *testing.T) {
	docs := []doc{
		{ID: "meant", Title: "创业的路", Author: "白鹭洲", Paragraphs: []string{"一段别的。", "再一段别的。"}},
		{ID: "often", Title: "路上见闻", Author: "白鹭洲", Paragraphs: []string{strings.Repeat("白鹭洲说创业，创业。", 4), strings.Repeat("又说创业。", 5)}},
	}
	for i := range 8 {
		docs = append(docs, doc{ID: fmt.Sprint("other", i), Title: "创业的路", Author: "张三", Paragraphs: []string{"白鹭洲在哪里。"}})
	}
	if got := firstOf(t, library(t, docs...), "白鹭洲 创业"); got != "meant" {
		t.Errorf("%s is first", got)
	}
}

// explained returns a summand of an article's score, 0 where there is none.
func explained(a ArticleHit, name string) float64 {
	for _, p := range a.Explain.Parts {
		if p.Name == name {
			return p.Value
		}
	}
	return 0
}

// A sentence that is remembered with a wrong character and without its comma finds
// its article, although fifty others have more of its words more often.
func TestRememberedSentence(t *testing.T) {
	var docs []doc
	for i := range 50 {
		docs = append(docs, doc{ID: fmt.Sprint("crowd", i), Title: "船与海", Paragraphs: []string{
			strings.Repeat("船长把罗盘擦亮。旧罗盘在抽屉，罗盘锁进柜子。然后船长出发了。", 4), strings.Repeat("船长的旧罗盘，抽屉里的罗盘，船长出发了。", 4)}})
	}
	filler := strings.Repeat("这里写的是路上的见闻，山高水长，走了很久。", 40)
	s := library(t, append(docs, doc{ID: "meant", Title: "旧事", Paragraphs: []string{filler, "那一年船长把旧罗盘锁进抽屉，然后出发了。", filler}})...)
	for _, query := range []string{"船长把旧罗盘锁进抽屉然后出发了", "船长把旧罗牌锁进抽屉然后出发了"} {
		r := find(t, s, Request{Text: query, Explain: true})
		if got := r.Articles[0].ID; got != "meant" {
			t.Errorf("%s: %s is first", query, got)
		}
		meant, other := explained(r.Articles[0], "quotation"), explained(r.Articles[1], "quotation")
		if meant < 1.5*other || other <= 0 {
			t.Errorf("%s: quotation %.2f, of the next article %.2f", query, meant, other)
		}
	}
}

// Articles count as found when they hold the words as they are meant; those that
// hold only pieces follow, and say so.
func TestWhatCountsAsFound(t *testing.T) {
	s := libraryWith(t, Options{Expand: aliases(t, "TikTok = 洋抖", "视频 = 视讯")}, // 视讯 is not 视频号
		doc{ID: "name", Title: "甲", Published: "2020-01-01", Paragraphs: []string{"梁宁讲产品，视频号也讲。"}},
		doc{ID: "pieces", Title: "乙", Published: "2024-01-01", Paragraphs: []string{"桥梁很宁静，视频里有门牌号。"}},
		doc{ID: "other", Title: "丙", Published: "2023-01-01", Paragraphs: []string{"他还没来，呗了一声。音频号与视频。"}},
		doc{ID: "alias", Title: "丁", Published: "2022-01-01", Paragraphs: []string{"洋抖上的人。"}},
		doc{ID: "typed", Title: "戊", Published: "2021-01-01", Paragraphs: []string{"TikTok上的人，分析竞品。"}},
		doc{ID: "long", Title: "己", Published: "2019-01-01", Paragraphs: []string{"竞品在开头。", strings.Repeat("无关。", 9000), "分析在末尾。"}},
	)
	for _, c := range []struct {
		query          string
		whole, partial string // by date, newest first
		missing        string // of the first partial hit
	}{
		{"梁宁", "name", "pieces", "梁宁"},
		{"视频号", "name", "pieces other", "视频号"},
		{"还呗", "", "other", "还呗"},
		{"TikTok", "alias typed", "", ""},
		{"洋抖 竞品", "typed", "alias long", "竞品"},
		{"竞品 分析", "typed long", "", ""}, // in two parts of the same article
		{"如何分析竞品", "typed long", "", ""},
		{"竞品 OR 梁宁", "typed name long", "pieces", "竞品 OR 梁宁"},
		{"竞品 -洋抖", "typed long", "", ""},
		{"title:己 梁宁", "", "long", "梁宁"},
	} {
		r := find(t, s, Request{Text: c.query, Sort: engine.ByNewest})
		var whole, partial []string
		for _, a := range r.Articles {
			if len(a.Missing) == 0 {
				whole = append(whole, a.ID)
			} else if partial = append(partial, a.ID); len(partial) == 1 && strings.Join(a.Missing, " ") != c.missing {
				t.Errorf("%s: %s lacks %q, want %q", c.query, a.ID, a.Missing, c.missing)
			}
		}
		if strings.Join(whole, " ") != c.whole || strings.Join(partial, " ") != c.partial {
			t.Errorf("%s: found %q and %q, want %q and %q", c.query, whole, partial, c.whole, c.partial)
		}
		if r.Total != len(whole) || r.PartialTotal != len(partial) {
			t.Errorf("%s: totals %d and %d of %d and %d", c.query, r.Total, r.PartialTotal, len(whole), len(partial))
		}
	}
}

// A search that had no time left to read texts counts less, but never says that an
// article lacks a word which it holds.
func TestMissingIsReadToTheEnd(t *testing.T) {
	s := library(t, doc{ID: "a", Title: "甲", Paragraphs: []string{"视频号很好。"}}, doc{ID: "b", Title: "乙", Paragraphs: []string{"音频号与视频。"}})
	s.readBytes = 1
	missing := map[string]string{}
	for _, a := range find(t, s, Request{Text: "视频号"}).Articles {
		missing[a.ID] = strings.Join(a.Missing, " ")
	}
	if len(missing) != 2 || missing["a"] != "" || missing["b"] != "视频号" {
		t.Errorf("missing: %q", missing)
	}
}

// For a pasted text and a page of many hits only the best paragraph of each hit is
// shown, with the number of others; otherwise three are.
func TestPastedTextsShowOnePlace(t *testing.T) {
	long := strings.Repeat("街角的烤红薯很甜", 9)
	s := library(t, doc{ID: "a", Title: "甲", Paragraphs: []string{"街角的烤红薯很甜。", "烤红薯很甜，街角也有。", "街角，烤红薯。", "红薯很甜。"}})
	for _, c := range []struct {
		text               string
		size, places, more int
	}{{"烤红薯", 100, 3, 0}, {long, 20, 3, 1}, {long, 21, 1, 3}} {
		a := find(t, s, Request{Text: c.text, Size: c.size}).Articles[0]
		if len(a.Paragraphs) != c.places || a.MoreParagraphs != c.more {
			t.Errorf("%.12s, %d hits: %d places, and %d more", c.text, c.size, len(a.Paragraphs), a.MoreParagraphs)
		}
	}
}

// An answer says when not every text that may hold a phrase was read.
func TestIncomplete(t *testing.T) {
	s := library(t, doc{ID: "a", Title: "甲", Paragraphs: []string{"好的，了不起。"}}, doc{ID: "b", Title: "乙", Paragraphs: []string{"的确好，了解。"}})
	phrase := Request{Text: `"的，了"`}
	if r := find(t, s, phrase); r.Incomplete || r.Total != 1 {
		t.Errorf("found %d, incomplete %v", r.Total, r.Incomplete)
	}
	s.readBytes = 1
	if r := find(t, s, phrase); !r.Incomplete || r.Total != 0 {
		t.Errorf("found %d in the first byte, incomplete %v", r.Total, r.Incomplete)
	}
	if r := find(t, s, Request{Text: "的确"}); r.Incomplete || r.Total != 1 {
		t.Errorf("what a posting list decides: found %d, incomplete %v", r.Total, r.Incomplete)
	}
}

// The counts of facets are exactly what is listed: choosing a value gives as many
// articles as its count says, for every facet, and together with other choices.
func TestFacetsCountWhatIsListed(t *testing.T) {
	SkipSequential(t)
	random := Random(t)
	words := []string{"红薯", "番薯", "土豆", "视频号"}
	var docs []doc
	for i := range 120 {
		pick := func(of ...string) string { return of[random.IntN(len(of))] }
		var text []string
		for range 1 + random.IntN(3) {
			text = append(text, pick(words...)+pick("很甜", "视频", "门号")+"。")
		}
		docs = append(docs, doc{ID: fmt.Sprintf("a%03d", i), Title: fmt.Sprint("第", i, "篇"), Author: pick("甲", "乙", "丙", ""), Category: pick("吃", "看", ""),
			Tags: []string{pick("一", "二"), pick("三", "四")}, Published: pick("2021-05-01", "2022-05-01", ""), Paragraphs: text})
	}
	s := library(t, docs...)
	for range 60 {
		r := Request{Text: words[random.IntN(4)] + [...]string{"", " " + words[random.IntN(4)], " -很甜"}[random.IntN(3)], Size: MaxSize}
		choose(random, &r)
		listed := find(t, s, r)
		for kind, counts := range listed.Facets {
			for _, c := range counts {
				next := r
				chosenAlone(&next, kind, c.Value)
				if got := find(t, s, next); found(got) != c.Count || len(got.Articles) != min(MaxSize, got.Total+got.PartialTotal) {
					t.Errorf("%+v: %s %s says %d, choosing it gives %d", r, kind, c.Value, c.Count, found(got))
				}
			}
		}
	}
}

// found returns how many articles facets count: those that hold all words, or if
// there are none, those that hold some.
func found(r *Response) int {
	if r.Total > 0 {
		return r.Total
	}
	return r.PartialTotal
}

func choose(random *rand.Rand, r *Request) {
	if random.IntN(2) == 0 {
		r.Authors = []string{"甲", "乙"}[:1+random.IntN(2)]
	}
	if random.IntN(3) == 0 {
		r.Categories = []string{"吃"}
	}
	if random.IntN(3) == 0 {
		r.Years = []int{2021}
	}
}

func chosenAlone(r *Request, kind, value string) {
	switch kind {
	case "author":
		r.Authors = []string{value}
	case "category":
		r.Categories = []string{value}
	case "tag":
		r.Tags = []string{value}
	case "year":
		var year int
		_, _ = fmt.Sscan(value, &year)
		r.Years = []int{year}
	}
}

// The summands of an explained score add up to the score, for articles and
// paragraphs.
func TestExplanationsAddUp(t *testing.T) {
	s := smallLibrary(t)
	for _, query := range []string{"小红书 TikTok 难民", "红薯怎样传入中国", "白露", "脸书 收入"} {
		for _, a := range find(t, s, Request{Text: query, Explain: true}).Articles {
			all := []*rank.Explanation{a.Explain}
			for _, p := range a.Paragraphs {
				all = append(all, p.Explain)
			}
			for _, e := range all {
				sum := 0.0
				for _, p := range e.Parts {
					sum += p.Value
				}
				if diff := sum - e.Score; diff > 1e-9 || diff < -1e-9 {
					t.Errorf("%s: %s: parts add up to %g, score %g", query, a.ID, sum, e.Score)
				}
			}
		}
	}
}

// Pages have the order that eval measures, except that near-duplicates follow their
// hit.
func TestPagesHaveTheOrderOfEval(t *testing.T) {
	s := reposts(t)
	for _, query := range []string{"小红书 难民", "难民", "小红书", "转载"} {
		var pages, ranked []string
		for _, a := range find(t, s, Request{Text: query}).Articles {
			pages = append(pages, a.ID)
			for _, d := range a.Duplicates {
				pages = append(pages, d.ID)
			}
		}
		all, err := s.RankArticles(t.Context(), query, 10)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range all {
			ranked = append(ranked, r.ID)
		}
		if !slices.Equal(pages, ranked) {
			t.Errorf("%s: the page has %v, eval %v", query, pages, ranked)
		}
	}
}

// Of the articles that hold two words, those with both in one paragraph come first, however
// long they are: articles in which one word is frequent and the other somewhere else say
// nothing about the two. The title, the author and the tags count with the paragraph.
func TestTwoWordsInOneParagraph(t *testing.T) {
	long := func(about, paragraph string) []string {
		filler := slices.Repeat([]string{about + "的事没有什么可写的，天气也平常，路上的人都走得不快不慢。"}, 60)
		return slices.Concat(filler, []string{paragraph}, filler)
	}
	var docs []doc
	for i := range 40 {
		paragraphs := slices.Repeat([]string{"蜂蜜很甜，蜂蜜要放在陶罐里，买蜂蜜要赶早。"}, 3+i%5)
		docs = append(docs, doc{ID: fmt.Sprintf("apart%02d", i), Title: fmt.Sprint("杂记", i), Paragraphs: append(paragraphs, "村口有一个铁匠。")})
	}
	docs = append(docs,
		doc{ID: "long", Title: "随想", Paragraphs: long("这一天", "铁匠坐在炉子旁边，擦了擦手，说起山里的蜂蜜。")},
		doc{ID: "author", Title: "炉边", Author: "铁匠", Paragraphs: long("冬天里", "有人送来一罐蜂蜜。")},
		doc{ID: "title", Title: "铁匠", Paragraphs: long("夏天里", "有人买走一罐蜂蜜。")},
		doc{ID: "tag", Title: "炉火", Tags: []string{"铁匠", "蜂蜜"}, Paragraphs: long("秋天里", "没有人来。")},
	)
	s := library(t, docs...)
	for _, query := range []string{"蜂蜜 铁匠", "铁匠蜂蜜", "铁匠和蜂蜜"} {
		r := find(t, s, Request{Text: query})
		var first []string
		for _, a := range r.Articles[:4] {
			first = append(first, a.ID)
		}
		if got := sorted(strings.Join(first, " ")); got != "author long tag title" || r.Total != len(docs) {
			t.Errorf("%s: the first four of %d are %s", query, r.Total, got)
		}
	}
}

// An explanation names what puts an article before others with a greater score.
func TestExplanationOfTheOrder(t *testing.T) {
	s := library(t,
		doc{ID: "title", Title: "缓存雪崩", Paragraphs: []string{"说的是别的事。"}},
		doc{ID: "tag", Title: "夜班", Tags: []string{"缓存雪崩"}, Paragraphs: []string{"说的是另一件事。"}},
		doc{ID: "typed", Title: "事故", Paragraphs: []string{"那一夜缓存雪崩。"}},
		doc{ID: "together", Title: "复盘", Paragraphs: []string{"缓存一起过期，就会雪崩。", "缓存要错开。"}},
		doc{ID: "apart", Title: "笔记", Paragraphs: []string{"缓存、缓存、缓存。", "山里有一次雪崩。"}},
		doc{ID: "half", Title: "缓存", Paragraphs: []string{"缓存、缓存、缓存。"}},
	)
	want := []string{
		"title: title, as typed, all words, one paragraph", "tag: author or tag, all words, one paragraph",
		"typed: as typed, all words, one paragraph", "together: all words, one paragraph", "apart: all words", "half: ",
	}
	var got []string
	for _, a := range find(t, s, Request{Text: "缓存雪崩", Explain: true}).Articles {
		got = append(got, a.ID+": "+strings.Join(a.Explain.First, ", "))
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	for _, a := range find(t, s, Request{Text: "缓存雪崩", Explain: true, Sort: engine.ByNewest}).Articles {
		if len(a.Explain.First) > 0 {
			t.Errorf("by date %s is first by %q", a.ID, a.Explain.First)
		}
	}
}
