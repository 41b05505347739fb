package plan

import (
	"slices"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
)

// A correction is searched for as if it had been typed. The few texts that hold what was
// typed instead are found besides: the misspelling is another writing of each word of
// the correction, and the parts that hold it are always among the first candidates.

// slips adds what was typed for the corrected texts of the query.
func (p *builder) slips() {
	for _, a := range p.atoms {
		if a.slip == "" || len(a.areas) == 0 {
			continue
		}
		t := analysis.NewText(a.slip)
		id := p.addSlip(t.Folded(), a.areas[0].alt)
		if holds := MayHold(t); holds != nil && !slices.Contains(p.plan.Slips, id) {
			p.plan.Slips = append(p.plan.Slips, id)
			p.plan.Candidates = anyOf(p.plan.Candidates, engine.Boost{Node: holds, By: namedByTitle})
		}
	}
}

// addSlip returns the pattern of a misspelling, which counts as an occurrence of an
// alternative. Its weight is that of a whole query, because it stands for one.
func (p *builder) addSlip(text string, alt int) int {
	id := slices.Index(p.plan.Patterns, text)
	if id < 0 {
		id = len(p.plan.Patterns)
		p.plan.Patterns = append(p.plan.Patterns, text)
		p.plan.Canonical = append(p.plan.Canonical, int32(id))
		p.plan.Terms = append(p.plan.Terms, Term{})
	}
	p.plan.Terms[id] = Term{Alt: alt, Word: p.plan.Scale, Content: true, mark: true}
	return id
}
