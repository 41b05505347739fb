package querystats

import (
	"cmp"
	"slices"
	"strings"
)

// Shown is the largest number of texts in each list of a report.
const Shown = 100

// A Report is shown to the owner of the site.
type Report struct {
	Days     int    `json:"days"`     // on which something was counted
	Searches int    `json:"searches"` // of all texts with enough readers
	Rare     int    `json:"rare"`     // texts with too few readers to be shown
	Missed   []Line `json:"missed"`   // texts that mostly found nothing, most searches first
	Unopened []Line `json:"unopened"` // texts that found something, but of which no result was opened
}

// A Line is a text with its counts.
type Line struct {
	Text string `json:"text"`
	Counts
}

// report makes the report of the current counts.
func (l *ledger) report() Report {
	r := Report{Missed: []Line{}, Unopened: []Line{}}
	days := make(map[string]bool)
	for text, h := range l.texts {
		sum := h.sum()
		r.Searches += sum.Searches
		for _, d := range h.days {
			days[d.Day] = true
		}
		switch {
		case sum.Readers < MinReaders:
			r.Rare++
		case 2*sum.Missed > sum.Searches:
			r.Missed = append(r.Missed, Line{text, sum})
		case sum.Searches > 0 && sum.Opened == 0:
			r.Unopened = append(r.Unopened, Line{text, sum})
		}
	}
	r.Days = len(days)
	r.Missed, r.Unopened = most(r.Missed), most(r.Unopened)
	return r
}

// most returns the lines with the most searches.
func most(all []Line) []Line {
	slices.SortFunc(all, func(a, b Line) int {
		return cmp.Or(cmp.Compare(b.Searches, a.Searches), strings.Compare(a.Text, b.Text))
	})
	return all[:min(Shown, len(all))]
}
