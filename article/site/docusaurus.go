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
	routes := routesOf(data, p.files)
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
	blog    string     // address of the blog within the site
	numbers bool       // whether numbers before names are no part of an address
	docs    documents  // of the folder docs
	more    []instance // of further plugins
}

// documents are the pages that one plugin for documents shows.
type documents struct {
	route    string   // their address within the site
	versions []string // that are kept, the latest first
	current  bool     // whether what is no kept version is shown as the latest one
}

// An instance is a further plugin of a site, which has an id and a folder of its own.
type instance struct {
	id, folder string
	blog       bool
	documents
}

func routesOf(config []byte, files map[string][]byte) routes {
	r := routes{blog: "blog", numbers: !unparsed.Match(config), docs: documentsOf("docs", config, files["versions.json"])}
	for _, part := range []struct {
		name  string
		route *string
	}{{"docs", &r.docs.route}, {"blog", &r.blog}} {
		for _, options := range callsIn(config, part.name) {
			if o, ok := options.(*object); ok && o.text("routeBasePath") != "" {
				*part.route = strings.Trim(o.text("routeBasePath"), "/")
			}
		}
	}
	for _, p := range pluginsIn(config) {
		id, folder := p.options.text("id"), strings.Trim(p.options.text("path"), "./")
		if id == "" || folder == "" {
			continue
		}
		route := folder
		if _, stated := p.options.get("routeBasePath").(string); stated {
			route = strings.Trim(p.options.text("routeBasePath"), "/")
		}
		r.more = append(r.more, instance{id: id, folder: folder, blog: p.blog, documents: documentsOf(route, nil, files[id+"_versions.json"])})
	}
	return r
}

// documentsOf are the documents that a plugin shows; versions are a list in JSON.
func documentsOf(route string, config, versions []byte) documents {
	d := documents{route: route}
	if json.Unmarshal(versions, &d.versions) != nil {
		d.versions = nil
	}
	d.current = len(d.versions) == 0 || script(config, "lastVersion") == "current"
	return d
}

// A plugin is an entry of the list of plugins, with its options.
type plugin struct {
	blog    bool
	options *object
}

// pluginsIn are the plugins for documents and blogs that a configuration lists.
func pluginsIn(config []byte) []plugin {
	var all []plugin
	l := &literals{src: config}
	for l.peek() != 0 {
		switch b := l.src[l.at]; b {
		case '"', '\'', '`':
			name, ok := l.text()
			blog := strings.HasSuffix(name, "content-blog")
			if !ok || !blog && !strings.HasSuffix(name, "content-docs") || !l.take(',') {
				continue
			}
			if options, ok := l.value().(*object); ok {
				all = append(all, plugin{blog: blog, options: options})
			}
		default:
			l.at++
		}
	}
	return all
}

// unparsed is the option to keep the numbers before names.
var unparsed = regexp.MustCompile(`numberPrefixParser\s*:\s*false`)

// translated finds the language and the plugin of a page in the folder of translations:
// its kind, and the id of a further plugin.
var translated = regexp.MustCompile(`^i18n/([^/]+)/docusaurus-plugin-content-(docs|blog|pages)(?:-([^/]+))?/(.+)$`)

// address is where a page of Docusaurus is shown; "" for pages of plugins that the
// configuration does not name, and for versions that the site does not list.
func (r routes) address(s *Site, p Place) string {
	within, _ := relative(s.Root, p.Path)
	language := ""
	var place string
	var known bool
	if m := translated.FindStringSubmatch(within); m != nil {
		if m[1] != s.Language {
			language = m[1]
		}
		place, known = r.translation(m[2], m[3], m[4], p)
	} else {
		place, known = r.original(within, p)
	}
	if !known {
		return ""
	}
	return path.Join("/", language, place)
}

// translation is the address, without that of the language, of a translated page.
func (r routes) translation(kind, id, within string, p Place) (place string, known bool) {
	switch {
	case kind == "pages":
		return strings.Trim(files(stem(within), "", "index"), "/"), true
	case kind == "blog" && id == "":
		return path.Join(r.blog, post(within, p.Slug)), true
	case id == "":
		return r.document(r.docs, within, p)
	}
	for _, more := range r.more {
		switch {
		case more.id != id || more.blog != (kind == "blog"):
		case more.blog:
			return path.Join(more.route, post(within, p.Slug)), true
		default:
			return r.document(more.documents, within, p)
		}
	}
	return "", false
}

// original is the address of a page in the language of the site.
func (r routes) original(name string, p Place) (place string, known bool) {
	for _, more := range r.more {
		if within, ok := strings.CutPrefix(name, more.folder+"/"); ok && more.blog {
			return path.Join(more.route, post(within, p.Slug)), true
		} else if ok {
			return r.document(more.documents, "current/"+within, p)
		}
		if within, ok := strings.CutPrefix(name, more.id+"_versioned_docs/"); ok {
			return r.document(more.documents, within, p)
		}
	}
	folder, within, _ := strings.Cut(name, "/")
	switch folder {
	case "docs":
		return r.document(r.docs, "current/"+within, p)
	case "versioned_docs":
		return r.document(r.docs, within, p)
	case "blog":
		return path.Join(r.blog, post(within, p.Slug)), true
	case "src":
		if within, ok := strings.CutPrefix(within, "pages/"); ok {
			return strings.Trim(files(stem(within), "", "index"), "/"), true
		}
	}
	return "", false
}

// document is the address of a page in a folder of a version: current/a.md,
// version-1.0/a.md.
func (r routes) document(d documents, within string, p Place) (place string, known bool) {
	folder, within, _ := strings.Cut(within, "/")
	version := strings.TrimPrefix(folder, "version-")
	switch {
	case folder == "current" && d.current, !d.current && len(d.versions) > 0 && version == d.versions[0]:
		version = ""
	case folder == "current":
		version = "next"
	case !slices.Contains(d.versions, version):
		return "", false
	}
	return path.Join(d.route, version, r.slug(stem(within), p)), true
}

// TranslationOf is the folder with the translation of the documents that a page is part
// of, by its path within the source; "" for a page that is no translation of one. Pages
// has the order of the originals, PagesIn that of the translations.
func (s *Site) TranslationOf(name string) string {
	if s.Tool != "Docusaurus" {
		return ""
	}
	within, _ := relative(s.Root, name)
	m := translated.FindStringSubmatch(within)
	if m == nil || m[2] != "docs" || m[3] != "" || !strings.HasPrefix(m[4], "current/") {
		return ""
	}
	return path.Join(s.Root, "i18n", m[1], "docusaurus-plugin-content-docs/current")
}

// PagesIn are the pages of the site in a folder with a translation, in the order of
// Pages.
func (s *Site) PagesIn(translation string) []Page {
	var all []Page
	docs := path.Join(s.Root, "docs")
	for _, p := range s.Pages {
		if within, ok := relative(docs, p.Path); ok {
			p.Path = path.Join(translation, within)
			all = append(all, p)
		} else if p.Path == docs {
			p.Path = translation
			all = append(all, p)
		}
	}
	return all
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
