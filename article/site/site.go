// Package site recognises the projects of tools that make web sites and wikis from
// texts, by their configuration files. It knows what follows from these: which
// folders hold no texts, the addresses of the pages, and the order in which they
// are read. It executes nothing: a configuration that is a program is searched for
// plain values. It must not know the content of documents.
package site

import (
	"fmt"
	"path"
	"strings"
	"time"
)

// A Site is a project of a tool, in a folder of a source.
type Site struct {
	Tool     string // as its makers write it: "Hugo"
	Root     string // slash path of its folder within the source, "." for the source itself
	Config   string // slash path of the file that it was recognised by
	Title    string // "" when the configuration has none
	Language string // as a BCP 47 tag, "" when the configuration has none
	Base     string // address of the site with a slash at the end, "" when unknown
	Content  string // slash path of the folder with its texts, Root when they lie everywhere
	Drafts   bool   // whether it shows drafts
	Future   bool   // whether it shows pages dated in the future
	Expired  bool   // whether it shows expired pages
	Pages    []Page // its pages in the order of reading, nil when no order is stated
	Unread   int    // entries of that order that only running a program would give

	tools   []string // folders within Root that hold files for the tool, and no texts
	ignored []string // globs on paths within Root, or on names, that the configuration leaves out
	titles  map[string]string
	rules   string                        // of the addresses, as the configuration has them
	address func(s *Site, p Place) string // of a page within the site, "" when it is not known
}

// A Page is a page in the order of reading.
type Page struct {
	Path  string // slash path within the source, as it is written: the extension may be missing
	Title string // that the list of pages gives it; may be empty
	Below bool   // whether it is a folder, of which all pages follow in its own order
}

// A Place has what the address of a page may be made of.
type Place struct {
	Path      string    // slash path within the source
	Title     string    // of the page
	ID        string    // name within its folder, as the page states it, where its tool has such names
	Slug      string    // last element of its address, as the page states it
	Permalink string    // address within the site, as the page states it
	Published time.Time // UTC day; zero when unknown
}

// Address is the address of the original of a page, "" when it is unknown.
func (s *Site) Address(p Place) string {
	within := s.Within(p)
	if s.Base == "" || within == "" {
		return ""
	}
	return s.Base + escape(strings.TrimPrefix(within, "/"))
}

// Within is the address of a page within its site, which begins with a slash; "" when
// that cannot be told.
func (s *Site) Within(p Place) string {
	within := p.Permalink
	if within == "" && s.address != nil {
		within = s.address(s, p)
	}
	if within == "" || strings.Contains(within, ":") {
		return ""
	}
	return "/" + strings.TrimPrefix(within, "/")
}

// Unlike is the address of a page within its site where a reader could not tell it from
// the page's path, "" for others.
func (s *Site) Unlike(p Place) string {
	within := s.Within(p)
	name, ok := relative(s.Content, p.Path)
	said := strings.ToLower(Unnumbered(stem(name)))
	for _, index := range []string{"/index", "/readme", "/_index"} {
		said = strings.TrimSuffix(said, index)
	}
	if ok && strings.EqualFold(strings.TrimSuffix(strings.Trim(within, "/"), ".html"), said) {
		return ""
	}
	return within
}

// Translation is the folder of the address of pages in another language than that of
// the site, by the path of one: /fr. "" for pages in the site's own language.
func (s *Site) Translation(name string) string {
	if s.Tool != "Docusaurus" {
		return ""
	}
	within, _ := relative(s.Root, name)
	if m := translated.FindStringSubmatch(within); m != nil && m[1] != s.Language {
		return "/" + m[1]
	}
	return ""
}

// TitleOf is the title of a page in the list of pages, "" for none.
func (s *Site) TitleOf(name string) string { return s.titles[stem(name)] }

// Leaves says why a file or folder of the site is left out, ToolFolder or Ignored;
// "" if it is not.
func (s *Site) Leaves(name string) string {
	within, ok := relative(s.Root, name)
	if !ok {
		return ""
	}
	for _, folder := range s.tools {
		if within == folder || strings.HasPrefix(within, folder+"/") {
			return ToolFolder
		}
	}
	for _, glob := range s.ignored {
		if matches(glob, within) {
			return Ignored
		}
	}
	return ""
}

// Rules is everything outside of a page's file that its reading depends on. When it
// changes, the page must be read again.
func (s *Site) Rules(name string) string {
	return fmt.Sprintf("%s\x00%s\x00%s\x00%t\x00%t\x00%t\x00%s\x00%s", s.Tool, s.Base, s.Content, s.Drafts, s.Future, s.Expired, s.rules, s.TitleOf(name))
}

// NameOf is the name of a page by the name of its file. Logseq writes slashes in
// names as other characters.
func (s *Site) NameOf(file string) string {
	if s.Tool == "Logseq" {
		return strings.NewReplacer("___", "/", "%2F", "/").Replace(file)
	}
	return file
}

// NamesWithin reports whether the id that a page states is only its name within its
// folder, as in Docusaurus.
func (s *Site) NamesWithin() bool { return s.Tool == "Docusaurus" }

// Reasons for which a site leaves files out.
const (
	ToolFolder = "folder of a tool"
	Ignored    = "left out by the site"
)

// IsFuture reports whether the site does not yet show a page that is dated day.
func (s *Site) IsFuture(day, now time.Time) bool {
	return !s.Future && !day.IsZero() && day.After(now)
}

// Expires reports whether the site stops showing pages on the day that they state.
func (s *Site) Expires() bool { return s.Tool == "Hugo" && !s.Expired }

// IsPast reports whether a page that states day as its end is no longer shown.
func (s *Site) IsPast(day, now time.Time) bool {
	return s.Expires() && !day.IsZero() && !day.After(now)
}

// order sets the pages of the site, and notes their titles.
func (s *Site) order(pages []Page) {
	s.Pages, s.titles = pages, map[string]string{}
	for _, p := range pages {
		if p.Title != "" && !p.Below && s.titles[stem(p.Path)] == "" {
			s.titles[stem(p.Path)] = p.Title
		}
	}
}

// stem is a path without the extension of a text.
func stem(name string) string {
	switch ext := path.Ext(name); strings.ToLower(ext) {
	case ".md", ".markdown", ".mdx", ".html", ".htm":
		return name[:len(name)-len(ext)]
	}
	return name
}

// relative is a path relative to a folder that contains it.
func relative(folder, name string) (string, bool) {
	if folder == "." {
		return name, true
	}
	return strings.CutPrefix(name, folder+"/")
}
