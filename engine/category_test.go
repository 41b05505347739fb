package engine

import (
	"slices"
	"testing"
)

func TestCategories(t *testing.T) {
	tests := []struct {
		path string
		want []string
	}{
		{"", []string{""}},
		{"出行", []string{"出行"}},
		{"出行/慢车/绿皮", []string{"出行", "出行/慢车", "出行/慢车/绿皮"}},
		{"/a", []string{"/a"}},
		{"a/", []string{"a", "a/"}},
	}
	for _, test := range tests {
		got := Categories(test.path)
		if !slices.Equal(got, test.want) {
			t.Errorf("%q lies in %q, want %q", test.path, got, test.want)
		}
		for _, c := range append(got, "出", "慢车", "A", "") {
			if InCategory(test.path, c) != (slices.Contains(got, c) || c == "A" && slices.Contains(got, "a")) {
				t.Errorf("InCategory(%q, %q) = %v", test.path, c, InCategory(test.path, c))
			}
		}
	}
}
