package web

import (
	"time"

	"github.com/xunzhang/xunzhang/search"
)

// A Histogram shows when what was found was published: a bar for each month, or
// for each year where that would be too many. Lengths are in units of its view box.
type Histogram struct {
	Width, Height int
	Bars          []Bar
	Yearly        bool
	First, Last   string // labels of its ends
}

// A Bar is a month or a year.
type Bar struct {
	Label         string // 2025年1月
	Count         int
	From, To      string // its first and last day
	Href          string // of the results of it, "" when there are none
	X, Y          int
	Width, Height int
	Chosen        bool // whether the query is restricted to days of it
}

const (
	histogramWidth  = 600
	histogramHeight = 96
	mostBars        = 60 // more are too thin to be touched
)

// newHistogram lays out the months of what was found, nil when there are fewer
// than two, and when they reach over more years than there is room for.
func newHistogram(q Query, r *search.Response) *Histogram {
	counts := map[time.Time]int{}
	for _, m := range r.Months {
		if month, err := time.Parse("2006-01", m.Value); err == nil {
			counts[month] += m.Count
		}
	}
	if len(counts) < 2 {
		return nil
	}
	first, last := ends(counts)
	h := &Histogram{Width: histogramWidth, Height: histogramHeight, Yearly: monthsBetween(first, last) > mostBars}
	if h.Yearly {
		counts = byYear(counts)
		if first, last = ends(counts); last.Year()-first.Year() >= mostBars {
			return nil
		}
	}
	for at := first; !at.After(last); at = h.next(at) {
		h.add(q, at, counts[at])
	}
	h.scale()
	h.First, h.Last = h.Bars[0].Label, h.Bars[len(h.Bars)-1].Label
	return h
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

func monthsBetween(first, last time.Time) int {
	return 12*(last.Year()-first.Year()) + int(last.Month()-first.Month()) + 1
}

func byYear(months map[time.Time]int) map[time.Time]int {
	out := map[time.Time]int{}
	for at, n := range months {
		out[time.Date(at.Year(), time.January, 1, 0, 0, 0, 0, time.UTC)] += n
	}
	return out
}

// next is where the next bar begins.
func (h *Histogram) next(at time.Time) time.Time {
	if h.Yearly {
		return at.AddDate(1, 0, 0)
	}
	return at.AddDate(0, 1, 0)
}

func (h *Histogram) add(q Query, at time.Time, count int) {
	b := Bar{Label: at.Format("2006年1月"), Count: count, From: isoDay(at), To: isoDay(h.next(at).AddDate(0, 0, -1))}
	if h.Yearly {
		b.Label = at.Format("2006年")
	}
	if count > 0 {
		b.Href = q.Between(b.From, b.To).Href()
	}
	b.Chosen = (q.From != "" || q.To != "") && b.To >= q.From && (q.To == "" || b.From <= q.To)
	h.Bars = append(h.Bars, b)
}

// scale places the bars: the highest fills the height, and one article can be seen.
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
