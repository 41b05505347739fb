package web

import "github.com/xunzhang/xunzhang/search"

// Paging are the links to other pages of results.
type Paging struct {
	Page  int
	Pages int
	Start int    // number of the first result of the page, from 1
	Prev  string // address, "" on the first page
	Next  string // address, "" on the last page
	Links []PageLink
	First string // address of page 1, where this page has no results; else ""
}

// A PageLink is a page's number; Number 0 is a gap.
type PageLink struct {
	Number  int
	Href    string
	Current bool
}

func newPaging(q Query, r *search.Response) Paging {
	size := max(r.Size, 1)
	p := Paging{Page: max(q.Page, r.Page, 1), Start: (max(r.Page, 1)-1)*size + 1, Pages: min((r.Total+r.PartialTotal+size-1)/size, search.MaxWindow/size)}
	if p.Pages > 0 && len(r.Articles) == 0 {
		p.First = q.At(1).Href()
	}
	if p.Page > p.Pages {
		return p
	}
	if p.Page > 1 {
		p.Prev = q.At(p.Page - 1).Href()
	}
	if p.Page < p.Pages {
		p.Next = q.At(p.Page + 1).Href()
	}
	last := 0
	for _, n := range around(p.Page, p.Pages) {
		if n > last+1 {
			p.Links = append(p.Links, PageLink{})
		}
		p.Links = append(p.Links, PageLink{Number: n, Href: q.At(n).Href(), Current: n == p.Page})
		last = n
	}
	return p
}

// around lists the first page, the last one, and two on each side of page.
func around(page, pages int) []int {
	var list []int
	for n := 1; n <= pages; n++ {
		if n == 1 || n == pages || (n >= page-2 && n <= page+2) {
			list = append(list, n)
		}
	}
	return list
}
