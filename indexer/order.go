package indexer

import (
	"slices"
	"strings"

	"github.com/xunzhang/xunzhang/article/site"
)

// ordered returns the sites that define an order of their pages.
func (s *sourceRun) ordered() []*site.Site {
	return slices.DeleteFunc(slices.Clone(s.sites), func(found *site.Site) bool { return len(found.Pages) == 0 })
}

// siteOf returns the innermost site that contains a path, nil for none.
func (s *sourceRun) siteOf(name string) *site.Site {
	for _, found := range slices.Backward(s.sites) {
		if found.Root == "." || strings.HasPrefix(name, found.Root+"/") {
			return found
		}
	}
	return nil
}

// pages are the documents of a source by path, to find their reading order.
type pages struct {
	files []site.File
	of    map[string]*document // by path
}

func (s *sourceRun) pages() pages {
	p := pages{of: map[string]*document{}}
	for _, d := range s.next.Documents {
		if d.Path != "" && p.of[d.Path] == nil {
			p.of[d.Path] = d
			p.files = append(p.files, site.File{Path: d.Path, Position: d.Position})
		}
	}
	return p
}

func (p pages) documents(paths []string) []*document {
	all := make([]*document, len(paths))
	for i, name := range paths {
		all[i] = p.of[name]
	}
	return all
}

// series returns, for each folder that defines an order, its documents in that
// order: by a list of names, by numbers in front of file names, or by positions
// that the pages state.
func (s *sourceRun) series(p pages) [][]*document {
	var all [][]*document
	for _, list := range site.Series(p.files, s.orders) {
		all = append(all, p.documents(list))
	}
	return all
}

// neighbours finds the articles before and after each one in the order of its site.
// For a page in several orders the innermost one counts; the configuration of a
// site counts more than folders and pages.
func (s *sourceRun) neighbours(all shelf, p pages, series [][]*document) map[*document]relations {
	beside := map[*document]relations{}
	for _, of := range slices.Backward(s.ordered()) {
		s.chainPages(of.Pages, all, p, beside)
		for _, translation := range p.translations(of) {
			s.chainPages(of.PagesIn(translation), all, p, beside)
		}
	}
	for _, list := range series {
		if !slices.ContainsFunc(list, func(d *document) bool { _, placed := beside[d]; return placed }) {
			chain(list, beside)
		}
	}
	return beside
}

// chainPages makes the documents of a list of pages neighbours, except for those that
// have a place.
func (s *sourceRun) chainPages(list []site.Page, all shelf, p pages, beside map[*document]relations) {
	var order []*document
	seen := map[*document]bool{}
	for _, entry := range list {
		found := []*document{all.page(entry.Path)}
		if entry.Below {
			found = p.documents(site.Below(entry.Path, p.files, s.orders))
		}
		for _, d := range found {
			if _, placed := beside[d]; d != nil && !placed && !seen[d] {
				seen[d] = true
				order = append(order, d)
			}
		}
	}
	chain(order, beside)
}

// translations are the folders with translations of a site's pages.
func (p pages) translations(of *site.Site) []string {
	var all []string
	for _, f := range p.files {
		if t := of.TranslationOf(f.Path); t != "" && !slices.Contains(all, t) {
			all = append(all, t)
		}
	}
	return all
}

// chain makes documents the neighbours of each other, in the given order.
func chain(order []*document, beside map[*document]relations) {
	for i, d := range order {
		var r relations
		if i > 0 {
			r.Previous = order[i-1].ID
		}
		if i+1 < len(order) {
			r.Next = order[i+1].ID
		}
		beside[d] = r
	}
}
