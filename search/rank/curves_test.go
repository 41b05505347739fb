package rank

import (
	"math"
	"testing"

	"github.com/xunzhang/xunzhang/search/plan"
)

// The tables of curves have the values of the formulas of Weights, and the last
// value for all arguments beyond their end.
func TestCurves(t *testing.T) {
	w := plan.DefaultWeights()
	c := NewCurves(w)
	for _, runes := range []float64{0, 1, 30, 100, 1000} {
		want := 1 - w.Short/(1+math.Exp((runes-w.Middle)/w.Slope))
		if got := valueAt(c.prior, int(2*runes), 1); math.Abs(got-want) > 1e-5 {
			t.Errorf("prior of %v characters: %v, want %v", runes, got, want)
		}
	}
	for _, gap := range []float64{0, 1, 15, 60, 10_000} {
		want := math.Exp(-gap / w.PairGap)
		if got := valueAt(c.near, int(2*gap), 0); math.Abs(got-want) > 1e-5 {
			t.Errorf("nearness over %v characters: %v, want %v", gap, got, want)
		}
	}
}

func TestShareOfTheBestParagraph(t *testing.T) {
	w := plan.DefaultWeights()
	for _, c := range []struct{ perPart, want float64 }{{1, w.BestParagraph}, {10, 10 * w.BestParagraph}, {1e6, w.BestMost}} {
		r := Ranking{Weights: w, perPart: c.perPart}
		if got := r.bestShare(); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%v paragraphs a part: %v, want %v", c.perPart, got, c.want)
		}
	}
}
