package search

import (
	"errors"
	"testing"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/engine/enginetest"
)

// Plan returns the plan of what Search searches for in the end: the query as typed, or
// the reading that took its place.
func TestPlanIsOfTheReadingThatIsAnswered(t *testing.T) {
	s := library(t, doc{ID: "a", Title: "街角", Paragraphs: []string{"宁做不满的人", "红薯很甜"}})
	for _, c := range []struct{ text, want string }{
		{"红薯", "红薯"},
		{"“宁做不满的人”", "“宁做不满的人”"},
		{"“宁做不满的人。”", `"宁做不满的人"`}, // no text has the full stop
	} {
		p, err := s.Plan(t.Context(), Request{Text: c.text})
		if err != nil {
			t.Fatalf("%s: %v", c.text, err)
		}
		if p.Folded != c.want {
			t.Errorf("%s: the plan is of %s, want %s", c.text, p.Folded, c.want)
		}
	}
}

// Plan fails as Search does.
func TestPlanRefuses(t *testing.T) {
	s := library(t, doc{ID: "a", Title: "街角", Paragraphs: []string{"红薯很甜"}})
	if _, err := s.Plan(t.Context(), Request{Text: "红薯", Page: -1}); !errors.Is(err, ErrQuery) {
		t.Errorf("page -1: %v", err)
	}
	empty := NewService(enginetest.NewMemory(), sharedAnalyzer(t), Options{})
	if _, err := empty.Plan(t.Context(), Request{Text: "红薯"}); !errors.Is(err, engine.ErrNoIndex) {
		t.Errorf("without an index: %v", err)
	}
}
