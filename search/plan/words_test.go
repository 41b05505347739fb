package plan

import (
	"strings"
	"sync"
	"testing"

	"github.com/xunzhang/xunzhang/search/query"
	"github.com/xunzhang/xunzhang/search/scan"
)

// Two characters that the segmenter leaves alone are one name, unless most texts hold
// each of them and hardly one holds them together. A short query is a name in any case.
func TestCharactersThatMakeAName(t *testing.T) {
	pool := &sync.Pool{New: func() any { return scan.NewMatcher() }}
	p := planner(t)
	for _, c := range []struct {
		text     string
		df       counts
		together int // parts with 字好
		want     string
	}{
		{"按钮上写什么字好", counts{"chars:字": 60, "chars:好": 90}, 1, "按钮 写 字 好"},
		{"按钮上写什么字好", counts{"chars:字": 60, "chars:好": 90}, 3, "按钮 写 字好"},
		{"按钮上写什么字好", counts{"chars:字": 50, "chars:好": 90}, 1, "按钮 写 字好"},
		{"字好", counts{"chars:字": 60, "chars:好": 90}, 1, "字好"},
	} {
		c.df["grams:字好"] = c.together
		v := NewVerifier(pool, ReadLimit{})
		plan, err := p.Plan(t.Context(), c.df, Request{Query: query.Parse(c.text), Text: c.text}, v)
		if err != nil {
			t.Fatal(err)
		}
		var words []string
		for _, w := range plan.Words {
			words = append(words, w.Text)
		}
		if got := strings.Join(words, " "); got != c.want {
			t.Errorf("%s, 字 in %d of 100 parts, 字好 in %d: words %s, want %s", c.text, c.df["chars:字"], c.together, got, c.want)
		}
		v.Release()
	}
}
