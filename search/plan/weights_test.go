package plan

import (
	"math"
	"sync"
	"testing"

	"github.com/xunzhang/xunzhang/search/query"
	"github.com/xunzhang/xunzhang/search/scan"
)

func TestWeightsOfLongQuestions(t *testing.T) {
	w := DefaultWeights()
	for _, c := range []struct {
		runes          int
		word, function float64
	}{
		{1, w.Word, w.FunctionBigram},
		{int(w.LongFrom), w.Word, w.FunctionBigram},
		{int(w.LongFrom+w.LongTo) / 2, (w.Word + w.LongWord) / 2, (w.FunctionBigram + 1) / 2},
		{int(w.LongTo), w.LongWord, 1},
		{query.MaxRunes, w.LongWord, 1},
	} {
		got := w.forLength(c.runes)
		if math.Abs(got.Word-c.word) > 1e-9 || math.Abs(got.FunctionBigram-c.function) > 1e-9 {
			t.Errorf("%d runes: words %v, function bigrams %v, want %v and %v", c.runes, got.Word, got.FunctionBigram, c.word, c.function)
		}
	}
}

// The pairs of a query add up to 1, where one alternative of each slot is counted.
func TestSharesOfPairs(t *testing.T) {
	p := planner(t)
	for _, text := range []string{"小红书难民怎么用", "小红书 TikTok 难民", "红薯 OR 番薯藤 OR 地瓜", "视频"} {
		v := NewVerifier(&sync.Pool{New: func() any { return scan.NewMatcher() }}, ReadLimit{})
		plan, err := p.Plan(t.Context(), counts{}, Request{Query: query.Parse(text), Text: text}, v)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		sum, alts := 0.0, make([]float64, len(plan.Alts))
		for _, term := range plan.Terms {
			if term.Alt == None {
				sum += term.Pair
			} else {
				alts[term.Alt] += term.Pair
			}
		}
		slots := map[int]float64{}
		for i, a := range plan.Alts {
			if share, ok := slots[a.Slot]; ok && math.Abs(share-alts[i]) > 1e-9 {
				t.Errorf("%s: %s has %v, another alternative of its slot %v", text, a.Text, alts[i], share)
			}
			slots[a.Slot] = alts[i]
		}
		for _, share := range slots {
			sum += share
		}
		if math.Abs(sum-1) > 1e-9 {
			t.Errorf("%s: the pairs add up to %v", text, sum)
		}
		v.Release()
	}
}
