package site

import (
	"fmt"
	"path"
	"regexp"
	"strings"
)

// hugo reads hugo.toml or the older config.toml, or their forms in YAML and JSON.
func hugo(p project) *Site {
	v, name := p.first("hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json", "config/_default/hugo.toml", "config/_default/hugo.yaml",
		"config.toml", "config.yaml", "config.yml", "config.json", "config/_default/config.toml", "config/_default/config.yaml")
	if v == nil || !strings.Contains(name, "hugo.") && v["baseurl"] == nil {
		return nil
	}
	s := &Site{Tool: "Hugo", Config: path.Join(p.root, name), Title: v.text("title"), Language: v.text("languagecode"),
		Content: orDefault(v.text("contentdir"), "content"), Base: base(v.text("baseurl"), ""),
		Drafts: v.is("builddrafts"), Future: v.is("buildfuture"), Expired: v.is("buildexpired"),
		tools: []string{"archetypes", "assets", "data", "i18n", "layouts", "public", "resources", "static", "themes"}}
	if s.Language == "" {
		s.Language = v.text("defaultcontentlanguage")
	}
	patterns, keep, ugly := v.table("permalinks"), v.is("disablepathtolower"), v.is("uglyurls")
	if page := patterns.table("page"); page != nil {
		patterns = page
	}
	s.rules = fmt.Sprint(patterns, keep, ugly)
	s.address = func(s *Site, p Place) string { return hugoAddress(s, p, patterns, keep, ugly) }
	return s
}

func hugoAddress(s *Site, p Place, patterns values, keep, ugly bool) string {
	within := s.texts(p.Path)
	if within == "" {
		return ""
	}
	section, _, nested := strings.Cut(within, "/")
	if !nested {
		section = ""
	}
	name := path.Base(within)
	if isIndex := strings.EqualFold(name, "index") || strings.EqualFold(name, "_index"); isIndex {
		if within = path.Dir(within); within == "." {
			return "/"
		}
		name = path.Base(within)
		if strings.HasSuffix(stem(p.Path), "_index") {
			section = "" // patterns are for pages, not for lists
		}
	}
	if p.Slug != "" {
		within, name = path.Join(path.Dir(within), p.Slug), p.Slug
	}
	address := within + "/"
	if ugly {
		address = within + ".html"
	}
	if pattern := patterns.text(section); pattern != "" && section != "" {
		title := slug(p.Title)
		address = fill(pattern, p, map[string]string{":filename": name, ":slug": orDefault(p.Slug, title), ":title": title, ":section": section,
			":sections": path.Dir(within), ":slugorfilename": name, ":contentbasename": name, ":slugorcontentbasename": name})
	}
	if !keep {
		address = strings.ToLower(address)
	}
	return strings.ReplaceAll(address, " ", "-")
}

// hexo reads _config.yml. Jekyll has a file of this name too, but only Hexo names
// its folders in it.
func hexo(p project) *Site {
	v, name := p.first("_config.yml", "_config.yaml")
	if v["source_dir"] == nil && v["public_dir"] == nil && v["new_post_name"] == nil {
		return nil
	}
	s := &Site{Tool: "Hexo", Config: path.Join(p.root, name), Title: v.text("title"), Language: v.text("language"),
		Content: orDefault(v.text("source_dir"), "source"), Base: base(v.text("url"), ""), Drafts: v.is("render_drafts"), Future: !v.isNot("future"),
		tools: []string{"scaffolds", "themes", orDefault(v.text("public_dir"), "public")}}
	if list := v.list("language"); s.Language == "" && len(list) > 0 {
		s.Language = list[0]
	}
	for _, glob := range v.list("skip_render") {
		s.ignored = append(s.ignored, path.Join(s.Content, glob))
	}
	pattern := v.text("permalink")
	s.rules = pattern
	s.address = func(s *Site, p Place) string {
		within := s.texts(p.Path)
		post, ok := strings.CutPrefix(within, "_posts/")
		if !ok {
			return folders(within, "index")
		}
		return fill(pattern, p, map[string]string{":title": post, ":name": path.Base(post), ":post_title": slug(p.Title), ":slug": orDefault(p.Slug, post)})
	}
	return s
}

// jekyllStyles are the patterns that Jekyll has names for, without categories.
func jekyllStyles() map[string]string {
	return map[string]string{"": "/:year/:month/:day/:title.html", "date": "/:year/:month/:day/:title.html", "pretty": "/:year/:month/:day/:title/", "none": "/:title.html"}
}

// postName is the name of a post of Jekyll, without its date.
var postName = regexp.MustCompile(`^\d{4}-\d{1,2}-\d{1,2}-(.+)$`)

// jekyll reads _config.yml.
func jekyll(p project) *Site {
	v, name := p.first("_config.yml", "_config.yaml")
	if len(v) == 0 {
		return nil
	}
	s := &Site{Tool: "Jekyll", Config: path.Join(p.root, name), Title: v.text("title"), Language: v.text("lang"),
		Content: strings.Trim(v.text("source"), "./"), Base: base(v.text("url"), v.text("baseurl")), Drafts: v.is("show_drafts"), Future: v.is("future"),
		tools:   []string{"_site", "_layouts", "_includes", "_sass", "_data", "_plugins", "vendor", "node_modules", orDefault(v.text("destination"), "_site")},
		ignored: v.list("exclude")}
	if s.Language == "" {
		s.Language = v.text("locale")
	}
	pattern := v.text("permalink")
	s.rules = pattern
	if style, ok := jekyllStyles()[pattern]; ok {
		pattern = style
	}
	s.address = func(s *Site, p Place) string { return jekyllAddress(s, p, pattern) }
	return s
}

func jekyllAddress(s *Site, p Place, pattern string) string {
	within := s.texts(p.Path)
	m := postName.FindStringSubmatch(path.Base(within))
	folder := path.Dir(within)
	switch {
	case m == nil && strings.HasPrefix(within, "_"):
		return "" // the addresses of collections depend on their configuration
	case m == nil:
		return files(within, ".html", "index", "readme")
	case folder != "_posts":
		return "" // folders above are categories
	}
	return fill(pattern, p, map[string]string{":title": orDefault(p.Slug, m[1]), ":slug": orDefault(p.Slug, slug(m[1])), ":categories": "/"})
}
