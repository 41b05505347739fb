package eval

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/xunzhang/xunzhang/search"
)

func TestRunKeepsTheOrderOfQueries(t *testing.T) {
	var queries []Query
	for i := range 50 {
		queries = append(queries, Query{ID: fmt.Sprint("q", i), Text: fmt.Sprint(i)})
	}
	rank := func(_ context.Context, text string, depth int) ([]search.Ranked, error) {
		if depth != Depth {
			t.Errorf("depth %d", depth)
		}
		return make200(text), nil
	}
	rankings, timing, err := Run(t.Context(), rank, queries, 4)
	if err != nil || timing.Queries != 50 || timing.PerSecond <= 0 {
		t.Fatalf("%+v, %v", timing, err)
	}
	for i, r := range rankings {
		if r.Query != queries[i].ID || len(r.Ranked) != Depth || r.Ranked[0].ID != queries[i].Text+"-0" {
			t.Fatalf("ranking %d is %s, %d deep, first %s", i, r.Query, len(r.Ranked), r.Ranked[0].ID)
		}
	}
}

func make200(text string) []search.Ranked {
	var ranked []search.Ranked
	for i := range 200 {
		ranked = append(ranked, search.Ranked{ID: fmt.Sprint(text, "-", i), Score: float64(-i)})
	}
	return ranked
}

func TestRunEndsAtTheFirstError(t *testing.T) {
	queries := []Query{{"q1", "好"}, {"q2", "坏"}}
	broken := errors.New("broken")
	rank := func(_ context.Context, text string, _ int) ([]search.Ranked, error) {
		if text == "坏" {
			return nil, broken
		}
		return nil, nil
	}
	_, _, err := Run(t.Context(), rank, queries, 0)
	if !errors.Is(err, broken) || !strings.Contains(err.Error(), "q2") {
		t.Errorf("got %v", err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := Run(cancelled, rank, queries[:1], 1); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}

func TestRunRefusesADocumentRankedTwice(t *testing.T) {
	rank := func(context.Context, string, int) ([]search.Ranked, error) {
		return []search.Ranked{{ID: "a", Score: 2}, {ID: "a", Score: 1}}, nil
	}
	_, _, err := Run(t.Context(), rank, []Query{{"q1", "x"}}, 1)
	if err == nil || err.Error() != "query q1: a is ranked twice" {
		t.Errorf("got %v", err)
	}
}

func TestWriteRunGivesStrictlyFallingScores(t *testing.T) {
	r := Ranking{Query: "q1", Ranked: []search.Ranked{{ID: "b", Score: 2}, {ID: "a", Score: 2}, {ID: "c", Score: 7}, {ID: "d", Score: .5}}}
	var out strings.Builder
	if err := WriteRun(&out, []Ranking{r}, "xunzhang"); err != nil {
		t.Fatal(err)
	}
	want := `q1 Q0 b 1 2 xunzhang
q1 Q0 a 2 1.9999999 xunzhang
q1 Q0 c 3 1.9999998 xunzhang
q1 Q0 d 4 0.5 xunzhang
`
	if out.String() != want {
		t.Errorf("got\n%swant\n%s", out.String(), want)
	}
	if err := WriteRun(&out, []Ranking{ranking("q1", "a b")}, "t"); !errors.Is(err, ErrFormat) {
		t.Errorf("id with a space: got %v", err)
	}
}

func TestReadRunOrdersByRank(t *testing.T) {
	in := "q2 Q0 x 1 1 t\nq1 Q0 b 2 8 t\nq1 Q0 a 1 9 t\n"
	got, err := ReadRun("run", strings.NewReader(in))
	want := []Ranking{
		{"q2", []search.Ranked{{ID: "x", Score: 1}}},
		{"q1", []search.Ranked{{ID: "a", Score: 9}, {ID: "b", Score: 8}}},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, %v; want %v", got, err, want)
	}
}

func TestTiming(t *testing.T) {
	var latency []time.Duration
	for ms := 101; ms > 0; ms-- {
		latency = append(latency, time.Duration(ms)*time.Millisecond)
	}
	want := Timing{Queries: 101, Seconds: 2, PerSecond: 50.5, P50: 51, P95: 96, P99: 100}
	if got := timing(latency, 2*time.Second); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	if got := timing(nil, time.Second); got != (Timing{Seconds: 1}) {
		t.Errorf("without queries: %+v", got)
	}
}
