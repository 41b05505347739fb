package search

import (
	"context"
	"strings"
	"testing"
)

// How the marks of a query differ: 【what was typed】, 〔a word that was meant〕, 〈a
// piece of a word〉.
func TestKindsOfMarks(t *testing.T) {
	table := aliases(t, "脸书 = Facebook")
	for _, c := range []struct{ name, query, want string }{
		{"words", "小红书 难民", "【小红书】里的【难民】"},
		{"neighbours are the most that one of them is", "小红书 难民", "【小红书难民】"},
		{"an unbroken text and the words of it", "小红书用户", "【小红书用户】是【小红书】的【用户】"},
		{"a word of an unbroken question", "如何做竞品分析", "【竞品分析】怎么〈做〉"},
		{"two words written as one", "tik tok", "【Tik】 【Tok】和【TikTok】"},
		{"another name", "脸书", "【脸书】就是〔Facebook〕"},
		{"繁體", "小红书", "【小紅書】"},
		{"phrase", `"美国用户"`, "【美国用户】"},
		{"phrase with its word", `"小红书用户" 用户`, "【小红书用户】和【用户】"},
		{"pieces of a name", "视频号 变现", "【视频号】不是〈视频〉，〈视频〉可以【变现】"},
	} {
		text := strings.NewReplacer("【", "", "】", "", "〔", "", "〕", "", "〈", "", "〉", "").Replace(c.want)
		s := libraryWith(t, Options{Expand: table}, doc{ID: "a", Title: "无题", Paragraphs: []string{text}})
		a, err := s.Article(context.Background(), "a", c.query)
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for _, p := range a.Paragraphs[0].Pieces {
			if p.Hit {
				b.WriteString([]string{"【", "〔", "〈"}[p.Mark] + p.Text + []string{"】", "〕", "〉"}[p.Mark])
			} else {
				b.WriteString(p.Text)
			}
		}
		if b.String() != c.want {
			t.Errorf("%s: %s\n got %s\nwant %s", c.name, c.query, b.String(), c.want)
		}
	}
}
