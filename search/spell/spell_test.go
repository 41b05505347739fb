package spell

import (
	"errors"
	"io"
	"iter"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

func tables(t testing.TB) Tables {
	t.Helper()
	sounds := open(t, "pinyin.txt", ReadSounds)
	return Tables{Sounds: sounds, Shapes: open(t, "shapes.txt", ReadShapes)}
}

func open[T any](t testing.TB, name string, read func(string, io.Reader) (T, error)) T {
	t.Helper()
	f, err := os.Open("../../data/dict/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	table, err := read(name, f)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// sample returns a vocabulary like that of an index of articles on internet
// business.
var sample = map[string]int{
	"的": 5900, "是": 5800, "怎么": 3000, "选": 900, "了": 5900, "开": 1200, "会": 4000, "为什么": 2000, "什么": 4000,
	"竞品": 900, "竟品": 6, "产品": 5000, "产品经理": 2500, "经理": 2600, "产": 20, "品": 300, "精": 40, "理": 60,
	"小红书": 3000, "小红薯": 60, "红薯": 40, "抖音": 2500, "蜜雪冰城": 300, "冰城": 302, "冰": 80, "成": 900,
	"权利": 700, "权力": 600, "已经": 4500, "难受": 200, "蓝色": 150, "爱": 500, "用户": 5500, "西安": 90, "先": 1900, "现": 100,
	"tiktok": 170, "facebook": 200, "chatgpt": 900, "iphone": 400, "saas": 600, "python": 90, "pythons": 3,
	"搜索": 2000, "引擎": 800, "搜索引擎": 700, "增长": 2500, "黑客": 300, "增长黑客": 150, "b站": 500, "私域流量": 400,
	"薪资": 250, "新资": 1,
}

func pairs(m map[string]int) iter.Seq2[string, int] {
	return func(yield func(string, int) bool) {
		for word, df := range m {
			if !yield(word, df) {
				return
			}
		}
	}
}

func first(found []Candidate) string {
	if len(found) == 0 {
		return ""
	}
	return found[0].From + ">" + found[0].To
}

func TestCorrect(t *testing.T) {
	s := New(pairs(sample), tables(t))
	for _, c := range []struct {
		typed, want string
		kind        Kind
	}{
		{"竟品", "竟品>竞品", Homophone},
		{"竟品怎么选", "竟品>竞品", Homophone},
		{"蜜雪冰成", "蜜雪冰成>蜜雪冰城", Homophone},
		{"产品精理", "产品精理>产品经理", Homophone},
		{"新资", "新资>薪资", Homophone},
		{"己经", "己经>已经", Shape},
		{"产经品理", "产经品理>产品经理", Swap},
		{"索搜引擎", "索搜引擎>搜索引擎", Swap},
		{"来受", "", 0},
		{"兰色", "兰色>蓝色", Homophone},
		{"南色", "南色>蓝色", NearSound},
		{"拦兽", "", 0},
		{"产经理", "产经理>产品经理", Edit},
		{"增黑客", "增黑客>增长黑客", Edit},
		{"品经理", "", 0}, // every text with the word holds it
		{"增长黑", "", 0},
		{"产品品经理", "产品品经理>产品经理", Edit},
		{"搜索索引擎", "搜索索引擎>搜索引擎", Edit},
		{"增增长", "", 0}, // as 跑跑步
		{"facebok", "facebok>facebook", Edit},
		{"tiktko", "tiktko>tiktok", Swap},
		{"chatgtp", "chatgtp>chatgpt", Swap},
		{"facebokk", "facebokk>facebook", Edit},
		{"faceb", "faceb>facebook", Edit},
		{"tikto", "tikto>tiktok", Edit},
		{"face", "", 0}, // at most half of a word
		// Not corrected: known and not rare, or without a similar word.
		{"小红薯", "", 0},
		{"竞品", "", 0},
		{"权力", "", 0},
		{"小红书", "", 0},
		{"产品经理", "", 0},
		{"产品怎么选", "", 0},
		{"python", "", 0},
		{"sas", "", 0},
		{"x", "", 0},
		{"", "", 0},
		{"竟品ab", "", 0},
		{strings.Repeat("竟品", 30), "", 0},
	} {
		found := s.Correct([]rune(c.typed))
		if got := first(found); got != c.want || got != "" && found[0].Kind != c.kind {
			t.Errorf("%s: got %v, want %s", c.typed, found, c.want)
		}
	}
}

func TestCorrectGivesSpanAndFrequencies(t *testing.T) {
	got := New(pairs(sample), tables(t)).Correct([]rune("怎么选竟品"))
	if len(got) == 0 || got[0].Start != 3 || got[0].End != 5 || got[0].DF != 900 || got[0].FromDF != 6 || got[0].Gain <= 0 {
		t.Errorf("got %+v", got)
	}
}

// Characters sound nearly the same by their most common readings: 藏 is cang more often
// than zang.
func TestNearSoundOfCommonReadings(t *testing.T) {
	for typed, want := range map[string]string{"灿书": "灿书>藏书", "暂书": ""} {
		s := New(pairs(map[string]int{"藏书": 500, "书": 900, "灿": 1, "暂": 1}), tables(t))
		if got := first(s.Correct([]rune(typed))); got != want {
			t.Errorf("%s: got %s, want %s", typed, got, want)
		}
	}
}

func TestFromPinyin(t *testing.T) {
	s := New(pairs(sample), tables(t))
	for _, c := range []struct{ typed, want string }{
		{"xiaohongshu", "小红书 小红薯"},
		{"xhs", "小红书 小红薯"},
		{"小hong书", "小红书"},
		{"小hs", "小红书 小红薯"},
		{"xiaohong书", "小红书"},
		{"chanpinjingli", "产品经理"},
		{"cpjl", "产品经理"},
		{"bzhan", "b站"},
		{"bz", ""},
		{"ai", ""},
		{"xi'an", "西安"},
		{"xian", "西安"},
		{"douyinzengzhang", ""},
		{"xiaohongsh", ""},
		{"小红书", ""},
		{"hello", ""},
		{"x", ""},
		{"123", ""},
	} {
		var got []string
		for _, candidate := range s.FromPinyin(c.typed) {
			got = append(got, candidate.To)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: got %v, want %s", c.typed, got, c.want)
		}
	}
}

func TestFromNearPinyin(t *testing.T) {
	s := New(pairs(sample), tables(t))
	for typed, want := range map[string]string{
		"chanpinjinli": "产品经理", "xiaohongsu": "小红书 小红薯", "siyuliulian": "私域流量", "chanpin'jinli": "产品经理",
		"jinpin": "", "sousuoyinqing": "搜索引擎", "chanpinjinl": "", "小hongsu": "", "hello": "", "": "", "x": "",
		strings.Repeat("jing", 30): "",
	} {
		var got []string
		for _, c := range s.FromNearPinyin(typed) {
			got = append(got, c.To)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: got %v, want %s", typed, got, want)
		}
	}
}

// inWords returns how many words of the sample contain a text of one or two
// characters.
func inWords(texts []string) ([]int, error) {
	counts := make([]int, len(texts))
	for i, t := range texts {
		for word, df := range sample {
			if strings.Contains(word, t) {
				counts[i] += df
			}
		}
	}
	return counts, nil
}

// withCharacters returns the sample with its characters as words, as an index has
// them.
func withCharacters() map[string]int {
	words := maps.Clone(sample)
	for word, df := range sample {
		for _, r := range word {
			if isHan(r) {
				words[string(r)] = max(words[string(r)], df)
			}
		}
	}
	return words
}

func TestSentences(t *testing.T) {
	s := New(pairs(withCharacters()), tables(t))
	for _, c := range []struct{ typed, want string }{
		{"douyinzengzhang", "抖音增长"},
		{"siyuliuliang", "私域流量"},
		{"xinzigong", ""}, // no character is pronounced gong here
		{"jingpinxinzi", "竞品薪资"},
		{"jingpin'xinzi", "竞品薪资"},
		{"tiktokzengzhang", "tiktok增长"},
		{"zengzhangpython", "增长python"},
		{"python", ""},
		{"jing", ""},
		{"hello", ""},
		{"", ""},
		{"x", ""},
		{"增长", ""},
		{strings.Repeat("jing", 30), ""},
	} {
		got, err := s.Sentences(c.typed, 1000, inWords)
		if err != nil {
			t.Fatal(err)
		}
		first := ""
		if len(got) > 0 {
			first = got[0]
		}
		if first != c.want {
			t.Errorf("%s: got %v, want %s", c.typed, got, c.want)
		}
	}
	failed := errors.New("failed")
	if _, err := s.Sentences("jingpin", 1000, func([]string) ([]int, error) { return nil, failed }); !errors.Is(err, failed) {
		t.Errorf("the error of the frequencies: %v", err)
	}
}

func TestComplete(t *testing.T) {
	s := New(pairs(sample), tables(t))
	for _, c := range []struct {
		prefix string
		n      int
		want   string
	}{
		{"产品", 5, "产品经理"},
		{"小红", 5, "小红书 小红薯"},
		{"xiaoh", 5, "小红书 小红薯"},
		{"xh", 1, "小红书"},
		{"小h", 5, "小红书 小红薯"},
		{"chanpinjing", 5, "产品经理"},
		{"chanpinjingl", 5, "产品经理"},
		{"tik", 5, "tiktok"},
		{"py", 1, "python"},
		{"x", 2, "小红书 薪资 西安 小红薯"}, // two of each kind
		{"xi", 1, "小红书"},
		{"zengzhangh", 5, "增长黑客"},
		{"小红书", 5, ""},
		{"", 5, ""},
		{"小", 0, ""},
	} {
		found := s.Complete(c.prefix, c.n, ByFrequency)
		if got := texts(found.Literal, found.Spelled, found.Initials); got != c.want {
			t.Errorf("%s: got %s, want %s", c.prefix, got, c.want)
		}
	}
	if found := s.Complete("x", 5, func(word string, _ int) float64 { return float64(len(word)) }); texts(found.Spelled) != "小红书 小红薯 薪资 西安" {
		t.Errorf("the longest first: %v", found.Spelled)
	}
}

// texts returns the words of completions.
func texts(lists ...[]Completion) string {
	var words []string
	for _, c := range slices.Concat(lists...) {
		words = append(words, c.Word)
	}
	return strings.Join(words, " ")
}

func TestCompleteAlike(t *testing.T) {
	s := New(pairs(sample), tables(t))
	for typed, want := range map[string]string{
		"馋品": "产品 产品经理", "小洪": "小红书 小红薯", "效洪": "", "小红": "", "小": "", "xiao": "", "小红书运营的方法": "",
	} {
		if got := texts(s.CompleteAlike(typed, 5, ByFrequency)); got != want {
			t.Errorf("%s: got %s, want %s", typed, got, want)
		}
	}
	if got := s.CompleteAlike("小洪", 1, ByFrequency); len(got) != 1 || got[0].Word != "小红书" {
		t.Errorf("one: %v", got)
	}
}

func TestContinued(t *testing.T) {
	s := New(pairs(map[string]int{"小程": 8, "小程序": 7, "小程序员": 3, "小": 20}), tables(t))
	for word, want := range map[string]int{"小": 8, "小程": 7, "小程序": 3, "小程序员": 0, "大": 0} {
		if got := s.Continued(word); got != want {
			t.Errorf("%s: %d, want %d", word, got, want)
		}
	}
}

func TestNewTakesAnyOrder(t *testing.T) {
	s := New(func(yield func(string, int) bool) {
		_ = yield("乙", 2) && yield("甲", 1) && yield("乙", 5) && yield("", 9) && yield("丙", 0)
	}, tables(t))
	if s.Len() != 2 || s.DF("乙") != 5 || s.DF("甲") != 1 || s.DF("丙") != 0 {
		t.Errorf("%d words, 乙 %d, 甲 %d, 丙 %d", s.Len(), s.DF("乙"), s.DF("甲"), s.DF("丙"))
	}
	empty := New(func(func(string, int) bool) {}, tables(t))
	if empty.Correct([]rune("竟品")) != nil || empty.FromPinyin("xhs") != nil || empty.Complete("小", 3, ByFrequency).Literal != nil {
		t.Error("an empty vocabulary proposes something")
	}
}

func TestNearSounds(t *testing.T) {
	for _, pair := range []string{
		"zhang zan", "chi ci", "shen seng", "niu liu", "fa hua", "fei hui", "fen hun", "fu hu", "xin xing",
	} {
		a, b, _ := strings.Cut(pair, " ")
		if nearSound(a) != nearSound(b) {
			t.Errorf("%s is %s, %s is %s", a, nearSound(a), b, nearSound(b))
		}
	}
	for _, pair := range []string{"ba pa", "xi si", "lan lian", "n l", "gong gou"} {
		a, b, _ := strings.Cut(pair, " ")
		if nearSound(a) == nearSound(b) {
			t.Errorf("%s and %s are both %s", a, b, nearSound(a))
		}
	}
}

func TestTablesNameFileAndLine(t *testing.T) {
	sounds := func(s string) error { _, err := ReadSounds("f", strings.NewReader(s)); return err }
	shapes := func(s string) error { _, err := ReadShapes("f", strings.NewReader(s)); return err }
	for _, c := range []struct {
		read     func(string) error
		in, want string
	}{
		{sounds, "# c\n行", "f:2: bad format: want a character and its readings"},
		{sounds, "行行 xing", "f:1: bad format: want a character and its readings"},
		{sounds, "行 xíng", `f:1: bad format: the reading "xíng" is not of letters a to z`},
		{shapes, "已己\n末", "f:2: bad format: want two or more Han characters"},
		{shapes, "已 己", "f:1: bad format: want two or more Han characters"},
	} {
		err := c.read(c.in)
		if err == nil || err.Error() != c.want || !errors.Is(err, ErrFormat) {
			t.Errorf("%q: got %v, want %s", c.in, err, c.want)
		}
	}
}

func TestEditDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"abc", "abc", 0}, {"abc", "acb", 1}, {"abc", "ab", 1}, {"abc", "abcd", 1},
		{"abc", "axc", 1}, {"facebook", "facebokk", 1}, {"kitten", "sitting", 3}, {"ca", "abc", 3},
	} {
		if got := editDistance(c.a, c.b); got != c.want {
			t.Errorf("%s, %s: got %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

func FuzzSpeller(f *testing.F) {
	s := New(pairs(withCharacters()), tables(f))
	for _, typed := range []string{"竟品怎么选", "facebok", "xiaohongshu", "小hong书", "xi'an", "b站", "\xff", "𠮷野家"} {
		f.Add(typed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		runes := []rune(typed)
		for _, c := range slices.Concat(s.Correct(runes), s.FromPinyin(typed), s.FromNearPinyin(typed)) {
			if c.Start < 0 || c.End > len(runes) || c.Start >= c.End || c.DF < 1 || c.To == c.From {
				t.Errorf("%q: %+v", typed, c)
			}
		}
		if texts, err := s.Sentences(typed, 1000, inWords); err != nil || len(texts) > sentenceBest {
			t.Errorf("%q: %q, %v", typed, texts, err)
		}
		found := s.Complete(typed, 5, ByFrequency)
		for _, c := range slices.Concat(found.Literal, found.Spelled, found.Initials, s.CompleteAlike(typed, 5, ByFrequency)) {
			if s.DF(c.Word) == 0 || c.Word == typed {
				t.Errorf("%q completes to %q", typed, c.Word)
			}
		}
	})
}
