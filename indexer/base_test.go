package indexer

import (
	"strings"
	"testing"
)

// A report names the rules that have changed. Dictionaries are named only where the
// rules of analysis are the same, because their fingerprint changes with these.
func TestChangedRules(t *testing.T) {
	for _, c := range []struct {
		name     string
		old, now map[string]string
		want     string
	}{
		{"the same", map[string]string{"a": "1"}, map[string]string{"a": "1"}, ""},
		{"another value", map[string]string{"a": "1", "b": "1"}, map[string]string{"a": "2", "b": "1"}, "a"},
		{"a rule that is new", map[string]string{"a": "1"}, map[string]string{"a": "1", "b": "1"}, "b"},
		{"a rule that is gone", map[string]string{"a": "1", "b": "1"}, map[string]string{"a": "1"}, "b"},
		{"several, in order", map[string]string{"b": "1", "a": "1"}, map[string]string{"c": "1"}, "a b c"},
		{"dictionaries", map[string]string{ruleDictionary: "1"}, map[string]string{ruleDictionary: "2"}, ruleDictionary},
		{"dictionaries and analysis", map[string]string{ruleDictionary: "1", ruleAnalysis: "1"}, map[string]string{ruleDictionary: "2", ruleAnalysis: "2"}, ruleAnalysis},
	} {
		if got := strings.Join(changedRules(c.old, c.now), " "); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
