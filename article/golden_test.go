package article_test

import (
	"flag"
	"fmt"
	"os"
	"testing"

	"github.com/xunzhang/xunzhang/article"
	"github.com/xunzhang/xunzhang/article/articletest"
)

var update = flag.Bool("update", false, "accept what the tests got as golden files")

// TestGolden parses a page of a GitBook with every kind of furniture, first as
// the only page of its source, then as one of nine whose footers repeat.
func TestGolden(t *testing.T) {
	doc, err := os.ReadFile("testdata/golden/gitbook.md")
	if err != nil {
		t.Fatal(err)
	}
	a := articletest.Parse(t, "articles/shenghuo/2024/70415.md", string(doc))
	got := articletest.Render(a)

	f := article.NewFurniture()
	f.Add(a)
	for i := range article.MinRepeats {
		f.Add(article.Article{Paragraphs: []article.Paragraph{
			{Number: 1, Text: fmt.Sprintf("第%d篇。", i)},
			{Number: 2, Text: fmt.Sprintf("本文由 @作者%c 原创发布于某某生活，未经许可，禁止转载。", '甲'+rune(i))},
			{Number: 3, Text: "题图来自Unsplash，基于CC0协议。"},
			{Number: 4, Text: "更多精彩内容，请关注某某生活公众号或下载App"},
		}})
	}
	left, dropped := f.Drop(a)
	got += fmt.Sprintf("\nafter counting, %d dropped:\n%s", dropped, articletest.Body(left))

	const golden = "testdata/golden/gitbook.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	articletest.Expect(t, "article", got, string(want))
}
