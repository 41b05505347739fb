package web

import (
	"html/template"
	"io"

	"github.com/xunzhang/xunzhang/search"
)

// An OwnerPage shows the owner of an index what is in it: a self-contained file
// that loads nothing else.
type OwnerPage struct {
	Title  string
	Facts  []Fact
	Months *Histogram // nil when there are too few dates
	Tables []Table
}

// A Fact is a name with a value.
type Fact struct{ Name, Text string }

// A Table has rows of as many cells as it has columns; the last is a number.
type Table struct {
	Title   string
	Columns []string
	Rows    [][]string
}

// MonthsOf is a histogram of everything that a response found, for an OwnerPage.
func MonthsOf(r *search.Response) *Histogram { return newHistogram(Query{}, r) }

// Number writes a number as pages do, with a comma at every three digits.
func Number(n int) string { return count(n) }

// Day writes 2025-01-16 as pages do, as 2025年1月16日.
func Day(iso string) string { return day(iso) }

// Owner writes the page of the owner.
func (p *Pages) Owner(w io.Writer, page OwnerPage) error {
	style := p.assets[p.names["app.css"]]
	return p.write(w, "owner", struct {
		OwnerPage
		Style template.CSS
	}{page, template.CSS(style.Body)})
}
