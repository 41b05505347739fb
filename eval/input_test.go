package eval

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
)

func TestReadQueries(t *testing.T) {
	in := "\ufeff# id, tab, query\nq1\t小红书 TikTok 难民\r\n\nq2\t\"打八折\"\t带制表\n"
	got, err := ReadQueries("queries.tsv", strings.NewReader(in))
	want := []Query{{"q1", "小红书 TikTok 难民"}, {"q2", "\"打八折\"\t带制表"}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q, %v; want %q", got, err, want)
	}
}

func TestReadQrels(t *testing.T) {
	in := "q1 0 a#1 2\nq1\t0\tb#2\t0\n# comment\nq2  Q0 a#1   -1\nq1 0 a#1 2\n"
	got, err := ReadQrels("qrels", strings.NewReader(in))
	if err != nil {
		t.Fatal(err)
	}
	if !maps.Equal(got["q1"], map[string]int{"a#1": 2, "b#2": 0}) || !maps.Equal(got["q2"], map[string]int{"a#1": -1}) {
		t.Errorf("got %v", got)
	}
}

func TestErrorsNameFileAndLine(t *testing.T) {
	queries := func(s string) error { _, err := ReadQueries("f", strings.NewReader(s)); return err }
	qrels := func(s string) error { _, err := ReadQrels("f", strings.NewReader(s)); return err }
	run := func(s string) error { _, err := ReadRun("f", strings.NewReader(s)); return err }
	for _, c := range []struct {
		read     func(string) error
		in, want string
	}{
		{queries, "q1\tok\nno tab", "f:2: bad format: want an id, a tab and a query"},
		{queries, "q1\t ", "f:1: bad format: want an id, a tab and a query"},
		{queries, "q 1\tx", `f:1: bad format: the id "q 1" holds a space`},
		{queries, "q1\tx\nq1\ty", `f:2: bad format: the id "q1" was used before`},
		{qrels, "\n# c\nq1 0 a", "f:3: bad format: want 4 columns, found 3"},
		{qrels, "q1 0 a two", `f:1: bad format: the grade "two" is not a whole number up to 30`},
		{qrels, "q1 0 a 31", `f:1: bad format: the grade "31" is not a whole number up to 30`},
		{qrels, "q1 0 a 1\nq1 0 a 2", "f:2: bad format: a was graded 1 for q1 before, now 2"},
		{run, "q1 Q0 a 1 9.5", "f:1: bad format: want 6 columns, found 5"},
		{run, "q1 Q0 a one 9.5 t", `f:1: bad format: the rank "one" is not a whole number`},
		{run, "q1 Q0 a 1 NaN t", `f:1: bad format: the score "NaN" is not a number`},
		{run, "q1 Q0 a 1 2 t\nq1 Q0 a 2 1 t", "f:2: bad format: a is ranked twice for q1"},
	} {
		err := c.read(c.in)
		if err == nil || err.Error() != c.want || !errors.Is(err, ErrFormat) {
			t.Errorf("%q: got %v, want %s", c.in, err, c.want)
		}
	}
}

func TestTooLongLine(t *testing.T) {
	in := "q1\tx\nq2\t" + strings.Repeat("长", maxLine)
	_, err := ReadQueries("f", strings.NewReader(in))
	if err == nil || !strings.HasPrefix(err.Error(), "f:2: ") {
		t.Errorf("got %v, want an error at f:2", err)
	}
}

func FuzzReaders(f *testing.F) {
	f.Add("q1\t小红书\n")
	f.Add("q1 0 a#1 2\nq1 0 b#1 1\n")
	f.Add("q1 Q0 a#1 1 3.5 tag\nq1 Q0 b#1 2 3.5 tag\n")
	f.Fuzz(func(t *testing.T, in string) {
		queries, _ := ReadQueries("f", strings.NewReader(in))
		for _, q := range queries {
			if q.ID == "" || q.Text == "" {
				t.Errorf("empty query in %q", in)
			}
		}
		qrels, _ := ReadQrels("f", strings.NewReader(in))
		rankings, err := ReadRun("f", strings.NewReader(in))
		if err != nil {
			return
		}
		var out strings.Builder
		if err := WriteRun(&out, rankings, "tag"); err != nil {
			t.Fatal(err)
		}
		again, err := ReadRun("f", strings.NewReader(out.String()))
		if err != nil || len(again) != len(rankings) {
			t.Fatalf("written run does not read back: %v", err)
		}
		for i, r := range again {
			if !slices.Equal(ids(r), ids(rankings[i])[:len(r.Ranked)]) {
				t.Errorf("order changed: %v, %v", r, rankings[i])
			}
		}
		Measure([]Query{{ID: "q1"}}, qrels, rankings)
	})
}

func ids(r Ranking) []string {
	var all []string
	for _, d := range r.Ranked {
		all = append(all, d.ID)
	}
	return all
}
