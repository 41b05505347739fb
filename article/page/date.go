package page

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// datePattern finds a day written as 2025-01-16, 2025/1/16, 2025.01.16, 2025年1月16日 or
// 2025年1月16号 at the beginning of a text. Word processors write dashes for hyphens.
var datePattern = regexp.MustCompile(`^(\d{4})\s?[-/.年–—]\s?(\d{1,2})\s?[-/.月–—]\s?(\d{1,2})(\s?[日号號])?`)

// shortPattern is a day with a year of two digits, and nothing else. Only a year that can
// be no month says which number is the year.
var shortPattern = regexp.MustCompile(`^(1[3-9]|[2-9]\d)[-/.](\d{1,2})[-/.](\d{1,2})$`)

// monthPattern is a month without a day, and nothing else: 2021年7月, 2021-07.
var monthPattern = regexp.MustCompile(`^(\d{4})\s?[-/.年]\s?(\d{1,2})\s?月?$`)

// Years that a date may have. Other numbers are not dates.
const (
	firstYear = 1000
	lastYear  = 9999
)

// CompactDate is the layout of a day in eight digits. Eight digits are only read as
// a day in these years.
const (
	CompactDate  = "20060102"
	firstCompact = 1900
	lastCompact  = 2100
)

// ParseDate reads a day in the forms that documents use; anything else gives the
// zero time. A time of day with a zone counts as the day in UTC, one without as it
// is written. A month without a day counts as its first day.
func ParseDate(s string) time.Time {
	s = narrowDigits.Replace(s)
	if first := month(s); !first.IsZero() {
		return first
	}
	if m := shortPattern.FindStringSubmatch(strings.TrimSpace(s)); m != nil {
		century := "20"
		if m[1] >= firstShort {
			century = "19"
		}
		return dateOf(century+m[1], m[2], m[3])
	}
	day, _ := CutDate(s)
	return day
}

// firstShort is the first year of two digits that is one of the twentieth century.
const firstShort = "70"

// narrowDigits replaces the wide digits of Chinese keyboards.
var narrowDigits = strings.NewReplacer("０", "0", "１", "1", "２", "2", "３", "3", "４", "4", "５", "5", "６", "6", "７", "7", "８", "8", "９", "9")

// month is the first day of a month without a day, the zero time for other texts.
func month(s string) time.Time {
	if m := monthPattern.FindStringSubmatch(strings.TrimSpace(s)); m != nil {
		return dateOf(m[1], m[2], "1")
	}
	return time.Time{}
}

// MonthOfName is the first day of the month that a name is, in years that files are
// dated with.
func MonthOfName(name string) time.Time {
	if first := month(name); first.Year() >= firstCompact && first.Year() < lastCompact {
		return first
	}
	return time.Time{}
}

// dateOf is a day by its numbers, the zero time for what is none.
func dateOf(year, month, day string) time.Time {
	y, _ := strconv.Atoi(year) // the patterns admit digits only
	m, _ := strconv.Atoi(month)
	d, _ := strconv.Atoi(day)
	t := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if int(t.Month()) != m || t.Day() != d || y < firstYear {
		return time.Time{}
	}
	return t
}

// CutDate reads a date from the beginning of a text, and returns what follows.
func CutDate(s string) (time.Time, string) {
	s = strings.TrimSpace(s)
	for _, layout := range []string{time.RFC3339, time.RFC1123, time.RFC1123Z, "2006-01-02T15:04:05Z0700", "20060102T150405Z0700"} {
		if t, err := time.Parse(layout, s); err == nil {
			return day(t.UTC()), ""
		}
	}
	if m := datePattern.FindStringSubmatch(s); m != nil {
		if t := dateOf(m[1], m[2], m[3]); !t.IsZero() {
			return t, s[len(m[0]):]
		}
		return time.Time{}, s
	}
	if len(s) == len(CompactDate) {
		if t, err := time.Parse(CompactDate, s); err == nil && t.Year() >= firstCompact && t.Year() < lastCompact {
			return t, ""
		}
	}
	if t, err := time.Parse("20060102150405", s); err == nil && t.Year() >= firstCompact && t.Year() < lastCompact {
		return day(t), ""
	}
	if t, rest := wordedDate(s); !t.IsZero() {
		return t, rest
	}
	if n, err := strconv.ParseInt(s, 10, 64); err == nil && (len(s) == 10 || len(s) == 13) {
		return UnixDate(float64(n)), ""
	}
	return time.Time{}, s
}

// wordedDate reads a day whose month is an English word, or whose numbers are Chinese
// characters, from the beginning of a text: July 8, 2022, Fri 8 Jul 2022, 08-Jul-2022,
// 二〇二一年七月八日. It returns what follows.
func wordedDate(s string) (time.Time, string) {
	if m := hanDate.FindStringSubmatch(s); m != nil {
		return dateOf(hanDigits.Replace(m[1]), hanNumber(m[2]), hanNumber(m[3])), s[len(m[0]):]
	}
	if s == "" || s[0] >= utf8.RuneSelf { // most texts are no English
		return time.Time{}, s
	}
	for _, form := range englishDates {
		m := form.FindStringSubmatch(s)
		if m == nil {
			continue
		}
		month := strings.Index(englishMonths, strings.ToLower(m[form.SubexpIndex("month")])[:3])/3 + 1
		t := dateOf(m[form.SubexpIndex("year")], strconv.Itoa(month), m[form.SubexpIndex("day")])
		return t, s[len(m[0]):]
	}
	return time.Time{}, s
}

const (
	englishMonths = "janfebmaraprmayjunjulaugsepoctnovdec"
	monthWord     = `(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?`
	dayWord       = `(?i)^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?\s+)?`
	dayNumber     = `(?P<day>\d{1,2})(?:st|nd|rd|th)?`
	yearNumber    = `(?P<year>\d{4})\b`
)

// englishDates are the orders of a month in words, a day and a year.
var englishDates = []*regexp.Regexp{
	regexp.MustCompile(dayWord + monthWord + `[\s-]\s*` + dayNumber + `(?:,\s*|[\s-]\s*)` + yearNumber),
	regexp.MustCompile(dayWord + dayNumber + `[\s-]\s*(?:of\s+)?` + monthWord + `(?:,\s*|[\s-]\s*)` + yearNumber),
	regexp.MustCompile(`(?i)^` + yearNumber + `[\s-]` + monthWord + `[\s-]` + dayNumber + `\b`),
}

var (
	hanDate   = regexp.MustCompile(`^([〇零○一二三四五六七八九]{4}|\d{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})[日号號]`)
	hanDigits = strings.NewReplacer("〇", "0", "零", "0", "○", "0", "一", "1", "二", "2", "三", "3", "四", "4", "五", "5", "六", "6", "七", "7", "八", "8", "九", "9")
)

// hanNumber writes a number up to 99 in Chinese characters in digits.
func hanNumber(s string) string {
	tens, ones, ok := strings.Cut(s, "十")
	if !ok {
		return hanDigits.Replace(s)
	}
	if tens == "" {
		tens = "一"
	}
	if ones == "" {
		ones = "〇"
	}
	return hanDigits.Replace(tens + ones)
}

// UnixDate reads seconds, or milliseconds, since 1970.
func UnixDate(n float64) time.Time {
	if n >= 1e11 {
		n /= 1000
	}
	if n <= 0 || n > 253402300799 { // the last second of 9999
		return time.Time{}
	}
	return day(time.Unix(int64(n), 0).UTC())
}

// day is a time without its time of day; zero for years that a date does not have.
func day(t time.Time) time.Time {
	if t.Year() < firstYear || t.Year() > lastYear {
		return time.Time{}
	}
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

// IsDate reports whether a text is a date, perhaps with a time of day, and nothing
// else.
func IsDate(s string) bool {
	t, rest := CutDate(s)
	return !t.IsZero() && strings.Trim(rest, "0123456789:. 发布于") == ""
}
