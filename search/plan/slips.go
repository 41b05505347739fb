package plan

import (
	"slices"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
)

// A correction (小红书 for 小洪书) is searched for as if it had been typed. The few texts
// that hold the misspelling are found too: it is another writing of each word of the
// correction, and the parts that hold it are always among the first candidates.

// addSlips adds the misspellings for which the query has corrections.
func (p *builder) addSlips() {
	for _, a := range p.atoms {
		if a.slip == "" || len(a.areas) == 0 {
			continue
		}
		t := analysis.NewText(a.slip)
		id := p.addSlip(t.Folded(), a.areas[0].alt)
		if holds := MayHold(t); holds != nil && !slices.Contains(p.plan.Slips, id) {
			p.plan.Slips = append(p.plan.Slips, id)
			p.plan.Candidates = anyOf(p.plan.Candidates, engine.Boost{Node: holds, By: boostOfTitle})
		}
	}
}

// addSlip returns the pattern of a misspelling, which counts as an occurrence of an
// alternative. It weighs as much as all slots together, because the text that holds it
// holds what was typed.
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
