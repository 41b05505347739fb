// Package site recognises the projects of the tools that make web sites and
// wikis of texts, by their configuration files, and knows what follows from
// these: which folders hold no texts, where the originals are, in which order
// the pages are read. Nothing of a configuration is executed: one that is a
// program is searched for plain values.
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
	Drafts   bool   // whether it shows what is marked as a draft
	Future   bool   // whether it shows what is dated in the future
	Pages    []Page // its pages in the order of reading, nil when nothing says one

	tools   []string // folders within Root that hold what the tool needs
	ignored []string // globs on paths within Root, or on names, that the configuration leaves out
	titles  map[string]string
	rules   string                        // of the addresses, as the configuration has them
	address func(s *Site, p Place) string // of a page within the site, "" when it is not known
}

// A Page is a page in the order of reading.
type Page struct {
	Path  string // slash path within the source, as it is written: the extension may be missing
	Title string // that the list of pages gives it; may be empty
}

// A Place is what the address of a page may hang on.
type Place struct {
	Path      string    // slash path within the source
	Title     string    // of the page
	Slug      string    // name for its address that the page gives itself
	Permalink string    // address within the site that the page gives itself
	Published time.Time // UTC day; zero when unknown
}

// Address is where the original of a page is, "" when that cannot be told.
func (s *Site) Address(p Place) string {
	within := p.Permalink
	if within == "" && s.address != nil {
		within = s.address(s, p)
	}
	if s.Base == "" || within == "" || strings.Contains(within, "://") || strings.Contains(within, ":") {
		return ""
	}
	return s.Base + escape(strings.TrimPrefix(within, "/"))
}

// TitleOf is the title that the list of pages gives a page, "" for none.
func (s *Site) TitleOf(name string) string { return s.titles[stem(name)] }

// Leaves says why a file or folder of the site holds no text for readers, by a
// word for its kind; "" for others.
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

// Rules is what the reading of a page hangs on beside its bytes: it changes when
// the page must be read again.
func (s *Site) Rules(name string) string {
	return fmt.Sprintf("%s\x00%s\x00%s\x00%t\x00%t\x00%s\x00%s", s.Tool, s.Base, s.Content, s.Drafts, s.Future, s.rules, s.TitleOf(name))
}

// NameOf is the name of a page by that of its file: Logseq writes the slashes
// of its names as other characters.
func (s *Site) NameOf(file string) string {
	if s.Tool == "Logseq" {
		return strings.NewReplacer("___", "/", "%2F", "/").Replace(file)
	}
	return file
}

// Kinds of what a site leaves out.
const (
	ToolFolder = "folder of a tool"
	Ignored    = "left out by the site"
)

// IsFuture reports whether a site does not yet show what is dated a day.
func (s *Site) IsFuture(day, now time.Time) bool {
	return !s.Future && !day.IsZero() && day.After(now)
}

// order gives the site its pages, and notes their titles.
func (s *Site) order(pages []Page) {
	s.Pages, s.titles = pages, map[string]string{}
	for _, p := range pages {
		if p.Title != "" && s.titles[stem(p.Path)] == "" {
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

// relative is a path seen from a folder that it lies in.
func relative(folder, name string) (string, bool) {
	if folder == "." {
		return name, true
	}
	return strings.CutPrefix(name, folder+"/")
}

// matches reports whether a glob stands for a path or for a folder that it lies
// in: by the path when the glob has a slash, and else by the name of any element.
func matches(glob, name string) bool {
	elements := strings.Split(name, "/")
	parts := strings.Split(strings.Trim(glob, "/"), "/")
	anchored := strings.Contains(strings.TrimSuffix(glob, "/"), "/")
	for i := range elements {
		if !anchored && element(parts[0], elements[i]) || anchored && matchPath(parts, elements[:i+1]) {
			return true
		}
	}
	return false
}

func matchPath(glob, elements []string) bool {
	for len(glob) > 0 {
		if glob[0] == "**" {
			for i := range len(elements) + 1 {
				if matchPath(glob[1:], elements[i:]) {
					return true
				}
			}
			return false
		}
		if len(elements) == 0 || !element(glob[0], elements[0]) {
			return false
		}
		glob, elements = glob[1:], elements[1:]
	}
	return len(elements) == 0
}

func element(glob, name string) bool {
	ok, err := path.Match(glob, name)
	return ok && err == nil // a malformed glob stands for nothing
}
