package expand

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Dates and large numbers are written in several ways that say the same.

// thousandsFrom is how many digits a number has that is written with separators:
// four are as often a year.
const thousandsFrom = 5

// Written finds dates (2024-03-05, 2024/3/5, 2024年3月5日) and numbers of many digits
// (12000, 12,000) in a folded query, and gives the other ways to write them.
func Written(folded []rune) []Alternative {
	var found []Alternative
	for at := 0; at < len(folded); {
		if !isDigit(folded[at]) || at > 0 && (inNumber(folded[at-1]) || folded[at-1] == ',') {
			at++
			continue
		}
		end, ways := dateAt(folded, at)
		if ways == nil {
			end, ways = thousandsAt(folded, at)
		}
		if ways == nil {
			at = runEnd(folded, at, inNumber)
			continue
		}
		typed := string(folded[at:end])
		for _, way := range ways {
			if way != typed {
				found = append(found, Alternative{Start: at, End: end, From: typed, Text: way, Display: way, Kind: Number, Weight: 1})
			}
		}
		at = end
	}
	return found
}

// dateAt reads a day at a place, and gives all ways to write it.
func dateAt(text []rune, at int) (end int, ways []string) {
	year, end, ok := numberAt(text, at, 4, 4)
	if !ok || end == len(text) {
		return at, nil
	}
	first := text[end]
	second, last := first, rune(0)
	switch first {
	case '-', '/', '.':
	case '年':
		second, last = '月', '日'
	default:
		return at, nil
	}
	month, end, ok := numberAt(text, end+1, 1, 2)
	if !ok || end == len(text) || text[end] != second {
		return at, nil
	}
	day, end, ok := numberAt(text, end+1, 1, 2)
	if !ok || month < 1 || month > 12 || day < 1 || day > 31 || year < 1000 {
		return at, nil
	}
	switch {
	case last != 0 && end < len(text) && (text[end] == last || text[end] == '号'):
		end++
	case last != 0 || end < len(text) && (inNumber(text[end]) || text[end] == second):
		return at, nil // 2024.3.5.1 is no day
	}
	for _, form := range [...]string{"%d年%d月%d日", "%d-%d-%d", "%d-%02d-%02d", "%d/%d/%d", "%d/%02d/%02d", "%d.%d.%d", "%d.%02d.%02d"} {
		if way := fmt.Sprintf(form, year, month, day); !slices.Contains(ways, way) {
			ways = append(ways, way)
		}
	}
	return end, ways
}

// numberAt reads a number of so many digits.
func numberAt(text []rune, at, least, most int) (n, end int, ok bool) {
	end = runEnd(text, at, isDigit)
	if end-at < least || end-at > most {
		return 0, at, false
	}
	n, err := strconv.Atoi(string(text[at:end]))
	return n, end, err == nil
}

// thousandsAt reads a whole number at a place, and gives it with and without
// separators.
func thousandsAt(text []rune, at int) (end int, ways []string) {
	end = runEnd(text, at, isDigit)
	digits := string(text[at:end])
	for end-at > 0 && end+3 < len(text)+1 && end < len(text) && text[end] == ',' && runEnd(text, end+1, isDigit) == end+4 {
		digits += string(text[end+1 : end+4])
		end += 4
	}
	separated := end-at > len(digits)
	head := len(digits) % 3
	switch {
	case end < len(text) && (inNumber(text[end]) || text[end] == ',' && end+1 < len(text) && isDigit(text[end+1])):
		return at, nil // 12000.5, 12,0005
	case separated && strings.IndexByte(string(text[at:end]), ',') > 3:
		return at, nil // 2024,123
	case !separated && len(digits) < thousandsFrom, len(digits) > 15:
		return at, nil
	}
	var groups []string
	if head > 0 {
		groups = append(groups, digits[:head])
	}
	for i := head; i < len(digits); i += 3 {
		groups = append(groups, digits[i:i+3])
	}
	return end, []string{digits, strings.Join(groups, ",")}
}
