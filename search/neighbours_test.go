package search

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/xunzhang/xunzhang/search/show"
)

// A page of a book names the pages before and after it.
func TestNeighbours(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"SUMMARY.md": "# 目录\n\n- [起航](a.md)\n- [风浪](b.md)\n- [归港](c.md)\n",
		"a.md":       "# 起航\n\n清晨的港口很安静，船长把罗盘擦了又擦。\n",
		"b.md":       "# 风浪\n\n第三天夜里起了风，帆收了一半。\n",
		"c.md":       "# 归港\n\n靠岸的时候，码头上站满了人。\n",
	} {
		writeFile(t, dir, name, text)
	}
	s := NewService(indexed(t, dir, 3), sharedAnalyzer(t), Options{})
	name := func(n *show.Neighbour) string {
		if n == nil {
			return "-"
		}
		return n.ID + " " + n.Title
	}
	for id, want := range map[string]string{"a": "- | b 风浪", "b": "a 起航 | c 归港", "c": "b 风浪 | -"} {
		page, err := s.Article(t.Context(), id, "")
		if err != nil {
			t.Fatal(err)
		}
		if got := name(page.Previous) + " | " + name(page.Next); got != want {
			t.Errorf("%s: %s, want %s", id, got, want)
		}
	}
}

func writeFile(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
