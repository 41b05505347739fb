package rank

import (
	"slices"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/part"
	"github.com/xunzhang/xunzhang/search/plan"
	"github.com/xunzhang/xunzhang/search/scan"
)

// A Scorer scores the paragraphs of candidates on their stored text. It is
// reused from query to query and allocates nothing per paragraph.
type Scorer struct {
	w       plan.Weights
	curves  *Curves
	plan    *plan.Plan
	Matcher *scan.Matcher
	typed   *scan.Matcher // of the query as typed alone; nil before it is needed
	average Average
	// Scanned is how many bytes of stored text were looked through since Reset.
	Scanned int

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
	pairs   []int   // slots of which pairs are made, ascending
	gaps    []int32 // by pair of those: bytes between the nearest occurrences
}

// NewScorer returns a scorer; the curves are those of the weights.
func NewScorer(w plan.Weights, c *Curves) *Scorer {
	return &Scorer{w: w, curves: c, Matcher: scan.NewMatcher()}
}

// AverageOf are the averages of a generation.
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
	Content   bool // holds a word of the query
	all       bool // holds every word of the query, its title's included
	worth     bool // holds more than single characters of the query
	Summands  Summands
}

// A Literalness tells how a paragraph holds the whole query as typed.
type Literalness uint8

const (
	NotLiteral Literalness = iota // not at all
	InsideWord                    // cutting a word of letters or digits
	Literally                     // as it was typed
)

// Summands are the summands of a score: P and A and Pair of docs/relevance.md,
// before the length prior.
type Summands struct {
	terms, article, pair, Prior float64
}

// Reset makes the scorer ready for a plan.
func (s *Scorer) Reset(p *plan.Plan, avg Average) {
	s.plan, s.average, s.Scanned = p, avg, 0
	s.Matcher.Reset(p.Scanned())
	if p.Cut != plan.None {
		s.Matcher.Loosen(p.Cut)
	}
	n := len(p.Patterns)
	s.tf, s.whole = zeroed(s.tf, n), zeroed(s.whole, n)
	s.bonus = zeroed(s.bonus, n)
	s.byAlt, s.bySlot = zeroed(s.byAlt, len(p.Alts)), zeroed(s.bySlot, len(p.Slots))
	s.inTitle = zeroed(s.inTitle, len(p.Slots))
	s.last = zeroed(s.last, len(p.Slots))
	s.pairs = rarest(p.Slots, s.pairs[:0])
	s.gaps = zeroed(s.gaps, pairSlots*pairSlots)
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
			sc.Candidate, sc.Ordinal, sc.Number = index, ordinal, c.Number
			if sc.Content {
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
		dst[i].Summands.article = ps.article + ps.name
		dst[i].Score = dst[i].Summands.sum()
	}
	return dst, ps
}

// indexPage is the share of links above which a page is a list of articles and
// none itself.
const indexPage = .5

// coverage is the share of the query's words, by their idf, that the paragraph
// holds which was scored last and holds one.
func (s *Scorer) coverage() float64 {
	if len(s.plan.Slots) < 2 || s.plan.Scale == 0 {
		return 1
	}
	sum := 0.0
	for i, at := range s.last {
		if at != plan.None {
			sum += s.plan.Slots[i].IDF
		}
	}
	return sum / s.plan.Scale
}

// A Part is what is known of a part as a whole.
type Part struct {
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

func (p Summands) sum() float64 { return (p.terms + p.article + p.pair) * p.Prior }

// part scores the part as a whole from the counts of all its texts; length is
// in characters.
func (s *Scorer) part(ps *Part, length float64) {
	clear(s.byAlt)
	s.touched = s.touched[:0]
	n := norm(articleB, length/s.average.part)
	sum := 0.0
	for id := range s.plan.Terms {
		tf := s.whole[id]
		if tf == 0 {
			continue
		}
		s.touched = append(s.touched, int32(id))
		t := &s.plan.Terms[id]
		sum += s.add(t.Alt, t.Article*saturate(float64(tf)/n, articleK1))
	}
	ps.article = s.w.Article * (sum + s.best())
	ps.whole, _, _ = s.terms(s.w.WholeK1, norm(s.w.WholeB, length/s.average.part), s.whole, s.touched)
	s.touched = s.touched[:0]
}

// Parameters of the BM25 of whole parts, the usual ones.
const (
	articleK1 = 1.2
	articleB  = 0.75
)

// heads reads title, brief and labels: what they add to every paragraph, and
// to the whole.
func (s *Scorer) heads(v part.View) Part {
	clear(s.bonus)
	s.titled = s.titled[:0]
	s.count(v.Title)
	ps := Part{literal: s.holdsTyped() > NotLiteral}
	s.title(&ps, v.Title)
	s.raise(s.w.Title)
	s.count(v.Brief)
	s.keep()
	s.count(v.Labels)
	if ps.named == notNamed && s.plan.Label != "" && hasLabel(v.Labels, s.plan.Label) {
		ps.named = byLabel
	}
	s.raise(s.w.Labels)
	return ps
}

// raise gives the counted patterns a bonus and keeps them.
func (s *Scorer) raise(by float64) {
	for _, id := range s.touched {
		if s.bonus[id] == 0 {
			s.titled = append(s.titled, id)
		}
		s.bonus[id] += by
	}
	s.keep()
}

func (s *Scorer) holdsAny(patterns []int) bool {
	return slices.ContainsFunc(patterns, func(id int) bool { return s.tf[id] > 0 })
}

// holdsEach reports whether one pattern of each group is there.
func (s *Scorer) holdsEach(groups [][]int) bool {
	return !slices.ContainsFunc(groups, func(g []int) bool { return !s.holdsAny(g) })
}

// verified reports whether the counted paragraph holds the phrases.
func (s *Scorer) verified() bool { return s.holdsEach(s.plan.Required) }

// count counts the patterns of a text. A part of a longer name counts less than
// the name: ConcurrentHashMap is no HashMap.
func (s *Scorer) count(text []byte) {
	s.Scanned += len(text)
	s.matches = s.Matcher.Find(text, s.matches[:0])
	for _, m := range s.matches {
		id := s.plan.Canonical[m.Term]
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
func (s *Scorer) keep() {
	for _, t := range s.touched {
		s.whole[t] += s.tf[t]
		s.tf[t] = 0
	}
	s.touched = s.touched[:0]
}

// paragraph scores the counted paragraph, the article's share left out.
func (s *Scorer) paragraph(c part.Cursor, several bool) Paragraph {
	runes := float64(len(c.Text)) / 2
	out := Paragraph{Summands: Summands{Prior: 1}}
	out.Summands.terms, out.Content, out.worth = s.terms(s.w.K1, norm(s.w.B, runes/s.average.paragraph), s.tf, s.touched)
	if out.Content && len(s.plan.Slots) > 1 {
		out.Summands.pair = s.w.Pair * s.plan.Scale * s.pair()
		if held := s.wordsHeld(); held == len(s.plan.Slots) {
			out.all = true
		} else if held == 1 && len(s.plan.Slots) <= loneSlots {
			out.Summands.terms = s.lone(norm(s.w.B, runes/s.average.paragraph))
		}
	}
	if several {
		out.Summands.Prior = at(s.curves.prior, len(c.Text), 1)
	}
	if c.Links {
		out.Summands.Prior *= s.w.Links
	}
	out.Literal = s.holdsTyped()
	return out
}

// wordsHeld is how many slots the paragraph holds that was scored last, or its
// title.
func (s *Scorer) wordsHeld() int {
	held := 0
	for i, at := range s.last {
		if at != plan.None || s.inTitle[i] > 0 {
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
func (s *Scorer) lone(norm float64) float64 {
	for _, id := range s.touched {
		if s.plan.Terms[id].Alt != plan.None {
			s.tf[id] = min(s.tf[id], loneMost)
		}
	}
	sum, _, _ := s.terms(s.w.K1, norm, s.tf, s.touched)
	return sum
}

// holdsTyped tells how the counted text holds the query as typed, and not only
// in another writing (十万, 10万).
func (s *Scorer) holdsTyped() Literalness {
	typed, inside := s.plan.Literal, s.plan.Cut
	switch {
	case typed != plan.None && s.tf[typed] > 0 &&
		slices.ContainsFunc(s.matches, func(m scan.Match) bool { return int(m.Term) == typed }):
		return Literally
	case inside != plan.None && s.tf[inside] > 0:
		return InsideWord
	}
	return NotLiteral
}

// norm is BM25's 1-b+b*length, with the length in units of the average.
func norm(b, length float64) float64 { return 1 - b + b*length }

// terms is P: the weighted, saturated frequencies of all terms in a text whose
// norm is given. Alternatives of one slot do not
// add up; the best counts. Whether a content word is there is told as well.
func (s *Scorer) terms(k1, norm float64, tf []float32, held []int32) (sum float64, content, worth bool) {
	clear(s.byAlt)
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
	for _, id := range s.titled { // what the text lacks, the title makes good
		if t := &s.plan.Terms[id]; tf[id] == 0 && t.Word != 0 {
			sum += s.add(t.Alt, t.Word*saturate(s.bonus[id], k1))
		}
	}
	return sum + s.best(), content, worth || content
}

// add gives a value to an alternative, or returns it when there is none.
func (s *Scorer) add(alt int, v float64) float64 {
	if alt == plan.None {
		return v
	}
	s.byAlt[alt] += v
	return 0
}

// saturate is x(k1+1)/(x+k1), BM25's saturation of a frequency.
func saturate(x, k1 float64) float64 { return x * (k1 + 1) / (x + k1) }

// best adds up the best alternative of each slot.
func (s *Scorer) best() float64 {
	clear(s.bySlot)
	sum := 0.0
	for i, v := range s.byAlt {
		slot := s.plan.Alts[i].Slot
		if v *= s.plan.Alts[i].Factor; v > s.bySlot[slot] {
			sum += v - s.bySlot[slot]
			s.bySlot[slot] = v
		}
	}
	return sum
}
