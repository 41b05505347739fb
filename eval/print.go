package eval

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// WriteText prints a report as an aligned table; with a comparison also the
// baseline, the change and the tests; with perQuery a line for each query. The
// JSON form is the encoding of Report and Comparison as they are.
func WriteText(w io.Writer, r Report, c *Comparison, perQuery bool) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	if perQuery {
		writeQueries(t, r, c)
		fmt.Fprintln(t)
	}
	writeMeans(t, r, c)
	if err := t.Flush(); err != nil {
		return err
	}
	return writeNotes(w, r, c)
}

func writeMeans(w io.Writer, r Report, c *Comparison) {
	rows := []struct {
		name string
		of   func(Metrics) float64
	}{
		{"nDCG@10", func(m Metrics) float64 { return m.NDCG }},
		{"MRR@10", func(m Metrics) float64 { return m.MRR }},
		{"P@1", func(m Metrics) float64 { return m.P1 }},
		{"R@100", func(m Metrics) float64 { return m.Recall }},
		{"judged@10", func(m Metrics) float64 { return m.Judged }},
	}
	if c != nil {
		fmt.Fprintln(w, "metric\trun\tbaseline\tchange")
	}
	for _, row := range rows {
		run := row.of(r.Mean)
		if c == nil {
			fmt.Fprintf(w, "%s\t%.4f\n", row.name, run)
			continue
		}
		base := row.of(c.Baseline)
		fmt.Fprintf(w, "%s\t%.4f\t%.4f\t%+.4f\n", row.name, run, base, run-base)
	}
}

// writeQueries puts the text last: Han characters are two columns wide, which
// tabwriter does not know.
func writeQueries(w io.Writer, r Report, c *Comparison) {
	if c != nil {
		fmt.Fprintln(w, "query\tnDCG@10\tbaseline\tchange\ttext")
		for _, d := range c.PerQuery {
			fmt.Fprintf(w, "%s\t%.4f\t%.4f\t%+.4f\t%s\n", d.ID, d.Run, d.Baseline, d.Change, d.Text)
		}
		return
	}
	fmt.Fprintln(w, "query\tnDCG@10\tMRR@10\tP@1\tR@100\tjudged@10\ttext")
	for _, q := range r.PerQuery {
		fmt.Fprintf(w, "%s\t%.4f\t%.4f\t%.0f\t%.4f\t%.2f\t%s\n",
			q.ID, q.NDCG, q.MRR, q.P1, q.Recall, q.Judged, q.Text)
	}
}

func writeNotes(w io.Writer, r Report, c *Comparison) error {
	_, err := fmt.Fprintf(w, "\n%d queries", r.Queries)
	if err == nil && r.LeftOut > 0 {
		_, err = fmt.Fprintf(w, ", %d left out for want of a relevant judgment", r.LeftOut)
	}
	if err == nil && r.Timing != nil {
		t := r.Timing
		_, err = fmt.Fprintf(w, ", %.1f queries a second (p50 %.1f ms, p95 %.1f ms, p99 %.1f ms)", t.PerSecond, t.P50, t.P95, t.P99)
	}
	if err == nil && c != nil {
		_, err = fmt.Fprintf(w, "\n%d better, %d worse, %d equal; paired t %.2f, p %.4f; randomisation p %.4f",
			c.Wins, c.Losses, c.Ties, c.T, c.PT, c.PRandom)
		if err == nil && c.NotCovered > 0 {
			_, err = fmt.Fprintf(w, "\n%d queries are measured by one run alone and not compared", c.NotCovered)
		}
	}
	if err == nil {
		_, err = fmt.Fprintln(w)
	}
	return err
}
