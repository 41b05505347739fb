package show

import (
	"net/url"
	"testing"
)

// strangeIDs returns ids that would change a path if they were not escaped.
func strangeIDs() []string {
	return []string{"..", ".", "../metrics", "a/../../b", "a/./b", "a//b", "/a", "a/", "//evil.example/x", "%2e%2e/x", `..\x`, "a?b#c", "a;b", "日记\n", " "}
}

// However a client resolves a link, it requests the article.
func TestArticleLinksAreNotRewritten(t *testing.T) {
	page, err := url.Parse("https://search.example/search?q=x")
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range strangeIDs() {
		link, err := page.Parse(ArticleLink(id, "小 书", 3))
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if len(link.Path) > len("/articles/") {
			got = link.Path[len("/articles/"):]
		} else {
			got = link.Query().Get("id")
		}
		if got != id || link.Host != "search.example" || link.Query().Get("q") != "小 书" || link.Fragment != "p-3" {
			t.Errorf("%q: %s leads to %q", id, link, got)
		}
	}
}

func TestArticleLink(t *testing.T) {
	for _, tt := range []struct {
		id, query string
		number    int
		want      string
	}{
		{"it/6171431", "小 书", 3, "/articles/it/6171431?q=%E5%B0%8F+%E4%B9%A6#p-3"},
		{"../metrics", "", 0, "/articles/..%2Fmetrics"},
		{"..", "a", 1, "/articles/?id=..&q=a#p-1"},
		{".", "", 0, "/articles/?id=."},
	} {
		if got := ArticleLink(tt.id, tt.query, tt.number); got != tt.want {
			t.Errorf("%q: %s, want %s", tt.id, got, tt.want)
		}
	}
}
