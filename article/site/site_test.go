package site_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/xunzhang/xunzhang/article/site"
)

// recognise tells the sites by files, given as path and text.
func recognise(files ...string) *site.Sites {
	all := map[string][]byte{}
	for i := 0; i < len(files); i += 2 {
		if site.IsConfig(files[i]) {
			all[files[i]] = []byte(files[i+1])
		}
	}
	return site.Recognise(all)
}

func render(sites *site.Sites) string {
	var b strings.Builder
	for _, s := range sites.All() {
		fmt.Fprintf(&b, "%s in %s by %s, texts in %s: %q %q %q", s.Tool, s.Root, s.Config, s.Content, s.Title, s.Language, s.Base)
		if s.Drafts {
			b.WriteString(", with drafts")
		}
		if s.Future {
			b.WriteString(", with the future")
		}
		for _, p := range s.Pages {
			fmt.Fprintf(&b, "\n  %s %s", p.Path, p.Title)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestRecognise(t *testing.T) {
	tests := []struct {
		what  string
		files []string
		want  string
	}{
		{"Hugo", []string{"hugo.toml", "baseURL = 'https://a.example/blog'\ntitle = '灯塔'\nlanguageCode = 'zh-CN'\nbuildFuture = true"},
			"Hugo in . by hugo.toml, texts in content: \"灯塔\" \"zh-CN\" \"https://a.example/blog/\", with the future\n"},
		{"Hugo of old, in a folder", []string{"site/config.yaml", "baseurl: https://a.example/\nbuilddrafts: true\ncontentDir: posts"},
			"Hugo in site by site/config.yaml, texts in site/posts: \"\" \"\" \"https://a.example/\", with drafts\n"},
		{"Hugo's folder of settings", []string{"config/_default/hugo.toml", "baseURL = 'https://a.example'"},
			"Hugo in . by config/_default/hugo.toml, texts in content: \"\" \"\" \"https://a.example/\"\n"},
		{"settings of something else", []string{"config.toml", "[server]\nport = 80", "book.toml", "x = 1", "_config.yml", ""}, ""},
		{"Hexo", []string{"_config.yml", "title: 灯塔\nlanguage: [zh-CN, en]\nurl: https://a.example\nsource_dir: source\npublic_dir: public\npermalink: :year/:title/\n"},
			"Hexo in . by _config.yml, texts in source: \"灯塔\" \"zh-CN\" \"https://a.example/\", with the future\n"},
		{"Jekyll", []string{"_config.yml", "title: 灯塔\nurl: https://a.example\nbaseurl: /blog\nlang: zh\nexclude: [drafts/, '*.tmp.md']\n"},
			"Jekyll in . by _config.yml, texts in .: \"灯塔\" \"zh\" \"https://a.example/blog/\"\n"},
		{"MkDocs", []string{"mkdocs.yml", "site_name: 灯塔\nsite_url: https://a.example/d/\ntheme: {name: material, language: zh}\nmarkdown_extensions:\n- x: !!python/name:a.b\nextra: !ENV [A, b]\nnav:\n- 首页: index.md\n- 海:\n  - 潮汐: sea/tide.md\n  - sea/wind.md\n- 别处: https://b.example/\n"},
			"MkDocs in . by mkdocs.yml, texts in docs: \"灯塔\" \"zh\" \"https://a.example/d/\", with the future\n  docs/index.md 首页\n  docs/sea/tide.md 潮汐\n  docs/sea/wind.md \n"},
		{"mdBook", []string{"book.toml", "[book]\ntitle = '灯塔'\nlanguage = 'zh'\n", "src/SUMMARY.md", "# 目录\n\n[序](序.md)\n\n- [海](sea/README.md)\n  - [潮 `汐`](sea/tide.md)\n"},
			"mdBook in . by book.toml, texts in src: \"灯塔\" \"zh\" \"\", with the future\n  src/序.md 序\n  src/sea/README.md 海\n  src/sea/tide.md 潮 汐\n"},
		{"a GitBook", []string{"书/SUMMARY.md", "* [海](sea/README.md \"题\")\n* [潮汐](./sea/a%20b.md#x)\n* [外](https://b.example)\n* [上](../../../x.md)\n"},
			"GitBook in 书 by 书/SUMMARY.md, texts in 书: \"\" \"\" \"\"\n  书/sea/README.md 海\n  书/sea/a b.md 潮汐\n"},
		{"docsify", []string{"_sidebar.md", "- 海\n  - [潮汐](/sea/tide)\n  - [风](sea/wind.md)\n"},
			"docsify in . by _sidebar.md, texts in .: \"\" \"\" \"\"\n  sea/tide 潮汐\n  sea/wind.md 风\n"},
		{"a summary that is an article", []string{"SUMMARY.md", "今年的海。\n\n风很大。\n\n- [潮汐](a.md)\n"}, ""},
		{"VuePress", []string{"docs/.vuepress/config.ts", "export default {\n  // lang: 'en',\n  title: '灯塔',\n  lang: 'zh-CN',\n  base: '/d/',\n  hostname: 'https://a.example',\n}"},
			"VuePress in docs by docs/.vuepress/config.ts, texts in docs: \"灯塔\" \"zh-CN\" \"https://a.example/d/\", with the future\n"},
		{"VitePress", []string{".vitepress/config.mts", "export default defineConfig({\n  title: \"灯塔\",\n  srcDir: './src',\n  srcExclude: ['**/README.md', 'parts/*.md'],\n  sitemap: { hostname: 'https://a.example' },\n  cleanUrls: true\n})"},
			"VitePress in . by .vitepress/config.mts, texts in src: \"灯塔\" \"\" \"https://a.example/\", with the future\n"},
		{"Docusaurus", []string{"docusaurus.config.js", "const config = {\n  title: '灯塔',\n  url: 'https://a.example',\n  baseUrl: '/d/',\n  i18n: {\n    defaultLocale: 'zh-Hans',\n  },\n}"},
			"Docusaurus in . by docusaurus.config.js, texts in .: \"灯塔\" \"zh-Hans\" \"https://a.example/d/\", with the future\n"},
		{"Obsidian", []string{"库/.obsidian/app.json", `{"userIgnoreFilters":["附件/"]}`, "库/.obsidian/templates.json", `{"folder":"模板"}`},
			"Obsidian in 库 by 库/.obsidian/app.json, texts in 库: \"\" \"\" \"\", with the future\n"},
		{"Logseq", []string{"logseq/config.edn", "{:meta/version 1\n :hidden [\"/archive\" \"assets\"]\n}"},
			"Logseq in . by logseq/config.edn, texts in .: \"\" \"\" \"\", with the future\n"},
		{"one within another", []string{"mkdocs.yml", "site_name: 外", "notes/.obsidian/app.json", "{}", "docs/SUMMARY.md", "* [一](a.md)"},
			"MkDocs in . by mkdocs.yml, texts in docs: \"外\" \"\" \"\", with the future\n  docs/a.md 一\nObsidian in notes by notes/.obsidian/app.json, texts in notes: \"\" \"\" \"\", with the future\n"},
		{"the settings of a theme", []string{"_config.yml", "source_dir: source\n", "themes/x/_config.yml", "menu: y\n", "themes/x/docs/SUMMARY.md", "* [一](a.md)"},
			"Hexo in . by _config.yml, texts in source: \"\" \"\" \"\", with the future\n"},
		{"broken settings", []string{"mkdocs.yml", "site_name: [", "hugo.toml", "= =", "book.toml", "[book", "docusaurus.config.js", "\x00'"},
			"Docusaurus in . by docusaurus.config.js, texts in .: \"\" \"\" \"\", with the future\n"},
	}
	for _, test := range tests {
		t.Run(test.what, func(t *testing.T) {
			if got := render(recognise(test.files...)); got != test.want {
				t.Errorf("got\n%swant\n%s", got, test.want)
			}
		})
	}
}

func TestAddresses(t *testing.T) {
	day := time.Date(2024, 3, 5, 0, 0, 0, 0, time.UTC)
	const (
		hugo       = "baseURL = 'https://a.example/'\n"
		hexo       = "url: https://a.example\nsource_dir: source\npermalink: :year/:month/:day/:title/\n"
		jekyll     = "url: https://a.example\n"
		mkdocs     = "site_name: x\nsite_url: https://a.example/\n"
		vitepress  = "sitemap: { hostname: 'https://a.example' },\n"
		docusaurus = "url: 'https://a.example',\nbaseUrl: '/',\n"
	)
	tests := []struct {
		config, text string
		page         site.Place
		want         string
	}{
		{"hugo.toml", hugo, site.Place{Path: "content/Posts/My Tide.md"}, "https://a.example/posts/my-tide/"},
		{"hugo.toml", hugo, site.Place{Path: "content/posts/潮汐/index.md"}, "https://a.example/posts/%E6%BD%AE%E6%B1%90/"},
		{"hugo.toml", hugo, site.Place{Path: "content/_index.md"}, "https://a.example/"},
		{"hugo.toml", hugo, site.Place{Path: "content/posts/a.md", Slug: "tide"}, "https://a.example/posts/tide/"},
		{"hugo.toml", hugo, site.Place{Path: "content/posts/a.md", Permalink: "/t/"}, "https://a.example/t/"},
		{"hugo.toml", hugo + "[permalinks]\nposts = '/:year/:month/:slug/'\n", site.Place{Path: "content/posts/a.md", Title: "Tide & Wind", Published: day}, "https://a.example/2024/03/tide-wind/"},
		{"hugo.toml", hugo + "[permalinks.page]\nposts = '/:year/:filename/'\n", site.Place{Path: "content/posts/a.md"}, ""},
		{"hugo.toml", hugo + "uglyURLs = true\n", site.Place{Path: "content/a/b.md"}, "https://a.example/a/b.html"},
		{"hugo.toml", hugo, site.Place{Path: "README.md"}, ""},
		{"hugo.toml", "title = 'x'\nbaseURL = '/'\n", site.Place{Path: "content/a.md"}, ""},
		{"_config.yml", hexo, site.Place{Path: "source/_posts/sea/tide.md", Published: day}, "https://a.example/2024/03/05/sea/tide/"},
		{"_config.yml", hexo, site.Place{Path: "source/about/index.md"}, "https://a.example/about/"},
		{"_config.yml", hexo, site.Place{Path: "source/_posts/tide.md"}, ""},
		{"_config.yml", jekyll, site.Place{Path: "_posts/2024-03-05-tide.md", Published: day}, "https://a.example/2024/03/05/tide.html"},
		{"_config.yml", jekyll + "permalink: pretty\n", site.Place{Path: "_posts/2024-03-05-tide.md", Published: day}, "https://a.example/2024/03/05/tide/"},
		{"_config.yml", jekyll, site.Place{Path: "about.md"}, "https://a.example/about.html"},
		{"_config.yml", jekyll, site.Place{Path: "_notes/a.md"}, ""},
		{"mkdocs.yml", mkdocs, site.Place{Path: "docs/sea/tide.md"}, "https://a.example/sea/tide/"},
		{"mkdocs.yml", mkdocs, site.Place{Path: "docs/sea/index.md"}, "https://a.example/sea/"},
		{"mkdocs.yml", mkdocs + "use_directory_urls: false\n", site.Place{Path: "docs/sea/tide.md"}, "https://a.example/sea/tide.html"},
		{"mkdocs.yml", mkdocs, site.Place{Path: "docs/a b.md"}, "https://a.example/a%20b/"},
		{".vitepress/config.js", vitepress, site.Place{Path: "sea/tide.md"}, "https://a.example/sea/tide.html"},
		{".vitepress/config.js", vitepress, site.Place{Path: "sea/index.md"}, "https://a.example/sea/"},
		{"docusaurus.config.js", docusaurus, site.Place{Path: "docs/01-sea/02-tide.md"}, "https://a.example/docs/sea/tide"},
		{"docusaurus.config.js", docusaurus, site.Place{Path: "docs/sea/tide.md", Slug: "/t"}, "https://a.example/docs/t"},
		{"docusaurus.config.js", docusaurus, site.Place{Path: "docs/sea/index.md"}, "https://a.example/docs/sea"},
		{"docusaurus.config.js", docusaurus, site.Place{Path: "blog/a.md"}, ""},
		{"hugo.toml", hugo, site.Place{Path: "content/a.md", Permalink: "javascript:x"}, ""},
	}
	for _, test := range tests {
		if got := recognise(test.config, test.text).All()[0].Address(test.page); got != test.want {
			t.Errorf("%s %s: %q, want %q", test.config, test.page.Path, got, test.want)
		}
	}
}

func TestWhatASiteLeavesOut(t *testing.T) {
	tests := []struct{ config, text, name, want string }{
		{"hugo.toml", "baseURL = '/'", "themes/x/README.md", site.ToolFolder},
		{"hugo.toml", "baseURL = '/'", "content/themes/a.md", ""},
		{"a/hugo.toml", "baseURL = '/'", "a/layouts", site.ToolFolder},
		{"_config.yml", "exclude: [drafts/, '*.tmp.md', /a/b]", "x/drafts/y.md", site.Ignored},
		{"_config.yml", "exclude: [drafts/, '*.tmp.md', /a/b]", "x/c.tmp.md", site.Ignored},
		{"_config.yml", "exclude: [drafts/, '*.tmp.md', /a/b]", "a/b/c.md", site.Ignored},
		{"_config.yml", "exclude: [drafts/, '*.tmp.md', /a/b]", "x/a/b/c.md", ""},
		{"mkdocs.yml", "site_name: x\nexclude_docs: |\n  # 草稿\n  wip/*.md\n  secret.md\n", "docs/wip/a.md", site.Ignored},
		{"mkdocs.yml", "site_name: x\nexclude_docs: |\n  wip/*.md\n  secret.md\n", "docs/x/secret.md", site.Ignored},
		{".vitepress/config.ts", "  srcExclude: [\n    'a/**/d.md',\n    \"b.md\" ],", "a/b/c/d.md", site.Ignored},
		{"docusaurus.config.js", "title: 'x'", "docs/_part.mdx", site.Ignored},
		{".obsidian/app.json", `{"userIgnoreFilters":["附件/"]}`, "甲/附件/a.md", site.Ignored},
		{".obsidian/templates.json", `{"folder":"模板"}`, "模板/日记.md", site.ToolFolder},
		{"logseq/config.edn", ` :hidden ["/archive"]`, "archive/a.md", site.Ignored},
		{"logseq/config.edn", ` :hidden ["/archive"]`, "pages/archive.md", ""},
	}
	for _, test := range tests {
		if got := recognise(test.config, test.text).Of(test.name).Leaves(test.name); got != test.want {
			t.Errorf("%s of %s: %q, want %q", test.name, test.config, got, test.want)
		}
	}
}

func TestInnermostSite(t *testing.T) {
	sites := recognise("mkdocs.yml", "site_name: 外", "notes/.obsidian/app.json", "{}")
	for name, want := range map[string]string{"a.md": "MkDocs", "notes/b/c.md": "Obsidian", "notes.md": "MkDocs"} {
		if got := sites.Of(name).Tool; got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
	if sites := recognise("a/mkdocs.yml", "site_name: x"); sites.Of("b/c.md") != nil || sites.Of("a.md") != nil {
		t.Error("a page outside is within")
	}
}

func TestTitlesAndNames(t *testing.T) {
	s := recognise("mkdocs.yml", "site_name: x\nnav:\n- 潮汐: sea/tide.md\n").All()[0]
	if got := s.TitleOf("docs/sea/tide.md"); got != "潮汐" {
		t.Errorf("title %q", got)
	}
	if got := recognise("logseq/config.edn", "{}").All()[0].NameOf("海___潮汐"); got != "海/潮汐" {
		t.Errorf("name %q", got)
	}
}

// FuzzRecognise checks that no configuration ends in a panic.
func FuzzRecognise(f *testing.F) {
	names := []string{"mkdocs.yml", "book.toml", "hugo.toml", "config.yaml", "hugo.json", "_config.yml", "docusaurus.config.js", ".vitepress/config.ts",
		".vuepress/config.js", "logseq/config.edn", ".obsidian/app.json", "SUMMARY.md", "_sidebar.md"}
	f.Add(uint8(0), []byte("site_name: x\nnav:\n- a: {b: [c.md]}\n- [d]\n- e: !x f.md\ntheme: y"), "docs/a.md")
	f.Add(uint8(2), []byte("baseURL = 'https://a.example'\n[permalinks]\np = ':year/:slug'"), "content/p/a.md")
	f.Add(uint8(5), []byte("url: https://a.example\npermalink: /:categories/:title\nexclude: ['[a', 1]"), "_posts/2024-01-02-a.md")
	f.Add(uint8(7), []byte("srcExclude: ['**/a', `b`]\nhostname: 'https://a.example'"), "a/b.md")
	f.Add(uint8(11), []byte("* [a[b]](<c d.md> \"e\")\n* [](/%zz)"), "c d.md")
	f.Fuzz(func(t *testing.T, kind uint8, data []byte, name string) {
		sites := site.Recognise(map[string][]byte{names[int(kind)%len(names)]: data})
		s := sites.Of(name)
		if s == nil {
			return
		}
		s.Leaves(name)
		s.TitleOf(name)
		s.Rules(name)
		address := s.Address(site.Place{Path: name, Title: "题", Published: time.Date(2024, 3, 5, 0, 0, 0, 0, time.UTC)})
		if address != "" && !strings.HasPrefix(address, "http") {
			t.Errorf("address %q", address)
		}
	})
}
