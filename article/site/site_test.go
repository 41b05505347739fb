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
		if s.Unread > 0 {
			fmt.Fprintf(&b, ", %d unread", s.Unread)
		}
		for _, p := range s.Pages {
			fmt.Fprintf(&b, "\n  %s %s", p.Path, p.Title)
			if p.Below {
				b.WriteString("and all below")
			}
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
			"Docusaurus in . by docusaurus.config.js, texts in .: \"灯塔\" \"zh-Hans\" \"https://a.example/d/\", with the future\n  docs and all below\n"},
		{"VuePress with a sidebar", []string{"docs/.vuepress/config.js", "const ink = require('./ink')\nmodule.exports = {\n  themeConfig: {\n    sidebarDepth: 2,\n    sidebar: {\n      // 'x',\n      '/guide/': ['', 'grind', ['wash', '洗**砚**'], { title: '题外', collapsable: false, children: ['/paper', `brush/`, ink, ...ink] }],\n      \"/\": 'auto'\n    }\n  }\n}"},
			"VuePress in docs by docs/.vuepress/config.js, texts in docs: \"\" \"\" \"\", with the future, 2 unread\n  docs/guide \n  docs/guide/grind \n  docs/guide/wash 洗砚\n  docs/paper \n  docs/guide/brush \n"},
		{"VuePress with a sidebar of its own", []string{".vuepress/config.ts", "export default defineUserConfig({ lang: 'zh-CN', theme: hopeTheme({ sidebar }) })",
			".vuepress/sidebar/zh.ts", "import { sidebar } from 'x'\nexport const zh = sidebar({\n  '/': ['', { text: '磨墨', prefix: 'ink/', children: ['a.md', 'b'] }],\n})\n"},
			"VuePress in . by .vuepress/config.ts, texts in .: \"\" \"\" \"\", with the future\n  . \n  ink/a.md \n  ink/b \n"},
		{"VitePress with sidebars", []string{".vitepress/config.mts", "const tail = [{ text: '跋', link: '/end' }]\nexport default defineConfig({\n  themeConfig: {\n    nav: [{ text: '首页', link: '/' }],\n    sidebar: {\n      '/ink/': { base: '/ink/', items: sidebarInk() },\n      '/paper/': tail,\n    },\n  },\n} as UserConfig)\n\nfunction sidebarInk(): DefaultTheme.SidebarItem[] {\n  return [\n    { text: \"磨\u58a8\", collapsed: false, items: [{ text: '一', link: 'one' }, { text: '二', link: 'two' + x }] },\n  ]\n}\n"},
			"VitePress in . by .vitepress/config.mts, texts in .: \"\" \"\" \"\", with the future\n  ink/one 一\n  end 跋\n"},
		{"Docusaurus with sidebars", []string{"docusaurus.config.js", "module.exports = { }", "sidebars.ts", "import type {SidebarsConfig} from '@docusaurus/plugin-content-docs';\n\nconst sidebars: SidebarsConfig = {\n  docs: [\n    'intro',\n    {\n      type: 'category',\n      label: '制墨',\n      link: { type: 'doc', id: 'ink/index' },\n      items: ['ink/soot', { type: 'doc', id: 'ink/glue', label: '熬胶' }, { type: 'autogenerated', dirName: 'more' }],\n    },\n    { 纸: ['paper/pulp'] },\n  ],\n};\n\nexport default sidebars;\n"},
			"Docusaurus in . by docusaurus.config.js, texts in .: \"\" \"\" \"\", with the future\n  docs/intro \n  docs/ink/index 制墨\n  docs/ink/soot \n  docs/ink/glue 熬胶\n  docs/more and all below\n  docs/paper/pulp \n"},
		{"Docusaurus of old", []string{"docusaurus.config.js", "module.exports = { }", "sidebars.js", "module.exports = {\n  docs: { 制墨: ['soot', 'glue'], 纸: ['pulp'] },\n};\n"},
			"Docusaurus in . by docusaurus.config.js, texts in .: \"\" \"\" \"\", with the future\n  docs/soot \n  docs/glue \n  docs/pulp \n"},
		{"Docusaurus with sidebars that are exported", []string{"docusaurus.config.ts", "export default {}", "sidebars.ts", "import type x from 'y'\nexport default { docs: [{ type: 'category', label: '制墨', link: { type: 'doc', id: 'ink' }, items: ['soot'] }] } satisfies SidebarsConfig\n"},
			"Docusaurus in . by docusaurus.config.ts, texts in .: \"\" \"\" \"\", with the future\n  docs/ink 制墨\n  docs/soot \n"},
		{"Obsidian", []string{"库/.obsidian/app.json", `{"userIgnoreFilters":["附件/"]}`, "库/.obsidian/templates.json", `{"folder":"模板"}`},
			"Obsidian in 库 by 库/.obsidian/app.json, texts in 库: \"\" \"\" \"\", with the future\n"},
		{"Logseq", []string{"logseq/config.edn", "{:meta/version 1\n :hidden [\"/archive\" \"assets\"]\n}"},
			"Logseq in . by logseq/config.edn, texts in .: \"\" \"\" \"\", with the future\n"},
		{"one within another", []string{"mkdocs.yml", "site_name: 外", "notes/.obsidian/app.json", "{}", "docs/SUMMARY.md", "* [一](a.md)"},
			"MkDocs in . by mkdocs.yml, texts in docs: \"外\" \"\" \"\", with the future\n  docs/a.md 一\nObsidian in notes by notes/.obsidian/app.json, texts in notes: \"\" \"\" \"\", with the future\n"},
		{"the settings of a theme", []string{"_config.yml", "source_dir: source\n", "themes/x/_config.yml", "menu: y\n", "themes/x/docs/SUMMARY.md", "* [一](a.md)"},
			"Hexo in . by _config.yml, texts in source: \"\" \"\" \"\", with the future\n"},
		{"broken settings", []string{"mkdocs.yml", "site_name: [", "hugo.toml", "= =", "book.toml", "[book", "docusaurus.config.js", "\x00'"},
			"Docusaurus in . by docusaurus.config.js, texts in .: \"\" \"\" \"\", with the future\n  docs and all below\n"},
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
		plugins    = "plugins: [['@docusaurus/plugin-content-docs', { id: 'community', path: 'community', routeBasePath: 'we' }], ['@docusaurus/plugin-content-blog', { id: 'log', path: './log' }], 'x'],"
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
		{"docusaurus.config.js", docusaurus, site.Place{Path: "docs/sea/tide.md", Slug: "t"}, "https://a.example/docs/sea/t"},
		{"docusaurus.config.js", docusaurus, site.Place{Path: "docs/sea/tide.md", ID: "t"}, "https://a.example/docs/sea/t"},
		{"docusaurus.config.js", docusaurus, site.Place{Path: "docs/sea/index.md", ID: "t"}, "https://a.example/docs/sea"},
		{"docusaurus.config.js", docusaurus, site.Place{Path: "docs/sea/Sea.md"}, "https://a.example/docs/sea"},
		{"docusaurus.config.js", docusaurus, site.Place{Path: "docs/index.md", Slug: "/"}, "https://a.example/docs"},
		{"docusaurus.config.js", docusaurus, site.Place{Path: "docs/2.1.3.md"}, "https://a.example/docs/2.1.3"},
		{"docusaurus.config.js", docusaurus, site.Place{Path: "docs/2024-03-tide.md"}, "https://a.example/docs/2024-03-tide"},
		{"docusaurus.config.js", docusaurus + "numberPrefixParser: false", site.Place{Path: "docs/01-sea/02-tide.md"}, "https://a.example/docs/01-sea/02-tide"},
		{"docusaurus.config.js", docusaurus + "presets: [['classic', {docs: {sidebarPath: './s.js', routeBasePath: '/'}, blog: {routeBasePath: 'log'}}]],", site.Place{Path: "docs/sea/tide.md"}, "https://a.example/sea/tide"},
		{"docusaurus.config.js", docusaurus + "presets: [['classic', {docs: {sidebarPath: './s.js', routeBasePath: '/'}, blog: {routeBasePath: 'log'}}]],", site.Place{Path: "blog/2024-03-05-tide.md"}, "https://a.example/log/2024/03/05/tide"},
		{"docusaurus.config.js", docusaurus, site.Place{Path: "blog/a.md"}, "https://a.example/blog/a"},
		{"docusaurus.config.js", docusaurus, site.Place{Path: "blog/sea/2024-03-05-tide/index.mdx"}, "https://a.example/blog/2024/03/05/sea/tide"},
		{"docusaurus.config.js", docusaurus, site.Place{Path: "blog/2024-03-05-tide.md", Slug: "tide"}, "https://a.example/blog/tide"},
		{"docusaurus.config.js", docusaurus, site.Place{Path: "src/pages/about.md"}, "https://a.example/about"},
		{"docusaurus.config.js", docusaurus, site.Place{Path: "community/a.md"}, ""},
		{"docusaurus.config.js", docusaurus + plugins, site.Place{Path: "community/01-sea/a.md"}, "https://a.example/we/sea/a"},
		{"docusaurus.config.js", docusaurus + plugins, site.Place{Path: "log/2024-03-05-tide.md"}, "https://a.example/log/2024/03/05/tide"},
		{"docusaurus.config.js", docusaurus + plugins, site.Place{Path: "docs/a.md"}, "https://a.example/docs/a"},
		{"docusaurus.config.js", docusaurus + plugins, site.Place{Path: "i18n/zh-CN/docusaurus-plugin-content-docs-community/current/a.md"}, "https://a.example/zh-CN/we/a"},
		{"docusaurus.config.js", docusaurus + plugins, site.Place{Path: "i18n/zh-CN/docusaurus-plugin-content-blog-log/a.md"}, "https://a.example/zh-CN/log/a"},
		{"docusaurus.config.js", docusaurus + plugins, site.Place{Path: "i18n/zh-CN/docusaurus-plugin-content-docs-log/current/a.md"}, ""},
		{"docusaurus.config.js", docusaurus, site.Place{Path: "versioned_docs/version-1.0/a.md"}, ""},
		{"docusaurus.config.js", docusaurus + "defaultLocale: 'en',", site.Place{Path: "i18n/zh-CN/docusaurus-plugin-content-docs/current/01-sea/tide.md"}, "https://a.example/zh-CN/docs/sea/tide"},
		{"docusaurus.config.js", docusaurus + "defaultLocale: 'en',", site.Place{Path: "i18n/en/docusaurus-plugin-content-docs/current/tide.md"}, "https://a.example/docs/tide"},
		{"docusaurus.config.js", docusaurus, site.Place{Path: "i18n/zh-CN/docusaurus-plugin-content-blog/2024-03-05-tide.md"}, "https://a.example/zh-CN/blog/2024/03/05/tide"},
		{"docusaurus.config.js", docusaurus, site.Place{Path: "i18n/zh-CN/docusaurus-plugin-content-docs-community/current/a.md"}, ""},
		{"hugo.toml", hugo, site.Place{Path: "content/a.md", Permalink: "javascript:x"}, ""},
	}
	for _, test := range tests {
		if got := recognise(test.config, test.text).All()[0].Address(test.page); got != test.want {
			t.Errorf("%s %s: %q, want %q", test.config, test.page.Path, got, test.want)
		}
	}
}

func TestAddressesOfVersions(t *testing.T) {
	sites := recognise("docusaurus.config.js", "url: 'https://a.example',\nbaseUrl: '/',\n", "versions.json", `["2.0", "1.0"]`)
	for name, want := range map[string]string{
		"docs/a.md": "/docs/next/a", "versioned_docs/version-2.0/a.md": "/docs/a", "versioned_docs/version-1.0/a.md": "/docs/1.0/a", "versioned_docs/version-0.9/a.md": "",
		"i18n/fr/docusaurus-plugin-content-docs/version-1.0/a.md": "/fr/docs/1.0/a",
	} {
		if got := sites.Of(name).Within(site.Place{Path: name}); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	sites = recognise("docusaurus.config.js", "url: 'https://a.example',\nbaseUrl: '/',\nlastVersion: 'current'", "versions.json", `["1.0"]`)
	if got := sites.Of("docs/a.md").Within(site.Place{Path: "docs/a.md"}); got != "/docs/a" {
		t.Errorf("what is current: %q", got)
	}
}

func TestAddressesOfVersionsOfAPlugin(t *testing.T) {
	sites := recognise("docusaurus.config.js", "url: 'https://a.example',\nbaseUrl: '/',\nplugins: [['content-docs', {id: 'ink', path: 'ink'}]]", "ink_versions.json", `["2.0", "1.0"]`)
	for name, want := range map[string]string{
		"ink/a.md": "/ink/next/a", "ink_versioned_docs/version-2.0/a.md": "/ink/a", "ink_versioned_docs/version-1.0/a.md": "/ink/1.0/a", "docs/a.md": "/docs/a",
	} {
		if got := sites.Of(name).Within(site.Place{Path: name}); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func TestAddressesThatPathsDoNotSay(t *testing.T) {
	of := recognise("docusaurus.config.js", "url: 'https://a.example',\nbaseUrl: '/',\n").All()[0]
	for _, test := range []struct {
		page site.Place
		want string
	}{
		{site.Place{Path: "docs/01-sea/02-tide.md"}, ""}, {site.Place{Path: "docs/01-sea/index.md"}, ""},
		{site.Place{Path: "docs/sea/tide.md", Slug: "/t"}, "/docs/t"}, {site.Place{Path: "blog/2024-03-05-a.md"}, "/blog/2024/03/05/a"},
	} {
		if got := of.Unlike(test.page); got != test.want {
			t.Errorf("%v: %q, want %q", test.page, got, test.want)
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
		".vuepress/config.js", "logseq/config.edn", ".obsidian/app.json", "SUMMARY.md", "_sidebar.md", "sidebars.js", "_meta.ts", "_category_.json", ".order"}
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
