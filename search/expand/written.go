package expand

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Dates, large numbers and names with a number are written in several ways that mean
// the same.

// thousandsFrom is the least number of digits of a number that is written with
// separators: four digits are as often a year.
const thousandsFrom = 5

// Written finds dates (2024-03-05, 2024/3/5, 2024年3月5日), numbers of many digits
// (12000, 12,000) and names that end in a number (iphone15) in a folded query, and
// returns the other ways to write them.
func Written(folded []rune) []Alternative {
	var found []Alternative
	for at := 0; at < len(folded); {
		if !inWord(folded[at]) || at > 0 && (inNumber(folded[at-1]) || folded[at-1] == ',') {
			at++
			continue
		}
		end, ways := waysAt(folded, at)
		if ways == nil {
			at = runEnd(folded, at, inNumber)
			continue
		}
		typed, kind := string(folded[at:end]), Number
		if !isDigit(folded[at]) {
			kind = Joined
		}
		for _, way := range ways {
			if way != typed {
				found = append(found, Alternative{Start: at, End: end, From: typed, Text: way, Display: way, Kind: kind, Weight: 1})
			}
		}
		at = end
	}
	return found
}

// waysAt reads what begins at a position, and returns all ways to write it; nil for
// what is written in one way alone.
func waysAt(text []rune, at int) (end int, ways []string) {
	if !isDigit(text[at]) {
		return modelAt(text, at)
	}
	if end, ways = dateAt(text, at); ways == nil {
		end, ways = thousandsAt(text, at)
	}
	return end, ways
}

// leastName is the number of letters from which a name and its number are also written
// apart. The letter of h5 or q3 is rarely a word.
const leastName = 2

// modelAt reads letters with a number behind them at a position (iphone15, gpt4,
// windows11), which many people write apart.
func modelAt(text []rune, at int) (end int, ways []string) {
	letters := runEnd(text, at, isLatin)
	end = runEnd(text, letters, isDigit)
	if letters-at < leastName || end == letters || end < len(text) && inNumber(text[end]) {
		return at, nil
	}
	name, number := string(text[at:letters]), string(text[letters:end])
	return end, []string{name + " " + number, name + "-" + number}
}

func isLatin(r rune) bool { return r >= 'a' && r <= 'z' }

// dateAt reads a date at a position, and returns all ways to write it.
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
		return at, nil // 2024.3.5.1 is not a date
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

// thousandsAt reads a whole number at a position, and returns it with and without
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
