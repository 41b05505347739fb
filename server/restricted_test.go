package server

import (
	"slices"
	"testing"
)

// Which categories of a request a key can see: a category is a path, and a key for
// one includes those below it.
func TestNarrow(t *testing.T) {
	key := restricted{categories: []string{"出行/慢车", "Notes"}}
	tests := []struct {
		what   string
		chosen []string
		want   []string
	}{
		{"nothing chosen", nil, []string{"出行/慢车", "Notes"}},
		{"its own", []string{"notes"}, []string{"notes"}},
		{"one within its own", []string{"出行/慢车/绿皮"}, []string{"出行/慢车/绿皮"}},
		{"one above its own", []string{"出行"}, []string{"出行/慢车"}},
		{"one beside its own", []string{"出行/飞机"}, []string{nowhere}},
		{"one that begins alike", []string{"出行/慢车票", "Note"}, []string{nowhere}},
		{"some of these", []string{"出行", "别的", "Notes/a"}, []string{"出行/慢车", "Notes/a"}},
	}
	for _, test := range tests {
		if got := key.narrow(test.chosen); !slices.Equal(got, test.want) {
			t.Errorf("%s: %q, want %q", test.what, got, test.want)
		}
	}
	for category, want := range map[string]bool{"出行/慢车": true, "出行/慢车/绿皮": true, "出行": false, "": false, "NOTES": true} {
		if key.has(category) != want {
			t.Errorf("it has %q: %v", category, !want)
		}
	}
}
