package site

import (
	"maps"
	"path"
	"slices"
	"strings"
)

// Sites are the sites in a source.
type Sites struct {
	all    []*Site
	root   map[string]*Site // by Root
	orders map[string]Order // by folder
	book   []string         // folders with a table of contents for readers, such as SUMMARY.md
}

// All returns the sites, outer ones first.
func (s *Sites) All() []*Site { return s.all }

// Of returns the innermost site that contains a path, nil for none.
func (s *Sites) Of(name string) *Site {
	if s == nil || len(s.all) == 0 {
		return nil
	}
	for dir := path.Dir(name); ; dir = path.Dir(dir) {
		if found := s.root[dir]; found != nil {
			return found
		}
		if dir == "." || dir == "/" {
			return nil
		}
	}
}

// maxCover is the size, in bytes, up to which a README in a book is only the cover
// of the book or of a section.
const maxCover = 256

// IsCover reports whether a page of that many bytes is a cover of a book or of one
// of its folders.
func (s *Sites) IsCover(name string, size int) bool {
	if s == nil || size > maxCover || !strings.EqualFold(path.Base(name), "readme.md") {
		return false
	}
	return slices.ContainsFunc(s.book, func(folder string) bool { return folder == "." || strings.HasPrefix(name, folder+"/") })
}

// MaxConfig is the size of a configuration, in bytes, up to which it is read.
const MaxConfig = 4 << 20

// IsConfig reports whether a file, by its slash path, may say something about a
// site, and must be passed to Recognise.
func IsConfig(name string) bool { return rootOf(name) != "" }

// rootOf is the root of the site that a configuration file belongs to, "" for other
// files.
func rootOf(name string) string {
	dir, base := path.Split(name)
	dir = path.Clean(dir)
	stem, _, _ := strings.Cut(base, ".")
	switch folder := path.Base(dir); {
	case isContentsName(base), slices.Contains(configNames(), base), slices.Contains(orderNames(), base), strings.HasSuffix(base, "_versions.json"):
		if folder == "_default" && path.Base(path.Dir(dir)) == "config" {
			return path.Dir(path.Dir(dir))
		}
		return dir
	case isVueFolder(folder) && (stem == "config" || isProgram(base) && strings.Contains(strings.ToLower(stem), "sidebar")):
		return path.Dir(dir)
	case isVueFolder(path.Base(path.Dir(dir))) && isProgram(base) && slices.Contains(vueSettings(), folder):
		return path.Dir(path.Dir(dir))
	case folder == ".obsidian" && path.Ext(base) == ".json",
		folder == "logseq" && base == "config.edn":
		return path.Dir(dir)
	case strings.HasSuffix(dir, ".obsidian/plugins/templater-obsidian") && base == "data.json":
		return path.Dir(path.Dir(path.Dir(dir)))
	}
	return ""
}

func isVueFolder(name string) bool { return name == ".vuepress" || name == ".vitepress" }

// vueSettings are the names of folders beside a configuration that hold parts of
// it.
func vueSettings() []string {
	return []string{"config", "configs", "sidebar", "sidebars"}
}

func configNames() []string {
	return []string{"mkdocs.yml", "mkdocs.yaml", "book.toml", ".gitbook.yaml", "_config.yml", "_config.yaml",
		"hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json", "config.toml", "config.yaml", "config.yml", "config.json",
		"docusaurus.config.js", "docusaurus.config.ts", "docusaurus.config.mjs", "docusaurus.config.cjs", "sidebars.js", "sidebars.ts", "sidebars.mjs", "sidebars.cjs", "versions.json"}
}

// IsHiddenFolder reports whether a folder with a leading full stop in its name may
// hold the configuration of a site.
func IsHiddenFolder(name string) bool {
	return slices.Contains([]string{".vuepress", ".vitepress", ".obsidian"}, path.Base(name)) ||
		strings.HasSuffix(name, ".obsidian/plugins") || strings.HasSuffix(name, ".obsidian/plugins/templater-obsidian")
}

// A project is the configuration files of one root.
type project struct {
	root  string
	files map[string][]byte // by slash path within the root
}

// Recognise finds the sites of a source. files are those for which IsConfig is
// true, by their slash paths.
func Recognise(files map[string][]byte) *Sites {
	projects := map[string]project{}
	for name, data := range files {
		root := rootOf(name)
		within, ok := relative(root, name)
		if root == "" || !ok {
			continue
		}
		if projects[root].files == nil {
			projects[root] = project{root: root, files: map[string][]byte{}}
		}
		projects[root].files[within] = data
	}
	s := &Sites{root: map[string]*Site{}, orders: map[string]Order{}}
	for _, root := range slices.SortedFunc(maps.Keys(projects), outerFirst) {
		p := projects[root]
		if outer := s.Of(root + "/x"); outer != nil && outer.Leaves(root) != "" {
			continue // a configuration in a folder of the tool, such as that of a theme
		}
		if found := p.recognise(); found != nil {
			s.all, s.root[root] = append(s.all, found), found
		}
		s.contents(p)
		s.order(p)
	}
	return s
}

// outerFirst orders folders so that each comes before those in it.
func outerFirst(a, b string) int {
	depth := func(s string) int {
		if s == "." {
			return 0
		}
		return 1 + strings.Count(s, "/")
	}
	if n := depth(a) - depth(b); n != 0 {
		return n
	}
	return strings.Compare(a, b)
}

// recognise returns the site of a project, nil for none.
func (p project) recognise() *Site {
	for _, try := range []func(project) *Site{mkdocs, mdbook, docusaurus, vuepress, vitepress, hugo, hexo, jekyll, obsidian, logseq} {
		s := try(p)
		if s == nil {
			continue
		}
		s.Root = p.root
		if s.Content = path.Join(p.root, s.Content); !strings.HasPrefix(s.Content+"/", p.root+"/") && p.root != "." {
			s.Content = p.root
		}
		return s
	}
	return nil
}

// contents reads a table of contents: as the order of the site whose texts lie
// beside it, otherwise as a book of its own.
func (s *Sites) contents(p project) {
	for _, name := range slices.Sorted(maps.Keys(p.files)) {
		if !isContentsName(name) || !IsContents(p.files[name]) {
			continue
		}
		pages := contentsPages(p.root, p.files[name])
		outer := s.root[p.root]
		if outer == nil {
			outer = s.Of(path.Join(p.root, name))
		}
		if outer == nil || outer.Content != p.root && outer.Root != p.root {
			outer = &Site{Tool: "GitBook", Root: p.root, Config: path.Join(p.root, name), Content: p.root, tools: []string{"_book"}}
			if strings.HasPrefix(name, "_") {
				outer.Tool, outer.tools = "docsify", nil
			}
			s.all, s.root[p.root] = append(s.all, outer), outer
		}
		if len(outer.Pages) == 0 {
			outer.order(pages)
		}
		if !strings.HasPrefix(name, "_") {
			s.book = append(s.book, p.root)
		}
	}
}
