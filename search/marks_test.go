package search

import (
	"context"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/search/show"
)

// What is marked in a text, on the characters as their author wrote them.
func TestMarks(t *testing.T) {
	for _, c := range []struct{ name, query, want string }{
		{"a word", "小红书", "【小红书】是社区"},
		{"every occurrence", "社区", "【社区】与【社区】"},
		{"several words", "小红书 难民", "【小红书】的TikTok【难民】"},
		{"neighbours merge", "小红书 难民", "【小红书难民】"},
		{"a word that gse cuts", "小红书用户", "【小红书】的【用户】"},
		{"half of a word is no match", "红薯", "小红书和红枣"},

		{"繁體 text", "小红书 视频", "【小紅書】的【視頻】"},
		{"繁體 query", "小紅書 視頻", "【小红书】的【视频】"},
		{"full width", "tiktok 5G", "【ＴｉｋＴｏｋ】和【５Ｇ】"},
		{"full width query", "ＴｉｋＴｏｋ", "用【TikTok】吧"},
		{"accents", "cafe", "去【Café】坐坐"},
		{"zero width space inside", "小红书", "在【小\u200b红\u200b书】上"},
		{"zero width space beside", "小红书", "在\u200b【小红书】\u200b上"},
		{"byte order mark inside", "小红书", "在【小\ufeff红书】上"},
		{"unit in one character", "5kg", "重【5㎏】。"},
		{"circled number", "①", "第【①】步"},
		{"compatibility ideograph", "都", "成【都】"},
		{"replacement character beside", "小红书", "\ufffd【小红书】\ufffd"},
		{"rare plane", "𠮷野家", "去【𠮷野家】吃饭"},
		{"rare plane alone", "㐂", "店名是【㐂】字"},
		{"emoji", "😊", "好【😊】的"},

		{"emoji and a word", "咖啡 😊", "【咖啡】好【😊】的"},
		{"character and a word", "咖啡 㐂", "【咖啡】店【㐂】"},
		{"sign alone", "★", "三【★】级"},

		{"Latin words whole", "AI", "【AI】不是maintain"},
		{"Latin beside Han", "AI", "用【AI】写作"},
		{"camelCase", "tok", "Tik【Tok】"},
		{"signs of the word", "C++", "学【C++】和C"},
		{"numbers", "2.6", "【2.6】和12.6、2.60"},
		{"numbers and a word", "2.6 损耗", "【2.6】和2个【损耗】"},
		{"letters and digits", "iPhone15 价格", "【iPhone15】的【价格】，iPhone的15"},
		{"address", "zhang.san@example.org", "写信到【zhang.san@example.org】。"},

		{"stop words alone stay plain", "小红书的难民", "【小红书】里的一切的【难民】"},
		{"question words", "小红书是什么", "【小红书】是一个平台，什么都有"},
		{"only stop words", "是什么", "这【是什么】"},
		{"the whole wording", "会员费贵不贵", "有人问【会员费贵不贵】"},
		{"a phrase with a stop word", `"的难民"`, "TikTok【的难民】来了"},
		{"phrase", `"美国用户"`, "【美国用户】不是美洲"},
		{"exclusions are not marked", "小红书 -红薯", "【小红书】"},
		{"fields are not marked", "小红书 author:难民", "【小红书】的难民"},
		{"alternatives", "红薯 OR 甘薯", "【红薯】就是【甘薯】"},
		{"one character", "书", "小红【书】"},
		{"a phrase as a whole", `"小红书用户"`, "小红书的用户，【小红书用户】和用户"},
		{"a phrase beside a word of it", `"小红书用户" 用户`, "小红书的【用户】，【小红书用户】"},
		{"no query", "", "小红书"},
	} {
		text := strings.NewReplacer("【", "", "】", "").Replace(c.want)
		if got := read(t, Options{}, c.query, text); got != c.want {
			t.Errorf("%s: %s\n got %s\nwant %s", c.name, c.query, got, c.want)
		}
	}
}

// An alternative of a word of the query is marked like the word.
func TestMarksOfAlternatives(t *testing.T) {
	table := aliases(t, "脸书 = Facebook", "抖音海外版 => TikTok", "短影音 = 短视频")
	for _, c := range []struct{ name, query, want string }{
		{"alias", "脸书", "【Facebook】就是【脸书】"},
		{"alias the other way", "facebook", "【Facebook】就是【脸书】"},
		{"alias inside a word", "脸书", "PseudoFacebooker"},
		{"one character that gse leaves beside an alias", "红脸书", "小红书和【脸书】"},
		{"replaced", "抖音海外版", "【TikTok】不是抖音，【抖音海外版】才是"},
		{"regional", "短影音", "看【短视频】和【短視頻】"},
		{"numerals", "打八折", "今天【打8折】"},
	} {
		text := strings.NewReplacer("【", "", "】", "").Replace(c.want)
		if got := read(t, Options{Expand: table}, c.query, text); got != c.want {
			t.Errorf("%s: %s\n got %s\nwant %s", c.name, c.query, got, c.want)
		}
	}
	if got := read(t, Options{}, "脸书", "Facebook就是脸书"); got != "Facebook就是【脸书】" {
		t.Errorf("without a table: %s", got)
	}
}

// Tik Tok and TikTok are the same word when the articles use both.
func TestMarksOfJoinedWords(t *testing.T) {
	var docs []doc
	for i := range 6 {
		docs = append(docs, doc{ID: string(rune('a' + i)), Title: "出海",
			Paragraphs: []string{"Tik Tok 与 TikTok 的用户，tiktok 上的 Tik\u3000Tok。", "Tik 和 Tok"}})
	}
	s := library(t, docs...)
	for _, query := range []string{"TikTok", "tik tok", "Tik Tok 用户"} {
		page, err := s.Article(context.Background(), "a", query)
		if err != nil {
			t.Fatal(err)
		}
		want := "【Tik Tok】 与 【TikTok】 的用户，【tiktok】 上的 【Tik\u3000Tok】。"
		if strings.HasSuffix(query, "用户") {
			want = strings.Replace(want, "用户", "【用户】", 1)
		}
		if got := marked(page.Paragraphs[0].Pieces); got != want {
			t.Errorf("%s: got %s, want %s", query, got, want)
		}
		if got := marked(page.Paragraphs[1].Pieces); got != "Tik 和 Tok" {
			t.Errorf("%s: got %s", query, got)
		}
	}
}

// A mark never cuts a grapheme cluster, which is shown as one character.
func TestMarksKeepGraphemes(t *testing.T) {
	for _, c := range []struct{ name, query, want string }{
		{"combining accent", "cafe", "【Cafe\u0301】s"},
		{"variation selector", "❤", "爱【❤\ufe0f】你"},
		{"skin", "👍", "好【👍🏽】的"},
		{"family, by its first", "👨", "一家【👨\u200d👩\u200d👧】人"},
		{"family, by one inside", "👩", "一家【👨\u200d👩\u200d👧】人"},
		{"skin alone", "🏽", "好【👍🏽】的"},
		{"keycap", "1", "第【1\ufe0f\u20e3】步"},
		{"kana with a mark", "か", "【か\u3099】く"},
		{"flag", "🇨🇳", "【🇨🇳】队"},
		{"half of a flag", "🇳", "【🇨🇳】队"},
	} {
		text := strings.NewReplacer("【", "", "】", "").Replace(c.want)
		if got := read(t, Options{}, c.query, text); got != c.want {
			t.Errorf("%s: %s\n got %q\nwant %q", c.name, c.query, got, c.want)
		}
	}
}

// TestMarksAreOfTheQuery: the folded text of every mark consists of terms of the
// query or their alternatives, next to each other or overlapping.
func TestMarksAreOfTheQuery(t *testing.T) {
	random := Random(t)
	table := aliases(t, "脸书 = Facebook", "短影音 = 短视频")
	words := strings.Fields("小红书 小紅書 TikTok Tik Tok 难民 難民 的 是 怎么办 脸书 Facebook 短视频 短影音 2.6 打八折 8折 社区 區 C++ AI 用户 红 ㎏ 5kg 😊 𠮷野家 在 ， 。 、 \u200b Ｆａｃｅｂｏｏｋ")
	pick := func(n int, between string) string {
		var out []string
		for range n {
			out = append(out, words[random.IntN(len(words))])
		}
		return strings.Join(out, between)
	}
	var docs []doc
	for i := range 40 {
		d := doc{ID: string(rune('A' + i)), Title: pick(3, "")}
		for range 3 {
			d.Paragraphs = append(d.Paragraphs, "开头"+pick(12, []string{"", " "}[random.IntN(2)]))
		}
		docs = append(docs, d)
	}
	s := libraryWith(t, Options{Expand: table}, docs...)
	seen := 0
	for range 60 {
		query := pick(1+random.IntN(4), []string{"", " "}[random.IntN(2)])
		if strings.Trim(query, "\u200b ") == "" { // asks for nothing
			continue
		}
		r := find(t, s, Request{Text: query, Size: 20})
		allowed := allowedMarks(r.Query)
		for _, a := range r.Articles {
			for _, pieces := range append([][]show.Piece{a.Title}, snippets(a)...) {
				for i, p := range pieces {
					if !p.Hit {
						continue
					}
					seen++
					if folded := analysis.FoldText(p.Text); !covered(folded, allowed) {
						t.Errorf("%q marks %q in %s: not of %q", query, p.Text, marked(pieces), allowed)
					}
					if i > 0 && pieces[i-1].Hit {
						t.Errorf("%q: marks beside each other in %s", query, marked(pieces))
					}
				}
			}
		}
	}
	if seen < 500 {
		t.Errorf("only %d marks", seen)
	}
}

func snippets(a show.ArticleHit) [][]show.Piece {
	var out [][]show.Piece
	for _, p := range a.Paragraphs {
		out = append(out, p.Pieces)
	}
	return out
}

// allowedMarks returns the folded texts whose occurrences may be marked: the query
// as typed, its terms, their alternatives, and pieces of these of two characters or
// more.
func allowedMarks(q QueryInfo) []string {
	texts := append([]string{analysis.FoldText(q.Text)}, q.Terms...)
	for _, e := range q.Expanded {
		texts = append(texts, analysis.FoldText(e.From), analysis.FoldText(e.To))
	}
	var out []string
	for _, text := range texts {
		text = strings.TrimSpace(text)
		out = append(out, text)
		runes := []rune(text)
		for i := range runes {
			for j := i + 2; j <= len(runes); j++ {
				if piece := runes[i:j]; !strings.ContainsFunc(string(piece), notHan) {
					out = append(out, string(piece))
				}
			}
		}
	}
	return out
}

func notHan(r rune) bool { return !unicode.Is(unicode.Han, r) }

// covered reports whether every character of a folded text lies in an
// occurrence of one of the pieces.
func covered(folded string, pieces []string) bool {
	held := make([]bool, len(folded))
	for _, p := range pieces {
		for from := 0; p != ""; {
			i := strings.Index(folded[from:], p)
			if i < 0 {
				break
			}
			for k := range len(p) {
				held[from+i+k] = true
			}
			_, n := utf8.DecodeRuneInString(p)
			from += i + n
		}
	}
	for _, h := range held {
		if !h {
			return false
		}
	}
	return true
}
