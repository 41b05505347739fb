package rank

import (
	"bytes"
	"math"
	"slices"
	"strings"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/part"
	"github.com/xunzhang/xunzhang/search/query"
	"github.com/xunzhang/xunzhang/search/scan"
)

// A naming says how a query names an article, weakest first.
type naming uint8

const (
	notNamed naming = iota
	byLabel         // the query is its author, or one of its tags
	byTitle         // the query is its title, or a long piece of that; see plan.Plan.Names
)

// scoreTitle sets the score of the counted title:
//
//	T = run * sum of idf_t * share^4 * (TitleAll + TitleCover*cover + TitleOrder*order)
//
//	idf_t  of each slot, among titles
//	share  of that sum, for the slots that the title holds; if it holds one, also for
//	       those in an author or a tag that the query holds whole (see noteLabels)
//	cover  share of the title's length that the slots take
//	order  1 when the slots come in the order in which they were typed, else 0
//	run    TitleRun for several words typed without a space, else 1
//
// The power makes it a soft AND: a title that holds one word of three is about
// something else. A title that the query holds whole, as 红钻鱼又叫什么 holds 红钻鱼, adds
// Named in units of Q, to the scores of paragraphs too.
func (s *Scorer) scoreTitle(ps *Part, title []byte) {
	clear(s.inTitle)
	s.titleSlots.clear()
	if len(s.matches) == 0 || len(title) == 0 {
		return
	}
	covered := s.cover(s.inTitle)
	held, all := 0.0, 0.0
	for i, factor := range s.inTitle {
		if factor > 0 {
			s.titleSlots.set(i)
		}
		if covered > 0 {
			factor = max(factor, s.inLabel[i])
		}
		held += min(1, factor) * s.plan.Slots[i].Title
		all += s.plan.Slots[i].Title
	}
	if all > 0 {
		worth := s.w.TitleAll + s.w.TitleCover*float64(covered)/float64(len(title))
		if s.inOrder() {
			worth += s.w.TitleOrder
		}
		if s.plan.OneRun {
			worth *= s.w.TitleRun
		}
		ps.title = all * math.Pow(held/all, titlePower) * worth
	}
	if len(title) >= 4 && len(title) <= 2*query.MaxRunes {
		text := part.Decode(title)
		folded := analysis.FoldText(text)
		if strings.Contains(s.plan.Folded, folded) || strings.Contains(s.plan.Folded, analysis.FoldString(text)) {
			ps.name = s.w.Named * s.plan.Scale
		}
		if held == all && s.plan.Names(folded) {
			ps.named = byTitle
		}
	}
}

// titlePower is the power of the share of words that a title holds.
const titlePower = 4

// noteLabels records the slots in an author or a tag that the query holds whole: a
// reader who types an author and a word of a title means an article of that author,
// whose title does not have the author. A word that is only a part of a label says
// less, and is not recorded.
func (s *Scorer) noteLabels(labels []byte) {
	clear(s.inLabel)
	for label := range part.EachLabel(labels) {
		if len(label) >= 4 && bytes.Contains(s.folded, label) {
			s.count(label)
			s.cover(s.inLabel)
			s.clearCounts()
		}
	}
}

// cover notes by slot the factors of the matches that were found last, and returns
// how many bytes of the text they are.
func (s *Scorer) cover(slots []float64) int {
	covered, end := 0, int32(0)
	for _, m := range s.matches { // ordered by their ends, so that each one only adds bytes after end
		t := &s.plan.Terms[s.plan.Canonical[m.Term]]
		if !t.Content || m.Is != scan.Whole {
			continue
		}
		a := &s.plan.Alts[t.Alt]
		slots[a.Slot] = max(slots[a.Slot], a.Factor)
		if m.End > end {
			covered += int(m.End - max(m.Start, end))
			end = m.End
		}
	}
	return covered
}

// inOrder reports whether the title holds several slots in the order in which they
// were typed.
func (s *Scorer) inOrder() bool {
	at, held := int32(0), 0
	for slot, factor := range s.inTitle {
		if factor == 0 {
			continue
		}
		next := slices.IndexFunc(s.matches, func(m scan.Match) bool {
			t := &s.plan.Terms[s.plan.Canonical[m.Term]]
			return t.Content && s.plan.Alts[t.Alt].Slot == slot && m.Start >= at
		})
		if next < 0 {
			return false
		}
		at = s.matches[next].End
		held++
	}
	return held > 1
}

// hasLabel reports whether an author or a tag is a folded name.
func hasLabel(labels []byte, name string) bool {
	return slices.ContainsFunc(strings.Split(part.Decode(labels), part.Separator), func(l string) bool { return analysis.FoldName(l) == name })
}
