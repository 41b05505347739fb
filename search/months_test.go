package search

import (
	"fmt"
	"testing"

	"github.com/xunzhang/xunzhang/engine"
)

// The months count the articles that hold all words, or all articles found when
// none does. Each article counts once, and months are in order.
func TestMonths(t *testing.T) {
	s := library(t,
		doc{ID: "a", Title: "春笋", Published: "2024-03-02", Paragraphs: []string{"春笋要趁早挖", "春笋炖肉"}},
		doc{ID: "b", Title: "笋干", Published: "2023-11-20", Paragraphs: []string{"春笋晒成笋干"}},
		doc{ID: "c", Title: "又是春笋", Published: "2024-03-30", Paragraphs: []string{"腌笃鲜用春笋和咸肉"}},
		doc{ID: "d", Title: "咸肉", Published: "2022-01-05", Paragraphs: []string{"腌咸肉要粗盐"}},
		doc{ID: "e", Title: "没有日期的春笋", Paragraphs: []string{"春笋"}})
	for _, c := range []struct {
		name    string
		request Request
		want    string
	}{
		{"found whole", Request{Text: "春笋"}, "[{2023-11 1} {2024-03 2}]"},
		{"not what holds some of the words", Request{Text: "春笋 咸肉"}, "[{2024-03 1}]"},
		{"that, where nothing holds all", Request{Text: "笋干 咸肉"}, "[{2022-01 1} {2023-11 1} {2024-03 1}]"},
		{"everything", Request{}, "[{2022-01 1} {2023-11 1} {2024-03 2}]"},
		{"of a year", Request{Text: "春笋", Years: []int{2023}}, "[{2023-11 1}]"},
		{"nothing", Request{Text: "量子"}, "[]"},
	} {
		c.request.Months = true
		if got := fmt.Sprint(find(t, s, c.request).Months); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	if got := find(t, s, Request{Text: "春笋"}).Months; got != nil {
		t.Errorf("months that nobody asked for: %v", got)
	}
}

// Months take no additional call of the engine, however much is found.
func TestMonthsTakeNoCall(t *testing.T) {
	var docs []doc
	for i := range 60 {
		docs = append(docs, doc{ID: fmt.Sprint(i), Title: "春笋", Published: fmt.Sprintf("2024-%02d-02", i%12+1), Paragraphs: []string{"春笋要趁早挖"}})
	}
	docs = append(docs, doc{ID: "few", Title: "咸肉", Published: "2023-01-05", Paragraphs: []string{"腌咸肉要粗盐"}})
	e := &countingEngine{Engine: library(t, docs...).engine}
	s := NewService(e, sharedAnalyzer(t), Options{})
	for _, r := range []Request{{Text: "咸肉"}, {Text: "春笋"}, {Text: "春笋", Page: 2}, {Text: "春笋", Sort: engine.ByNewest}, {Text: "春笋", Years: []int{2024}}} {
		e.calls = nil
		find(t, s, r)
		without := len(e.calls)
		e.calls = nil
		r.Months = true
		if got := find(t, s, r).Months; len(got) == 0 {
			t.Errorf("%+v: no months", r)
		}
		if len(e.calls) != without {
			t.Errorf("%+v: %d calls, without months %d", r, len(e.calls), without)
		}
	}
}
