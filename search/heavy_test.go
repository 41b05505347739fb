package search

import (
	"context"
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
