package indexer

import (
	"strings"
	"testing"
	"time"
)

// What the configuration of a site says about pages is part of them: when it
// changes, the pages that depend on it are read again, and no others.
func TestSites(t *testing.T) {
	w := newWorld(t)
	w.write("docs/mkdocs.yml", "site_name: 灯塔", "site_url: https://a.example/", "nav:", "- 潮汐: a.md", "- 风: b.md")
	w.write("docs/docs/a.md", "潮水一天两次。")
	w.write("docs/docs/b.md", "风从海上来。")
	r := w.run(w.job("docs"))
	w.expect(r, "+2 ~0 =0 -0 !0")
	if len(r.Sites) != 1 || r.Sites[0].Tool != "MkDocs" || r.Sites[0].Pages != 2 || r.Sites[0].Base != "https://a.example/" {
		t.Errorf("sites %+v", r.Sites)
	}
	w.expect(w.run(w.job("docs")), "+0 ~0 =2 -0 !0")

	w.write("docs/mkdocs.yml", "site_name: 灯塔", "site_url: https://a.example/", "nav:", "- 潮汐: a.md", "- 海风: b.md")
	w.expect(w.run(w.job("docs")), "+0 ~1 =1 -0 !0")
	if got := w.parts()["docs/b"]; !strings.Contains(got, "https://a.example/b/") {
		t.Errorf("the page does not say where its original is: %q", got)
	}
}

// A page that a site shows only for some time is read when that time begins, and
// removed when it ends, although the files do not change.
func TestPagesOfATime(t *testing.T) {
	w := newWorld(t)
	w.write("blog/hugo.toml", "baseURL = 'https://a.example'")
	w.write("blog/content/fair.md", "---", "title: 庙会", "date: 2026-01-01", "publishDate: 2026-02-01", "expiryDate: 2026-03-01", "---", "河边有庙会。")
	w.write("blog/content/always.md", "---", "title: 河", "date: 2026-01-01", "---", "河在那里。")
	for _, c := range []struct {
		now  time.Time
		want string
	}{
		{time.Date(2026, 1, 20, 0, 0, 0, 0, time.UTC), "+1 ~0 =0 -0 !1"},
		{time.Date(2026, 2, 20, 0, 0, 0, 0, time.UTC), "+1 ~0 =1 -0 !0"},
		{time.Date(2026, 2, 28, 0, 0, 0, 0, time.UTC), "+0 ~0 =2 -0 !0"},
		{time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), "+0 ~0 =1 -1 !1"},
	} {
		j := w.job("blog")
		j.Read.Now = c.now
		w.expect(w.run(j), c.want)
	}
}

// Numbers at the beginning of file names are an order, unless a file has none.
func TestOrderByNames(t *testing.T) {
	w := newWorld(t)
	for _, name := range []string{"1-烟.md", "2-胶.md", "10-晾.md"} {
		w.write("ink/"+name, "制墨的一步。", "", name)
	}
	w.run(w.job("ink"))
	w.expectRelations("1-烟 < >2-胶\n10-晾 <2-胶 >\n2-胶 <1-烟 >10-晾\n")
	w.write("ink/附录.md", "另有一篇。")
	w.run(w.job("ink"))
	w.expectRelations("1-烟 < >\n10-晾 < >\n2-胶 < >\n附录 < >\n")
	w.write("ink/.order", "附录", "2-胶")
	w.run(w.job("ink"))
	w.expectRelations("1-烟 <2-胶 >10-晾\n10-晾 <1-烟 >\n2-胶 <附录 >1-烟\n附录 < >2-胶\n")
}
