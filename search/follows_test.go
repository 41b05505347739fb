package search

import "testing"

// A heading that answers shows what follows it.
func TestHeadingShowsWhatFollows(t *testing.T) {
	dir := t.TempDir()
	writeFile(t, dir, "a.md", "# 竞品分析\n\n开头的一段话。\n\n## 如何做竞品分析\n\n先选对手，再比功能和价格。\n\n## 小结\n\n## 附录\n\n没有别的。\n")
	s := NewService(indexed(t, dir, 1), sharedAnalyzer(t), Options{})
	for query, want := range map[string]string{"如何做竞品分析": "先选对手，再比功能和价格。", "小结": ""} {
		hits := find(t, s, Request{Text: query}).Articles
		if len(hits) != 1 || len(hits[0].Paragraphs) == 0 {
			t.Fatalf("%s: %+v", query, hits)
		}
		if got := unmarked(hits[0].Paragraphs[0].Follows); got != want {
			t.Errorf("%s: %q follows %q, want %q", query, got, unmarked(hits[0].Paragraphs[0].Pieces), want)
		}
	}
}
