package audit

import (
	"testing"

	"github.com/xunzhang/xunzhang/search/query"
)

func TestHeldBy(t *testing.T) {
	for _, c := range []struct {
		text, sample string
		held, whole  bool
	}{
		{"自称tiktok难民", "tiktok", true, true},
		{"chatgpt和gpt", "gpt", true, true},
		{"只有chatgpt", "gpt", true, false},
		{"web3技术", "3技", true, false},
		{"第2.1.1节", "1.1", true, true},
		{"第1.1节", "1.1", true, true},
		{"1,000元", "000元", true, true},
		{"到2024.年底", "2024", true, true},
		{"前,品牌", "前,品", true, true},
		{"小红书", "红薯", false, false},
		{"囍", "囍", true, true},
	} {
		s := newSample("test", c.sample)
		first := []rune(s.folded)[0]
		got, held := heldBy(c.text, map[rune][]*sample{first: {s}})[s]
		if held != c.held || got.whole != c.whole {
			t.Errorf("%s in %s: held %v, whole %v", c.sample, c.text, held, got.whole)
		}
	}
}

func TestMissed(t *testing.T) {
	found := func(n int) map[string]bool {
		ids := make(map[string]bool)
		for i := range n {
			ids[string(rune('a'+i))] = true
		}
		return ids
	}
	for _, c := range []struct {
		held, found int
		missed      bool
	}{{0, 0, false}, {3, 3, false}, {3, 2, true}, {500, Depth, false}, {500, Depth - 1, true}} {
		s := &sample{held: c.held, holding: found(c.found)}
		if got := s.missed() != nil; got != c.missed {
			t.Errorf("%d hold it, %d found: missed %v", c.held, c.found, got)
		}
	}
}

// A string is searched for as it is, or as a phrase where the query language would
// read something else.
func TestSampleQuery(t *testing.T) {
	for _, c := range []struct{ text, query string }{
		{"小红书", "小红书"}, {"AI 产品", `"AI 产品"`}, {"-直播", `"-直播"`}, {"作者：硬糖", `"作者：硬糖"`}, {"2023..2025", `"2023..2025"`},
	} {
		if s := newSample("test", c.text); s == nil || s.query != c.query {
			t.Errorf("%s: %+v", c.text, s)
		}
	}
	for _, text := range []string{" ", "", "a ", `他说"好`} {
		if s := newSample("test", text); s != nil {
			if q := query.Parse(s.query); q.Groups[0][0].Text != text {
				t.Errorf("%q is typed as %q", text, s.query)
			}
		}
	}
}
