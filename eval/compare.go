package eval

import (
	"math"
	"math/rand/v2"
)

// rounds is how many random sign changes the randomisation test draws: enough
// for three decimals of a p-value near .05, done in milliseconds.
const rounds = 10_000

// A Difference compares the nDCG@10 of a query with that of the baseline.
type Difference struct {
	Query
	Run      float64 `json:"run"`
	Baseline float64 `json:"baseline"`
	Change   float64 `json:"change"` // Run - Baseline
}

// A Comparison compares a run with a baseline by nDCG@10.
type Comparison struct {
	Baseline   Metrics      `json:"baseline"` // means of the baseline over the same queries
	Change     float64      `json:"change"`   // of the mean nDCG@10
	Wins       int          `json:"wins"`     // queries where the run is better
	Losses     int          `json:"losses"`
	Ties       int          `json:"ties"`
	T          float64      `json:"t"`               // paired t statistic
	PT         float64      `json:"p_t"`             // two-sided p-value of T
	PRandom    float64      `json:"p_randomisation"` // two-sided p-value of the randomisation test
	PerQuery   []Difference `json:"per_query,omitempty"`
	NotCovered int          `json:"not_covered"` // queries that only one of the two reports has
}

// equal is the difference of nDCG@10 below which two rankings count as tied:
// sums of the same gains in another order differ by less.
const equal = 1e-9

// Compare compares the report of a run with that of a baseline, over the queries in
// both. The p-values are the same each time for the same reports.
func Compare(run, baseline Report) Comparison {
	base := make(map[string]Result, len(baseline.PerQuery))
	for _, r := range baseline.PerQuery {
		base[r.ID] = r
	}
	var c Comparison
	var shared []Result
	for _, r := range run.PerQuery {
		b, ok := base[r.ID]
		if !ok {
			c.NotCovered++
			continue
		}
		shared = append(shared, b)
		c.add(Difference{Query: r.Query, Run: r.NDCG, Baseline: b.NDCG, Change: r.NDCG - b.NDCG})
	}
	c.NotCovered += len(baseline.PerQuery) - len(shared)
	c.Baseline = mean(shared)
	c.test()
	return c
}

func (c *Comparison) add(d Difference) {
	switch {
	case d.Change > equal:
		c.Wins++
	case d.Change < -equal:
		c.Losses++
	default:
		c.Ties++
		d.Change = 0
	}
	c.PerQuery = append(c.PerQuery, d)
}

func (c *Comparison) test() {
	c.PT, c.PRandom = 1, 1
	changes := make([]float64, len(c.PerQuery))
	for i, d := range c.PerQuery {
		changes[i] = d.Change
		c.Change += d.Change / float64(len(c.PerQuery))
	}
	if c.Wins+c.Losses == 0 {
		return
	}
	c.T, c.PT = pairedT(changes)
	c.PRandom = randomisation(changes)
}

// pairedT is the t statistic of the mean of differences, with its two-sided
// p-value. Without variance there is no test: the statistic is 0, p is 1.
func pairedT(differences []float64) (t, p float64) {
	n := float64(len(differences))
	if n < 2 {
		return 0, 1
	}
	sum, squares := 0.0, 0.0
	for _, d := range differences {
		sum += d
	}
	mean := sum / n
	for _, d := range differences {
		squares += (d - mean) * (d - mean)
	}
	if squares == 0 {
		return 0, 1
	}
	t = mean / math.Sqrt(squares/(n-1)/n)
	return t, studentP(t, n-1)
}

// randomisation is the share of random sign changes of the differences whose
// sum is at least as far from zero as the one observed.
func randomisation(differences []float64) float64 {
	observed := 0.0
	for _, d := range differences {
		observed += d
	}
	observed = math.Abs(observed) - equal
	random := rand.New(rand.NewPCG(1, 2))
	extreme := 1 // the observed one
	for range rounds {
		sum := 0.0
		for _, d := range differences {
			if random.Uint64()&1 == 0 {
				d = -d
			}
			sum += d
		}
		if math.Abs(sum) >= observed {
			extreme++
		}
	}
	return float64(extreme) / (rounds + 1)
}
