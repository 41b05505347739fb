package eval

import (
	"encoding/json"
	"strings"
	"testing"
)

func report(ndcg map[string]float64, order ...string) Report {
	var r Report
	for _, id := range order {
		r.PerQuery = append(r.PerQuery, Result{Query{id, "文" + id}, Metrics{NDCG: ndcg[id]}})
	}
	r.Queries, r.Mean = len(r.PerQuery), mean(r.PerQuery)
	return r
}

func TestPairedTByHand(t *testing.T) {
	// Differences .1 .2 .3 .4 .5: mean .3, variance .025, standard error
	// sqrt(.025/5) = .0707107, t = .3/.0707107 = 4.2426407. With 4 degrees of
	// freedom P(|T| > t) = 1 - u(1 + c²/2), u = t/sqrt(4+t²) = .9045340 and
	// c² = 4/(4+t²) = .1818182: 1 - .9045340*1.0909091 = .0132356.
	statistic, p := pairedT([]float64{.1, .2, .3, .4, .5})
	if !near(statistic, 4.2426407) || !near(p, .0132356) {
		t.Errorf("got t %f, p %f", statistic, p)
	}
	if statistic, p := pairedT([]float64{.1, .1}); statistic != 0 || p != 1 {
		t.Errorf("without variance: got t %f, p %f", statistic, p)
	}
}

func TestStudentPAgainstTables(t *testing.T) {
	// Two-sided critical values from the usual table of Student's t.
	for _, c := range []struct{ t, df, p float64 }{
		{12.7062, 1, .05}, {2.2281, 10, .05}, {2.7500, 30, .01}, {1.9840, 100, .05}, {0, 7, 1},
	} {
		if got := studentP(c.t, c.df); got < c.p-1e-4 || got > c.p+1e-4 {
			t.Errorf("t %.4f, df %.0f: p %f, want %f", c.t, c.df, got, c.p)
		}
	}
}

func TestRandomisationNearTheExactShare(t *testing.T) {
	// Of the 2^4 sign changes of 1 2 3 4 only + + + + and - - - - reach 10:
	// 2/16 = .125.
	if p := randomisation([]float64{1, 2, 3, 4}); p < .115 || p > .135 {
		t.Errorf("got %f, want about .125", p)
	}
}

func TestCompare(t *testing.T) {
	run := report(map[string]float64{"q1": .5, "q2": .4, "q3": .3, "q4": 1}, "q1", "q2", "q3", "q4")
	base := report(map[string]float64{"q1": .2, "q2": .5, "q3": .3, "q5": 1}, "q1", "q2", "q3", "q5")
	c := Compare(run, base)
	if c.Wins != 1 || c.Losses != 1 || c.Ties != 1 || c.NotCovered != 2 {
		t.Errorf("got %+v", c)
	}
	if !near(c.Change, .2/3) || !near(c.Baseline.NDCG, 1./3) || len(c.PerQuery) != 3 || !near(c.PerQuery[0].Change, .3) {
		t.Errorf("got %+v", c)
	}
	same := Compare(run, run)
	if same.Ties != 4 || same.PT != 1 || same.PRandom != 1 || same.Change != 0 {
		t.Errorf("a run against itself: %+v", same)
	}
}

func TestWriteText(t *testing.T) {
	run := report(map[string]float64{"q1": .5, "long-id": .25}, "q1", "long-id")
	run.LeftOut = 3
	c := Compare(run, report(map[string]float64{"q1": .25, "long-id": .25}, "q1", "long-id"))
	var out strings.Builder
	if err := WriteText(&out, run, &c, true); err != nil {
		t.Fatal(err)
	}
	want := `query    nDCG@10  baseline  change   text
q1       0.5000   0.2500    +0.2500  文q1
long-id  0.2500   0.2500    +0.0000  文long-id

metric     run     baseline  change
nDCG@10    0.3750  0.2500    +0.1250
MRR@10     0.0000  0.0000    +0.0000
P@1        0.0000  0.0000    +0.0000
R@100      0.0000  0.0000    +0.0000
judged@10  0.0000  0.0000    +0.0000

2 queries, 3 left out for want of a relevant judgment
1 better, 0 worse, 1 equal; paired t 1.00, p 0.5000; randomisation p 1.0000
`
	if out.String() != want {
		t.Errorf("got\n%s", out.String())
	}
	out.Reset()
	run.Timing = &Timing{Queries: 2, Seconds: .01, PerSecond: 200, P50: 4, P95: 5, P99: 6}
	if err := WriteText(&out, run, nil, false); err != nil {
		t.Fatal(err)
	}
	want = `nDCG@10    0.3750
MRR@10     0.0000
P@1        0.0000
R@100      0.0000
judged@10  0.0000

2 queries, 3 left out for want of a relevant judgment, 200.0 queries a second (p50 4.0 ms, p95 5.0 ms, p99 6.0 ms)
`
	if out.String() != want {
		t.Errorf("got\n%s", out.String())
	}
}

func TestReportAsJSON(t *testing.T) {
	got, err := json.Marshal(report(map[string]float64{"q1": .5}, "q1"))
	want := `{"queries":1,"left_out":0,"mean":{"nDCG@10":0.5,"MRR@10":0,"P@1":0,"R@100":0,"judged@10":0},` +
		`"results":[{"id":"q1","text":"文q1","nDCG@10":0.5,"MRR@10":0,"P@1":0,"R@100":0,"judged@10":0}]}`
	if err != nil || string(got) != want {
		t.Errorf("got %s, %v", got, err)
	}
}
