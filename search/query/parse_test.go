package query

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// shape prints what Parse understood in a form for tables: words as they are,
// phrases in «», - before exclusions, field=value, and the alternatives of an OR in
// brackets.
func shape(q Query) string {
	var out []string
	for _, g := range q.Groups {
		var atoms []string
		for _, a := range g {
			s := a.Text
			if a.Phrase {
				s = "«" + s + "»"
			}
			if a.Field != FieldAny {
				s = string(a.Field) + "=" + s
			}
			if a.Not {
				s = "-" + s
			}
			atoms = append(atoms, s)
		}
		s := strings.Join(atoms, " / ")
		if len(atoms) > 1 {
			s = "(" + s + ")"
		}
		out = append(out, s)
	}
	if !q.From.IsZero() || !q.To.IsZero() {
		out = append(out, "["+printDay(q.From)+" to "+printDay(q.To)+"]")
	}
	return strings.Join(out, ", ")
}

func TestParse(t *testing.T) {
	for _, c := range []struct{ query, shape, canonical string }{
		// Words and white space of all kinds.
		{"", "", ""},
		{" \t\r\n　", "", ""},
		{"小红书", "小红书", "小红书"},
		{"小红书 TikTok 难民", "小红书, TikTok, 难民", "小红书 TikTok 难民"},
		{"　小红书　　TikTok\u00a0难民\u2003\n", "小红书, TikTok, 难民", "小红书 TikTok 难民"},
		{"小红书\x00难民\x1b", "小红书, 难民", "小红书 难民"},
		{"小红\xff书\ufffd", "小红书", "小红书"},
		{"C++ R&D node.js 2.6% a@b.cn", "C++, R&D, node.js, 2.6%, a@b.cn", "C++ R&D node.js 2.6% a@b.cn"},
		{"怎么办？", "怎么办？", "怎么办？"},

		// Phrases in every kind of quotation mark.
		{`"南森护照"`, "«南森护照»", `"南森护照"`},
		{`＂南森护照＂`, "«南森护照»", `"南森护照"`},
		{"“南森护照”", "«南森护照»", `"南森护照"`},
		{"”南森护照”", "«南森护照»", `"南森护照"`},
		{"“南森护照\"", "«南森护照»", `"南森护照"`},
		{"「南森护照」", "«南森护照»", `"南森护照"`},
		{"『南森护照』", "«南森护照»", `"南森护照"`},
		{`"Tik Tok"难民`, "«Tik Tok», 难民", `"Tik Tok" 难民`},
		{"难民“Tik Tok”", "难民, «Tik Tok»", `难民 "Tik Tok"`},
		{"难民「Tik Tok」上", "难民, «Tik Tok», 上", `难民 "Tik Tok" 上`},
		{"「他说\"好\"」", "«他说\"好\"»", "「他说\"好\"」"},
		{"『「a」" + `"b"` + "』", "«「a」\"b\"»", "『「a」\"b\"』"},
		{`"  a   b "`, "«a   b»", `"a   b"`},
		{`"-a"`, "«-a»", `"-a"`},
		{`"OR"`, "«OR»", `"OR"`},
		{`a "OR" b`, "a, «OR», b", `a "OR" b`},
		{`"2023..2025"`, "«2023..2025»", `"2023..2025"`},
		{`"title:a"`, "«title:a»", `"title:a"`},

		// Quotation marks without an end, and empty phrases.
		{`"`, "", ""},
		{`""`, "", ""},
		{`"" a`, "a", "a"},
		{`"小红书`, "小红书", "小红书"},
		{`“小红书 难民`, "小红书, 难民", "小红书 难民"},
		{"「「a", "a", "a"},
		{"「“‘a", "‘a", "‘a"},
		{"a“b", "a, b", "a b"},
		{"a“b 「c」", "a, b, «c»", `a b "c"`},
		{`27" 显示器`, `27", 显示器`, `27" 显示器`},
		{`27" 和 32" 显示器`, `27", 和, 32", 显示器`, `27" 和 32" 显示器`},

		// Exclusions.
		{"难民 -TikTok", "难民, -TikTok", "难民 -TikTok"},
		{"难民 －TikTok −小红书", "难民, -TikTok, -小红书", "难民 -TikTok -小红书"},
		{`难民 -"Tik Tok" -「小红 书」`, "难民, -«Tik Tok», -«小红 书»", `难民 -"Tik Tok" -"小红 书"`},
		{"难民 -author:硬糖 -title:红薯", "难民, -author=硬糖, -title=红薯", "难民 -author:硬糖 -title:红薯"},
		{"A-B e-mail", "A-B, e-mail", "A-B e-mail"},
		{"-", "-", "-"},
		{"--a", "--a", "--a"},
		{"a - b", "a, -, b", "a - b"},
		{`-"a`, "-a", "-a"},
		{"统计 -> 配置", "统计, ->, 配置", "统计 -> 配置"},
		{"统计 ->配置 －＞ a", "统计, ->配置, －＞, a", "统计 ->配置 －＞ a"},
		{`a -% -"%" -“>`, "a, -%, -«%», -, >", `a -% -"%" - >`},
		{"a -.net -🙂 -3%", "a, -.net, -🙂, -3%", "a -.net -🙂 -3%"},
		{`"-a`, "-a", "-a"},
		{`-"-a`, "-a", "-a"},

		// Alternatives.
		{"脸书 OR Facebook", "(脸书 / Facebook)", "脸书 OR Facebook"},
		{"脸书 | Facebook ｜ Meta", "(脸书 / Facebook / Meta)", "脸书 OR Facebook OR Meta"},
		{`a OR "b c" d`, "(a / «b c»), d", `a OR "b c" d`},
		{"author:a OR author:b", "(author=a / author=b)", "author:a OR author:b"},
		{"title:a OR b", "title=a, b", "title:a b"},
		{"or a or b", "or, a, or, b", "or a or b"},
		{"OR", "OR", "OR"},
		{"OR a", "OR, a", "OR a"},
		{"a OR", "a", "a"},
		{"a |", "a", "a"},
		{"a OR OR | b", "(a / b)", "a OR b"},
		{"OR OR a", "(OR / a)", "OR OR a"},
		{"title:a | b", "title=a, b", "title:a b"},
		{"a OR 2023.. b", "a, b, [2023-01-01 to ]", "a b date:2023-01-01.."},
		{"a OR -b", "a, -b", "a -b"},
		{"-a OR b", "-a, OR, b", "-a OR b"},
		{"a|b", "a|b", "a|b"},

		// Fields.
		{"author:硬糖", "author=硬糖", "author:硬糖"},
		{"作者：硬糖 标签:出海", "author=硬糖, tag=出海", "author:硬糖 tag:出海"},
		{"標題：紅薯 標籤：農業 分類：生活", "title=紅薯, tag=農業, category=生活", "title:紅薯 tag:農業 category:生活"},
		{"Title:a CATEGORY:It", "title=a, category=It", "title:a category:It"},
		{`author:"娱乐 硬糖"`, "author=«娱乐 硬糖»", `author:"娱乐 硬糖"`},
		{"作者：“娱乐 硬糖”", "author=«娱乐 硬糖»", `author:"娱乐 硬糖"`},
		{"title:", "title:", "title:"},
		{"title: a", "title:, a", "title: a"},
		{"https://example.org/a", "https://example.org/a", "https://example.org/a"},
		{"12:30 site:a", "12:30, site:a", "12:30 site:a"},
		{"title:author:a", "title=author:a", "title:author:a"},
		{`"title:a`, "title=a", "title:a"},

		// Dates.
		{"2023..2025", "[2023-01-01 to 2025-12-31]", "date:2023-01-01..2025-12-31"},
		{"红薯 2024-02..", "红薯, [2024-02-01 to ]", "红薯 date:2024-02-01.."},
		{"..2024-2", "[ to 2024-02-29]", "date:..2024-02-29"},
		{"date:2024", "[2024-01-01 to 2024-12-31]", "date:2024-01-01..2024-12-31"},
		{"日期：2024-05-06", "[2024-05-06 to 2024-05-06]", "date:2024-05-06..2024-05-06"},
		{"2023.. 2024..2025", "[2024-01-01 to 2025-12-31]", "date:2024-01-01..2025-12-31"},
		{"2024", "2024", "2024"},
		{"a..b .. 1..", "a..b, .., 1..", "a..b .. 1.."},
		{"2024-13..", "2024-13..", "2024-13.."},
		{"-2023..2024", "-2023..2024", "-2023..2024"},
	} {
		q := Parse(c.query)
		if got := shape(q); got != c.shape {
			t.Errorf("Parse(%q) is %s, want %s", c.query, got, c.shape)
		}
		if got := q.String(); got != c.canonical {
			t.Errorf("Parse(%q) prints %q, want %q", c.query, got, c.canonical)
		}
		checkParse(t, c.query)
	}
}

// What looks like a date but is not a date is searched for as text.
func TestParseNoDate(t *testing.T) {
	for _, query := range []string{"date:昨天", "日期：2024-13", "date:..", "-date:2024", `date:"2024"`} {
		q := Parse(query)
		if len(q.Groups) == 0 || onlyFilters(q) && !q.Groups[0][0].Not {
			t.Errorf("Parse(%q) is %s: nothing to look for", query, shape(q))
		}
		checkParse(t, query)
	}
}

// onlyFilters reports whether a query has no text to search for.
func onlyFilters(q Query) bool {
	for _, g := range q.Groups {
		for _, a := range g {
			if !a.Not && (a.Field == FieldAny || a.Field == FieldTitle) {
				return false
			}
		}
	}
	return true
}

func TestParseKeepsMaxTerms(t *testing.T) {
	for _, c := range []struct {
		name  string
		query string
		atoms int
	}{
		{"words", words(MaxTerms + 1), MaxTerms},
		{"just enough", words(MaxTerms), MaxTerms},
		{"alternatives", strings.ReplaceAll(words(MaxTerms+8), " ", " OR "), MaxTerms},
		{"exclusions", "a" + strings.Repeat(" -b", 50), MaxTerms},
		{"dates count too", "2023..2024 " + words(50), MaxTerms - 1},
		{"OR does not count", words(MaxTerms-1) + " OR z", MaxTerms},
	} {
		n := 0
		q := Parse(c.query)
		for _, g := range q.Groups {
			n += len(g)
		}
		if n != c.atoms {
			t.Errorf("%s: %d atoms, want %d", c.name, n, c.atoms)
		}
		checkParse(t, c.query)
	}
}

// words returns n different words.
func words(n int) string {
	var all []string
	for i := range n {
		all = append(all, fmt.Sprintf("w%d", i))
	}
	return strings.Join(all, " ")
}

// A failer has the methods that *testing.T and *rapid.T share.
type failer interface {
	Helper()
	Errorf(format string, args ...any)
}

// checkParse checks what holds for every query: printed and parsed again it is the
// same, and it is within the limits.
func checkParse(t failer, text string) {
	t.Helper()
	q := Parse(text)
	printed := q.String()
	if !utf8.ValidString(printed) {
		t.Errorf("Parse(%q) prints invalid UTF-8: %q", text, printed)
	}
	if again := Parse(printed); !reflect.DeepEqual(again, q) {
		t.Errorf("Parse(%q) is %s and prints %q, which is %s", text, shape(q), printed, shape(again))
	}
	n := 0
	for _, g := range q.Groups {
		if len(g) == 0 {
			t.Errorf("Parse(%q) has an empty group", text)
		}
		for _, a := range g {
			n++
			if strings.TrimSpace(a.Text) == "" {
				t.Errorf("Parse(%q) has an atom without text", text)
			}
		}
	}
	if n > MaxTerms {
		t.Errorf("Parse(%q) has %d atoms", text, n)
	}
}

// Everything that has a meaning in the query language, in any order.
func TestParseRandom(t *testing.T) {
	tokens := []string{" ", "　", "\"", "＂", "“", "”", "„", "「", "」", "『", "』", "-", "－", "OR", "|", "｜", "a", "b", "小", "书",
		"title:", "作者：", "tag:", "date:", "2023", "..", "2024-02", ":", "：", ">", "%", "\u200b", "🙂", "\xff", "\n"}
	rapid.Check(t, func(r *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(tokens), 0, 24).Draw(r, "tokens"), "")
		checkParse(r, text)
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		`小红书 "Tik Tok" -「难 民」 OR 脸书 | Meta 作者：硬糖 2023..2025 date:..2024`,
		"“「『\"＂-－−:：|｜ title:a“b -title:\"c", "a“b 「c」", `-"-a`, "\"title:\"a\xff\u200b\ufeff", "((((", "+-*?", "🙂👍🏽",
		"a OR OR OR b", "“ -“ title:“ “a”", "date:x date:2024-1-1..2023 ..",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) { checkParse(t, text) })
}
