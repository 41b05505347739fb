package expand

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/analysis"
)

func load(t testing.TB, lists ...string) *Table {
	t.Helper()
	var files []File
	for i, text := range lists {
		kind := Alias
		if i > 0 {
			kind = Regional
		}
		files = append(files, File{Name: fmt.Sprint("list", i), Kind: kind, Text: strings.NewReader(text)})
	}
	table, err := Load(files...)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func folded(s string) []rune { return []rune(analysis.FoldText(s)) }

const sample = "\ufeff# 公司\n脸书 = Facebook = Meta # nicknames\n" +
	"洋抖 -> TikTok\n抖音海外版 => TikTok\n抖音 -> Douyin\n" +
	"赚钱 -> 盈利 = 获利 @0.5\n! 赚钱宝\n亚马逊 = Amazon\n! 亚马逊河\nC# -> csharp\n私域 = 私域流量\nai = chain\n元宇宙\t->\tMetaverse\n"

func TestMatch(t *testing.T) {
	table := load(t, sample, "軟體 = 软件\n短影音 -> 短视频\n資料 -> 数据 @0.6 traditional\n")
	for _, c := range []struct{ query, want string }{
		{"脸书靠什么赚钱", "脸书>facebook 脸书>meta 赚钱>盈利 赚钱>获利"},
		{"臉書 廣告", "脸书>facebook 脸书>meta"},
		{"ＦＡＣＥＢＯＯＫ广告", "Facebook>脸书 Facebook>meta"},
		{"tiktok", "TikTok>抖音海外版"},
		{"洋抖", "洋抖>tiktok"},
		{"抖音海外版 小店", "抖音海外版>tiktok"},
		{"抖音小店", "抖音>douyin"},
		{"metaverse", ""},
		{"my meta2", ""},
		{"用meta的", "Meta>脸书 Meta>facebook"},
		{"赚钱宝", ""},
		{"亚马逊河与亚马逊", "亚马逊>amazon"},
		{"c# 入门", "C#>csharp"},
		{"軟體", "軟體>软件"},
		{"私域", ""},
		{"私域流量", "私域流量>私域"},
		{"ai", "ai>chain"},
		{"软体", "軟體>软件"},
		{"软件", "软件>软体"},
		{"短影音", "短影音>短视频"},
		{"短视频", ""},
		{"资料", ""},
		{"元宇宙", "元宇宙>metaverse"},
		{"", ""},
	} {
		if got := shown(table.Match(folded(c.query))); got != c.want {
			t.Errorf("%s: got %q, want %q", c.query, got, c.want)
		}
	}
}

// A name is found with its words written apart and joined, and its span is what was
// typed.
func TestMatchIgnoresSpacesInNames(t *testing.T) {
	table := load(t, "洋抖 = TikTok\nBig Blue = IBM\nAI = 人工智能\nChat GPT 5 = 聊天机器人\n书 展 = 阅读节\nDeepMind = 深思\nDeep Mind = 沉思\n")
	for _, c := range []struct{ query, want string }{
		{"tik tok", "TikTok>洋抖 0-7"},
		{"用tik tok的人", "TikTok>洋抖 1-8"},
		{"tik  tok", ""},
		{"tik tokers", ""},
		{"antik tok", ""},
		{"big blue", "Big Blue>ibm 0-8"},
		{"bigblue", "Big Blue>ibm 0-7"},
		{"a i", ""},
		{"i bm", ""},
		{"chat gpt 5", "Chat GPT 5>聊天机器人 0-10"},
		{"chatgpt 5", "Chat GPT 5>聊天机器人 0-9"},
		{"chatgpt5", ""},
		{"书展", "书 展>阅读节 0-2"},
		{"deepmind", "DeepMind>深思 0-8"},
		{"deep mind", "Deep Mind>沉思 0-9"},
		{"洋抖", "洋抖>tiktok 0-2"},
	} {
		var got []string
		for _, a := range table.Match(folded(c.query)) {
			got = append(got, fmt.Sprintf("%s>%s %d-%d", a.From, a.Text, a.Start, a.End))
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: got %q, want %q", c.query, s, c.want)
		}
	}
}

func TestMatchGivesSpanKindWeight(t *testing.T) {
	table := load(t, sample, "銀髮族 -> 老年人 @0.9")
	got := table.Match(folded("看銀髮族，抖音海外版"))
	want := []Alternative{
		{1, 4, "銀髮族", "老年人", "老年人", Regional, .9, false, "银发族"},
		{5, 10, "抖音海外版", "tiktok", "TikTok", Alias, 1, true, "抖音海外版"},
	}
	if len(got) != 2 || got[0] != want[0] || got[1] != want[1] {
		t.Errorf("got %+v", got)
	}
}

// Both directions of a line, and lines that change one of them.
func TestDirections(t *testing.T) {
	for _, c := range []struct{ list, query, want string }{
		{"抖音海外版 => TikTok @0.8", "TikTok", "抖音海外版@0.8"},
		{"抖音海外版 => TikTok @0.8", "抖音海外版", "TikTok@0.8 replaces"},
		{"抖音海外版 = 海外抖音 => TikTok", "TikTok", "抖音海外版@1, 海外抖音@1"},
		{"抖音海外版 => TikTok = 洋抖", "洋抖", "抖音海外版@1"},
		{"抖音海外版 => TikTok\nTikTok -> 抖音海外版 @0.3", "TikTok", "抖音海外版@0.3"},
		{"TikTok -> 抖音海外版 @0.3\n抖音海外版 => TikTok", "TikTok", "抖音海外版@0.3"},
		{"抖音海外版 => TikTok\n抖音海外版 => TikTok @0", "TikTok", ""},
		{"抖音国际 => TikTok #-> 文章里很少这样写", "TikTok", ""},
		{"抖音国际 => TikTok # 文章里很少这样写", "TikTok", "抖音国际@1"},
		{"#-> 文章里很少这样写\n抖音国际 => TikTok", "TikTok", ""},
		{"#-> 文章里很少这样写\n\n抖音国际 => TikTok", "TikTok", "抖音国际@1"},
		{"新抖音 => 抖音", "抖音", ""}, // its texts are found without an alternative
		{"雪王 -> 蜜雪冰城 @0.7\n蜜雪冰城 -> 雪王 @0.3", "雪王", "蜜雪冰城@0.7"},
		{"雪王 -> 蜜雪冰城 @0.7\n蜜雪冰城 -> 雪王 @0.3", "蜜雪冰城", "雪王@0.3"},
		{"抖音海外版 = 海外抖音\n抖音海外版 => TikTok @0.5", "抖音海外版", "海外抖音@1 replaces, TikTok@0.5 replaces"},
		{"抖音海外版 => TikTok traditional\n抖音海外版 = 海外抖音", "抖音海外版", "海外抖音@1"},
	} {
		var got []string
		for _, a := range load(t, c.list).Match(folded(c.query)) {
			s := fmt.Sprintf("%s@%g", a.Display, a.Weight)
			if a.Replace {
				s += " replaces"
			}
			got = append(got, s)
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s: %s finds %q, want %q", c.list, c.query, got, c.want)
		}
	}
}

func TestTraditionalOnly(t *testing.T) {
	table := load(t, "資料 -> 数据 @0.6 traditional\n資料 = 资讯 @0.2")
	if got := shown(table.Match(folded("資料"))); got != "資料>资讯" {
		t.Errorf("got %q", got)
	}
	if got := shown(table.MatchTraditional(folded("資料"))); got != "資料>数据 資料>资讯" {
		t.Errorf("got %q", got)
	}
}

// A later list overrides an earlier one pair by pair.
func TestLaterLinesCount(t *testing.T) {
	table := load(t, "甲 = 乙 @0.5\n丙 = 丁\n", "甲 -> 乙 @0.3\n丙 -> 丁 @0\n! 乙")
	got := table.Match(folded("甲"))
	if len(got) != 1 || got[0].Weight != .3 || got[0].Kind != Regional {
		t.Errorf("got %+v", got)
	}
	if got := shown(table.Match(folded("丙丁乙"))); got != "丁>丙" {
		t.Errorf("got %q", got)
	}
	if table.Len() != 3 {
		t.Errorf("%d words, want 甲, 丁 and the hidden 乙", table.Len())
	}
}

func TestLoadErrorsNameFileAndLine(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"# c\n\n脸书", "f:3: bad format: want two words with =, -> or => between them"},
		{"脸书 = ", `f:1: bad format: "" is not a word`},
		{"-> 脸书", `f:1: bad format: "" is not a word`},
		{"甲 -> 乙 -> 丙", `f:1: bad format: "乙 -> 丙" is not a word`},
		{"軟件 = 软件", "f:1: bad format: 軟件 and 软件 are the same word when folded"},
		{"甲 = 乙 @2", `f:1: bad format: the weight "2" is not a number from 0 to 1`},
		{"甲 = 乙 @NaN", `f:1: bad format: the weight "NaN" is not a number from 0 to 1`},
		{"甲 = 乙 @0.5 x", `f:1: bad format: the weight "0.5 x" is not a number from 0 to 1`},
		{"甲 = 乙\n! 丙 = 丁", "f:2: bad format: want one word after the exclamation mark"},
	} {
		_, err := Load(File{Name: "f", Text: strings.NewReader(c.text)})
		if err == nil || err.Error() != c.want || !errors.Is(err, ErrFormat) {
			t.Errorf("%q: got %v, want %s", c.text, err, c.want)
		}
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(sample, "脸书 meta c#")
	f.Add("甲=乙@0.5 traditional", "甲乙")
	f.Fuzz(func(t *testing.T, list, query string) {
		table, err := Load(File{Name: "f", Text: strings.NewReader(list)})
		if err != nil {
			return
		}
		text := folded(query)
		end := 0
		for _, a := range table.MatchTraditional(text) {
			if a.Start < 0 || a.End > len(text) || a.Start >= a.End || a.Text == "" || a.Text == string(text[a.Start:a.End]) {
				t.Errorf("%q in %q: %+v", query, list, a)
			}
			if a.Start < end && a.End != end {
				t.Errorf("%q in %q: overlapping spans", query, list)
			}
			end = a.End
		}
	})
}

func BenchmarkMatch(b *testing.B) {
	var list strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&list, "%c%c%c = 词%c%c\n", '一'+i%1500, '一'+i%97, '一'+i/1500, '一'+i, '一'+i%7)
	}
	table := load(b, list.String()+sample)
	query := folded("脸书和抖音海外版在海外靠什么赚钱，亚马逊的卖家怎么看")
	for b.Loop() {
		table.Match(query)
		Numerals(query)
	}
}
