package search

import "github.com/xunzhang/xunzhang/engine"

// months counts the articles that the facets count by the month in which they were
// published; nil where not every text was read: no months rather than wrong ones.
func (o *outcome) months() []engine.Count {
	if !o.work.verifier.MayReadMore() {
		return nil
	}
	return o.result.Months
}
