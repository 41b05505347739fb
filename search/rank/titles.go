package rank

import (
	"math"
	"slices"
	"strings"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/part"
	"github.com/xunzhang/xunzhang/search/query"
	"github.com/xunzhang/xunzhang/search/scan"
)

// A naming tells how a query names an article, weakest first.
type naming uint8

const (
	notNamed naming = iota
	byLabel         // the query is its author, or one of its tags
	byTitle         // the query is its title, or a piece of that as long as titledRunes
)

// title is what the counted title says the article is about:
//
//	T = run * sum of idf_t * share^4 * (TitleAll + TitleCover*cover + TitleOrder*order)
//
// with idf_t of a slot among titles, share the part of that sum whose slots the
// title holds, cover the part of the title that they are, and order 1 when they
// stand in the order in which they were typed, else 0; run is TitleRun for several
// words typed in one run, else 1. The power makes it
// a soft AND: a title that holds one word of three is about something else. A
// title that the query holds whole (红钻鱼又叫什么) gives Named in units of Q,
// to paragraphs too.
func (s *Scorer) title(ps *Part, title []byte) {
	clear(s.inTitle)
	if len(s.matches) == 0 || len(title) == 0 {
		return
	}
	covered := s.cover()
	held, all := 0.0, 0.0
	for i, factor := range s.inTitle {
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
		folded := analysis.FoldString(part.Decode(title))
		if strings.Contains(s.plan.Folded, folded) {
			ps.name = s.w.Named * s.plan.Scale
		}
		if held == all && s.plan.Names(folded) {
			ps.named = byTitle
		}
	}
}

// titlePower is the power of the share of words that a title holds.
const titlePower = 4

// cover notes which slots the matches that were found last are of, and returns
// how many bytes of the text they are.
func (s *Scorer) cover() int {
	covered, end := 0, int32(0)
	for _, m := range s.matches { // ordered by their ends, so that what one adds is behind end
		t := &s.plan.Terms[s.plan.Canonical[m.Term]]
		if !t.Content || m.Piece {
			continue
		}
		a := &s.plan.Alts[t.Alt]
		s.inTitle[a.Slot] = max(s.inTitle[a.Slot], a.Factor)
		if m.End > end {
			covered += int(m.End - max(m.Start, end))
			end = m.End
		}
	}
	return covered
}

// inOrder reports whether the text holds several slots in the order in which
// they were typed.
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
	return slices.ContainsFunc(strings.Split(part.Decode(labels), "\n"), func(l string) bool { return analysis.FoldName(l) == name })
}
