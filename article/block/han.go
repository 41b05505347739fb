package block

import "unicode"

// minRun is the least length of a run of Han, in runes. Shorter ones occur in texts
// by chance.
const minRun = 12

// HanRuns are the runs of at least twelve Han characters in a text.
func HanRuns(text string) []string {
	var runs []string
	start, n := 0, 0
	for i, r := range text {
		if unicode.Is(unicode.Han, r) {
			if n == 0 {
				start = i
			}
			n++
			continue
		}
		if n >= minRun {
			runs = append(runs, text[start:i])
		}
		n = 0
	}
	if n >= minRun {
		runs = append(runs, text[start:])
	}
	return runs
}
