package rank

import (
	"math"

	"github.com/xunzhang/xunzhang/search/plan"
)

// Curves are the exponential functions of the ranking as tables, made once for
// the weights of a service: computing them for every paragraph took a twelfth
// of a search.
type Curves struct {
	prior []float64 // length prior, by the length of a paragraph in stored bytes, two per character
	near  []float64 // proximity of two words, by the gap between them in stored bytes
}

// flat is how many units of its slope a curve is followed before it counts as
// flat: exp(-12) is below any difference that matters.
const flat = 12

// NewCurves makes the tables for some weights.
func NewCurves(w plan.Weights) *Curves {
	c := &Curves{prior: make([]float64, 2*int(w.Middle+flat*w.Slope)), near: make([]float64, 2*int(flat*w.PairGap))}
	for i := range c.prior {
		c.prior[i] = 1 - w.Short/(1+math.Exp((float64(i)/2-w.Middle)/w.Slope))
	}
	for i := range c.near {
		c.near[i] = math.Exp(-float64(i) / 2 / w.PairGap)
	}
	return c
}

// valueAt returns the value of a curve, which is rest beyond the end of the table.
func valueAt(curve []float64, i int, rest float64) float64 {
	if i < len(curve) {
		return curve[i]
	}
	return rest
}
