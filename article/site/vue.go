package site

import (
	"path"
	"regexp"
	"strings"
)

// program finds a configuration that is a program, by its name up to the
// extension.
func (p project) program(stem string) (data []byte, name string) {
	for _, ext := range []string{".ts", ".js", ".mts", ".mjs", ".cts", ".cjs"} {
		if data, ok := p.files[stem+ext]; ok {
			return data, stem + ext
		}
	}
	return nil, ""
}

// vuepress reads .vuepress/config.js and its kin.
func vuepress(p project) *Site {
	data, name := p.program(".vuepress/config")
	if data == nil {
		return nil
	}
	s := &Site{Tool: "VuePress", Config: path.Join(p.root, name), Title: script(data, "title"), Language: script(data, "lang"),
		Base: base(script(data, "hostname"), script(data, "base")), Future: true}
	s.address = func(s *Site, p Place) string { return files(s.texts(p.Path), ".html", "readme", "index") }
	return s
}

// vitepress reads .vitepress/config.js and its kin.
func vitepress(p project) *Site {
	data, name := p.program(".vitepress/config")
	if data == nil {
		return nil
	}
	s := &Site{Tool: "VitePress", Config: path.Join(p.root, name), Title: script(data, "title"), Language: script(data, "lang"),
		Content: strings.Trim(script(data, "srcDir"), "./"), Base: base(script(data, "hostname"), script(data, "base")), Future: true}
	for _, glob := range scriptList(data, "srcExclude") {
		s.ignored = append(s.ignored, under(s.Content, glob))
	}
	extension := ".html"
	if cleanURLs.Match(data) {
		extension = ""
	}
	s.rules = extension
	s.address = func(s *Site, p Place) string { return files(s.texts(p.Path), extension, "index") }
	return s
}

var cleanURLs = regexp.MustCompile(`(?m)^\s*cleanUrls\s*:\s*true`)

// docusaurus reads docusaurus.config.js and its kin. Pages whose names begin
// with "_" are pieces of others.
func docusaurus(p project) *Site {
	data, name := p.program("docusaurus.config")
	if data == nil {
		return nil
	}
	s := &Site{Tool: "Docusaurus", Config: path.Join(p.root, name), Title: script(data, "title"), Language: script(data, "defaultLocale"),
		Base: base(script(data, "url"), script(data, "baseUrl")), Future: true, tools: []string{"build", "static", "node_modules", ".docusaurus"},
		ignored: []string{"_*.md", "_*.mdx"}}
	s.address = docusaurusAddress
	return s
}

// number is what Docusaurus takes off the names of files and folders: it only
// puts them in order.
var number = regexp.MustCompile(`(^|/)\d+\s*[-_.]+\s*`)

func docusaurusAddress(s *Site, p Place) string {
	within, _ := relative(s.Root, p.Path)
	within, ok := strings.CutPrefix(within, "docs/")
	if !ok {
		return "" // blogs and versions hang on plugins
	}
	within = number.ReplaceAllString(stem(within), "$1")
	if p.Slug != "" {
		if strings.HasPrefix(p.Slug, "/") {
			return "docs" + p.Slug
		}
		return path.Join("docs", path.Dir(within), p.Slug)
	}
	if folder := path.Dir(within); strings.EqualFold(path.Base(within), path.Base(folder)) {
		return "docs/" + folder // a page named as its folder is that of the folder
	}
	return strings.TrimSuffix("docs/"+strings.TrimPrefix(files(within, "", "index", "readme"), "/"), "/")
}
