package page

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// datePattern finds a day written as 2025-01-16, 2025/1/16, 2025.01.16 or
// 2025年1月16日 at the beginning of a text.
var datePattern = regexp.MustCompile(`^(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})(\s?日)?`)

// Plausible years of publication: what is outside is no date.
const (
	firstYear = 1000
	lastYear  = 9999
)

// CompactDate is a day in eight digits, which is taken for one in years that
// files are dated with.
const (
	CompactDate  = "20060102"
	firstCompact = 1900
	lastCompact  = 2100
)

// ParseDate reads a day in the forms that pages use; an unknown form is the
// zero time. Times of day with a zone count as the day in UTC, those without
// as written.
func ParseDate(s string) time.Time {
	day, _ := CutDate(s)
	return day
}

// CutDate reads a date from the beginning of a text, and returns what follows.
func CutDate(s string) (time.Time, string) {
	s = strings.TrimSpace(s)
	for _, layout := range []string{time.RFC3339, time.RFC1123, time.RFC1123Z, "2006-01-02T15:04:05Z0700"} {
		if t, err := time.Parse(layout, s); err == nil {
			return day(t.UTC()), ""
		}
	}
	if m := datePattern.FindStringSubmatch(s); m != nil {
		y, _ := strconv.Atoi(m[1]) // the pattern admits digits only
		mo, _ := strconv.Atoi(m[2])
		d, _ := strconv.Atoi(m[3])
		t := time.Date(y, time.Month(mo), d, 0, 0, 0, 0, time.UTC)
		if int(t.Month()) == mo && t.Day() == d && y >= firstYear {
			return t, s[len(m[0]):]
		}
		return time.Time{}, s
	}
	if len(s) == len(CompactDate) {
		if t, err := time.Parse(CompactDate, s); err == nil && t.Year() >= firstCompact && t.Year() < lastCompact {
			return t, ""
		}
	}
	if n, err := strconv.ParseInt(s, 10, 64); err == nil && (len(s) == 10 || len(s) == 13) {
		return UnixDate(float64(n)), ""
	}
	return time.Time{}, s
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

// day is a time without its time of day.
func day(t time.Time) time.Time {
	if t.Year() < firstYear || t.Year() > lastYear {
		return time.Time{}
	}
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

// IsDate reports whether a text is a date and nothing but, or with a time of day.
func IsDate(s string) bool {
	t, rest := CutDate(s)
	return !t.IsZero() && strings.Trim(rest, "0123456789:. 发布于") == ""
}
