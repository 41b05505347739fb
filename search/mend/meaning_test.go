package mend

import (
	"testing"

	"github.com/xunzhang/xunzhang/search/plan"
	"github.com/xunzhang/xunzhang/search/query"
)

// A correction is made in the typed text, which keeps the rest as it was typed. Where
// it is not clear which piece of the text is meant, the query is printed.
func TestTextOfAMeaning(t *testing.T) {
	m := Meaning{Query: query.Parse("蜜雪冰城 价格"), Corrections: []plan.Expansion{{From: "蜜雪冰成", To: "蜜雪冰城"}}}
	for _, c := range []struct{ typed, want string }{
		{"蜜雪冰成　价格", "蜜雪冰城　价格"},
		{"蜜雪冰成价格", "蜜雪冰城价格"},
		{"蜜雪冰成 蜜雪冰成", "蜜雪冰城 价格"},
		{"蜜 雪 冰 成 价格", "蜜雪冰城 价格"},
	} {
		if got := m.Text(c.typed); got != c.want {
			t.Errorf("%s: %s, want %s", c.typed, got, c.want)
		}
	}
}
