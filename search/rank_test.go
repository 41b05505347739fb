package search

import (
	"context"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search/rank"
)

// A small library in which every query of the tables has a clear answer.
func smallLibrary(t testing.TB) *Service {
	return libraryWith(t, Options{Expand: aliases(t, "脸书 = Facebook")},
		doc{ID: "exodus", Title: "小红书的全球互联实验", Author: "娱乐硬糖", Category: "It", Published: "2025-01-16", Views: 3915, Tags: []string{"小红书", "出海"},
			Paragraphs: []string{"一、难民从哪里来", "自称“TikTok难民”的美国用户，一夜之间涌进了小红书，把它当作新家。", "几天以后，热闹就过去了。"}},
		doc{ID: "refugees", Title: "南森护照的故事", Author: "白露", Category: "历史", Published: "2023-05-01", Views: 120, Tags: []string{"历史"},
			Paragraphs: []string{"第一次世界大战之后，欧洲有上百万难民没有国籍。", "南森护照让难民可以合法地旅行。"}},
		doc{ID: "shop", Title: "TikTok 小店怎么开", Author: "阿海", Category: "It", Published: "2024-02-29", Views: 9000, Tags: []string{"出海"},
			Paragraphs: []string{"在 TikTok 上开店，先要想好卖什么。", "达人的佣金由卖家自己定，通常是一成到两成。"}},
		doc{ID: "potato", Title: "红薯怎样传入中国", Author: "白露", Category: "历史", Published: "2022-11-11", Views: 500, Tags: []string{"农业"},
			Paragraphs: []string{"红薯又叫甘薯，明朝从吕宋传入。", "徐光启写过《甘薯疏》，讲怎么种红薯、怎么存。", "书里的小字说得很细。"}},
		doc{ID: "ads", Title: "脸书靠什么赚钱", Author: "阿海", Category: "It", Views: 40,
			Paragraphs: []string{"Facebook 的收入几乎都来自广告。", "用户看到的内容由算法挑选，广告夹在中间。"}},
		doc{ID: "markets", Title: "小红书營銷筆記", Author: "硬糖", Category: "运营", Published: "2025-01-17", Views: 3915, Tags: []string{"小红书"},
			Paragraphs: []string{"在小紅書做營銷，筆記的封面最重要。", "小红书用户喜欢真实的内容，硬广没有人看。"}},
	)
}

func TestRanking(t *testing.T) {
	s := smallLibrary(t)
	for _, c := range []struct{ name, query, first, all string }{
		{"all words beat some", "小红书 TikTok 难民", "exodus", ""},
		{"one word", "红薯", "potato", "potato"},
		{"a title counts", "小店", "shop", "shop"},
		{"繁體 finds 简体", "紅薯 傳入", "potato", ""},
		{"简体 finds 繁體", "营销 笔记", "markets", ""},
		{"a question", "达人佣金怎么定", "shop", ""},
		{"an alias", "脸书 收入", "ads", ""},
		{"a name", "南森护照", "refugees", "refugees"},
		{"an author", "硬糖 小红书", "markets", ""},
		{"a rare character", "疏", "potato", "potato"},
		{"nothing", "量子纠缠", "", ""},

		{"phrase", `"南森护照"`, "refugees", "refugees"},
		{"phrase that is nowhere", `"护照南森"`, "", ""},
		{"phrase across paragraphs", `"存书里"`, "", ""},
		{"phrase with words apart", `"小红书内容"`, "", ""},
		{"phrase in any letter case", `"tiktok难民"`, "exodus", "exodus"},
		{"phrase and a word", `"小红书" 营销`, "markets", "markets exodus"},

		{"without a word", "难民 -TikTok", "refugees", "refugees"},
		{"without, full width", "难民 －ＴｉｋＴｏｋ", "refugees", "refugees"},
		{"without what the title holds", "用户 -小红书", "ads", "ads"},
		{"without a phrase", `小红书 -"美国用户"`, "markets", "markets"},
		{"without, alone", "-小红书 -TikTok -难民 -脸书", "potato", "potato"},
		{"without an author", "红薯 -author:白露", "", ""},

		{"title", "title:小红书", "", "exodus markets"},
		{"title and a word", "title:小红书 难民", "exodus", "exodus markets"},
		{"title in 繁體", "標題：紅薯", "potato", "potato"},
		{"title of none", "title:难民", "", ""},
		{"author", "author:白露", "", "potato refugees"},
		{"author and a word", "作者：白露 难民", "refugees", "refugees"},
		{"author, not a piece of one", "author:白", "", ""},
		{"author with white space", "author:\"白　露\"", "", "potato refugees"},
		{"author who is a tag elsewhere", "author:历史", "", ""},
		{"without an author with white space", "红薯 -author:「白 露」", "", ""},
		{"tag in 繁體", "標籤：農業", "", "potato"},
		{"category in 繁體 and full width", "分類：歷史 OR category:ＩＴ 用户", "", "ads exodus"},
		{"two authors", "author:硬糖 OR author:阿海", "", "ads markets shop"},
		{"tag", "标签：出海", "", "exodus shop"},
		{"category, any case", "category:IT 用户", "", "ads exodus"},
		{"dates", "2025..", "", "exodus markets"},
		{"a month", "date:2024-02", "shop", "shop"},
		{"dates without any", "..1999", "", ""},

		{"alternatives", "南森 OR 佣金", "", "refugees shop"},
		{"alternatives and a word", "营销 OR 种植 笔记", "markets", "markets"},
	} {
		r := find(t, s, Request{Text: c.query})
		got := ids(r)
		if c.first == "" && c.all == "" && got != "" {
			t.Errorf("%s: %s finds %s", c.name, c.query, got)
		}
		if c.first != "" && !strings.HasPrefix(got+" ", c.first+" ") {
			t.Errorf("%s: %s finds %s, want %s first", c.name, c.query, got, c.first)
		}
		if c.all != "" && sorted(got) != sorted(c.all) {
			t.Errorf("%s: %s finds %s, want %s", c.name, c.query, got, c.all)
		}
		if r.Total+r.PartialTotal != len(r.Articles) {
			t.Errorf("%s: %s: %d articles on the only page, total %d and %d", c.name, c.query, len(r.Articles), r.Total, r.PartialTotal)
		}
	}
}

func sorted(ids string) string {
	all := strings.Fields(ids)
	slices.Sort(all)
	return strings.Join(all, " ")
}

// A phrase is searched for exactly as typed: not in other writings, and without
// other words.
func TestPhraseIsExact(t *testing.T) {
	var docs []doc
	for i := range 4 {
		docs = append(docs, doc{ID: fmt.Sprint("d", i), Paragraphs: []string{"二天，二天，又是二天。洋抖。", "沿着河岸一直走，翻过两座山，走了2天才到，拍成 TikTok。"}})
	}
	s := libraryWith(t, Options{Expand: aliases(t, "TikTok = 洋抖")}, docs...)
	for _, query := range []string{`"2天"`, `"2 天"`, `"TikTok"`} {
		if got := paragraphIDs(t, s, query); got != "d0#2 d1#2 d2#2 d3#2" {
			t.Errorf("%s: %s", query, got)
		}
		if got := find(t, s, Request{Text: query}); understanding(got.Query) != "" || got.Total != 4 {
			t.Errorf("%s: %d found, %s", query, got.Total, understanding(got.Query))
		}
	}
}

// A piece whose characters are typed with spaces is found as a whole first, and by
// its characters too.
func TestSpacedOutQuery(t *testing.T) {
	s := libraryWith(t, Options{},
		doc{ID: "whole", Paragraphs: []string{"甲板上的人都听老船长的。风停了，大家坐着闲谈，谁也不知道几时能走，只有海鸥绕着桅杆飞。"}},
		doc{ID: "spaced", Paragraphs: []string{"航 海 日 志：老 船 长 把罗盘收进木匣。"}},
		doc{ID: "apart", Paragraphs: []string{"老人的船很长。老人，船，长。"}},
		doc{ID: "two", Paragraphs: []string{"老人上了船。"}},
	)
	for _, test := range []struct{ query, first, behind string }{
		{"老 船 长", "spaced whole", "apart two"},
		{"老　船　長", "spaced whole", "apart two"},
		{"船 长", "apart spaced whole", "two"}, // two characters may be two words
	} {
		var ids []string
		for _, a := range find(t, s, Request{Text: test.query}).Articles {
			ids = append(ids, a.ID)
		}
		n := strings.Count(test.first, " ") + 1
		if len(ids) < n {
			t.Fatalf("%s finds %v", test.query, ids)
		}
		slices.Sort(ids[:n])
		if got := strings.Join(ids[:n], " "); got != test.first || strings.Join(ids[n:], " ") != test.behind {
			t.Errorf("%s finds %v, want %s, then %s", test.query, ids, test.first, test.behind)
		}
	}
}

// A name is found in every writing: justified, in full width, in other characters.
func TestNamesThatFoldAlike(t *testing.T) {
	s := libraryWith(t, Options{},
		doc{ID: "plain", Author: "张三", Tags: []string{"Go 语言"}, Paragraphs: []string{"木匠打了一张桌子。"}},
		doc{ID: "spaced", Author: "张　三", Tags: []string{"go语言"}, Paragraphs: []string{"木匠打了一把椅子。"}},
		doc{ID: "traditional", Author: "張三", Tags: []string{"ＧＯ語言"}, Paragraphs: []string{"木匠打了一只箱子。"}},
		doc{ID: "tagged", Author: "李四", Tags: []string{"張三"}, Paragraphs: []string{"木匠打了一张床。"}},
		doc{ID: "longer", Author: "张三丰", Tags: []string{"Go"}, Paragraphs: []string{"木匠打了一个柜子。"}},
	)
	for _, query := range []string{"author:张三", "作者：張三", `author:"张 三"`, "木匠 author:「張　三」"} {
		expectFound(t, s, query, "plain spaced traditional")
	}
	expectFound(t, s, "木匠 -author:張三", "longer tagged")
	expectFound(t, s, "tag:张三", "tagged")
	expectFound(t, s, `tag:"go 語言"`, "plain spaced traditional")
	expectFound(t, s, "tag:Ｇｏ", "longer")
	for kind, counts := range find(t, s, Request{}).Facets {
		for _, c := range counts {
			r := Request{}
			switch kind {
			case "author":
				r.Authors = []string{c.Value}
			case "tag":
				r.Tags = []string{c.Value}
			default:
				continue
			}
			if got := find(t, s, r).Total; got != c.Count {
				t.Errorf("choosing %s %s finds %d, its count is %d", kind, c.Value, got, c.Count)
			}
		}
	}
}

// A key of the API is restricted to categories by a filter, which takes them
// exactly as written; in a query a category is found in its folded writing too.
func TestCategoriesThatFoldAlike(t *testing.T) {
	s := libraryWith(t, Options{},
		doc{ID: "simple", Category: "数据", Paragraphs: []string{"木匠打了一张桌子。"}},
		doc{ID: "traditional", Category: "數據", Paragraphs: []string{"木匠打了一把椅子。"}},
	)
	expectFound(t, s, "category:數據", "simple traditional")
	expectFound(t, s, "category:数据", "simple traditional")
	if got := sorted(ids(find(t, s, Request{Categories: []string{"數據"}}))); got != "traditional" {
		t.Errorf("the filter finds %s", got)
	}
}

// expectFound compares the ids of all articles that a query finds, in the order of their names.
func expectFound(t *testing.T, s *Service, query, want string) {
	t.Helper()
	var ids []string
	for _, a := range find(t, s, Request{Text: query}).Articles {
		ids = append(ids, a.ID)
	}
	slices.Sort(ids)
	if got := strings.Join(ids, " "); got != want {
		t.Errorf("%s finds %q, want %q", query, got, want)
	}
}

func TestRankingOfParagraphs(t *testing.T) {
	s := smallLibrary(t)
	for _, c := range []struct{ name, query, first string }{
		{"words near each other", "甘薯疏", "potato#2"},
		{"what the title lacks", "TikTok 佣金", "shop#2"},
		{"what the title says already", "红薯 明朝", "potato#1"},
		{"an author's paragraph", "白露 护照", "refugees#2"},
		{"phrase", `"真实的内容"`, "markets#2"},
	} {
		if got := paragraphIDs(t, s, c.query); !strings.HasPrefix(got+" ", c.first+" ") {
			t.Errorf("%s: %s ranks %s, want %s first", c.name, c.query, got, c.first)
		}
	}
}

// Articles that hold a short query as typed rank before those that hold only its
// pieces, however often.
func TestLiteralFirst(t *testing.T) {
	s := library(t,
		doc{ID: "pieces", Title: "红书与小书", Paragraphs: []string{"小红 红书 小红 红书 小红 红书，小红的红书。", "红书红书红书"}},
		doc{ID: "literal", Title: "别的", Paragraphs: []string{"这里有很长的一段话，讲的都是不相干的事情，只是在末尾才提到一次那个社区的名字，叫作小红书。"}},
		doc{ID: "folded", Title: "别的", Paragraphs: []string{"這裡講的也是不相干的事情，末尾纔提到小紅\u200b書。"}},
	)
	if got := ids(find(t, s, Request{Text: "小红书"})); sorted(got[:len("literal folded")]) != "folded literal" {
		t.Errorf("articles: %s", got)
	}
	if got := paragraphIDs(t, s, "小红书"); sorted(got[:len("literal#1 folded#1")]) != "folded#1 literal#1" {
		t.Errorf("paragraphs: %s", got)
	}
}

func TestFilters(t *testing.T) {
	s := smallLibrary(t)
	for _, c := range []struct {
		name string
		r    Request
		want string
	}{
		{"everything", Request{}, "ads exodus markets potato refugees shop"},
		{"category", Request{Categories: []string{"历史"}}, "potato refugees"},
		{"two are either", Request{Categories: []string{"历史", "运营"}}, "markets potato refugees"},
		{"kinds are both", Request{Categories: []string{"It"}, Authors: []string{"阿海"}}, "ads shop"},
		{"tag", Request{Tags: []string{"小红书"}}, "exodus markets"},
		{"year", Request{Years: []int{2025}}, "exodus markets"},
		{"years", Request{Years: []int{2022, 2023}}, "potato refugees"},
		{"from, included", Request{From: date("2025-01-16")}, "exodus markets"},
		{"to, included", Request{To: date("2023-05-01")}, "potato refugees"},
		{"both", Request{From: date("2024-01-01"), To: date("2024-12-31")}, "shop"},
		{"filter and field", Request{Text: "author:白露", Categories: []string{"It"}}, ""},
		{"filter and word", Request{Text: "小红书", Authors: []string{"硬糖"}}, "markets"},
		{"unknown value", Request{Authors: []string{"无名"}}, ""},
	} {
		if got := sorted(ids(find(t, s, c.r))); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

func date(s string) (d time.Time) {
	d, _ = time.Parse(time.DateOnly, s)
	return d
}

// Facets count the articles of the whole result, not of the page.
func TestFacets(t *testing.T) {
	s := smallLibrary(t)
	r := find(t, s, Request{Text: "小红书 OR TikTok OR 难民", Size: 1})
	want := map[string]string{
		"category": "It 2, 历史 1, 运营 1", "author": "娱乐硬糖 1, 白露 1, 硬糖 1, 阿海 1",
		"tag": "出海 2, 小红书 2, 历史 1", "year": "2025 2, 2023 1, 2024 1",
	}
	for name, w := range want {
		var got []string
		for _, c := range r.Facets[name] {
			got = append(got, fmt.Sprint(c.Value, " ", c.Count))
		}
		if strings.Join(got, ", ") != w {
			t.Errorf("%s: got %v, want %s", name, got, w)
		}
	}
	if r.Total != 4 || len(r.Articles) != 1 {
		t.Errorf("total %d, %d on the page", r.Total, len(r.Articles))
	}
}

// An article without a date of its last change counts as changed when it was
// published.
func TestSortByUpdated(t *testing.T) {
	s := library(t,
		doc{ID: "new", Published: "2024-03-01", Paragraphs: []string{"晒网"}},
		doc{ID: "revised", Published: "2019-01-01", Updated: "2025-06-01", Paragraphs: []string{"补网"}},
		doc{ID: "touched", Published: "2020-01-01", Updated: "2020-02-01", Paragraphs: []string{"收网"}},
		doc{ID: "undated", Paragraphs: []string{"撒网"}},
	)
	found := find(t, s, Request{Text: "网", Sort: engine.ByUpdated})
	if got := ids(found); got != "revised new touched undated" {
		t.Errorf("by last change: %s", got)
	}
	if a, b := found.Articles[0].Updated, found.Articles[1].Updated; a != "2025-06-01" || b != "" {
		t.Errorf("changes %q and %q", a, b)
	}
}

func TestSorts(t *testing.T) {
	s := smallLibrary(t)
	for _, c := range []struct {
		sort engine.Sort
		text string
		want string
	}{
		{engine.ByNewest, "", "markets exodus shop refugees potato ads"},
		{engine.ByOldest, "", "potato refugees shop exodus markets ads"},
		{engine.ByNewest, "小红书 OR 难民 OR 红薯", "markets exodus refugees potato"},
		{engine.ByOldest, "小红书 OR 难民 OR 红薯", "potato refugees exodus markets"},
	} {
		if got := ids(find(t, s, Request{Text: c.text, Sort: c.sort})); got != c.want {
			t.Errorf("sort %d of %q: got %s, want %s", c.sort, c.text, got, c.want)
		}
	}
	var views []int64
	for _, a := range find(t, s, Request{Sort: engine.ByViews}).Articles {
		views = append(views, a.Views)
	}
	if !slices.IsSortedFunc(views, func(a, b int64) int { return int(b - a) }) || len(views) != 6 {
		t.Errorf("by views: %v", views)
	}
}

// The named summands of a score add up to it, for articles and paragraphs.
func TestExplain(t *testing.T) {
	s := smallLibrary(t)
	check := func(query, id string, score float64, e *rank.Explanation) {
		if e == nil {
			t.Fatalf("%s: %s is not explained", query, id)
		}
		sum := 0.0
		names := map[string]bool{}
		for _, p := range e.Parts {
			sum += p.Value
			if names[p.Name] || p.Name == "" {
				t.Errorf("%s: %s has the part %q twice", query, id, p.Name)
			}
			names[p.Name] = true
		}
		if e.Score != score || math.Abs(sum-score) > 1e-9*(1+math.Abs(score)) {
			t.Errorf("%s: %s scores %v, explained as %v, parts add up to %v", query, id, score, e.Score, sum)
		}
	}
	for _, query := range []string{"小红书 TikTok 难民", "脸书 赚钱", "红薯", "难民从哪里来", `"南森护照" 难民`, "author:白露", "营销 OR 广告"} {
		for _, a := range find(t, s, Request{Text: query, Explain: true}).Articles {
			check(query, a.ID, a.Score, a.Explain)
			for _, p := range a.Paragraphs {
				check(query, p.ID, p.Score, p.Explain)
			}
		}
		flat, err := s.Paragraphs(context.Background(), Request{Text: query, Explain: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range flat.Paragraphs {
			check(query, p.ID, p.Score, p.Explain)
		}
	}
	if a := find(t, s, Request{Text: "红薯"}).Articles[0]; a.Explain != nil || a.Paragraphs[0].Explain != nil {
		t.Error("explained without being asked")
	}
}

// An article is shown with its three best paragraphs, none with a text that another
// one has; the others are counted.
func TestShownParagraphs(t *testing.T) {
	s := library(t,
		doc{ID: "many", Title: "甲", Paragraphs: []string{"红薯一", "红薯红薯二", "没有", "红薯三三三", "红薯四四四四", "红薯五"}},
		doc{ID: "same", Title: "乙", Paragraphs: []string{"红薯很甜。", "红薯很甜。", "红薯很甜。", "红薯很甜。", "红薯不甜。"}},
		doc{ID: "two", Title: "丙", Paragraphs: []string{"红薯一", "红薯二", "土豆"}},
		doc{ID: "title", Title: "红薯", Paragraphs: []string{"开头的话。", "后面的话。"}},
	)
	got := map[string]string{}
	for _, a := range find(t, s, Request{Text: "红薯"}).Articles {
		texts := map[string]bool{}
		score := math.Inf(1)
		for _, p := range a.Paragraphs {
			texts[unmarked(p.Pieces)] = true
			if p.Score > score {
				t.Errorf("%s: %s scores more than the one before", a.ID, p.ID)
			}
			score = p.Score
			if want := fmt.Sprintf("/articles/%s?q=%%E7%%BA%%A2%%E8%%96%%AF#p-%d", a.ID, p.Number); p.Link != want {
				t.Errorf("%s links to %s, want %s", p.ID, p.Link, want)
			}
		}
		got[a.ID] = fmt.Sprintf("%d of %d texts, %d more", len(a.Paragraphs), len(texts), a.MoreParagraphs)
	}
	if want := (map[string]string{
		"many": "3 of 3 texts, 2 more", "same": "2 of 2 texts, 3 more",
		"two": "2 of 2 texts, 0 more", "title": "1 of 1 texts, 0 more",
	}); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// An article with several parts is one hit, with paragraphs of all its parts.
func TestLongArticle(t *testing.T) {
	long := doc{ID: "long", Title: "长文"}
	for i := range 40 {
		text := strings.Repeat("这一段讲的是别的事情。", 90)
		if i%13 == 0 {
			text = fmt.Sprint("第", i, "段讲红薯。") + text
		}
		long.Paragraphs = append(long.Paragraphs, text)
	}
	s := library(t, long, doc{ID: "short", Title: "短文", Paragraphs: []string{"土豆"}})
	r := find(t, s, Request{Text: "红薯"})
	if ids(r) != "long" || r.Total != 1 || len(r.Articles[0].Paragraphs) != 3 || r.Articles[0].MoreParagraphs != 1 {
		t.Errorf("got %s, total %d: %+v", ids(r), r.Total, r.Articles)
	}
	page, err := s.Article(context.Background(), "long", "红薯")
	if err != nil || len(page.Paragraphs) != 40 || page.Paragraphs[39].Number != 40 {
		t.Errorf("reading: %d paragraphs, %v", len(page.Paragraphs), err)
	}
}

func TestArticleNotFound(t *testing.T) {
	s := smallLibrary(t)
	for _, id := range []string{"", "无", "exodus#1", "../exodus", "exodus\x00"} {
		if _, err := s.Article(context.Background(), id, ""); !errors.Is(err, engine.ErrNotFound) {
			t.Errorf("Article(%q): %v", id, err)
		}
		if _, err := s.Related(context.Background(), id, 3); !errors.Is(err, engine.ErrNotFound) {
			t.Errorf("Related(%q): %v", id, err)
		}
	}
}

func TestRelated(t *testing.T) {
	s := smallLibrary(t)
	got, err := s.Related(context.Background(), "exodus", 2)
	if err != nil || len(got) == 0 || len(got) > 2 || got[0].ID == "exodus" {
		t.Fatalf("got %+v, %v", got, err)
	}
	if got[0].ID != "markets" || got[0].Title != "小红书營銷筆記" {
		t.Errorf("the first is %+v", got[0])
	}
}
