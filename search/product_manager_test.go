package search

import (
	"os"
	"strconv"
	"strings"
	"testing"
)

// TestProductManager holds the first results to what a product manager expects of
// fifty queries; the list says why.
func TestProductManager(t *testing.T) {
	s, err := SampleService()
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("testdata/product-manager.txt")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for i, line := range strings.Split(string(text), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		n++
		fields := strings.SplitN(line, " | ", 3)
		if len(fields) != 3 {
			t.Fatalf("line %d: want PLACE ID | query | why", i+1)
		}
		found := find(t, s, Request{Text: fields[1], Size: 10})
		place, id, _ := strings.Cut(fields[0], " ")
		if place == "-" {
			if found.Total > 0 {
				t.Errorf("line %d: %s: %d found, want nothing (%s)", i+1, fields[1], found.Total, fields[2])
			}
			continue
		}
		most, err := strconv.Atoi(place)
		if err != nil {
			t.Fatalf("line %d: %v", i+1, err)
		}
		var first []string
		for _, a := range found.Articles[:min(most, len(found.Articles))] {
			first = append(first, a.ID)
		}
		if most == 0 && strings.Contains(" "+ids(found)+" ", " "+id+" ") {
			t.Errorf("line %d: %s finds %s now: give it its place", i+1, fields[1], id)
		}
		if most > 0 && !strings.Contains(" "+strings.Join(first, " ")+" ", " "+id+" ") {
			t.Errorf("line %d: %s: first are %s, want %s (%s)", i+1, fields[1], ids(found), id, fields[2])
		}
	}
	if n != 50 {
		t.Errorf("%d queries, want 50", n)
	}
}
