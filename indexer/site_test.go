package indexer

import (
	"strings"
	"testing"
)

// What the configuration of a site says about pages is part of them: when it
// changes, the pages whose reading hangs on it are read again, and no others.
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
