package indexer

import (
	"fmt"
	"strings"
	"testing"
)

const card = "关注公众号，领取资料"

// prose returns a different text for every n. Texts that differ only in digits
// would count as equal.
func prose(n int) string { return string([]rune{0x4e00 + rune(n%20_000), 0x4e00 + rune(n/20_000)}) }

// A block that becomes furniture, or is furniture no longer, changes articles that
// nobody edited, and no others.
func TestFurnitureIsDecidedAnew(t *testing.T) {
	w := newWorld(t)
	add := func(i int) { w.write(fmt.Sprintf("docs/%d.md", i), "# 题", "", "正文"+prose(i)+"。", "", card) }
	w.write("docs/own.md", "# 另一篇", "", "没有广告的正文。")
	w.write("docs/lines.jsonl", `{"id":"x","title":"行","paragraphs":["`+card+`","正文"]}`)
	for i := range 7 {
		add(i)
	}
	r := w.run(w.job("docs"))
	if r.Furniture != 0 || r.Paragraphs != 1+2+7*2 {
		t.Fatalf("seven articles: %+v", r)
	}

	add(7)
	dry := w.job("docs")
	dry.DryRun = true
	w.expect(w.run(dry), "+1 ~7 =2 -0 !0")
	r = w.run(w.job("docs"))
	w.expect(r, "+1 ~7 =2 -0 !0")
	if r.Furniture != 8 || r.Paragraphs != 1+2+8 {
		t.Errorf("eight articles: %+v", r)
	}
	w.expect(w.run(w.job("docs")), "+0 ~0 =10 -0 !0")

	w.remove("docs/3.md")
	r = w.run(w.job("docs"))
	w.expect(r, "+0 ~7 =2 -1 !0")
	if r.Furniture != 0 || r.Paragraphs != 1+2+7*2 {
		t.Errorf("seven articles again: %+v", r)
	}
}

// Paragraphs with numbers given by their owner stay, however often they are
// repeated.
func TestParagraphsOfJSONLAreNoFurniture(t *testing.T) {
	w := newWorld(t)
	var lines []string
	for i := range 20 {
		lines = append(lines, fmt.Sprintf(`{"id":"%d","title":"行","text":"%s"}`, i, card))
	}
	w.write("all.jsonl", strings.Join(lines, "\n"))
	if r := w.run(w.job("all.jsonl")); r.Furniture != 0 || r.Paragraphs != 20 {
		t.Errorf("%+v", r)
	}
}
