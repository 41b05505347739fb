package search

import (
	"slices"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/part"
	"github.com/xunzhang/xunzhang/search/scan"
)

// A scorer scores the paragraphs of candidates on their stored text. It is
// reused from query to query and allocates nothing per paragraph.
type scorer struct {
	w       Weights
	curves  *curves
	plan    *plan
	matcher *scan.Matcher
	typed   *scan.Matcher // of the query as typed alone; nil before it is needed
	average average

	matches []scan.Match
	tf      []float32 // by pattern, of the paragraph
	touched []int32   // patterns with tf
	whole   []float32 // by pattern, of the part
	bonus   []float64 // by pattern: what title and labels add to the frequency
	titled  []int32   // patterns with a bonus
	inTitle []float64 // by slot: the factor of what stands for it in the title
	byAlt   []float64 // by alternative, a sum
	bySlot  []float64
	last    []int32 // by slot: where its last occurrence ended, -1 before
	gaps    []int32 // by pair of slots: bytes between the nearest occurrences
}

// newScorer returns a scorer; the curves are those of the weights.
func newScorer(w Weights, c *curves) *scorer {
	return &scorer{w: w, curves: c, matcher: scan.NewMatcher()}
}

// averageOf are the averages of a generation.
func averageOf(s engine.State) average {
	return average{paragraph: float64(s.Runes+1) / float64(s.Paragraphs+1), part: float64(s.Runes+1) / float64(s.Parts+1)}
}

// average lengths in a generation, in characters.
type average struct{ paragraph, part float64 }

// A scored is a paragraph of a candidate with its score.
type scored struct {
	candidate int // index of the candidate
	ordinal   int // of the paragraph in its part, from 0
	number    int
	score     float64
	literal   literalness
	content   bool // holds a word of the query
	all       bool // holds every word of the query, its title's included
	worth     bool // holds more than single characters of the query
	parts     scoreParts
}

// A literalness tells how a paragraph holds the whole query as typed.
type literalness uint8

const (
	notLiteral literalness = iota
	insideWord             // cutting a word of letters or digits
	literally
)

// scoreParts are the summands of a score: P and A and Pair of docs/relevance.md,
// before the length prior.
type scoreParts struct {
	terms, article, pair, prior float64
}

// reset makes the scorer ready for a plan.
func (s *scorer) reset(p *plan, avg average) {
	s.plan, s.average = p, avg
	s.matcher.Reset(p.sought())
	if p.inside != none {
		s.matcher.Loosen(p.inside)
	}
	n := len(p.patterns)
	s.tf, s.whole = zeroed(s.tf, n), zeroed(s.whole, n)
	s.bonus = zeroed(s.bonus, n)
	s.byAlt, s.bySlot = zeroed(s.byAlt, len(p.alts)), zeroed(s.bySlot, len(p.slots))
	s.inTitle = zeroed(s.inTitle, len(p.slots))
	s.last = zeroed(s.last, len(p.slots))
	s.gaps = zeroed(s.gaps, len(p.slots)*len(p.slots))
}

func zeroed[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	s = s[:n]
	clear(s)
	return s
}

// candidate scores every paragraph of a part that holds a term of the plan and
// appends it to dst; the article's own score is returned for rankings whose
// unit is the article.
func (s *scorer) candidate(index int, v part.View, dst []scored) ([]scored, partScore) {
	clear(s.whole)
	first := len(dst)
	ps := s.heads(v)
	bytes, links := len(v.Title)+len(v.Brief), 0
	ordinal := 0
	for c := v.Paragraphs(); c.Next(); ordinal++ {
		bytes += len(c.Text)
		if c.Links {
			links += len(c.Text)
		}
		s.count(c.Text)
		if len(s.touched) > 0 {
			sc := s.paragraph(c, v.Len() > 1)
			sc.candidate, sc.ordinal, sc.number = index, ordinal, c.Number
			if sc.content {
				share := s.coverage()
				ps.answers += share * share
			}
			if sc.worth && s.verified() {
				dst = append(dst, sc)
			}
		}
		s.keep()
	}
	s.part(&ps, float64(bytes)/2)
	ps.paragraphs = v.Len()
	if ps.links = float64(links) / float64(max(1, bytes)); ps.links > indexPage && ps.named == byTitle {
		ps.named = notNamed // who types a topic wants the articles on it, not the list of them
	}
	for i := first; i < len(dst); i++ {
		dst[i].parts.article = ps.article + ps.name
		dst[i].score = dst[i].parts.sum()
	}
	return dst, ps
}

// indexPage is the share of links above which a page is a list of articles and
// none itself.
const indexPage = .5

// coverage is the share of the query's words, by their idf, that the paragraph
// holds which was scored last and holds one.
func (s *scorer) coverage() float64 {
	if len(s.plan.slots) < 2 || s.plan.scale == 0 {
		return 1
	}
	sum := 0.0
	for i, at := range s.last {
		if at != none {
			sum += s.plan.slots[i].idf
		}
	}
	return sum / s.plan.scale
}

// A partScore is what is known of a part as a whole.
type partScore struct {
	article    float64 // A: the BM25 of the query's words over the part
	whole      float64 // P over the part's text as if it were one paragraph
	title      float64 // T: what its title says it is about
	name       float64 // the bonus of a title that the query holds
	answers    float64 // sum of the squared coverage of its paragraphs
	paragraphs int     // that it has
	links      float64 // share of its text that is navigation
	named      naming
	literal    bool // its title holds the query as typed
}

func (p scoreParts) sum() float64 { return (p.terms + p.article + p.pair) * p.prior }

// heads reads title, brief and labels: what they add to every paragraph, and
// to the whole.
func (s *scorer) heads(v part.View) partScore {
	clear(s.bonus)
	s.titled = s.titled[:0]
	s.count(v.Title)
	ps := partScore{literal: s.holdsTyped() > notLiteral}
	s.title(&ps, v.Title)
	s.raise(s.w.Title)
	s.count(v.Brief)
	s.keep()
	s.count(v.Labels)
	if ps.named == notNamed && s.plan.label != "" && hasLabel(v.Labels, s.plan.label) {
		ps.named = byLabel
	}
	s.raise(s.w.Labels)
	return ps
}

// raise gives the counted patterns a bonus and keeps them.
func (s *scorer) raise(by float64) {
	for _, id := range s.touched {
		if s.bonus[id] == 0 {
			s.titled = append(s.titled, id)
		}
		s.bonus[id] += by
	}
	s.keep()
}

func (s *scorer) holdsAny(patterns []int) bool {
	return slices.ContainsFunc(patterns, func(id int) bool { return s.tf[id] > 0 })
}

// holdsEach reports whether one pattern of each group is there.
func (s *scorer) holdsEach(groups [][]int) bool {
	return !slices.ContainsFunc(groups, func(g []int) bool { return !s.holdsAny(g) })
}

// verified reports whether the counted paragraph holds the phrases.
func (s *scorer) verified() bool { return s.holdsEach(s.plan.required) }

// count counts the patterns of a text. A part of a longer name counts less than
// the name: ConcurrentHashMap is no HashMap.
func (s *scorer) count(text []byte) {
	s.matches = s.matcher.Find(text, s.matches[:0])
	for _, m := range s.matches {
		id := s.plan.canonical[m.Term]
		if s.tf[id] == 0 {
			s.touched = append(s.touched, id)
		}
		if m.Piece {
			s.tf[id] += float32(s.w.Piece)
		} else {
			s.tf[id]++
		}
	}
}

// keep adds the counts to those of the part and clears them.
func (s *scorer) keep() {
	for _, t := range s.touched {
		s.whole[t] += s.tf[t]
		s.tf[t] = 0
	}
	s.touched = s.touched[:0]
}

// paragraph scores the counted paragraph, the article's share left out.
func (s *scorer) paragraph(c part.Cursor, several bool) scored {
	runes := float64(len(c.Text)) / 2
	out := scored{parts: scoreParts{prior: 1}}
	out.parts.terms, out.content, out.worth = s.terms(s.w.K1, norm(s.w.B, runes/s.average.paragraph), s.tf, s.touched)
	if out.content && len(s.plan.slots) > 1 {
		out.parts.pair = s.w.Pair * s.plan.scale * s.pair()
		if held := s.wordsHeld(); held == len(s.plan.slots) {
			out.all = true
		} else if held == 1 && len(s.plan.slots) <= loneSlots {
			out.parts.terms = s.lone(norm(s.w.B, runes/s.average.paragraph))
		}
	}
	if several {
		out.parts.prior = at(s.curves.prior, len(c.Text), 1)
	}
	if c.Links {
		out.parts.prior *= s.w.Links
	}
	out.literal = s.holdsTyped()
	return out
}

// wordsHeld is how many slots the paragraph holds that was scored last, or its
// title.
func (s *scorer) wordsHeld() int {
	held := 0
	for i, at := range s.last {
		if at != none || s.inTitle[i] > 0 {
			held++
		}
	}
	return held
}

// Where one of two words is missing, in the title too, the other counts so many
// times at most: being full of one word does not make up for it.
const (
	loneSlots = 2
	loneMost  = 3
)

// lone is the terms of a paragraph that holds one of two words.
func (s *scorer) lone(norm float64) float64 {
	for _, id := range s.touched {
		if s.plan.terms[id].alt != none {
			s.tf[id] = min(s.tf[id], loneMost)
		}
	}
	sum, _, _ := s.terms(s.w.K1, norm, s.tf, s.touched)
	return sum
}

// holdsTyped tells how the counted text holds the query as typed, and not only
// in another writing (十万, 10万).
func (s *scorer) holdsTyped() literalness {
	typed, inside := s.plan.literal, s.plan.inside
	switch {
	case typed != none && s.tf[typed] > 0 &&
		slices.ContainsFunc(s.matches, func(m scan.Match) bool { return int(m.Term) == typed }):
		return literally
	case inside != none && s.tf[inside] > 0:
		return insideWord
	}
	return notLiteral
}

// norm is BM25's 1-b+b*length, with the length in units of the average.
func norm(b, length float64) float64 { return 1 - b + b*length }

// terms is P: the weighted, saturated frequencies of all terms in a text whose
// norm is given. Alternatives of one slot do not
// add up; the best counts. Whether a content word is there is told as well.
func (s *scorer) terms(k1, norm float64, tf []float32, held []int32) (sum float64, content, worth bool) {
	clear(s.byAlt)
	for _, id := range held {
		t := &s.plan.terms[id]
		x := float64(tf[id]) / norm
		v := t.unigram * saturate(x, k1)
		if t.word != 0 {
			v += t.word * saturate(x+s.bonus[id], k1)
			worth = true
		}
		sum += s.add(t.alt, v)
		content = content || t.content
	}
	for _, id := range s.titled { // what the text lacks, the title makes good
		if t := &s.plan.terms[id]; tf[id] == 0 && t.word != 0 {
			sum += s.add(t.alt, t.word*saturate(s.bonus[id], k1))
		}
	}
	return sum + s.best(), content, worth || content
}

// add gives a value to an alternative, or returns it when there is none.
func (s *scorer) add(alt int, v float64) float64 {
	if alt == none {
		return v
	}
	s.byAlt[alt] += v
	return 0
}

// saturate is x(k1+1)/(x+k1), BM25's saturation of a frequency.
func saturate(x, k1 float64) float64 { return x * (k1 + 1) / (x + k1) }

// best adds up the best alternative of each slot.
func (s *scorer) best() float64 {
	clear(s.bySlot)
	sum := 0.0
	for i, v := range s.byAlt {
		slot := s.plan.alts[i].slot
		if v *= s.plan.alts[i].factor; v > s.bySlot[slot] {
			sum += v - s.bySlot[slot]
			s.bySlot[slot] = v
		}
	}
	return sum
}
