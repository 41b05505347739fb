package search

import (
	"slices"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/search/plan"
)

// A page lists the other words that were searched for, and of them only those that
// occur in the texts. For most words posting lists decide that. For a long name
// (抖音海外版) they decide only that some text has all of its pairs of characters; it
// is listed when it was found in one of the texts that were scored in any case.

// otherWords are the other words by which an attempt searched.
func (o *outcome) otherWords() []plan.Expansion {
	var listed []plan.Expansion
	for _, e := range o.plan.Expanded {
		if !slices.Contains(o.plan.Unconfirmed, e) || o.work.scorer.Found(slices.Index(o.plan.Patterns, analysis.FoldText(e.To))) {
			listed = append(listed, e)
		}
	}
	return listed
}
