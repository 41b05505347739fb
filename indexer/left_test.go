package indexer

import (
	"slices"
	"testing"
)

func TestWarnings(t *testing.T) {
	for _, c := range []struct {
		name               string
		documents, skipped int
		text, left         int // bytes of one document
		want               []string
	}{
		{"nothing left out", 20, 0, 10_000, 0, []string{}},
		{"a tenth of the documents", 9, 1, 10_000, 0, []string{"src: 1 of 10 documents were skipped"}},
		{"less than a tenth of them", 10, 1, 10_000, 0, []string{}},
		{"few documents", 4, 5, 10_000, 0, []string{}},
		{"a tenth of the text", 1, 0, 2700, 300, []string{"src: 10 % of its text was left out; --explain FILE shows what"}},
		{"less than a tenth of it", 1, 0, 2701, 300, []string{}},
		{"little text", 1, 0, 10, 299, []string{}},
		{"both", 1, 9, 300, 300, []string{"src: 9 of 10 documents were skipped", "src: 50 % of its text was left out; --explain FILE shows what"}},
	} {
		s := &sourceRun{name: "src", skipped: c.skipped, next: &source{}}
		for range c.documents {
			s.next.Documents = append(s.next.Documents, &document{})
		}
		s.next.Documents[0].Size, s.next.Documents[0].LeftSize = c.text, c.left
		if got := (&run{sources: []*sourceRun{s}}).warnings(); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
