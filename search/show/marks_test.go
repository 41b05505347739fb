package show

import (
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/part"
	"github.com/xunzhang/xunzhang/search/scan"
)

// pieces returns the pieces of a text as a page shows them, with the occurrences of
// a term marked.
func pieces(m *scan.Matcher, text, term string) []Piece {
	var stored []byte
	for _, r := range text {
		stored = part.AppendRune(stored, r)
	}
	m.Reset([]string{analysis.FoldText(term)})
	d := new(decoder).decode(stored, m.Find(stored, nil), func(int32) bool { return true })
	return d.pieces(0, len(d.runes))
}

// A text is shown unchanged, whatever white space it has, and every mark contains
// the term.
func FuzzPieces(f *testing.F) {
	for _, s := range [...][2]string{
		{"老 船 长 把 罗 盘", "船长"}, {"张\u3000三和张三", "张 三"}, {"目\u00a0\u2009录\n", "目录"},
		{"第 3 章 使用 Tik Tok ，“ 好 ”", "用tik tok,“好”"}, {"文化 学习", "化学"}, {"a\u200b b\u0301 ㎏ 船\u200b ", "b"},
		{"\xff 船\xe5 长", "船长"}, {" \n\u3000", ""},
	} {
		f.Add(s[0], s[1])
	}
	m := scan.NewMatcher()
	f.Fuzz(func(t *testing.T, text, term string) {
		text, folded := strings.ToValidUTF8(text, "\ufffd"), analysis.FoldText(term)
		all := pieces(m, text, term)
		if got := shown(all); got != text {
			t.Fatalf("%q is shown as %q", text, got)
		}
		for _, p := range all {
			if p.Hit && !strings.Contains(analysis.FoldText(p.Text), folded) {
				t.Fatalf("%q: %q is marked in %q", term, p.Text, text)
			}
		}
	})
}
