package block

import "unicode"

// minRun is the length in runes from which a run of Han is looked for: shorter
// ones stand in a text by chance.
const minRun = 12

// HanRuns are the runs of twelve Han characters or more in a text.
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
