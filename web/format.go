package web

import (
	"html/template"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/xunzhang/xunzhang/search"
)

func (p *Pages) functions() template.FuncMap {
	return template.FuncMap{
		"asset":   func(name string) string { return "/assets/" + p.names[name] },
		"count":   count,
		"day":     day,
		"lang":    lang,
		"merged":  merged,
		"marking": marking,
		"site":    func() Site { return p.site },
		"label":   p.site.label,
		"within":  p.site.within,
	}
}

// count writes a number with a comma at every three digits.
func count(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// day writes 2025-01-16 as 2025年1月16日, and anything else as it is.
func day(iso string) string {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return iso
	}
	return t.Format("2006年1月2日")
}

// span writes a range of days as people say it. An end that is "" is open. Whole
// months and years are written as such: 2024年3月至2024年5月 is clearer than the days.
func span(from, to string) string {
	first, err := time.Parse(time.DateOnly, from)
	last, err2 := time.Parse(time.DateOnly, to)
	switch {
	case from == "":
		return day(to) + "为止"
	case to == "":
		return day(from) + "起"
	case err != nil || err2 != nil:
		return from + " 至 " + to
	}
	layout := "2006年1月2日"
	if first.Day() == 1 && last.AddDate(0, 0, 1).Day() == 1 {
		layout = "2006年1月"
		if first.Month() == time.January && last.Month() == time.December {
			layout = "2006年"
		}
	}
	begin, end := first.Format(layout), last.Format(layout)
	if begin == end {
		return begin
	}
	return begin + "至" + end
}

// plain joins the text of pieces.
func plain(pieces []search.Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.Text)
	}
	return b.String()
}

// marking is the style class of a mark, "" for text that was typed.
func marking(m search.Mark) string {
	switch m {
	case search.MarkOther:
		return "other"
	case search.MarkFragment:
		return "part"
	}
	return ""
}

// merged joins neighbours of the same kind, so that one match is one mark.
func merged(pieces []search.Piece) []search.Piece {
	var out []search.Piece
	for _, p := range pieces {
		if n := len(out); n > 0 && out[n-1].Hit == p.Hit {
			out[n-1].Text += p.Text
			out[n-1].Mark = min(out[n-1].Mark, p.Mark)
		} else if p.Text != "" {
			out = append(out, p)
		}
	}
	return out
}

// traditional holds frequent characters that only Traditional Chinese has.
const traditional = "們個這來說國學會時對過為後還開關無現經問題點從動種應當電東車馬長門間見"

// lang guesses the language of a text, on which glyphs, hyphenation and reading
// aloud depend. "" means that of the page, zh-CN.
func lang(pieces []search.Piece) string {
	var han, kana, latin, trad int
	for _, r := range plain(pieces) {
		switch {
		case r < 0x80 && unicode.IsLetter(r):
			latin++
		case unicode.Is(unicode.Han, r):
			han++
			if strings.ContainsRune(traditional, r) {
				trad++
			}
		case unicode.Is(unicode.Hiragana, r), unicode.Is(unicode.Katakana, r):
			kana++
		}
	}
	switch {
	case kana > 0 && kana*4 > han:
		return "ja"
	case han == 0 && latin > 0:
		return "en"
	case trad*12 > han:
		return "zh-Hant"
	}
	return ""
}
