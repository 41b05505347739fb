package plan

import (
	"sync"
	"testing"

	"github.com/xunzhang/xunzhang/search/query"
	"github.com/xunzhang/xunzhang/search/scan"
)

// What holds a query as typed comes first when that is a name or was copied, and not
// when it is a question, with or without the sign at its end.
func TestExactWording(t *testing.T) {
	pool := &sync.Pool{New: func() any { return scan.NewMatcher() }}
	p := planner(t)
	for text, want := range map[string]bool{
		"小红书难民": true, "老 船 长": true, "他说“好”，就走了": true, "“难民”，他说": true, "难民”": true, "大家都在说，小红书的难民。": true, "这是难民吗……": true, "……": false, // it is required
		"“难民": true, "说“": true, "难民 |": true, "小红书 | 难民": true, "30 万": true,
		"小红书 难民": false, "大家都在说小红书的难民": false, "大家都在说小红书的难民？": false, "什么是 小红书 难民？": false, "“小红书的难民”": false,
		"小红书 OR 难民": false, "B 产品 调研": false, "小红书，难民 -话题": false, "作者：难民，小红书": false,
	} {
		v := NewVerifier(pool, ReadLimit{})
		plan, err := p.Plan(t.Context(), counts{}, Request{Query: query.Parse(text), Text: text}, v)
		if err != nil {
			t.Fatal(err)
		}
		if got := plan.RanksLiteral(); got != want {
			t.Errorf("%s: %v, want %v", text, got, want)
		}
		v.Release()
	}
}
