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
	w        plan.Weights
	curves   *Curves
	plan     *plan.Plan
	Matcher  *scan.Matcher
	typed    *scan.Matcher // of the query as typed alone; nil before it is needed
	average  Average
	folded   []byte // the query in the character set of parts
	question []byte // the full-width question mark in it
	// Scanned is the number of bytes of stored text that were read since Reset.
	Scanned int

	ways  []plan.WordSet // by pattern: the words of the query of which it is a writing
	known plan.WordSet   // words for which the patterns decide whether a text holds them
	held  plan.WordSet   // those of known that the scored part holds

	matches []scan.Match
	found   set       // of patterns: those that some text held since Reset
	tf      []float32 // by pattern, of the paragraph
	touched []int32   // patterns with tf
	whole   []float32 // by pattern, of the part
	bonus   []float64 // by pattern: what title and labels add to the frequency
	titled  []int32   // patterns with a bonus
	inTitle []float64 // by slot: the factor of the alternative of it in the title
	inLabel []float64 // by slot: the same in an author or a tag that the query holds whole
	titles  set       // of slots: those in inTitle
	byAlt   []float64 // by alternative, a sum
	summed  set       // of alternatives: those in byAlt
	bySlot  []float64
	seen    set     // of slots: those that the paragraph holds that was scored last
	pairs   []int   // slots for which pairs are counted, ascending
	places  []int32 // by slot: where in pairs it is, -1 for nowhere
	last    []int32 // by place in pairs: where the last occurrence ended, -1 before
	gaps    []int32 // by two of those: bytes from an occurrence of the first back to the nearest of the other
	pairSum float64 // what all pairs count together
}

// NewScorer returns a scorer; the curves are those of the weights.
func NewScorer(w plan.Weights, c *Curves) *Scorer {
	return &Scorer{w: w, curves: c, Matcher: scan.NewMatcher(), question: part.AppendText(nil, "？")}
}

// AverageOf returns the averages of a generation.
func AverageOf(s engine.State) Average {
	return Average{paragraph: float64(s.Runes+1) / float64(s.Paragraphs+1), part: float64(s.Runes+1) / float64(s.Parts+1)}
}

// Average lengths in a generation, in characters.
type Average struct{ paragraph, part float64 }

// A Paragraph is a paragraph of a candidate with its score.
type Paragraph struct {
	Candidate int // index of the candidate
	Ordinal   int // of the paragraph in its part, from 0
	Number    int
	Score     float64
	Literal   Literalness
	slip      bool // holds a misspelling of the query, as typed
	Content   bool // holds a word of the query
	All       bool // holds every word of the query, together with the title
	reading   bool // is the ruby text of a paragraph
	worth     bool // holds more than single characters of the query
	Summands  Summands
}

// A Literalness says how a text holds the whole query as typed.
type Literalness uint8

const (
	NotLiteral Literalness = iota // not at all
	TornWords                     // made of pieces of two words with white space between them
	InsideWord                    // cutting a word of letters or digits
	Literally                     // as it was typed
)

// Summands are the summands of a paragraph's score before the length prior: P, A
// and Pair in docs/relevance.md.
type Summands struct {
	terms, article, pair, quotation, Prior float64
}

// Reset makes the scorer ready for a plan.
func (s *Scorer) Reset(p *plan.Plan, avg Average) {
	s.plan, s.average, s.Scanned = p, avg, 0
	s.folded = part.AppendText(s.folded[:0], p.Folded)
	scanned := p.Scanned()
	s.ways, s.known = p.PatternWords(scanned)
	if !s.Matcher.Reset(scanned) {
		for id, words := range s.ways {
			if !s.Matcher.Finds(id) {
				s.known &^= words
			}
		}
	}
	if p.Cut != plan.None {
		s.Matcher.Loosen(p.Cut)
	}
	n := len(p.Patterns)
	s.found = emptySet(s.found, n)
	s.tf, s.whole = zeroed(s.tf, n), zeroed(s.whole, n)
	s.bonus = zeroed(s.bonus, n)
	s.byAlt, s.bySlot = zeroed(s.byAlt, len(p.Alts)), zeroed(s.bySlot, len(p.Slots))
	s.inTitle, s.inLabel = zeroed(s.inTitle, len(p.Slots)), zeroed(s.inLabel, len(p.Slots))
	s.summed, s.seen, s.titles = emptySet(s.summed, len(p.Alts)), emptySet(s.seen, len(p.Slots)), emptySet(s.titles, len(p.Slots))
	s.resetPairs(p.Slots)
}

func zeroed[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	s = s[:n]
	clear(s)
	return s
}

// Score scores every paragraph of a part that holds a term of the plan and
// appends it to dst; the article's own score is returned for rankings whose
// unit is the article.
func (s *Scorer) Score(index int, v part.View, dst []Paragraph) ([]Paragraph, Part) {
	clear(s.whole)
	s.held = 0
	first := len(dst)
	ps := s.heads(v)
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
		if len(s.touched) > 0 {
			sc := s.paragraph(c, v.Len() > 1)
			sc.Candidate, sc.Ordinal, sc.Number = index, ordinal, c.Number
			if sc.Content && !c.Reading {
				share := s.coverage()
				ps.answers += share * share
			}
			if (sc.worth || s.isPhraseAlone()) && s.verified() {
				dst = appendBest(dst, first, sc)
			}
		}
		s.keep()
	}
	s.part(&ps, float64(length)/2)
	ps.paragraphs, ps.held, ps.known = v.Len(), s.held, s.known
	if ps.links = float64(links) / float64(max(1, length)); ps.links > indexPage && ps.named == byTitle {
		ps.named = notNamed // a reader who types a topic wants articles on it, not a list of them
	}
	for i := first; i < len(dst); i++ {
		dst[i].Summands.article = ps.article + ps.name
		dst[i].Score = dst[i].Summands.sum()
	}
	return dst, ps
}

// appendBest appends a paragraph. When it is the reading of the one before, it
// keeps the better of the two, so that no paragraph is found twice.
func appendBest(dst []Paragraph, first int, p Paragraph) []Paragraph {
	last := len(dst) - 1
	if last < first || dst[last].Number != p.Number || dst[last].Ordinal+1 != p.Ordinal || !p.reading {
		return append(dst, p)
	}
	if p.Summands.sum() > dst[last].Summands.sum() {
		dst[last] = p
	}
	return dst
}

// indexPage is the share of links above which a page is a list of articles rather
// than an article.
const indexPage = .5

// coverage returns the share of the query's words, weighted by idf, in the
// paragraph that was scored last, which must hold at least one.
func (s *Scorer) coverage() float64 {
	if len(s.plan.Slots) < 2 || s.plan.Scale == 0 {
		return 1
	}
	sum := 0.0
	for i := range s.seen.each {
		sum += s.plan.Slots[i].IDF
	}
	return sum / s.plan.Scale
}

func (p Summands) sum() float64 { return (p.terms + p.article + p.pair + p.quotation) * p.Prior }

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

// verified reports whether the counted paragraph holds the phrases.
func (s *Scorer) verified() bool { return s.holdsEach(s.plan.Required) }

// count counts the patterns of a text. A part of a longer name counts less than a
// whole name (HashMap in ConcurrentHashMap), and so does a torn match.
func (s *Scorer) count(text []byte) {
	s.Scanned += len(text)
	s.matches = s.Matcher.Find(text, s.matches[:0])
	for _, m := range s.matches {
		id := s.plan.Canonical[m.Term]
		s.found.set(int(m.Term))
		if s.tf[id] == 0 {
			s.touched = append(s.touched, id)
		}
		if m.Is != scan.Piece {
			s.held |= s.ways[m.Term]
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

// forget clears the counts.
func (s *Scorer) forget() {
	for _, t := range s.touched {
		s.tf[t] = 0
	}
	s.touched = s.touched[:0]
}

// keep adds the counts to those of the part and clears them.
func (s *Scorer) keep() {
	for _, t := range s.touched {
		s.whole[t] += s.tf[t]
	}
	s.forget()
}

// paragraph scores the counted paragraph, without the share of the article's score.
func (s *Scorer) paragraph(c part.Cursor, several bool) Paragraph {
	runes := float64(len(c.Text)) / 2
	out := Paragraph{Summands: Summands{Prior: 1}, reading: c.Reading}
	out.Summands.terms, out.Content, out.worth = s.terms(s.w.K1, norm(s.w.B, runes/s.average.paragraph), s.tf, s.touched)
	if out.Content && len(s.plan.Slots) > 1 {
		out.Summands.pair = s.w.Pair * s.plan.Scale * s.pair()
		if held := s.wordsHeld(); held == len(s.plan.Slots) {
			out.All = true
		} else if held == 1 && len(s.plan.Slots) <= loneSlots {
			out.Summands.terms = s.lone(norm(s.w.B, runes/s.average.paragraph))
		}
	}
	if s.plan.Quotes {
		out.Summands.quotation = s.w.Quotation * s.plan.Scale * s.quotation()
	}
	if several {
		out.Summands.Prior = at(s.curves.prior, len(c.Text), 1)
		if runes > s.w.Middle && s.asks(c.Text) { // shorter ones, as headings, count little already
			out.Summands.Prior *= s.w.Question
		}
	}
	if c.Links || c.Notice {
		out.Summands.Prior *= s.w.Links
	}
	if c.Caption {
		out.Summands.Prior *= s.w.Captions
	}
	out.Literal, out.slip = s.holdsTyped(), s.holdsAny(s.plan.Slips)
	return out
}

// asks reports whether a text ends with a question mark.
func (s *Scorer) asks(text []byte) bool {
	return bytes.HasSuffix(text, s.question) || bytes.HasSuffix(text, []byte{'?'})
}

// wordsHeld returns how many slots the paragraph that was scored last, or the
// title, holds.
func (s *Scorer) wordsHeld() int { return s.seen.sizeWith(s.titles) }

// When one of two words is missing, also from the title, the other counts at most
// this many times: many occurrences of one word do not make up for the missing one.
const (
	loneSlots = 2
	loneMost  = 3
)

// lone returns the terms score of a paragraph that holds one of two words.
func (s *Scorer) lone(norm float64) float64 {
	for _, id := range s.touched {
		if s.plan.Terms[id].Alt != plan.None {
			s.tf[id] = min(s.tf[id], loneMost)
		}
	}
	sum, _, _ := s.terms(s.w.K1, norm, s.tf, s.touched)
	return sum
}

// holdsTyped returns how the counted text holds the query as typed, and not in
// another writing (十万, 10万).
func (s *Scorer) holdsTyped() Literalness {
	typed, inside, held := s.plan.Literal, s.plan.Cut, NotLiteral
	if typed != plan.None && s.tf[typed] > 0 {
		for _, m := range s.matches {
			switch {
			case !s.plan.IsLiteral(m.Term):
			case m.Is != scan.Torn:
				return Literally
			default:
				held = TornWords
			}
		}
	}
	if inside != plan.None && s.tf[inside] > 0 {
		return InsideWord
	}
	return held
}

// norm returns BM25's 1-b+b*length, with the length in units of the average.
func norm(b, length float64) float64 { return 1 - b + b*length }

// terms is P: the weighted, saturated frequencies of all terms in a text whose norm
// is given. Alternatives of one slot do not add up; the best counts. It also
// reports whether there is a content word.
func (s *Scorer) terms(k1, norm float64, tf []float32, held []int32) (sum float64, content, worth bool) {
	for _, id := range held {
		t := &s.plan.Terms[id]
		x := float64(tf[id]) / norm
		v := t.Unigram * saturate(x, k1)
		if t.Word != 0 {
			v += t.Word * saturate(x+s.bonus[id], k1)
			worth = true
		}
		sum += s.add(t.Alt, v)
		content = content || t.Content
	}
	for _, id := range s.titled { // the title makes up for what the text lacks
		if t := &s.plan.Terms[id]; tf[id] == 0 && t.Word != 0 {
			sum += s.add(t.Alt, t.Word*saturate(s.bonus[id], k1))
		}
	}
	return sum + s.best(), content, worth || content
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

// best adds up the best alternative of each slot, and forgets them.
func (s *Scorer) best() float64 {
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
