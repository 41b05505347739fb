package indexer

import (
	"cmp"
	"path"
	"strings"

	"github.com/xunzhang/xunzhang/article/site"
)

// A shelf finds documents of a source by the paths and names with which others
// refer to them.
type shelf struct {
	paths map[string]*document   // by path, and by path without extension, in lower case
	names map[string][]*document // by the last element of that
	wikis map[string]*document   // by names of a wiki, in lower case
	plain map[string]*document   // by path without extension and without the numbers before names
	sites map[string]*document   // by address within a site, in lower case
}

func newShelf(documents []*document) shelf {
	s := shelf{paths: map[string]*document{}, names: map[string][]*document{}, wikis: map[string]*document{}, plain: map[string]*document{}, sites: map[string]*document{}}
	for _, d := range documents {
		if key := strings.ToLower(site.Unnumbered(stemOf(d.Path))); s.plain[key] == nil || shelved(d, s.plain[key]) < 0 {
			s.plain[key] = d
		}
		if key := addressKey(d.Within); key != "" && (s.sites[key] == nil || shelved(d, s.sites[key]) < 0) {
			s.sites[key] = d
		}
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

// addressKey returns the form of an address within a site by which the shelf finds
// it.
func addressKey(address string) string {
	return strings.ToLower(strings.TrimSuffix(address, "/"))
}

// shelved orders documents of the same name: Markdown first, then the shorter path,
// so that the target of a reference does not depend on the order of reading.
func shelved(a, b *document) int {
	return cmp.Or(cmp.Compare(rankOf(a.Path), rankOf(b.Path)), cmp.Compare(len(a.Path), len(b.Path)), cmp.Compare(a.Path, b.Path))
}

func stemOf(name string) string { return strings.TrimSuffix(name, path.Ext(name)) }

// page returns the document at a path, nil for none. The path may lack its
// extension, or have the extension of the page that a site tool makes of the
// document.
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
	for _, key := range keys {
		if d := s.plain[stemOf(key)]; d != nil { // the way that Docusaurus writes it
			return d
		}
	}
	return nil
}

// wikiPage returns the document to which a name in a wiki refers, as seen from
// another document: the page with that path, else the nearest file with that name,
// else a page that has the name as an alias; nil for none.
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
	return s.paths["pages/"+strings.ReplaceAll(name, "/", "___")] // file name of Logseq for a name with slashes
}

// nearer reports whether a reference means a document rather than another one of
// the same name: a document in the folder of the referring page comes first.
func nearer(d, other, from *document) bool {
	beside := func(d *document) int {
		if path.Dir(d.Path) == path.Dir(from.Path) {
			return 0
		}
		return 1
	}
	return cmp.Or(cmp.Compare(beside(d), beside(other)), shelved(d, other)) < 0
}

// address returns the document with an address within a site, nil for none. When
// the referring document is a translation, the document of the same language is
// preferred.
func (s shelf) address(name string, from *document, of *site.Site) *document {
	if !strings.HasPrefix(name, "/") || len(s.sites) == 0 {
		return nil
	}
	key := addressKey(unescaped(name))
	if of != nil {
		if language := strings.ToLower(of.Translation(from.Path)); language != "" && s.sites[language+key] != nil {
			return s.sites[language+key]
		}
	}
	return s.sites[key]
}

// targets returns the ids of the articles to which a document refers.
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
			if to = s.address(name, d, of); to != nil {
				break
			}
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
