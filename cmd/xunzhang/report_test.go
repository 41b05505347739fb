package main

import (
	"slices"
	"testing"
)

func TestShorten(t *testing.T) {
	for _, c := range []struct {
		kinds int
		want  string
	}{
		{0, ""},
		{1, "a"},
		{shownKinds, "a, a, a, a, a, a, a, a, a, a, a, a"},
		{shownKinds + 1, "a, a, a, a, a, a, a, a, a, a, a, a, and 1 more"},
		{shownKinds + 5, "a, a, a, a, a, a, a, a, a, a, a, a, and 5 more"},
	} {
		if got := shorten(slices.Repeat([]string{"a"}, c.kinds)); got != c.want {
			t.Errorf("%d kinds: %s, want %s", c.kinds, got, c.want)
		}
	}
}
