package spell

import (
	"cmp"
	"math"
	"slices"
)

// Costs of typing mistakes, in powers of e: about how often readers make each kind.
// A second changed character costs more.
const (
	costHomophone = 4
	costSwap      = 5
	costShape     = 4.5
	costNear      = 5.5
	costSecond    = 2
	costUnknown   = 3 // a character that is not a word of the vocabulary, in addition to its rarity
)

// A word of the vocabulary is corrected only when the proposal occurs in this many
// times more documents: both 权利 and 权力 may be meant.
const leastRatio = 20

// leastGain is the gain below which there is no proposal: a word that is a little
// rarer than others that sound like it is not a mistake.
const leastGain = .5

// leastDF is the frequency below which a word is not proposed, because it may be a
// mistake itself.
const leastDF = 3

// maxTyped is the length in runes above which texts are not corrected, because they
// were pasted and not typed.
const maxTyped = 40

// maxCandidates limits what Correct and FromPinyin return.
const maxCandidates = 10

// Correct proposes other words for parts of a folded run, which is either of Han
// characters or one Latin word. The best comes first: the largest gain. It is empty
// when the run is more likely as typed. A caller that knows how often the typed
// characters occur in the texts should ignore proposals for frequent ones: the
// vocabulary may lack a new word.
func (s *Speller) Correct(run []rune) []Candidate {
	switch {
	case len(run) < 2 || len(run) > maxTyped:
		return nil
	case all(run, isLatin):
		return s.correctLatin(string(run))
	case !all(run, isHan):
		return nil
	}
	path := s.newPath(run)
	var found []Candidate
	for start := range run {
		for end := start + 2; end <= min(len(run), start+maxWord); end++ {
			found = append(found, s.correctSpan(run, start, end, path)...)
		}
	}
	return best(found)
}

// best orders candidates by gain, ties by text, so that the result is always the
// same.
func best(found []Candidate) []Candidate {
	slices.SortFunc(found, func(a, b Candidate) int {
		return cmp.Or(cmp.Compare(b.Gain, a.Gain), cmp.Compare(a.Start, b.Start), cmp.Compare(a.To, b.To))
	})
	return found[:min(len(found), maxCandidates)]
}

// A path holds the cost of the cheapest way to read a run as words, before and
// after each position.
type path struct {
	before, after []float64
}

func (p path) whole() float64 { return p.after[0] }

func (s *Speller) newPath(run []rune) path {
	n := len(run)
	p := path{before: make([]float64, n+1), after: make([]float64, n+1)}
	for i := 1; i <= n; i++ {
		p.before[i], p.after[n-i] = math.Inf(1), math.Inf(1)
	}
	costs := make([][]float64, n) // by start and length - 1
	for start := range run {
		for end := start + 1; end <= min(n, start+maxWord); end++ {
			costs[start] = append(costs[start], s.literalCost(run[start:end]))
		}
	}
	for start := range run {
		for i, cost := range costs[start] {
			p.before[start+i+1] = min(p.before[start+i+1], p.before[start]+cost)
		}
	}
	for start := n - 1; start >= 0; start-- {
		for i, cost := range costs[start] {
			p.after[start] = min(p.after[start], cost+p.after[start+i+1])
		}
	}
	return p
}

// literalCost returns the cost of a span as one word.
func (s *Speller) literalCost(span []rune) float64 {
	df := s.DF(string(span))
	switch {
	case df > 0:
		return s.cost(df)
	case len(span) == 1:
		return s.cost(0) + costUnknown
	}
	return math.Inf(1)
}

func (s *Speller) cost(df int) float64 {
	return math.Log((s.total + 1) / (float64(df) + .5))
}

// correctSpan proposes words for a span where that makes the whole run
// likelier.
func (s *Speller) correctSpan(run []rune, start, end int, p path) []Candidate {
	span := run[start:end]
	from := string(span)
	fromDF := s.DF(from)
	var found []Candidate
	s.eachAlike(span, func(to string, kind Kind, slip float64) {
		df := s.DF(to)
		if to == from || df < leastDF || df < fromDF*leastRatio {
			return
		}
		gain := p.whole() - (p.before[start] + s.cost(df) + slip + p.after[end])
		if gain < leastGain || slices.ContainsFunc(found, func(c Candidate) bool { return c.To == to }) {
			return
		}
		found = append(found, Candidate{start, end, from, to, kind, df, fromDF, gain})
	})
	return found
}

// eachAlike calls fn for every text that sounds or looks like a span, with the cost
// of the mistake. The texts need not be words.
func (s *Speller) eachAlike(span []rune, fn func(to string, kind Kind, slip float64)) {
	var list [maxReadings]reading
	for _, as := range s.tables.Sounds.appendReadings(list[:0], span) {
		key, ok := s.tables.Sounds.nearKey(span, as)
		if !ok {
			break
		}
		for _, ref := range within(s.sounds, key, key) {
			to := s.words[ref.word]
			if kind, slip, ok := s.soundSlip(span, to); ok {
				fn(to, kind, slip)
			}
		}
	}
	for i := range span[1:] {
		swapped := slices.Clone(span)
		swapped[i], swapped[i+1] = swapped[i+1], swapped[i]
		fn(string(swapped), Swap, costSwap)
	}
	s.eachShape(span, func(to string) { fn(to, Shape, costShape) })
}

func (s *Speller) eachShape(span []rune, fn func(to string)) {
	for i, r := range span {
		for _, other := range s.tables.Shapes.alike[r] {
			changed := slices.Clone(span)
			changed[i] = other
			fn(string(changed))
		}
	}
}

// soundSlip compares a span with a word of the same near sound. It is false when
// more than half of the characters differ, because such words sound alike by
// accident.
func (s *Speller) soundSlip(span []rune, to string) (Kind, float64, bool) {
	kind, slip, changed, i := Homophone, float64(costHomophone), 0, 0
	for _, r := range to {
		if r != span[i] {
			changed++
			if !s.tables.Sounds.same(r, span[i]) {
				kind, slip = NearSound, costNear
			}
		}
		i++
	}
	return kind, slip + float64(max(changed-1, 0))*costSecond, 2*changed <= len(span)
}
