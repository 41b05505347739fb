package search

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/article/articletest"
	"github.com/xunzhang/xunzhang/search/show"
)

// folder returns a service over files, by their paths.
func folder(t *testing.T, files map[string]string) *Service {
	t.Helper()
	return NewService(indexed(t, articletest.Tree(t, files), len(files)), sharedAnalyzer(t), Options{})
}

// textOf writes pieces with their hits in brackets.
func textOf(pieces []Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		if p.Hit {
			b.WriteString("[" + p.Text + "]")
		} else {
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

// A paragraph is found by the pronunciation that its ruby annotations give; the
// answer says so and marks it, and the text is shown as its author wrote it.
func TestFoundByReading(t *testing.T) {
	SkipSequential(t)
	s := folder(t, map[string]string{
		"harbour.html": "<title>港</title><main><p>岸上的人不说话。</p><p>他们把<ruby>渔<rt>yú</rt>港<rt>gǎng</rt></ruby>守到天亮，船才回来。</p><p>后来港里装了灯。</p></main>",
		"tokyo.html":   "<title>秋</title><main><p><ruby>東京<rt>とうきょう</rt></ruby>的秋天来得晚，银杏要到十一月才黄。</p><p>路上都是叶子。</p></main>",
		"other.md":     "# 海\n\n海边没有人。",
	})
	for _, c := range []struct{ query, id, pieces, reading string }{
		{"yú gǎng", "harbour", "他们把渔港守到天亮，船才回来。", "[yú] [gǎng]"},
		{"yugang", "harbour", "他们把渔港守到天亮，船才回来。", "[yúgǎng]"},
		{"とうきょう", "tokyo", "東京的秋天来得晚，银杏要到十一月才黄。", "[とうきょう]"},
		{`"yú gǎng"`, "harbour", "他们把渔港守到天亮，船才回来。", "[yú gǎng]"},
		{"渔港", "harbour", "他们把[渔港]守到天亮，船才回来。", ""},
	} {
		found := find(t, s, Request{Text: c.query})
		if len(found.Articles) == 0 || found.Articles[0].ID != c.id {
			t.Errorf("%s: not found: %s", c.query, ids(found))
			continue
		}
		p := found.Articles[0].Paragraphs[0]
		if got := textOf(p.Pieces); got != c.pieces || textOf(p.Reading) != c.reading {
			t.Errorf("%s: %q, read %q", c.query, got, textOf(p.Reading))
		}
		if said := fmt.Sprint(p.Why) != "[]"; said != (c.reading != "") {
			t.Errorf("%s: found because of %v", c.query, p.Why)
		}
	}
	flat, err := s.Paragraphs(t.Context(), Request{Text: "渔港 yú"})
	if err != nil {
		t.Fatal(err)
	}
	if len(flat.Paragraphs) != 1 || flat.Paragraphs[0].ID != "harbour#2" {
		t.Errorf("a paragraph is found twice: %+v", flat.Paragraphs)
	}
}

// An article is shown with the metadata beside its text.
func TestArticleHasLinksAndReadings(t *testing.T) {
	s := folder(t, map[string]string{
		"a.md":     "# 甲\n\n## 怎样刮青 {#scrape}\n\n先看[乙篇](b.md)，再看[乙篇](b.md#dry)的一节，又见[上文](#scrape)和[没有的](#none)。\n\n<ruby>篾<rt>miè</rt></ruby>要薄。",
		"b.md":     "# 乙\n\n## 晾 {#dry}\n\n晾三天。",
		"note.md":  "# 丙\n\n见 [[a#怎样 刮青]] 与 [[b|晾法]]。",
		"plain.md": "# 丁\n\n没有链接。",
	})
	told := func(id, query string) string {
		a, err := s.Article(t.Context(), id, query)
		if err != nil {
			t.Fatal(err)
		}
		var out []string
		for _, p := range a.Paragraphs {
			text := []rune(show.Plain(p.Pieces))
			if p.Anchor != "" {
				out = append(out, fmt.Sprintf("%d is %s", p.Number, p.Anchor))
			}
			for _, l := range p.Links {
				out = append(out, fmt.Sprintf("%d %s -> %s %s", p.Number, string(text[l.Start:l.End]), l.Article, l.Link))
			}
			for _, r := range p.Ruby {
				out = append(out, fmt.Sprintf("%d %s = %s", p.Number, string(text[r.Start:r.End]), textOf(r.Reading)))
			}
		}
		return strings.Join(out, "\n")
	}
	for _, c := range []struct{ id, query, want string }{
		{"a", "miè", "1 is scrape\n2 乙篇 -> b /articles/b\n2 乙篇 -> b /articles/b#at-dry\n2 上文 -> a /articles/a#p-1\n3 篾 = [miè]"},
		{"b", "", "1 is dry"},
		{"note", "", "1 a#怎样 刮青 -> a /articles/a#at-怎样刮青\n1 晾法 -> b /articles/b"},
		{"plain", "", ""},
	} {
		if got := told(c.id, c.query); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.id, got, c.want)
		}
	}
}

// The caption of a picture is found, and ranks below prose with the same words.
func TestCaptionsStandBehindProse(t *testing.T) {
	s := folder(t, map[string]string{
		"a.md": "# 甲\n\n![竹篾刮青以后挂在檐下晾干](1.png)\n\n今年的竹篾在檐下晾干以后颜色发白。\n\n别的话。",
		"b.md": "# 乙\n\n![老师傅在院子里烧一炉红砖](2.png)\n\n院子里没有人。",
	})
	a := find(t, s, Request{Text: "竹篾 檐下 晾干"}).Articles[0]
	if got := a.Paragraphs[0].Number; a.ID != "a" || got != 2 {
		t.Errorf("the best paragraph is %d of %s", got, a.ID)
	}
	if b := find(t, s, Request{Text: "老师傅 红砖"}).Articles[0]; b.ID != "b" || b.Paragraphs[0].Number != 1 {
		t.Errorf("what a picture says is not found: %+v", b)
	}
}

// A paragraph that says what the article is going to say ranks below one that says it,
// and is found by its words.
func TestAnnouncementsStandBehindProse(t *testing.T) {
	s := folder(t, map[string]string{
		"a.md": "# 甲\n\n" +
			"本文将从底板、桅杆和船篷三个方面，详细介绍渡口的老船是怎么修的，希望对想修老船的读者有所帮助。\n\n" +
			"渡口的老船要先拖上岸晾一个月，再换底板和桅杆，最后上三遍桐油；老船的篷是河边的人自己编的。\n",
	})
	for query, want := range map[string][]int{"渡口 老船": {2, 1}, "本文将从底板": {1}} {
		var got []int
		for _, p := range find(t, s, Request{Text: query}).Articles[0].Paragraphs {
			got = append(got, p.Number)
		}
		if !slices.Equal(got[:len(want)], want) {
			t.Errorf("%s: %v, want %v", query, got, want)
		}
	}
}

// A paragraph with a question ranks below one with a statement; a copyright notice
// and a bare address rank below both. All are found by their words.
func TestQuestionsAndNoticesStandBehindProse(t *testing.T) {
	s := folder(t, map[string]string{
		"a.md": "# 甲\n\n" +
			"河边杂志的编辑老周常常被人问到一件事：渡口的老船还能不能修好，修好以后又能不能像从前那样每天过河？\n\n" +
			"本文由河边杂志作者老周原创，写的是渡口的老船，未经许可，禁止转载。\n\n" +
			"渡口老船：https://example.org/old-boat\n\n" +
			"今年春天渡口的老船修好了，换了三块底板和一根桅杆，河边的人说它比从前走得还稳，现在每天过河。\n",
	})
	for query, want := range map[string][]int{
		"渡口 老船":   {4, 1, 2},
		"河边杂志 老周": {1, 4, 2},
		"禁止转载":    {2},
		"example": {3},
	} {
		var got []int
		for _, p := range find(t, s, Request{Text: query}).Articles[0].Paragraphs {
			got = append(got, p.Number)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", query, got, want)
		}
	}
}
