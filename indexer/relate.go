package indexer

import (
	"net/url"
	"slices"
	"strings"

	"github.com/xunzhang/xunzhang/article"
	"github.com/xunzhang/xunzhang/article/site"
)

// relations connect an article with others of its source: the ids of the articles
// before and after it in the reading order of its book or site, and the targets of
// its references.
type relations struct {
	Previous, Next string
	Targets        []string // an id for each reference, "" for one that leads to no article
}

func (r relations) equal(other relations) bool {
	return r.Previous == other.Previous && r.Next == other.Next && slices.Equal(r.Targets, other.Targets)
}

// namesOf returns the names, besides its path, by which pages of a wiki refer to an
// article.
func namesOf(r article.Reading, of *site.Site) []string {
	names := r.Article.Aliases
	if r.Dialect == "wiki" || of != nil && of.Tool == "Logseq" {
		names = append([]string{r.Article.Title}, names...)
	}
	return names
}

// relateTo gives an article its relations.
func (d *document) relateTo(a *article.Article) {
	a.Previous, a.Next = d.Relations.Previous, d.Relations.Next
	for i, ref := range d.References {
		if i >= len(d.Relations.Targets) || d.Relations.Targets[i] == "" {
			continue
		}
		_, place, _ := strings.Cut(ref.To, "#")
		link := article.Link{Paragraph: ref.Paragraph, Text: ref.Text, Article: d.Relations.Targets[i], Place: unescaped(place)}
		if link.Article == d.ID {
			link.Article = ""
		}
		a.Links = append(a.Links, link)
	}
}

// unescaped returns a reference without the percent escapes of addresses.
func unescaped(place string) string {
	if s, err := url.PathUnescape(place); err == nil {
		return s
	}
	return place
}

// relate finds the relations of all documents of a source. An unchanged document
// whose relations changed, because other documents were added, removed or moved, is
// read and written again.
func (s *sourceRun) relate() {
	hasReferences := func(d *document) bool { return len(d.References) > 0 || !d.Relations.equal(relations{}) }
	pages := s.pages()
	series := s.series(pages)
	if len(s.ordered())+len(series) == 0 && !slices.ContainsFunc(s.next.Documents, hasReferences) {
		return
	}
	all := newShelf(s.next.Documents)
	beside := s.neighbours(all, pages, series)
	for i, d := range s.next.Documents {
		r := beside[d]
		r.Targets = all.targets(d, s.siteOf(d.Path))
		if r.equal(d.Relations) {
			continue
		}
		if !d.written {
			changed := *d // the document in the old catalogue must not change
			d = &changed
			s.next.Documents[i] = d
			s.again[known{path: d.Path, hash: d.Hash}] = d
		}
		d.Relations = r
	}
}

// rereads reports whether unchanged documents are read again.
func (r *run) rereads() bool {
	return slices.ContainsFunc(r.sources, func(s *sourceRun) bool { return len(s.again) > 0 })
}
