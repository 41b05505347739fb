package search

import (
	"context"
	"errors"
	"testing"
)

// Expensive searches take turns. A search that gets no turn in time, or whose
// reader has disconnected, is refused and occupies no place.
func TestHeavySearchesTakeTurns(t *testing.T) {
	gone, leave := context.WithCancel(t.Context())
	leave()
	h := make(heavyPlaces, 1)
	if !h.enter(t.Context()) {
		t.Fatal("the first heavy search is refused")
	}
	if h.enter(t.Context()) || h.enter(gone) {
		t.Error("two heavy searches run at the same time")
	}
	h.leave()
	if !h.enter(t.Context()) {
		t.Error("a place that was given back cannot be taken")
	}
}

// A search that would have to read much text is refused while another one does, and
// answered when that has ended. Searches that posting lists decide are not held up.
func TestSearchIsRefusedWhileOthersReadMuch(t *testing.T) {
	s := library(t,
		doc{ID: "held", Title: "街角", Paragraphs: []string{"卖烤红薯的，了不起。"}},
		doc{ID: "apart", Title: "渡口", Paragraphs: []string{"了解船的人，不多。"}})
	s.heavyBytes = 1
	reads, decided := Request{Text: "\"的，了\""}, Request{Text: "烤红薯"}
	if !s.heavy.enter(t.Context()) {
		t.Fatal("the place for heavy searches is taken")
	}
	if _, err := s.Search(t.Context(), reads); !errors.Is(err, ErrBusy) {
		t.Errorf("while another search reads much: %v", err)
	}
	if got := ids(find(t, s, decided)); got != "held" {
		t.Errorf("a search that reads nothing finds %q", got)
	}
	s.heavy.leave()
	for range 2 { // the first one gives its place back
		if got := ids(find(t, s, reads)); got != "held" {
			t.Errorf("after that: %q", got)
		}
	}
}
