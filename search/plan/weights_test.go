package plan

import (
	"math"
	"testing"

	"github.com/xunzhang/xunzhang/search/query"
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
