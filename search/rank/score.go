package rank

import (
	"bytes"
	"slices"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/part"
	"github.com/xunzhang/xunzhang/search/plan"
	"github.com/xunzhang/xunzhang/search/scan"
)

// A Scorer scores the paragraphs of candidates on their stored text. It is
// reused from query to query and allocates nothing per paragraph.
type Scorer struct {
	w              plan.Weights
	curves         *Curves
	plan           *plan.Plan
	Matcher        *scan.Matcher
	literalMatcher *scan.Matcher // of the query as typed alone; nil before it is needed
	average        Average
	folded         []byte // the query in the character set of parts
	question       []byte // the full-width question mark in it
	// Scanned is the number of bytes of stored text that were read since Reset.
	Scanned int

	// The words of the query that the part holds which is being scored.
	patternWords []plan.WordSet // by pattern: the words of which it is a writing
	decided      plan.WordSet   // words for which the patterns decide whether a text holds them
	held         plan.WordSet   // those of them that the part holds

	// Counts of one text after another.
	matches    []scan.Match // in the text that was counted last
	found      set          // of patterns: those that some text held since Reset
	tf         []float32    // by pattern: frequency in the text that was counted last
	counted    []int32      // patterns with a tf above 0
	partTF     []float32    // by pattern: frequency in the part so far
	bonus      []float64    // by pattern: what title and labels add to the frequency in each paragraph
	withBonus  []int32      // patterns with a bonus
	inTitle    []float64    // by slot: the factor of its alternative in the title, 0 for none
	inLabel    []float64    // by slot: the same in an author or a tag that the query holds whole
	titleSlots set          // of slots: those with an inTitle above 0
	headSlots  set          // of slots: those with an inTitle or an inLabel above 0
	byAlt      []float64    // by alternative: the sum of the scores of its terms, while scoreTerms runs
	summed     set          // of alternatives: those in byAlt
	bySlot     []float64    // by slot: the best of its alternatives so far, while takeBest runs

	// Pairs of slots, for proximity.
	heldSlots set     // of slots: those in the paragraph that was scored last
	paired    []int   // slots that are paired with each other, ascending
	pairIndex []int32 // by slot: its index in paired, -1 for none
	lastEnd   []int32 // by index in paired: where the last occurrence so far ended, -1 for none
	gaps      []int32 // by two indexes in paired: least bytes from the start of the first back to the end of the other
	pairTotal float64 // the weights of all pairs together
}

// NewScorer returns a scorer; the curves are those of the weights.
func NewScorer(w plan.Weights, c *Curves) *Scorer {
	return &Scorer{w: w, curves: c, Matcher: scan.NewMatcher(), question: part.AppendText(nil, "？")}
}

// AverageOf returns the average lengths of a generation.
func AverageOf(s engine.State) Average {
	return Average{paragraph: float64(s.Runes+1) / float64(s.Paragraphs+1), part: float64(s.Runes+1) / float64(s.Parts+1)}
}

// Average lengths in a generation, in characters.
type Average struct{ paragraph, part float64 }

// A Paragraph is a paragraph of a candidate with its score.
type Paragraph struct {
	Candidate     int // index of the candidate
	Ordinal       int // of the paragraph in its part, from 0
	Number        int // of the paragraph in its article, from 1
	Score         float64
	Literal       Literalness
	holdsSlip     bool // holds a misspelling as it was typed, see plan.Plan.Slips
	Content       bool // holds a word of the query
	AllSlots      bool // holds every slot of the query, together with the title
	isRuby        bool // is the ruby text of the paragraph with this number
	moreThanChars bool // holds more than single characters of the query
	Summands      Summands
}

// A Literalness says how a text holds the whole query as typed.
type Literalness uint8

// From not at all to exactly.
const (
	NotLiteral   Literalness = iota // not at all
	TornWords                       // made of pieces of two words with white space between them
	InsideWord                      // cutting a word of letters or digits
	OtherWriting                    // as another writing of the name that it is (AB测试 for ABtest)
	Literally                       // as it was typed
)

// Summands are the summands of a paragraph's score, and the factor of their sum.
// docs/relevance.md calls the first three P, A and Pair.
type Summands struct {
	terms, article, proximity, quotation float64
	Prior                                float64 // the length prior, and factors of questions, announcements, links and captions
}

// Reset makes the scorer ready for a plan.
func (s *Scorer) Reset(p *plan.Plan, avg Average) {
	s.plan, s.average, s.Scanned = p, avg, 0
	s.folded = part.AppendText(s.folded[:0], p.Folded)
	scanned := p.Scanned()
	s.patternWords, s.decided = p.PatternWords(scanned)
	if !s.Matcher.Reset(scanned) {
		for id, words := range s.patternWords {
			if !s.Matcher.Finds(id) {
				s.decided &^= words
			}
		}
	}
	if p.LiteralInside != plan.None {
		s.Matcher.MatchInside(p.LiteralInside)
	}
	n := len(p.Patterns)
	s.found = emptySet(s.found, n)
	s.tf, s.partTF = zeroed(s.tf, n), zeroed(s.partTF, n)
	s.bonus = zeroed(s.bonus, n)
	s.byAlt, s.bySlot = zeroed(s.byAlt, len(p.Alts)), zeroed(s.bySlot, len(p.Slots))
	s.inTitle, s.inLabel = zeroed(s.inTitle, len(p.Slots)), zeroed(s.inLabel, len(p.Slots))
	s.summed, s.heldSlots = emptySet(s.summed, len(p.Alts)), emptySet(s.heldSlots, len(p.Slots))
	s.titleSlots, s.headSlots = emptySet(s.titleSlots, len(p.Slots)), emptySet(s.headSlots, len(p.Slots))
	s.resetPairs(p.Slots)
}

// zeroed returns a slice of n zeros, in the memory of s if that is enough.
func zeroed[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	s = s[:n]
	clear(s)
	return s
}

// Score scores every paragraph of a part that holds a term of the plan and appends
// it to dst; index is that of the candidate. It also returns the scores of the part
// as a whole.
func (s *Scorer) Score(index int, v part.View, dst []Paragraph) ([]Paragraph, Part) {
	clear(s.partTF)
	s.held = 0
	first := len(dst)
	ps := s.scoreHead(v)
	length, links := len(v.Title)+len(v.Brief), 0
	ordinal := 0
	for c := v.Paragraphs(); c.Next(); ordinal++ {
		if !c.Reading {
			length += len(c.Text)
		}
		if c.Links {
			links += len(c.Text)
		}
		s.count(c.Text)
		if len(s.counted) > 0 {
			sc := s.scoreParagraph(c, v.Len() > 1)
			sc.Candidate, sc.Ordinal, sc.Number = index, ordinal, c.Number
			if sc.Content && !c.Reading {
				share := s.coverage()
				ps.answers += share * share
				ps.together = ps.together || !c.Links && s.holdsTogether()
			}
			if (sc.moreThanChars || sc.Literal > NotLiteral || s.isPhraseAlone()) && s.holdsPhrases() {
				dst = appendBest(dst, first, sc)
			}
		}
		s.addToPart()
	}
	s.scorePart(&ps, float64(length)/2)
	ps.paragraphs, ps.held, ps.decided = v.Len(), s.held, s.decided
	ps.links = float64(links) / float64(max(1, length))
	if ps.isIndexPage() && ps.named == byTitle {
		ps.named = notNamed // a reader who types a topic wants articles on it, not a list of them
	}
	for i := first; i < len(dst); i++ {
		dst[i].Summands.article = ps.article + ps.name
		dst[i].Score = dst[i].Summands.sum()
	}
	return dst, ps
}

// appendBest appends a paragraph to those from first on. When it is the ruby text of
// the one before, it keeps the better of the two, so that no paragraph is found twice.
func appendBest(dst []Paragraph, first int, p Paragraph) []Paragraph {
	last := len(dst) - 1
	if last < first || dst[last].Number != p.Number || dst[last].Ordinal+1 != p.Ordinal || !p.isRuby {
		return append(dst, p)
	}
	if p.Summands.sum() > dst[last].Summands.sum() {
		dst[last] = p
	}
	return dst
}

// coverage returns the share of the query's words, weighted by idf, in the
// paragraph that was scored last, which must hold at least one.
func (s *Scorer) coverage() float64 {
	if len(s.plan.Slots) < 2 || s.plan.Scale == 0 {
		return 1
	}
	sum := 0.0
	for i := range s.heldSlots.each {
		sum += s.plan.Slots[i].IDF
	}
	return sum / s.plan.Scale
}

// sum is the score.
func (p Summands) sum() float64 { return (p.terms + p.article + p.proximity + p.quotation) * p.Prior }

// holdsAny reports whether at least one of some patterns was counted.
func (s *Scorer) holdsAny(patterns []int) bool {
	return slices.ContainsFunc(patterns, func(id int) bool { return s.tf[id] > 0 })
}

// holdsEach reports whether at least one pattern of each group was counted.
func (s *Scorer) holdsEach(groups [][]int) bool {
	return !slices.ContainsFunc(groups, func(g []int) bool { return !s.holdsAny(g) })
}

// isPhraseAlone reports whether the query has phrases of signs and nothing else: they
// have no weight, and a paragraph is worth showing that holds them.
func (s *Scorer) isPhraseAlone() bool { return len(s.plan.Slots) == 0 && len(s.plan.Required) > 0 }

// holdsPhrases reports whether the counted paragraph holds the required phrases.
func (s *Scorer) holdsPhrases() bool { return s.holdsEach(s.plan.Required) }

// count counts the patterns of a text. A part of a longer name counts less than a
// whole name (HashMap in ConcurrentHashMap), and so does a torn match.
func (s *Scorer) count(text []byte) {
	s.Scanned += len(text)
	s.matches = s.Matcher.Find(text, s.matches[:0])
	for _, m := range s.matches {
		id := s.plan.Canonical[m.Term]
		s.found.set(int(m.Term))
		if s.tf[id] == 0 {
			s.counted = append(s.counted, id)
		}
		if m.Is != scan.Piece {
			s.held |= s.patternWords[m.Term]
		}
		if m.Is != scan.Whole {
			s.tf[id] += float32(s.w.Piece)
		} else {
			s.tf[id]++
		}
	}
}

// Found reports whether one of the texts that were scored since Reset holds a pattern.
func (s *Scorer) Found(pattern int) bool { return pattern != plan.None && s.found.has(pattern) }

// clearCounts makes ready for the next text.
func (s *Scorer) clearCounts() {
	for _, t := range s.counted {
		s.tf[t] = 0
	}
	s.counted = s.counted[:0]
}

// addToPart adds the counts to those of the part and clears them.
func (s *Scorer) addToPart() {
	for _, t := range s.counted {
		s.partTF[t] += s.tf[t]
	}
	s.clearCounts()
}

// scoreParagraph scores the counted paragraph, without the share of the article's
// score.
func (s *Scorer) scoreParagraph(c part.Cursor, several bool) Paragraph {
	runes := float64(len(c.Text)) / 2
	out := Paragraph{Summands: Summands{Prior: 1}, isRuby: c.Reading}
	out.Summands.terms, out.Content, out.moreThanChars = s.scoreTerms(s.w.K1, norm(s.w.B, runes/s.average.paragraph), s.tf, s.counted)
	if out.Content && len(s.plan.Slots) > 1 {
		out.Summands.proximity = s.w.Pair * s.plan.Scale * s.proximity()
		if held := s.slotsHeldWithTitle(); held == len(s.plan.Slots) {
			out.AllSlots = true
		} else if held == 1 && len(s.plan.Slots) <= loneSlots {
			out.Summands.terms = s.loneWordTerms(norm(s.w.B, runes/s.average.paragraph))
		}
	}
	if s.plan.MayBeQuotation {
		out.Summands.quotation = s.w.Quotation * s.plan.Scale * s.quotation()
	}
	if several {
		out.Summands.Prior = valueAt(s.curves.prior, len(c.Text), 1)
		if runes > s.w.Middle && s.asks(c.Text) { // shorter ones, as headings, count little already
			out.Summands.Prior *= s.w.Question
		}
		if c.Announcement {
			out.Summands.Prior *= s.w.Announcement
		}
	}
	if c.Links || c.Notice {
		out.Summands.Prior *= s.w.Links
	}
	if c.Caption {
		out.Summands.Prior *= s.w.Captions
	}
	out.Literal, out.holdsSlip = s.holdsTyped(), s.holdsAny(s.plan.Slips)
	return out
}

// asks reports whether a text ends with a question mark.
func (s *Scorer) asks(text []byte) bool {
	return bytes.HasSuffix(text, s.question) || bytes.HasSuffix(text, []byte{'?'})
}

// slotsHeldWithTitle returns how many slots the paragraph that was scored last, or
// the title, holds.
func (s *Scorer) slotsHeldWithTitle() int { return s.heldSlots.sizeWith(s.titleSlots) }

// holdsTogether reports whether the paragraph that was scored last, which must hold at
// least one of several slots, holds all of them, or its article does in its title, author
// and tags.
func (s *Scorer) holdsTogether() bool {
	return len(s.plan.Slots) > 1 && s.heldSlots.sizeWith(s.headSlots) == len(s.plan.Slots)
}

// In a query of two words, many occurrences of one do not make up for the other. In a
// paragraph that lacks one of them, as the title does, the other counts at most three
// times.
const (
	loneSlots = 2
	loneMost  = 3
)

// loneWordTerms returns the terms score of a paragraph that holds one of two words.
func (s *Scorer) loneWordTerms(norm float64) float64 {
	for _, id := range s.counted {
		if s.plan.Terms[id].Alt != plan.None {
			s.tf[id] = min(s.tf[id], loneMost)
		}
	}
	sum, _, _ := s.scoreTerms(s.w.K1, norm, s.tf, s.counted)
	return sum
}

// holdsTyped returns how the counted text holds the query as typed, and not in
// another writing (十万, 10万).
func (s *Scorer) holdsTyped() Literalness {
	typed, inside, held := s.plan.Literal, s.plan.LiteralInside, NotLiteral
	if typed != plan.None && s.tf[typed] > 0 {
		for _, m := range s.matches {
			switch {
			case !s.plan.IsLiteral(m.Term):
			case m.Is == scan.Torn:
				held = max(held, TornWords)
			case s.plan.IsTyped(m.Term):
				return Literally
			default:
				held = OtherWriting
			}
		}
	}
	if inside != plan.None && s.tf[inside] > 0 {
		return max(held, InsideWord)
	}
	return held
}

// norm returns BM25's 1-b+b*length, with the length in units of the average.
func norm(b, length float64) float64 { return 1 - b + b*length }

// scoreTerms is P: the weighted, saturated frequencies of all terms in a text whose
// norm is given; held are the patterns with a frequency. Alternatives of one slot do
// not add up; the best counts. It also reports whether there is a content word, and
// whether there is more than single characters.
func (s *Scorer) scoreTerms(k1, norm float64, tf []float32, held []int32) (sum float64, content, moreThanChars bool) {
	for _, id := range held {
		t := &s.plan.Terms[id]
		x := float64(tf[id]) / norm
		v := t.Unigram * saturate(x, k1)
		if t.Word != 0 {
			v += t.Word * saturate(x+s.bonus[id], k1)
			moreThanChars = true
		}
		sum += s.add(t.Alt, v)
		content = content || t.Content
	}
	for _, id := range s.withBonus { // the title makes up for what the text lacks
		if t := &s.plan.Terms[id]; tf[id] == 0 && t.Word != 0 {
			sum += s.add(t.Alt, t.Word*saturate(s.bonus[id], k1))
		}
	}
	return sum + s.takeBest(), content, moreThanChars || content
}

// add adds a value to an alternative, or returns it when there is no alternative.
func (s *Scorer) add(alt int, v float64) float64 {
	if alt == plan.None {
		return v
	}
	s.byAlt[alt] += v
	s.summed.set(alt)
	return 0
}

// saturate is x(k1+1)/(x+k1), BM25's saturation of a frequency.
func saturate(x, k1 float64) float64 { return x * (k1 + 1) / (x + k1) }

// takeBest adds up the best alternative of each slot, and clears byAlt.
func (s *Scorer) takeBest() float64 {
	sum := 0.0
	for i := range s.summed.each {
		slot := s.plan.Alts[i].Slot
		if v := s.byAlt[i] * s.plan.Alts[i].Factor; v > s.bySlot[slot] {
			sum += v - s.bySlot[slot]
			s.bySlot[slot] = v
		}
	}
	for i := range s.summed.each {
		s.byAlt[i], s.bySlot[s.plan.Alts[i].Slot] = 0, 0
	}
	s.summed.clear()
	return sum
}
