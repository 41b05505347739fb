package web

import (
	"fmt"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/search"
)

// The name of a section is shown once: as its heading if that is shown, otherwise
// above its first paragraph.
func TestContextNamesSectionsOnce(t *testing.T) {
	words := func(s string) []search.Piece { return []search.Piece{{Text: s}} }
	a := &search.ArticlePage{ID: "a", Title: words("竹篮"), Paragraphs: []search.ReadParagraph{
		{Number: 1, Heading: true, Pieces: words("选竹")},
		{Number: 2, Section: "选竹", Pieces: words("三年的竹子。")},
		{Number: 3, Section: "选竹", Pieces: words("竹节要长。")},
		{Number: 4, Section: "选竹", Pieces: words("颜色要匀。")},
		{Number: 5, Section: "选竹", Pieces: words("叶子要少。")},
		{Number: 6, Heading: true, Pieces: words("破篾")},
		{Number: 7, Section: "破篾", Pieces: words("从梢上下刀。")},
	}}
	for _, tt := range []struct {
		number int
		want   string
	}{
		{2, "1;2;3;4;5;6;7"},
		{7, "4 选竹;5;6;7"},
	} {
		var got []string
		for _, b := range NewContextPage(a, "竹", tt.number).Blocks {
			got = append(got, strings.TrimSpace(fmt.Sprint(b.Number, " ", b.Section)))
		}
		if s := strings.Join(got, ";"); s != tt.want {
			t.Errorf("around %d: %s, want %s", tt.number, s, tt.want)
		}
	}
}
