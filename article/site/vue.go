package site

import (
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
)

// program finds a configuration that is a program, by its name without extension.
func (p project) program(stem string) (data []byte, name string) {
	for _, ext := range []string{".ts", ".js", ".mts", ".mjs", ".cts", ".cjs"} {
		if data, ok := p.files[stem+ext]; ok {
			return data, stem + ext
		}
	}
	return nil, ""
}

// programs are the programs in a folder: the configuration, and files beside it
// that hold parts of it.
func (p project) programs(folder string) [][]byte {
	var all [][]byte
	for _, name := range slices.Sorted(maps.Keys(p.files)) {
		if strings.HasPrefix(name, folder) && isProgram(name) {
			all = append(all, p.files[name])
		}
	}
	return all
}

func isProgram(name string) bool {
	return slices.Contains([]string{".ts", ".js", ".mts", ".mjs", ".cts", ".cjs"}, path.Ext(name))
}

// sidebar takes the order of the pages from the sidebars in the folder of the
// configuration.
func (s *Site) sidebar(p project, folder string) {
	pages, unread := sidebars(path.Join(p.root, s.Content), false, "sidebar", p.programs(folder)...)
	if s.Unread = unread; len(pages) > 0 {
		s.order(pages)
	}
}

// vuepress reads .vuepress/config.js, or the same with another extension.
func vuepress(p project) *Site {
	data, name := p.program(".vuepress/config")
	if data == nil {
		return nil
	}
	s := &Site{Tool: "VuePress", Config: path.Join(p.root, name), Title: script(data, "title"), Language: script(data, "lang"),
		Base: base(script(data, "hostname"), script(data, "base")), Future: true}
	s.address = func(s *Site, p Place) string { return files(s.texts(p.Path), ".html", "readme", "index") }
	s.sidebar(p, ".vuepress/")
	return s
}

// vitepress reads .vitepress/config.js, or the same with another extension.
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
	s.sidebar(p, ".vitepress/")
	return s
}

var cleanURLs = regexp.MustCompile(`(?m)^\s*cleanUrls\s*:\s*true`)
