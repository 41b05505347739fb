package site

import (
	"fmt"
	"path"
	"strings"
)

// mdbook reads book.toml.
func mdbook(p project) *Site {
	v := p.read("book.toml")
	book := v.table("book")
	if book == nil {
		return nil
	}
	s := &Site{Tool: "mdBook", Config: path.Join(p.root, "book.toml"), Title: book.text("title"), Language: book.text("language"),
		Content: orDefault(book.text("src"), "src"), Base: base(v.table("output", "html").text("site-url"), ""), Future: true,
		tools: []string{orDefault(v.table("build").text("build-dir"), "book"), "theme"}}
	s.address = func(s *Site, p Place) string { return files(s.texts(p.Path), ".html", "readme", "index") }
	return s
}

func orDefault(value, otherwise string) string {
	if value == "" {
		return otherwise
	}
	return strings.Trim(value, "/")
}

// mkdocs reads mkdocs.yml.
func mkdocs(p project) *Site {
	v, name := p.first("mkdocs.yml", "mkdocs.yaml")
	if v.text("site_name") == "" {
		return nil
	}
	theme := v.table("theme")
	s := &Site{Tool: "MkDocs", Config: path.Join(p.root, name), Title: v.text("site_name"), Language: theme.text("language"),
		Content: orDefault(v.text("docs_dir"), "docs"), Base: base(v.text("site_url"), ""), Future: true,
		tools: []string{orDefault(v.text("site_dir"), "site")}}
	if custom := theme.text("custom_dir"); custom != "" {
		s.tools = append(s.tools, strings.Trim(custom, "/"))
	}
	for _, glob := range append(v.list("exclude_docs"), v.list("draft_docs")...) {
		if !strings.HasPrefix(glob, "!") {
			s.ignored = append(s.ignored, under(s.Content, glob))
		}
	}
	flat := v.isNot("use_directory_urls")
	s.rules = fmt.Sprint(flat)
	s.address = func(s *Site, p Place) string {
		if flat {
			return files(s.texts(p.Path), ".html", "index", "readme")
		}
		return folders(s.texts(p.Path), "index", "readme")
	}
	if nav, ok := v["nav"].([]any); ok {
		s.order(navPages(path.Join(p.root, s.Content), nav, maxNav))
	}
	return s
}

// under converts a glob written relative to a folder into one relative to the
// source. A glob without a slash matches names in any folder.
func under(folder, glob string) string {
	if !strings.Contains(strings.TrimSuffix(glob, "/"), "/") {
		return glob
	}
	return path.Join(folder, glob)
}

// maxNav is how deep the navigation of a site may be nested.
const maxNav = 30

// navPages are the pages of MkDocs' navigation: a list of paths, of titles with
// paths, and of titles with lists.
func navPages(folder string, nav []any, depth int) []Page {
	var pages []Page
	add := func(title, address string) {
		if name := Resolve(folder, folder, address); name != "" && path.Ext(name) != "" {
			pages = append(pages, Page{Path: name, Title: title})
		}
	}
	for _, item := range nav {
		switch item := item.(type) {
		case string:
			add("", item)
		case map[string]any:
			for title, value := range item { // one in each item
				switch value := value.(type) {
				case string:
					add(title, value)
				case []any:
					if depth > 0 {
						pages = append(pages, navPages(folder, value, depth-1)...)
					}
				}
			}
		}
	}
	return pages
}
