package indexer

import (
	"cmp"
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/xunzhang/xunzhang/article"
	"github.com/xunzhang/xunzhang/article/site"
)

// relations are what an article has to do with others of its source: the ids of
// those before and after it in the reading order of its book or site, and where
// its references lead.
type relations struct {
	Previous, Next string
	Targets        []string // an id for each reference, "" for one that leads to no article
}

func (r relations) equal(other relations) bool {
	return r.Previous == other.Previous && r.Next == other.Next && slices.Equal(r.Targets, other.Targets)
}

// namesOf are the names beside its path by which pages of a wiki refer to an
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

// unescaped is a place as its author means it, without the escapes of addresses.
func unescaped(place string) string {
	if s, err := url.PathUnescape(place); err == nil {
		return s
	}
	return place
}

// relate finds the relations of all documents of a source. An unchanged one
// whose relations changed, because other documents came, went or changed their
// place, is read and written again.
func (s *sourceRun) relate() {
	hasReferences := func(d *document) bool { return len(d.References) > 0 || !d.Relations.equal(relations{}) }
	if len(s.ordered()) == 0 && !slices.ContainsFunc(s.next.Documents, hasReferences) {
		return
	}
	all := newShelf(s.next.Documents)
	beside := s.neighbours(all)
	for i, d := range s.next.Documents {
		r := beside[d]
		r.Targets = all.targets(d, s.siteOf(d.Path))
		if r.equal(d.Relations) {
			continue
		}
		if !d.written {
			changed := *d // the document of the generation before stays as it was
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

// ordered are the sites that have an order of their pages.
func (s *sourceRun) ordered() []*site.Site {
	return slices.DeleteFunc(slices.Clone(s.sites), func(found *site.Site) bool { return len(found.Pages) == 0 })
}

// siteOf is the innermost site that a path lies in, nil for none.
func (s *sourceRun) siteOf(name string) *site.Site {
	for _, found := range slices.Backward(s.sites) {
		if found.Root == "." || strings.HasPrefix(name, found.Root+"/") {
			return found
		}
	}
	return nil
}

// neighbours are the articles before and after each in the order of its site. A
// page in several orders has its place in the innermost.
func (s *sourceRun) neighbours(all shelf) map[*document]relations {
	beside := map[*document]relations{}
	for _, of := range slices.Backward(s.ordered()) {
		var order []*document
		seen := map[*document]bool{}
		for _, p := range of.Pages {
			d := all.page(p.Path)
			if _, placed := beside[d]; d != nil && !placed && !seen[d] {
				seen[d] = true
				order = append(order, d)
			}
		}
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
	return beside
}

// A shelf finds documents of a source by what others call them.
type shelf struct {
	paths map[string]*document   // by path, and by path without extension, in lower case
	names map[string][]*document // by the last element of that
	wikis map[string]*document   // by names of a wiki, in lower case
}

func newShelf(documents []*document) shelf {
	s := shelf{paths: map[string]*document{}, names: map[string][]*document{}, wikis: map[string]*document{}}
	for _, d := range documents {
		name := strings.ToLower(d.Path)
		for _, key := range []string{name, stemOf(name)} {
			if s.paths[key] == nil || shelved(d, s.paths[key]) < 0 {
				s.paths[key] = d
			}
		}
		stem := stemOf(path.Base(name))
		s.names[stem] = append(s.names[stem], d)
		for _, called := range d.Called {
			if key := strings.ToLower(called); s.wikis[key] == nil || shelved(d, s.wikis[key]) < 0 {
				s.wikis[key] = d
			}
		}
	}
	return s
}

// shelved orders documents of the same name: Markdown first, then the shorter
// path, so that which is meant does not hang on the order of reading.
func shelved(a, b *document) int {
	return cmp.Or(cmp.Compare(rankOf(a.Path), rankOf(b.Path)), cmp.Compare(len(a.Path), len(b.Path)), cmp.Compare(a.Path, b.Path))
}

func stemOf(name string) string { return strings.TrimSuffix(name, path.Ext(name)) }

// page is the document at a path, whose extension may be missing or that of the
// page that a tool makes of it; nil for none.
func (s shelf) page(name string) *document {
	name = strings.ToLower(strings.TrimSuffix(name, "/"))
	keys := []string{name, name + "/readme", name + "/index", name + "/_index"}
	if ext := path.Ext(name); ext == ".html" || ext == ".md" || ext == ".htm" {
		keys = append(keys, stemOf(name))
	}
	for _, key := range keys {
		if d := s.paths[key]; d != nil {
			return d
		}
	}
	return nil
}

// wikiPage is the document that a wiki calls by a name, seen from a document:
// the page of that path, else the nearest file of that name, else what calls
// itself so; nil for none.
func (s shelf) wikiPage(name string, from *document) *document {
	name = strings.ToLower(strings.Trim(strings.TrimSuffix(strings.TrimSpace(name), ".md"), "/"))
	if name == "" {
		return from
	}
	if d := s.paths[name]; d != nil {
		return d
	}
	var found *document
	for _, d := range s.names[path.Base(name)] {
		stem := stemOf(strings.ToLower(d.Path))
		if (stem == name || strings.HasSuffix(stem, "/"+name)) && (found == nil || nearer(d, found, from)) {
			found = d
		}
	}
	if found != nil {
		return found
	}
	if d := s.wikis[name]; d != nil {
		return d
	}
	return s.paths["pages/"+strings.ReplaceAll(name, "/", "___")] // as Logseq writes a name with slashes
}

// nearer reports whether a document is meant rather than another: one in the
// folder of the page that refers to it is.
func nearer(d, other, from *document) bool {
	beside := func(d *document) int {
		if path.Dir(d.Path) == path.Dir(from.Path) {
			return 0
		}
		return 1
	}
	return cmp.Or(cmp.Compare(beside(d), beside(other)), shelved(d, other)) < 0
}

// targets are the ids of the articles to which a document refers.
func (s shelf) targets(d *document, of *site.Site) []string {
	if len(d.References) == 0 {
		return nil
	}
	root := "."
	if of != nil {
		root = of.Content
	}
	ids, any := make([]string, len(d.References)), false
	for i, ref := range d.References {
		var to *document
		switch name, _, _ := strings.Cut(ref.To, "#"); {
		case ref.Wiki:
			to = s.wikiPage(name, d)
		case name == "":
			to = d
		default:
			if name = site.Resolve(root, path.Dir(d.Path), name); name != "" {
				to = s.page(name)
			}
		}
		if to != nil {
			ids[i], any = to.ID, true
		}
	}
	if !any {
		return nil
	}
	return ids
}
