package article_test

import (
	"archive/tar"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/xunzhang/xunzhang/article"
	"github.com/xunzhang/xunzhang/article/articletest"
	"github.com/xunzhang/xunzhang/article/site"
)

// blog is a project of Hugo with a text in it.
var blog = map[string]string{
	"hugo.toml":             "baseURL = 'https://a.example'",
	"README.md":             "怎样搭这个站。",
	"content/posts/tide.md": "---\ntitle: 潮汐\ndate: 2024-03-05\n---\n潮水一天两次。",
	"content/posts/next.md": "---\ntitle: 大潮\ndate: 2031-01-01\n---\n大潮在望日。",
	"themes/x/README.md":    "主题的说明。",
}

// walkSite describes what a walk gives: sites, documents with their addresses,
// and what was passed over or refused.
func walkSite(t *testing.T, source string, o article.Options) string {
	t.Helper()
	o.Now = time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	var b strings.Builder
	err := article.Walk(context.Background(), source, o, article.Visitor{
		Site: func(s *site.Site) { fmt.Fprintf(&b, "site %s %s\n", s.Tool, s.Root) },
		Pass: func(name, kind string) { fmt.Fprintf(&b, "pass %s: %s\n", name, kind) },
		Raw: func(r article.Raw) error {
			reading, err := article.Read(r, o)
			if errors.Is(err, article.ErrPrivate) {
				fmt.Fprintf(&b, "%s: %v\n", r.Path, err)
				return nil
			}
			fmt.Fprintf(&b, "%s %s %s\n", r.Path, reading.Article.Title, reading.Article.URL)
			return err
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

const blogRead = `site Hugo .
README.md README 
content/posts/next.md: not published: its date is in the future (2031-01-01)
content/posts/tide.md 潮汐 https://a.example/posts/tide/
pass hugo.toml: .toml
pass themes: folder of a tool
`

func TestSites(t *testing.T) {
	articletest.Expect(t, "a folder", walkSite(t, articletest.Tree(t, blog), article.Options{}), blogRead)

	drafts := walkSite(t, articletest.Tree(t, blog), article.Options{Drafts: true})
	if !strings.Contains(drafts, "content/posts/next.md 大潮 ") {
		t.Errorf("drafts are not read:\n%s", drafts)
	}
	asked := walkSite(t, articletest.Tree(t, blog), article.Options{Include: []string{"themes/**"}})
	articletest.Expect(t, "asked for", asked, "site Hugo .\nthemes/x/README.md README \n")
}

// What a configuration says holds for documents that come before it, in
// archives too.
func TestSitesInArchives(t *testing.T) {
	members := []articletest.Member{
		{Name: "content/posts/tide.md", Text: blog["content/posts/tide.md"]}, {Name: "themes/x/a.md", Text: "x"},
		{Name: "hugo.toml", Text: blog["hugo.toml"]}, {Name: "link", Kind: tar.TypeSymlink},
	}
	const want = "site Hugo .\ncontent/posts/tide.md 潮汐 https://a.example/posts/tide/\npass themes/x/a.md: folder of a tool\npass hugo.toml: .toml\n"
	for name, data := range map[string][]byte{"x.tar.gz": gzipped(t, tarOf(t, members)), "x.zip": articletest.ZipOf(t, members)} {
		articletest.Expect(t, name, walkSite(t, save(t, name, data), article.Options{}), want)
	}
	inner := articletest.Tree(t, map[string]string{"a.md": "# 一\n\n文", "z.zip": string(articletest.ZipOf(t, members))})
	articletest.Expect(t, "an archive in a folder", walkSite(t, inner, article.Options{}),
		"a.md 一 \nsite Hugo z.zip\nz.zip/content/posts/tide.md 潮汐 https://a.example/posts/tide/\npass z.zip/themes/x/a.md: folder of a tool\npass z.zip/hugo.toml: .toml\n")
}

func TestTitlesFromTheNavigation(t *testing.T) {
	dir := articletest.Tree(t, map[string]string{
		"mkdocs.yml":   "site_name: x\nnav:\n- 潮汐: a.md\n- 风: b.md\n- 汛: c.md\n",
		"docs/a.md":    "潮水一天两次。",
		"docs/c.md":    "## 定义\n\n春天的大水。",
		"docs/b.md":    "# 海风\n\n风从海上来。",
		"docs/none.md": "",
	})
	got := ""
	docs, _ := articletest.WalkAll(t, dir, article.Options{})
	for _, r := range docs {
		reading, err := article.Read(r, article.Options{})
		got += fmt.Sprintf("%s %s %v %v\n", r.Path, reading.Article.Title, reading.Sources, errors.Is(err, article.ErrEmpty))
	}
	articletest.Expect(t, "titles", got, "docs/a.md 潮汐 [{title the navigation of the site}] false\ndocs/b.md 海风 [{title the text}] false\ndocs/c.md 汛 [{title the navigation of the site}] false\ndocs/none.md  [] true\n")
}

// The id that a page of Docusaurus states is its name within its folder.
func TestNamesWithinFolders(t *testing.T) {
	for _, test := range []struct{ tool, want string }{{"Docusaurus", "docs/ink/a"}, {"Hexo", "intro"}} {
		reading, err := article.Read(article.Raw{Source: "s", Path: "docs/ink/a.md", Format: article.Markdown, Bytes: []byte("---\nid: intro\n---\n磨墨。"), Site: &site.Site{Tool: test.tool, Root: "."}}, article.Options{})
		if err != nil {
			t.Fatal(err)
		}
		articletest.Expect(t, test.tool, reading.Article.ID, test.want)
	}
}

func TestPlaceThatAPageStates(t *testing.T) {
	of := &site.Site{Tool: "Docusaurus", Root: "."}
	for _, test := range []struct{ what, doc, want string }{
		{"Docusaurus", "---\nsidebar_position: 1.5\nsidebar_label: 磨墨\n---\n慢慢磨。", `"1.5" 磨墨`},
		{"Hugo", "+++\nweight = 20\ntitle = '墨'\n+++\n慢慢磨。", `"20" 墨`},
		{"a weight of Hugo that is none", "+++\nweight = 0\n+++\n慢慢磨。", `"" x`},
		{"Jekyll, and a title of its own", "---\nnav_order: 0\nsidebar_label: 磨墨\n---\n# 怎样磨墨\n\n慢慢磨。", `"0" 怎样磨墨`},
		{"no number", "---\nsidebar_position: 前\n---\n慢慢磨。", `"" x`},
	} {
		reading, err := article.Read(article.Raw{Source: "s", Path: "x.md", Format: article.Markdown, Bytes: []byte(test.doc), Site: of}, article.Options{})
		if err != nil {
			t.Fatal(err)
		}
		articletest.Expect(t, test.what, fmt.Sprintf("%q %s", reading.Position, reading.Article.Title), test.want)
	}
}
