package plan

import "testing"

func TestQuestions(t *testing.T) {
	for text, want := range map[string]struct{ question, fact bool }{
		"铁桥的长度是多少":  {true, true},
		"谁修了铁桥":     {true, true},
		"渡口在哪里":     {true, true},
		"铁桥是什么时候修的": {true, true},
		"渡口有几条船":    {true, true},
		"铁桥能走车吗":    {true, true},
		"为什么叫铁桥":    {true, false},
		"铁桥怎么修":     {true, false},
		"为何是什么都不说":  {true, false}, // why decides
		"铁桥 渡口":     {false, false},
	} {
		if q, f := isQuestion(text), asksForFact(text); q != want.question || f != want.fact {
			t.Errorf("%s: question %v, for a fact %v", text, q, f)
		}
	}
}

// Terms that only ask count Asking in a question for a fact, and nowhere else.
func TestAsking(t *testing.T) {
	w := DefaultWeights()
	for _, test := range []struct {
		fact bool
		term string
		want float64
	}{
		{true, "什么", w.Asking},
		{true, "哪里", w.Asking},
		{true, "是谁", w.Asking},
		{true, "多少", w.Asking},
		{true, "的", 1},
		{true, "多大", 1},
		{false, "什么", 1},
	} {
		p := &builder{w: w, asksForFact: test.fact}
		if got := p.asking(test.term); got != test.want {
			t.Errorf("%s: %v, want %v", test.term, got, test.want)
		}
	}
}
