package mend

import (
	"bytes"
	"io/fs"
	"maps"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/data"
	"github.com/xunzhang/xunzhang/search/expand"
	"github.com/xunzhang/xunzhang/search/spell"
)

// sounds returns the pronunciations of characters.
func sounds(t *testing.T) spell.Tables {
	t.Helper()
	dir, err := data.Dictionaries()
	if err != nil {
		t.Fatal(err)
	}
	text, err := fs.ReadFile(dir, "pinyin.txt")
	if err != nil {
		t.Fatal(err)
	}
	table, err := spell.ReadSounds("pinyin.txt", bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return spell.Tables{Sounds: table, Shapes: new(spell.Shapes)}
}

// TestPhrases types the beginnings of words as readers do, over the words of an
// index of 6,000 articles, some of which are in lists or titles.
func TestPhrases(t *testing.T) {
	lists, err := expand.Load(expand.File{Name: "f", Kind: expand.Alias, Text: strings.NewReader("AB测试 = A/B测试 = ABtest\n鹅厂 = 腾讯\n")})
	if err != nil {
		t.Fatal(err)
	}
	tables := sounds(t)
	words := map[string]int{"需要": 5400, "需求": 4500, "选择": 3800, "小时": 1280, "小红": 1030, "小红书": 1000, "小程": 620, "小程序": 600,
		"先后顺序": 70, "庞然大物": 10, "prd": 250, "题库": 33, "提款": 11, "tiktok": 180, "竞品": 900, "精品": 140, "竟品": 3,
		"抖音": 1350, "大家": 3460, "第一": 3520, "dau": 400, "本站": 8, "chatgpt": 290, "产品": 5900, "怎么办": 450, "怎么弄": 10, "数据分析": 1400, "腾讯": 800}
	named := map[string]int{"小红书": 1000, "小程序": 600, "小红书种草": 120, "竞品分析": 300, "抖音": 1350, "ab测试": 260, "a/b测试": 260, "abtest": 90,
		"b站": 350, "tiktok": 180, "数据分析师": 250, "腾讯": 800, "鹅厂": 20}
	v := &Vocabulary{words: spell.New(maps.All(words), tables), named: spell.New(maps.All(named), tables), lists: lists, parts: 6000,
		written: map[string]string{"ab测试": "AB测试", "tiktok": "TikTok"}}
	for _, c := range []struct{ name, typed, want string }{
		{"initials: names, and no low ones", "xhs", "小红书 小红书种草"},
		{"letters that are a word are no initials of a rare one", "prd", ""},
		{"the name in letters, no pinyin", "tik", "tiktok"},
		{"a name in letters and Han", "b站", ""},
		{"one letter: no words that are everywhere", "d", "抖音 大家 第一 dau"},
		{"pieces of longer words are none", "小", "小红书 小程序 小时 小红书种草"},
		{"the shorter before the longer", "sjfx", "数据分析 数据分析师"},
		{"another name for the same", "ab", "ab测试"},
		{"with a sign", "a/b", "a/b测试"},
		{"misheard", "竟品", "竞品 竞品分析 精品"},
		{"misheard, not finished", "抖因", "抖音"},
		{"misspelled", "chatgtp", "chatgpt"},
		{"behind another word", "用户 xiaoh", "用户 小红书 用户 小红书种草"},
		{"grammar", "怎么", ""},
		{"nothing", "", ""},
		{"nothing like it", "龘龘", ""},
	} {
		if got := strings.Join(v.phrases(c.typed, 4), " "); got != c.want {
			t.Errorf("%s: %s: got %s, want %s", c.name, c.typed, got, c.want)
		}
	}
	if got := v.phrases("x", 1); len(got) != 1 {
		t.Errorf("one: %v", got)
	}
	if got := v.asWritten("用户 tiktok") + v.asWritten("ab测试") + v.asWritten("小红书"); got != "用户 TikTokAB测试小红书" {
		t.Error(got)
	}
}

func TestIsClause(t *testing.T) {
	for phrase, want := range map[string]bool{"产品经理需要": true, "可以运营": true, "需要": true, "产品需求": false, "运营策略": false} {
		if got := isClause(phrase); got != want {
			t.Errorf("%s: %v", phrase, got)
		}
	}
}
