package expand

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Characters after a number that is written in both ways. Before others, such as 国
// in 三国, the digit is part of a word.
const (
	units = "折级倍天月日岁层楼年个分次届代条款项章节编期集季周号名家位人步种类块元角万亿世大强度线轮场篇秒页区室"
	// Measure words with which 两 is used and not 二, which would be an ordinal or
	// wrong.
	twos = "个天年倍层岁次家位人名种类项条款块元万亿篇周轮届期集分"
)

// Words that only look like a number with a unit, and 一 with a measure word, which
// means "a" rather than "one".
var idioms = []string{"十分", "一个", "一次", "一条", "一位", "一名", "一家", "一种", "一类", "一项", "一款",
	"一人", "一步", "一度", "一元", "一大", "一角", "一篇", "一区", "一分", "一世", "一线", "一场", "二次"}

// numberWeight is below 1, since the two spellings often say something a
// little different (一天 in passing, 1天 in a table).
const numberWeight = .8

// Numerals finds numbers up to 9999 before a unit in a folded query, and returns
// them in the other digits: 八折 and 8折, 三月 and 3月, 第三十八条 and 第38条. The
// span holds the number and its unit.
func Numerals(folded []rune) []Alternative {
	var found []Alternative
	for at := 0; at < len(folded); {
		end := at + 1
		switch {
		case isHanDigit(folded[at]):
			end = runEnd(folded, at, isHanDigit)
			found = append(found, toArabic(folded, at, end)...)
		case isDigit(folded[at]):
			end = runEnd(folded, at, inNumber)
			found = append(found, toHan(folded, at, end)...)
		case inWord(folded[at]):
			end = runEnd(folded, at, inNumber) // v2, b2b: not a number
		}
		at = end
	}
	return found
}

func runEnd(text []rune, at int, in func(rune) bool) int {
	for at < len(text) && in(text[at]) {
		at++
	}
	return at
}

func isDigit(r rune) bool  { return r >= '0' && r <= '9' }
func inNumber(r rune) bool { return r == '.' || inWord(r) }
func isHanDigit(r rune) bool {
	return strings.ContainsRune("〇零一二三四五六七八九十百千两", r)
}
func isUnit(text []rune, at int) bool {
	return at < len(text) && strings.ContainsRune(units, text[at])
}

func toArabic(text []rune, start, end int) []Alternative {
	if !isUnit(text, end) || slices.Contains(idioms, string(text[start:end+1])) || isPointer(text, start, end) {
		return nil
	}
	n, ok := parseHan(text[start:end])
	if !ok {
		return nil
	}
	unit := text[end]
	texts := []string{strconv.Itoa(n)}
	if unit == '折' && end-start == 2 && n > 10 { // 七五折 is written 7.5折 too
		texts = append(texts, decimal(n))
	}
	return alternatives(text, start, end+1, texts)
}

// isPointer reports whether a number is part of 第三人 (a third party), or of
// 哪一天, 每一年 and the like, where 一 counts nothing.
func isPointer(text []rune, start, end int) bool {
	if start == 0 {
		return false
	}
	before := text[start-1]
	return before == '第' && text[end] == '人' ||
		end == start+1 && text[start] == '一' && strings.ContainsRune("哪每这那某同另", before)
}

func toHan(text []rune, start, end int) []Alternative {
	if !isUnit(text, end) || start > 1 && text[start-1] == ',' && isDigit(text[start-2]) {
		return nil
	}
	digits := string(text[start:end])
	if text[end] == '折' {
		digits = strings.Replace(digits, ".", "", 1)
	}
	n, err := strconv.Atoi(digits)
	if err != nil || n < 1 || n > 9999 || digits[0] == '0' {
		return nil
	}
	texts := []string{formatHan(n)}
	switch {
	case text[end] == '折' && n > 10 && n < 100:
		texts = []string{spellHan(digits), strconv.Itoa(n), decimal(n)}
	case text[end] == '年' && n > 999:
		texts = []string{spellHan(digits)}
	case n == 2 && strings.ContainsRune(twos, text[end]):
		texts = append(texts, "两")
	}
	return alternatives(text, start, end+1, texts)
}

// alternatives returns spans in which the number before the unit is replaced by
// others.
func alternatives(text []rune, start, end int, numbers []string) []Alternative {
	var all []Alternative
	for _, n := range numbers {
		s := n + string(text[end-1])
		if slices.Contains(idioms, s) || s == string(text[start:end]) {
			continue
		}
		all = append(all, Alternative{
			Start: start, End: end, From: string(text[start:end]), Text: s, Display: s,
			Kind: Number, Weight: numberWeight,
		})
	}
	return all
}

// decimal writes 75 as 7.5: a discount of 25 in the hundred is 75折 or 7.5折.
func decimal(n int) string {
	return strconv.Itoa(n/10) + "." + strconv.Itoa(n%10)
}

// hanDigit returns the Han character of a digit.
func hanDigit(d int) rune {
	return [...]rune{'〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'}[d]
}

// digitValue returns the value of a Han digit.
func digitValue(r rune) int {
	switch r {
	case '零':
		return 0
	case '两':
		return 2
	}
	d := 0
	for d < 9 && hanDigit(d) != r {
		d++
	}
	return d
}

// parseHan reads 八, 十二, 三百零五 or digits one by one (二〇二五, 七五). It
// rejects forms that nobody writes, and 百 and 千 without a digit, which are
// figures of speech (百年, 千人).
func parseHan(s []rune) (int, bool) {
	if !slices.ContainsFunc(s, func(r rune) bool { return strings.ContainsRune("十百千", r) }) {
		return parseSpelled(s)
	}
	total, digit, below := 0, -1, 10_000
	for i, r := range s {
		size := map[rune]int{'十': 10, '百': 100, '千': 1000}[r]
		switch {
		case size == 0 && digit > 0, size >= below:
			return 0, false
		case size == 0:
			digit = digitValue(r)
		case digit > 0:
			total, digit, below = total+digit*size, -1, size
		case size == 10 && (i == 0 || digit == 0): // 十二, 一百零十 is rare but clear
			total, digit, below = total+10, -1, 10
		default:
			return 0, false
		}
	}
	if digit > 0 && below > 10 && s[len(s)-2] != '零' && s[len(s)-2] != '〇' {
		return 0, false // 三百五 is 350, not 305
	}
	return total + max(digit, 0), total > 0
}

// parseSpelled reads digits one by one. 两 is accepted only as a single digit.
func parseSpelled(s []rune) (int, bool) {
	if len(s) > 4 || len(s) > 1 && slices.Contains(s, '两') || digitValue(s[0]) == 0 {
		return 0, false
	}
	n := 0
	for _, r := range s {
		n = n*10 + digitValue(r)
	}
	return n, true
}

// formatHan writes a number from 1 to 9999: 十二, 三百零五.
func formatHan(n int) string {
	var out []rune
	zero := false
	for _, size := range []struct {
		value int
		name  rune
	}{{1000, '千'}, {100, '百'}, {10, '十'}, {1, 0}} {
		d := n / size.value % 10
		if d == 0 {
			zero = len(out) > 0
			continue
		}
		if zero {
			out, zero = append(out, '零'), false
		}
		if d > 1 || size.value != 10 || len(out) > 0 {
			out = append(out, hanDigit(d))
		}
		if size.name != 0 {
			out = append(out, size.name)
		}
	}
	return string(out)
}

// spellHan writes digits one by one: 二〇二五.
func spellHan(digits string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsDigit(r) {
			return r
		}
		return hanDigit(int(r - '0'))
	}, digits)
}
