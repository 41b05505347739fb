package site

import (
	"encoding/json"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
)

// docusaurus reads docusaurus.config.js and its kin. Pages whose names begin
// with "_" are pieces of others. Without sidebars the pages have the order that
// their folders say.
func docusaurus(p project) *Site {
	data, name := p.program("docusaurus.config")
	if data == nil {
		return nil
	}
	s := &Site{Tool: "Docusaurus", Config: path.Join(p.root, name), Title: script(data, "title"), Language: script(data, "defaultLocale"),
		Base: base(script(data, "url"), script(data, "baseUrl")), Future: true, tools: []string{"build", "static", "node_modules", ".docusaurus"},
		ignored: []string{"_*.md", "_*.mdx"}}
	routes := routesOf(data, p.files["versions.json"])
	s.rules = fmt.Sprint(routes)
	s.address = func(s *Site, p Place) string { return routes.address(s, p) }
	data, _ = p.program("sidebars")
	if data == nil {
		s.order([]Page{{Path: path.Join(p.root, "docs"), Below: true}})
		return s
	}
	for _, name := range []string{"sidebars", "exports", "default"} {
		pages, unread := sidebars(path.Join(p.root, "docs"), true, name, data)
		if s.Unread = unread; len(pages) > 0 {
			s.order(pages)
			break
		}
	}
	return s
}

// routes say where Docusaurus shows the pages of its folders.
type routes struct {
	docs, blog string   // addresses of the two within the site
	numbers    bool     // whether numbers before names are no part of an address
	versions   []string // of the documents that are kept, the latest first
	current    bool     // whether what lies in docs is shown as the latest version
}

func routesOf(config, versions []byte) routes {
	r := routes{docs: "docs", blog: "blog", numbers: !unparsed.Match(config)}
	if json.Unmarshal(versions, &r.versions) != nil {
		r.versions = nil
	}
	r.current = len(r.versions) == 0 || script(config, "lastVersion") == "current"
	for _, part := range []struct {
		name string
		path *string
	}{{"docs", &r.docs}, {"blog", &r.blog}} {
		for _, options := range callsIn(config, part.name) {
			if o, ok := options.(*object); ok && o.text("routeBasePath") != "" {
				*part.path = strings.Trim(o.text("routeBasePath"), "/")
			}
		}
	}
	return r
}

// unparsed is the option to keep the numbers before names.
var unparsed = regexp.MustCompile(`numberPrefixParser\s*:\s*false`)

// translated finds the language and the plugin of a page in the folder of translations.
var translated = regexp.MustCompile(`^i18n/([^/]+)/docusaurus-plugin-content-(docs|blog|pages)/(.+)$`)

// address is where a page of Docusaurus is shown; "" for pages of other plugins, and for
// versions that the site does not list.
func (r routes) address(s *Site, p Place) string {
	within, _ := relative(s.Root, p.Path)
	language, folder := "", ""
	if m := translated.FindStringSubmatch(within); m != nil {
		if folder, within = m[2], m[3]; m[1] != s.Language {
			language = m[1]
		}
	} else if rest, ok := strings.CutPrefix(within, "src/pages/"); ok {
		folder, within = "pages", rest
	} else {
		folder, within, _ = strings.Cut(within, "/")
		if folder == "docs" {
			within = "current/" + within
		}
	}
	place, known := "", true
	switch folder {
	case "docs", "versioned_docs":
		place, known = r.document(within, p)
	case "blog":
		place = path.Join(r.blog, post(within, p.Slug))
	case "pages":
		place = strings.Trim(files(stem(within), "", "index"), "/")
	default:
		known = false
	}
	if !known {
		return ""
	}
	return path.Join("/", language, place)
}

// document is the address of a page in a folder of a version: current/a.md,
// version-1.0/a.md.
func (r routes) document(within string, p Place) (place string, known bool) {
	folder, within, _ := strings.Cut(within, "/")
	version := strings.TrimPrefix(folder, "version-")
	switch {
	case folder == "current" && r.current, !r.current && len(r.versions) > 0 && version == r.versions[0]:
		version = ""
	case folder == "current":
		version = "next"
	case !slices.Contains(r.versions, version):
		return "", false
	}
	return path.Join(r.docs, version, r.slug(stem(within), p)), true
}

// slug is the address of a document within its version.
func (r routes) slug(within string, p Place) string {
	if strings.HasPrefix(p.Slug, "/") {
		return p.Slug
	}
	folder, name := path.Dir(within), path.Base(within)
	isIndex := strings.EqualFold(name, "index") || strings.EqualFold(name, "readme") || strings.EqualFold(name, path.Base(folder))
	if r.numbers {
		folder, name = Unnumbered(folder), Unnumbered(name)
	}
	switch {
	case p.Slug != "":
		name = p.Slug
	case isIndex:
		return folder
	case p.ID != "":
		name = p.ID
	}
	return path.Join("/", folder, name)
}

// dated is the name of a post that begins with its day, in a folder or not.
var dated = regexp.MustCompile(`^(.*)(\d{4}[-/]\d{1,2}[-/]\d{1,2})[-/]?(.*?)(?:/index)?$`)

// post is the address of a post within the blog.
func post(within, slug string) string {
	if slug != "" {
		return slug
	}
	within = stem(within)
	if m := dated.FindStringSubmatch(within); m != nil {
		return path.Join(strings.ReplaceAll(m[2], "-", "/"), m[1]+m[3])
	}
	return strings.TrimSuffix(within, "/index")
}

// Numbers before names put them in order, unless they are those of a date or a version.
var (
	number   = regexp.MustCompile(`^\d+\s*[-_.]+\s*([^-_.\s].*)$`)
	noNumber = regexp.MustCompile(`^(?:(?:\d{2}|\d{4})[-_.]\d{2}(?:[-_.](?:\d{2}|\d{4}))?|\d+[-_.]\d+)`)
)

// Unnumbered is a path without the numbers before its names, as Docusaurus writes it.
func Unnumbered(name string) string {
	if !strings.ContainsAny(name, "0123456789") {
		return name
	}
	elements := strings.Split(name, "/")
	for i, element := range elements {
		if m := number.FindStringSubmatch(element); m != nil && !noNumber.MatchString(element) {
			elements[i] = m[1]
		}
	}
	return strings.Join(elements, "/")
}
