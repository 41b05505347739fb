package expand

import (
	"fmt"
	"strings"
	"testing"
)

// read reads a list from its lines.
func read(t testing.TB, name, text string) *List {
	t.Helper()
	l, err := Read(File{Name: name, Kind: Alias, Text: strings.NewReader(text)})
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// printed prints findings as "file:line problem text", a line each.
func printed(all []Finding) string {
	var b strings.Builder
	for _, f := range all {
		fmt.Fprintf(&b, "%s:%d %s %s\n", f.File, f.Line, f.Problem, f.Text)
	}
	return strings.TrimSpace(b.String())
}

func TestCheck(t *testing.T) {
	for _, c := range []struct{ name, list, want string }{
		{"nothing", "# 公司\n脸书 = Facebook @0.9\n抖音海外版 => TikTok\nTikTok = 洋抖\n! 脸书号\n", ""},

		{"one way", "洋抖 -> TikTok", "f:1 one-way 洋抖 -> TikTok: no line gives the way back, or says why there is none"},
		{"one way, to several", "甲 -> 乙 = 丙", "f:1 one-way 甲 -> 乙 = 丙: no line gives the way back, or says why there is none"},
		{"one way, for one of several", "甲 -> 乙 = 丙\n丙 -> 甲 @0.5", "f:1 one-way 甲 -> 乙: no line gives the way back, or says why there is none"},
		{"other weights for the two directions", "雪王 -> 蜜雪冰城 @0.7\n蜜雪冰城 -> 雪王 @0.3", ""},
		{"the way back of what stands in", "抖音海外版 => TikTok\nTikTok -> 抖音海外版 @0.3", ""},
		{"a reason after the line", "麦麦 -> 麦当劳 @0.5  #-> also a name for children", ""},
		{"a comment after the line", "麦麦 -> 麦当劳 @0.5  # also a name for children", ""},
		{"a reason above the lines", "#-> 法条的说法\n房东 -> 出租人\n租客 -> 承租人 @0.8\n", ""},
		{"a reason ends with an empty line", "#-> 法条的说法\n房东 -> 出租人\n\n租客 -> 承租人", "f:4 one-way 租客 -> 承租人: no line gives the way back, or says why there is none"},
		{"a reason ends with a comment", "#-> 法条的说法\n房东 -> 出租人\n# 公司\n租客 -> 承租人", "f:4 one-way 租客 -> 承租人: no line gives the way back, or says why there is none"},
		{"a longer word for a shorter one", "小区业主 -> 业主", ""},
		{"taken back", "甲 -> 乙 @0", "f:1 no-effect 甲 -> 乙: takes back what no earlier list says"},

		{"another weight", "甲 = 乙\n\n甲 -> 乙 @0.5", "f:3 contradiction 甲 -> 乙: @0.5 here, @1 in f:1"},
		{"another weight both ways", "甲 = 乙 @0.7\n甲 = 乙 @0.5", "f:2 contradiction 甲 = 乙: @0.5 here, @0.7 in f:1"},
		{"in Traditional queries and in all", "資料 -> 数据 @0.6 traditional # 材料\n資料 -> 数据 @0.6 # 材料", "f:2 contradiction 資料 -> 数据: @0.6 here, @0.6 traditional in f:1"},
		{"taken back and given", "甲 = 乙 @0\n甲 -> 乙 # 别名", "f:1 no-effect 甲 = 乙: takes back what no earlier list says\nf:2 contradiction 甲 -> 乙: f:1 takes it back"},
		{"given and taken back", "甲 = 乙\n甲 -> 乙 @0", "f:2 contradiction 甲 -> 乙: takes back what f:1 gives"},
		{"stands in, and stands beside", "甲 => 乙\n甲 = 乙", "f:2 contradiction 甲 = 乙: = here, => in f:1"},
		{"a reason, and the way back", "甲 -> 乙 #-> 有别的意思\n乙 -> 甲 @0.3", "f:1 contradiction 甲 -> 乙: a reason for one way, but f:2 gives the way back"},
		{"hidden and found", "! 甲乙\n甲乙 = 丙\n甲 = 丁", "f:1 contradiction ! 甲乙: hidden here, but a word that finds others in f:2"},
		{"hidden, and found by a way back", "丙 => 甲乙\n甲 = 丁\n! 甲乙", "f:3 contradiction ! 甲乙: hidden here, but a word that finds others in f:1"},
		{"stand in for each other", "甲 => 乙\n乙 => 甲", "f:1 contradiction 甲 => 乙: stands in for itself: 甲 => 乙 => 甲"},
		{"a longer circle", "甲 => 乙\n乙 => 丙\n丙 => 丁 = 甲", "f:1 contradiction 甲 => 乙: stands in for itself: 甲 => 乙 => 丙 => 甲"},
		{"a chain is no circle", "甲 => 乙\n乙 => 丙", ""},

		{"the same line", "脸书 = Facebook\n臉書 = FACEBOOK", "f:2 repeated 臉書 = FACEBOOK: f:1 says so already"},
		{"a part of a line", "甲 = 乙 = 丙\n丙 -> 甲", "f:2 repeated 丙 -> 甲: f:1 says so already"},
		{"twice in a line", "甲 -> 乙 = 乙 # 别名", "f:1 repeated 甲 -> 乙: f:1 says so already"},
		{"hidden twice", "甲 = 乙\n! 甲丙\n! 甲丙", "f:3 repeated ! 甲丙: f:2 says so already"},

		{"a shorter word for a longer one", "最低工资 -> 最低工资标准", "f:1 no-effect 最低工资 -> 最低工资标准: a text with the right side is found by the left one as it is"},
		{"a longer name", "私域 = 私域流量", ""},
		{"nothing to hide", "甲 = 乙\n! 丙丁", "f:2 no-effect ! 丙丁: holds no word that finds others"},
		{"cut words are not held", "ai = 甲\n! brain", "f:2 no-effect ! brain: holds no word that finds others"},
		{"a reason for nothing", "#-> 法条的说法\n甲 = 乙", "f:1 no-effect no line below this reason goes one way"},

		{"malformed", "脸书\n甲 = 乙\n軟件 = 软件", "f:1 malformed want two words with =, -> or => between them\nf:3 malformed 軟件 and 软件 are the same word when folded"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := printed(Check(nil, []*List{read(t, "f", c.list)})); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

// Lists may override the lists before them; within one call they must agree.
func TestCheckAfterOtherLists(t *testing.T) {
	before := "脸书 = Facebook\n脸书 -> Meta @0.8\n洋抖 -> TikTok\n亚马逊 = Amazon\n! 亚马逊河\n抖音海外版 => TikTok\n"
	for _, c := range []struct{ name, first, second, want string }{
		{"another weight", "脸书 = Facebook @0.5", "", ""},
		{"taken back", "脸书 -> Meta @0", "", ""},
		{"hidden", "! 脸书", "", ""},
		{"a longer word around one of theirs", "! 洋抖抖", "", ""},
		{"the way back", "TikTok -> 洋抖 @0.5", "", ""},
		{"the way back in the other list", "甲 -> 乙", "乙 -> 甲", ""},
		{"disagreement", "甲 = 乙", "甲 = 乙 @0.5", "second:1 contradiction 甲 = 乙: @0.5 here, @1 in first:1"},
		{"what they do not say", "脸书 -> 推特 @0", "", "first:1 no-effect 脸书 -> 推特: takes back what no earlier list says"},
		{"a circle with theirs", "TikTok => 抖音海外版", "", "first:1 contradiction TikTok => 抖音海外版: stands in for itself: tiktok => 抖音海外版 => tiktok"},
	} {
		t.Run(c.name, func(t *testing.T) {
			lists := []*List{read(t, "first", c.first), read(t, "second", c.second)}
			if got := printed(Check([]*List{read(t, "before", before)}, lists)); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestNowhereIn(t *testing.T) {
	held := map[string]bool{"facebook": true, "腾讯": true, "出租人": true, "洋抖": true}
	for _, c := range []struct{ list, want string }{
		{"脸书 = Facebook", ""},
		{"推特 = Twitter", "f:1 nowhere 推特 = Twitter: no article holds any of them"},
		{"鹅厂 -> 腾讯 # 绰号", ""},
		{"房东 -> 出租人 = 房屋出租人 # 法条", "f:1 nowhere 房东 -> 房屋出租人: no article holds the right side"},
		{"腾讯 -> 企鹅 # 绰号", "f:1 nowhere 腾讯 -> 企鹅: no article holds the right side"},
		{"甲 -> 乙 = 丙 # 别名", "f:1 nowhere 甲 -> 乙 = 丙: no article holds any of them"},
		{"洋抖 => TikTok", ""},
		{"洋抖 => TikTok #-> 少见", "f:1 nowhere 洋抖 => TikTok: no article holds the right side"},
		{"甲 = 乙 @0\n! 甲乙", ""},
	} {
		got := printed(NowhereIn([]*List{read(t, "f", c.list)}, func(w string) bool { return held[w] }))
		if got != c.want {
			t.Errorf("%s: got %q, want %q", c.list, got, c.want)
		}
	}
}

func TestFindingNamesItsWords(t *testing.T) {
	got := Check(nil, []*List{read(t, "f", "脸书 = Facebook -> Meta")})
	if len(got) != 1 || strings.Join(got[0].Words, " ") != "脸书 Facebook Meta" {
		t.Errorf("got %+v", got)
	}
}

// FuzzCheck: findings name lines of the list, and there are findings of malformed
// lines if and only if no table can be made of it.
func FuzzCheck(f *testing.F) {
	f.Add(sample)
	f.Add("甲 => 乙\n乙 => 甲 #-> x\n! 甲\n#-> y\n甲 -> 甲乙 @0")
	f.Fuzz(func(t *testing.T, text string) {
		l, err := Read(File{Name: "f", Kind: Alias, Text: strings.NewReader(text)})
		if err != nil {
			return
		}
		malformed := false
		for _, finding := range append(Check(nil, []*List{l}), NowhereIn([]*List{l}, func(string) bool { return false })...) {
			malformed = malformed || finding.Problem == Malformed
			if finding.Line < 1 || finding.Line > strings.Count(text, "\n")+1 || finding.Text == "" {
				t.Errorf("%q: %+v", text, finding)
			}
		}
		if _, err := NewTable(l); (err != nil) != malformed {
			t.Errorf("%q: malformed %t, and a table of it gives %v", text, malformed, err)
		}
	})
}
