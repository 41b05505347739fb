package search

import (
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/search/query"
)

// The estimated costs next to measured ones: the CPU time of a request divided by
// that of an ordinary one, on 6,000 articles.
func TestCost(t *testing.T) {
	long := strings.Repeat("如何用两年时间做一个产品经理", 18) // 252 characters
	for _, c := range []struct {
		name        string
		request     Request
		least, most int
	}{
		{"an ordinary search", Request{Text: "小红书 难民", Size: 10}, 1, 1},
		{"nothing", Request{}, 1, 1},
		{"a hundred hits", Request{Text: "的", Size: 100}, 2, 4},
		{"a long text, measured 12", Request{Text: long, Size: 10}, 10, 14},
		{"and more hits than its pages have, 16", Request{Text: long, Size: 100}, 14, 20},
		{"on page 10, 17", Request{Text: long, Size: 100, Page: 10}, 14, 20},
		{"a phrase with a sign, 3", Request{Text: `"的，了"`, Size: 10}, 3, 6},
		{"ten of them, any of which, 11", Request{Text: strings.Repeat(`"的，了" OR `, 9) + `"的，了"`, Size: 10}, 10, 18},
		{"sixteen, all of which, 5", Request{Text: strings.Repeat(`"的，了" `, 16), Size: 10}, 5, 10},
		{"twenty quotations, 2", Request{Text: strings.Repeat(`"产品经理" `, 20), Size: 10}, 2, 8},
		{"an unbroken text of characters and a sign, 5", Request{Text: "前，品", Size: 10}, 3, 8},
		{"ten exclusions of a sign, 2", Request{Text: "用户" + strings.Repeat(` -"的，了"`, 10), Size: 10}, 2, 10},
		{"an exclusion that a posting list decides", Request{Text: "用户 -产品", Size: 10}, 1, 3},
		{"a letter, 20", Request{Text: "a", Size: 100}, 14, 20},
		{"the months", Request{Text: "用户", Size: 10, Months: true}, 2, 2},
		{"a hundred words", Request{Text: strings.Repeat("ab ", 100), Size: 10}, 10, 60},
		{"a wrong cursor", Request{Text: "用户", Size: 10, Cursor: "x"}, 1, 1},
		{"a cursor far behind", Request{Text: "用户", Size: 10, Cursor: cursor{from: MaxWindow}.String()}, 5, 7},
	} {
		if got := c.request.Cost(); got < c.least || got > c.most {
			t.Errorf("%s: %d, want %d to %d", c.name, got, c.least, c.most)
		}
	}
}

// The estimate follows the counted work: no expensive query takes many times its
// estimate, and no kind of query as a whole is charged for phrases and exclusions
// that posting lists and signatures decide without reading texts. A single query
// may be, because the estimate does not know frequencies.
func TestCostFollowsWork(t *testing.T) {
	SkipSequential(t)
	const n, over, under, slack = 400, 4, 4, 8
	random := Random(t)
	s, sentences, _ := mixed(t, random)
	median := ordinaryWork(t, s, random, sentences)
	counts, charged := map[string]float64{}, map[string]float64{}
	for range n {
		kind, r := expensive(random, sentences)
		if kind == "a letter" {
			continue // its work is looking up words, which is not counted
		}
		bytes, postings := work(t, s, r)
		counted := float64(bytes+bytesPerPosting*postings) / float64(median)
		if estimate := float64(r.Cost()); counted > over*estimate+slack {
			t.Errorf("%s, page %d of %d: %.60q: %.1f ordinary searches are counted, %g estimated", kind, r.Page, r.Size, r.Text, counted, estimate)
		}
		counts[kind] += counted
		charged[kind] += float64(conditionsCost(query.Parse(r.Text), min(r.Size, r.mostHits())))
	}
	for kind, conditions := range charged {
		if counted := counts[kind]; conditions > under*counted+slack {
			t.Errorf("%s: %.1f ordinary searches are counted in all, %g estimated for conditions alone", kind, counted, conditions)
		}
	}
}
