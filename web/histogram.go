package web

import (
	"fmt"
	"time"

	"github.com/xunzhang/xunzhang/search"
)

// A Histogram shows when the articles that were found were published: a bar for
// each month, or for each year, decade or century where months would be too many.
// Lengths are in units of its view box.
type Histogram struct {
	Width, Height int
	Bars          []Bar
	Unit          string // what a bar is: 月, 年, 十年 or 百年
	First, Last   string // labels of its ends
}

// A Bar is a month or some years.
type Bar struct {
	Label         string // 2025年1月, 2025年, 2020年代 or 2000–2099年
	Count         int
	From, To      string // its first and last day
	Href          string // of the results of that time, "" when there are none
	X, Y          int
	Width, Height int
	Chosen        bool // whether the chosen days overlap with it
}

const (
	histogramWidth  = 600
	histogramHeight = 96
	mostBars        = 60 // more are too thin to be touched
)

// A barUnit is what a bar stands for: that many years, or a month when years is 0.
type barUnit struct {
	years int
	name  string
}

func barUnits() []barUnit { return []barUnit{{0, "月"}, {1, "年"}, {10, "十年"}, {100, "百年"}} }

// newHistogram makes a histogram of the months in which articles were found, nil
// when there are fewer than two.
func newHistogram(q Query, r *search.Response) *Histogram {
	months := map[time.Time]int{}
	for _, m := range r.Months {
		if month, err := time.Parse("2006-01", m.Value); err == nil {
			months[month] += m.Count
		}
	}
	if len(months) < 2 {
		return nil
	}
	unit := barUnitOf(ends(months))
	counts := map[time.Time]int{}
	for at, n := range months {
		counts[unit.begin(at)] += n
	}
	h := &Histogram{Width: histogramWidth, Height: histogramHeight, Unit: unit.name}
	first, last := ends(counts)
	for at := first; !at.After(last); at = unit.next(at) {
		h.Bars = append(h.Bars, newBar(q, unit, at, counts[at]))
	}
	h.scale()
	h.First, h.Last = h.Bars[0].Label, h.Bars[len(h.Bars)-1].Label
	return h
}

// barUnitOf is the smallest unit in which the bars from the first month to the last
// are not too many.
func barUnitOf(first, last time.Time) barUnit {
	units := barUnits()
	for _, u := range units {
		if u.between(first, last) <= mostBars {
			return u
		}
	}
	return units[len(units)-1]
}

func ends(counts map[time.Time]int) (first, last time.Time) {
	for at := range counts {
		if first.IsZero() || at.Before(first) {
			first = at
		}
		if at.After(last) {
			last = at
		}
	}
	return first, last
}

// between is the number of bars from one month to another, both included.
func (u barUnit) between(first, last time.Time) int {
	if u.years == 0 {
		return 12*(last.Year()-first.Year()) + int(last.Month()-first.Month()) + 1
	}
	return last.Year()/u.years - first.Year()/u.years + 1
}

// begin is where the bar of a month begins.
func (u barUnit) begin(month time.Time) time.Time {
	if u.years == 0 {
		return month
	}
	return time.Date(month.Year()/u.years*u.years, time.January, 1, 0, 0, 0, 0, time.UTC)
}

// next is where the next bar begins.
func (u barUnit) next(at time.Time) time.Time {
	if u.years == 0 {
		return at.AddDate(0, 1, 0)
	}
	return at.AddDate(u.years, 0, 0)
}

func (u barUnit) label(at time.Time) string {
	switch u.years {
	case 0:
		return fmt.Sprintf("%d年%d月", at.Year(), at.Month())
	case 1:
		return fmt.Sprintf("%d年", at.Year())
	case 10:
		return fmt.Sprintf("%d年代", at.Year())
	}
	return fmt.Sprintf("%d–%d年", at.Year(), at.Year()+u.years-1)
}

func newBar(q Query, u barUnit, at time.Time, count int) Bar {
	b := Bar{Label: u.label(at), Count: count, From: isoDay(at), To: isoDay(u.next(at).AddDate(0, 0, -1))}
	if count > 0 {
		b.Href = q.Between(b.From, b.To).Href()
	}
	b.Chosen = (q.From != "" || q.To != "") && b.To >= q.From && (q.To == "" || b.From <= q.To)
	return b
}

// scale places the bars. The highest one has the full height, and a bar of one
// article can still be seen.
func (h *Histogram) scale() {
	most := 1
	for _, b := range h.Bars {
		most = max(most, b.Count)
	}
	for i := range h.Bars {
		b := &h.Bars[i]
		b.X = i * h.Width / len(h.Bars)
		b.Width = max(1, (i+1)*h.Width/len(h.Bars)-b.X-2)
		if b.Count > 0 {
			b.Height = max(4, b.Count*h.Height/most)
		}
		b.Y = h.Height - b.Height
	}
}
