package scan

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine/enginetest"
	"github.com/xunzhang/xunzhang/part"
)

// stored returns the form in which a text is scanned.
func stored(s string) []byte {
	var b []byte
	for _, r := range s {
		b = part.AppendRune(b, r)
	}
	return b
}

// show prints matches as term:text, where text is the matched part of the original.
func show(terms []string, text []byte, matches []Match) string {
	var out []string
	for _, m := range matches {
		out = append(out, fmt.Sprintf("%s:%s", terms[m.Term], part.Decode(text[m.Start:m.End])))
	}
	return strings.Join(out, " ")
}

func TestFind(t *testing.T) {
	for _, c := range []struct {
		name  string
		terms string // folded, separated by /
		text  string
		want  string // TERM:ORIGINAL in the order of their ends
	}{
		{"words", "小红书/难民", "小红书难民与小红书", "小红书:小红书 难民:难民 小红书:小红书"},
		{"nothing there", "小红书", "小红花书", ""},
		{"no text", "小红书", "", ""},
		{"overlapping each other", "小红/红书/小红书", "小红书", "小红:小红 小红书:小红书 红书:红书"},
		{"overlapping themselves", "哈哈", "哈哈哈哈", "哈哈:哈哈 哈哈:哈哈 哈哈:哈哈"},
		{"one inside another", "中国人民银行/人民/银行", "中国人民银行", "人民:人民 中国人民银行:中国人民银行 银行:银行"},
		{"a beginning that fails", "aab", "aaab x aab", "aab:aab"},
		{"single characters", "书", "小红书书", "书:书 书:书"},

		{"繁體", "小红书/台湾", "小紅書在臺灣，小红書在台湾", "小红书:小紅書 台湾:臺灣 小红书:小红書 台湾:台湾"},
		{"one simplified of many", "发", "發財的頭髮", "发:發 发:髮"},
		{"full width", "tiktok/5g/2.6", "ＴｉｋＴｏｋ的５Ｇ，２．６", "tiktok:ＴｉｋＴｏｋ 5g:５Ｇ 2.6:２．６"},
		{"letter case", "tiktok", "TikTok TIKTOK tiktok", "tiktok:TikTok tiktok:TIKTOK tiktok:tiktok"},
		{"accents", "cafe/é", "Café CAFÉ cafe", "cafe:Café cafe:CAFÉ cafe:cafe"},
		{"compatibility ideographs", "都/令", "都 令", "都:都 令:令"},
		{"circled and squared", "1/株", "①月 ㈱", "1:① 株:㈱"},

		{"zero width space inside", "小红书", "小\u200b红\u200b\u200b书", "小红书:小\u200b红\u200b\u200b书"},
		{"zero width space beside", "小红书", "\u200b小红书\u200b", "小红书:小红书"},
		{"byte order mark, soft hyphen", "小红书/tiktok", "小\ufeff红书 Tik\u00adTok", "小红书:小\ufeff红书 tiktok:Tik\u00adTok"},
		{"combining marks", "cafe", "Cafe\u0301", "cafe:Cafe"},
		{"variation selector", "❤", "❤\ufe0f", "❤:❤"},

		{"ligature", "fi/file", "ﬁle ﬁ", "fi:ﬁ file:ﬁle fi:ﬁ"},
		{"unit", "kg/5kg", "5㎏", "5kg:5㎏ kg:㎏"},
		{"half of an expansion", "k/g", "㎏", "k:㎏ g:㎏"},
		{"several of one character", "株式会社", "㍿", "株式会社:㍿"},
		{"across an expansion", "a株b", "A㈱B", ""},
		{"sharp s", "strasse", "Straße", ""},
		{"ellipsis", "...", "是…吗", "...:…"},

		{"four bytes", "𠮷野家/㐂", "𠮷野家和㐂", "𠮷野家:𠮷野家 㐂:㐂"},
		{"emoji", "😊/👍", "好😊👍🏽", "😊:😊 👍:👍"},
		{"mathematical letters", "ab/a", "𝐚𝐛 𝐚1 1𝐚", "a:𝐚 ab:𝐚𝐛 a:𝐚 a:𝐚"},
		{"replacement character", "小红", "小\ufffd红小红", "小红:小红"},

		{"not inside a Latin word", "ai", "maintain AI openai", "ai:AI"},
		{"beside the first and last letters and digits", "ai/55", "zai aiz aia Zai xai 0550 9559 5590", ""},
		{"beside Han and signs", "ai", "用AI写 (ai) ai,", "ai:AI ai:ai ai:ai"},
		{"camelCase", "ai/open/tik/tok", "OpenAI TikTok", "open:Open ai:AI tik:Tik tok:Tok"},
		{"capitals before a word", "tml/html/parser/arser", "HTMLParser", "html:HTML parser:Parser"},
		{"capitals alone", "app/ap/pp", "APP APPs", "app:APP ap:AP"},
		{"letters and digits", "iphone/15/5", "iPhone15 iphone 5", "iphone:iPhone 15:15 iphone:iphone 5:5"},
		{"not inside a number", "26/6", "2.6 126 26", "6:6 26:26"},
		{"spaces count", "tik tok", "Tik Tok TikTok tik  tok Tik\u3000Tok", "tik tok:Tik Tok tik tok:Tik\u3000Tok"},
		{"characters of a scanned page", "老船长/船长/罗盘", "老 船 長 把 羅  盤", "老船长:老 船 長 船长:船 長 罗盘:羅  盤"},
		{"names, titles, wrapped lines", "张三/目录/罗盘", "张\u3000三 目\u3000\u3000录 罗\n盘", "张三:张\u3000三 目录:目\u3000\u3000录 罗盘:罗\n盘"},
		{"no-break and thin spaces", "罗盘", "罗\u00a0盘 罗\u2009\u200b盘", "罗盘:罗\u00a0盘 罗盘:罗\u2009\u200b盘"},
		{"Han beside Latin and digits", "第3章/用tiktok发", "第 3 章 使用 TikTok 发布", "第3章:第 3 章 用tiktok发:用 TikTok 发"},
		{"Han beside signs", "罗盘,(坏)", "罗 盘 ， （ 坏 ）", "罗盘,(坏):罗 盘 ， （ 坏 ）"},
		{"signs", ",“/tok ,“", "， “ Tok , “", ",“:， “ tok ,“:Tok , “ ,“:, “"},
		{"spaces of Latin words count beside signs", "tok, tik/tok,tik", "tok, tik", "tok, tik:tok, tik"},
		{"Hangul is written with spaces", "한국/배/한국 배", "한 국 배 한국 배", "배:배 한국:한국 한국 배:한국 배 배:배"},
		{"what begins behind white space", "长", "船 长", "长:长"},
		{"a beginning that fails behind white space", "老船老船长", "老 船 老 船 老 船 长", "老船老船长:老 船 老 船 长"},
		{"signs of words", "c++/c#/c", "C++ C# c", "c:C c++:C++ c:C c#:C# c:c"},
		{"Han and Latin together", "ai产品/在ai", "在AI产品", "在ai:在AI ai产品:AI产品"},
		{"full width beside half width", "ai", "ＡＩa aＡＩ", "ai:ＡＩ ai:ＡＩ"},
		{"symbols whose bytes look like letters", "kg", "㎏a ㎏g", "kg:㎏ kg:㎏"},
		{"characters whose bytes look like letters", "a", "丂a a丂 亀A A亀", "a:a a:a a:A a:A"},
	} {
		terms, text := strings.Split(c.terms, "/"), stored(c.text)
		m := NewMatcher()
		m.Reset(terms)
		if got := show(terms, text, m.Find(text, nil)); got != c.want {
			t.Errorf("%s: %s in %s\n got %s\nwant %s", c.name, c.terms, c.text, got, c.want)
		}
		if got := show(terms, text, naive(terms, c.text)); got != c.want {
			t.Errorf("%s: the model finds %s", c.name, got)
		}
	}
}

// naive finds the terms in the fold of a text at each position, by the rules in the
// comment of Find.
func naive(terms []string, text string) []Match {
	folded := analysis.NewText(text)
	runes := make([]rune, folded.Len())
	for i := range runes {
		runes[i] = folded.Rune(i)
	}
	order := make([]int32, len(terms)) // longest first
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortStableFunc(order, func(a, b int32) int { return len([]rune(terms[b])) - len([]rune(terms[a])) })
	var found []Match
	for end := 1; end <= len(runes); end++ {
		for _, id := range order {
			term := []rune(terms[id])
			first := end - len(term)
			if len(term) == 0 || first < 0 || !slices.Equal(runes[first:end], term) {
				continue
			}
			from, to := folded.Span(first, end)
			if insideWord(text, from, term[0]) || insideWord(text, to, term[len(term)-1]) {
				continue
			}
			is := Whole
			switch {
			case betweenLetters(text, from, term[0]), betweenLetters(text, to, term[len(term)-1]),
				isMixed(term) && (betweenWords(text, from) || betweenWords(text, to)),
				newTerm(string(term)).letter && text[to-1] < 0x80 && (strings.HasPrefix(text[to:], "#") || strings.HasPrefix(text[to:], "++")):
				is = Piece
			case holdsGap(folded, first, end) && analysis.IsHan(foldedBefore(text, from)) && analysis.IsHan(foldedAfter(text, to)):
				is = Torn
			}
			found = append(found, Match{Term: id, Start: int32(len(stored(text[:from]))), End: int32(len(stored(text[:to]))), Is: is})
		}
	}
	return found
}

// betweenWords reports whether a place has an ASCII letter or a digit at either side.
func betweenWords(text string, at int) bool {
	return at > 0 && at < len(text) && isASCIIWord(text[at-1]) && isASCIIWord(text[at])
}

// insideWord reports whether the border of a match cuts a word of ASCII letters or
// a number; beside is the term's own character at that border.
func insideWord(text string, at int, beside rune) bool {
	if kindOf(beside) == other || at == 0 || at == len(text) || text[at-1] >= 0x80 || text[at] >= 0x80 {
		return false
	}
	a, b := kindOf(rune(text[at-1])), kindOf(rune(text[at]))
	switch {
	case a == other || b == other:
		return false
	case a == digit || b == digit:
		return a == b
	case a == upper && b == upper:
		return at+1 == len(text) || text[at+1] >= 0x80 || kindOf(rune(text[at+1])) != lower
	}
	return a != lower || b != upper
}

// betweenLetters reports whether a border of a match has an ASCII letter on
// both sides.
func betweenLetters(text string, at int, beside rune) bool {
	isLetter := func(b byte) bool { return b < 0x80 && (kindOf(rune(b)) == lower || kindOf(rune(b)) == upper) }
	return kindOf(beside) != other && at > 0 && at < len(text) && isLetter(text[at-1]) && isLetter(text[at])
}

// holdsGap reports whether white space between Han was left out between two of the
// folded runes from first up to end.
func holdsGap(text analysis.Text, first, end int) bool {
	for i := first + 1; i < end; i++ {
		_, from := text.Span(i-1, i)
		to, _ := text.Span(i, i+1)
		if from < to && strings.Contains(analysis.FoldString(text.Original()[from:to]), " ") &&
			analysis.IsHan(text.Rune(i-1)) && analysis.IsHan(text.Rune(i)) {
			return true
		}
	}
	return false
}

// foldedBefore and foldedAfter return the folded rune before or after a position,
// or 0.
func foldedBefore(text string, at int) rune {
	if runes := []rune(analysis.FoldString(text[:at])); len(runes) > 0 {
		return runes[len(runes)-1]
	}
	return 0
}

func foldedAfter(text string, at int) rune {
	if runes := []rune(analysis.FoldString(text[at:])); len(runes) > 0 {
		return runes[0]
	}
	return 0
}

// A match knows whether it is torn: made of pieces of two words.
func TestTorn(t *testing.T) {
	for _, c := range []struct {
		name, text, term string
		torn             bool
	}{
		{"pieces of two words", "文化 学习", "化学", true},
		{"of two lines", "年年文化\n学习不断", "化学", true},
		{"in Traditional", "文化\u3000學習", "化学", true},
		{"two words", "文化 学习", "文化学习", false},
		{"one word and a piece", "文化 学习", "化学习", false},
		{"a name", "有张\u3000三", "张三", false},
		{"a title", "目\u3000录", "目录", false},
		{"characters of a scanned page", "学 文 化 学 会", "化学", false},
		{"without white space", "文化学习", "化学", false},
		{"beside signs", "文化 学，习", "化学", false},
		{"beside Latin", "用AI 产品的人", "ai产品", false},
		{"a format character behind it", "文化 学\u200b习", "化学", true},
	} {
		m := NewMatcher()
		m.Reset([]string{c.term})
		if got := m.Find(stored(c.text), nil); len(got) != 1 || (got[0].Is == Torn) != c.torn {
			t.Errorf("%s: %s in %s: %+v, want torn: %v", c.name, c.term, c.text, got, c.torn)
		}
	}
}

// A match knows whether it is a name or part of a longer name.
func TestPieces(t *testing.T) {
	for _, c := range []struct {
		text, term string
		piece      bool
	}{
		{"HashMap", "hashmap", false},
		{"用HashMap存", "hashmap", false},
		{"HashMap8", "hashmap", false},
		{"(hashmap)", "hashmap", false},
		{"ConcurrentHashMap", "hashmap", true},
		{"HashMapEntry", "hashmap", true},
		{"Tik Tok", "tik tok", false},
		{"TikTok", "tok", true},
		{"用5G上网", "5g", false},
		{"Redis5G", "5g", true},
		{"iPhone15Pro", "iphone15", true},
		{"iPhone15 Pro", "iphone15", false},
		{"iPhone15Pro", "iphone", false},
		{"v2.0.1", "2.0.1", false},
		{"C 语言", "c", false},
		{"C+", "c", false},
		{"学C++的人", "c", true},
		{"C#", "c", true},
		{"Notepad++", "notepad", false},
		{"C++", "c++", false},
	} {
		m := NewMatcher()
		m.Reset([]string{c.term})
		if got := m.Find(stored(c.text), nil); len(got) != 1 || (got[0].Is == Piece) != c.piece {
			t.Errorf("%s in %s: %+v, want a piece: %v", c.term, c.text, got, c.piece)
		}
	}
}

// Random texts of few different characters, in which much is found, compared with
// the model.
func TestFindRandom(t *testing.T) {
	random := rand.New(rand.NewPCG(enginetest.Seed(t), 0))
	alphabet := []rune("小红书紅書发發髮台臺aAbBｂ1２  ㎏ﬁ①é丂😊𠮷𝐚\u200b\u0301，“한゛-+.\t\u3000\u00a0")
	pick := func(n int) string {
		out := make([]rune, n)
		for i := range out {
			out[i] = alphabet[random.IntN(len(alphabet))]
		}
		return string(out)
	}
	m := NewMatcher()
	found := 0
	for range 4000 {
		var terms []string
		for range 1 + random.IntN(8) {
			terms = append(terms, analysis.FoldText(pick(1+random.IntN(4))))
		}
		source := pick(random.IntN(40))
		text := stored(source)
		m.Reset(terms)
		got, want := m.Find(text, nil), naive(terms, source)
		found += len(want)
		if !slices.Equal(got, want) {
			t.Fatalf("%q in %q\n got %s\nwant %s", terms, source, show(terms, text, got), show(terms, text, want))
		}
	}
	if found < 4000 {
		t.Errorf("only %d matches: the texts test nothing", found)
	}
}

// A Matcher forgets its terms when it gets others, and Find appends to its result.
func TestReset(t *testing.T) {
	m := NewMatcher()
	text := stored("小红书㎏ＴｉｋＴｏｋ")
	for _, c := range []struct {
		terms []string
		want  string
	}{
		{[]string{"小红", "kg", "tiktok"}, "小红:小红 kg:㎏ tiktok:ＴｉｋＴｏｋ"},
		{[]string{"红书"}, "红书:红书"},
		{nil, ""},
		{[]string{"", "书", ""}, "书:书"},
		{[]string{"书", "书"}, "书:书 书:书"},
		{[]string{strings.Repeat("书", MaxTermRunes+1), "小红"}, "小红:小红"},
	} {
		m.Reset(c.terms)
		if got := show(c.terms, text, m.Find(text, nil)); got != c.want {
			t.Errorf("%q: got %s, want %s", c.terms, got, c.want)
		}
	}
	m.Reset([]string{"书"})
	if got := m.Find(text, []Match{{Term: 7}}); len(got) != 2 || got[0].Term != 7 {
		t.Errorf("Find does not append: %v", got)
	}
}

// The longest term is found, even after the ring buffer of starts has wrapped
// around.
func TestLongTerms(t *testing.T) {
	m := NewMatcher()
	for _, n := range []int{1, 2, 127, 128, MaxTermRunes} {
		term := strings.Repeat("书", n-1) + "小"
		m.Reset([]string{term})
		text := stored(strings.Repeat("书", 1000) + "小")
		got := m.Find(text, nil)
		if len(got) != 1 || int(got[0].End-got[0].Start) != 2*n || int(got[0].End) != len(text) {
			t.Errorf("%d runes: %v", n, got)
		}
	}
}

// Terms with more different characters than there are classes are left out from the
// end, and the remaining ones are found as before.
func TestFullAlphabet(t *testing.T) {
	var terms []string
	var text strings.Builder
	for r := '一'; len(terms) < 400; r++ {
		if analysis.FoldString(string(r)) == string(r) {
			terms = append(terms, string(r))
			text.WriteRune(r)
		}
	}
	m := NewMatcher()
	m.Reset(terms)
	got := m.Find(stored(text.String()), nil)
	if len(got) != maxClasses-firstClass {
		t.Errorf("%d terms found, want %d", len(got), maxClasses-firstClass)
	}
	for i, f := range got {
		if int(f.Term) != i {
			t.Fatalf("match %d is of term %d", i, f.Term)
		}
	}
}

// Every character that folds to a character of a term is found as this character.
func TestEveryVariant(t *testing.T) {
	m := NewMatcher()
	for r := rune(0x20); r < 0x20000; r++ {
		fold := analysis.FoldText(string(r))
		if fold == "" {
			continue
		}
		if r > 0x3000 && r < 0xA000 && fold == string(r) { // most Han fold to themselves, so a sample is enough
			if r%16 != 0 {
				continue
			}
		}
		m.Reset([]string{fold})
		text := stored(string(r))
		if got := m.Find(text, nil); len(got) == 0 || got[0].Start != 0 || int(got[0].End) != len(text) {
			t.Errorf("%U %c is not found as %q: %v", r, r, fold, got)
		}
	}
}

// Whatever bytes a damaged record has, matches are within it and in order.
func FuzzFind(f *testing.F) {
	f.Add("小红书/TikTok", "小紅書的ＴｉｋＴｏｋ㎏", []byte{0x81, 0x30, 0x81})
	f.Add("船长/第3章/b，“", "船\u3000长第 3 章 b ， “", []byte{})
	f.Add("kg/5/...", "5㎏…", []byte{0xFF, 0x80})
	f.Add("a\u0301 😊/b c", "𝐚1😊\u200b", []byte{})
	m := NewMatcher()
	f.Fuzz(func(t *testing.T, query, source string, damage []byte) {
		terms := strings.Split(analysis.FoldText(query), "/")
		m.Reset(terms)
		source = strings.ToValidUTF8(source, "\ufffd")
		text := stored(source)
		if len(terms) < 40 && len(query) < 200 {
			if got, want := m.Find(text, nil), naive(terms, source); !slices.Equal(got, want) {
				t.Errorf("%q in %q\n got %s\nwant %s", terms, source, show(terms, text, got), show(terms, text, want))
			}
		}
		text = append(damage, text...)
		last := int32(0)
		for _, f := range m.Find(text, nil) {
			if f.Start < 0 || f.Start >= f.End || int(f.End) > len(text) || f.End < last {
				t.Errorf("%q in %x: match %v after %d", terms, text, f, last)
			}
			last = f.End
		}
	})
}

var benchText = strings.Repeat("小红书是一个生活方式平台，2025年1月，大批自称“TikTok难民”的美国用户涌入小红书，带来了意想不到的全球互联。"+
	"产品经理需要思考的是：当一个社区突然迎来说另一种语言的人，翻译、审核与推荐应该先做哪一件？数据显示，"+
	"留存率比 DAU 更能说明问题；而在 iOS 15 之后，归因越来越难。\n", 4000) // about 1 MB, as the candidates of a query

func BenchmarkFind(b *testing.B) {
	text := stored(benchText)
	for _, bench := range []struct{ name, terms string }{
		{"three words", "小红书/小红/红书/小/红/书/tiktok/难民/难/民"},
		{"frequent characters", "的/一/是/的是/一个/个"},
		{"nothing there", "鲸鱼/鲸/鱼/whale"},
	} {
		b.Run(bench.name, func(b *testing.B) {
			m := NewMatcher()
			m.Reset(strings.Split(bench.terms, "/"))
			matches := m.Find(text, nil)
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				matches = m.Find(text, matches[:0])
			}
			b.ReportMetric(float64(len(matches))/float64(len(text)/1000), "matches/kB")
		})
	}
}

// The patterns of a plan are set before every search.
func BenchmarkReset(b *testing.B) {
	m := NewMatcher()
	terms := strings.Split("小红书/小红/红书/小/红/书/tiktok/难民/难/民", "/")
	for b.Loop() {
		m.Reset(terms)
	}
}
