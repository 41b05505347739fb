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
	costDoubled   = 4.5 // a character typed twice
	costMissing   = 5   // a character left out
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
		found = append(found, s.completed(run, start, path)...)
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
	var found []Candidate
	s.eachAlike(run[start:end], func(to string, kind Kind, slip float64) {
		if slices.ContainsFunc(found, func(c Candidate) bool { return c.To == to }) {
			return
		}
		if c, ok := s.candidate(run, start, end, to, p, slip); ok {
			c.Kind = kind
			found = append(found, c)
		}
	})
	return found
}

// candidate proposes a word for a span; false when the word is too rare, or the mistake
// too costly.
func (s *Speller) candidate(run []rune, start, end int, to string, p path, slip float64) (Candidate, bool) {
	df := s.DF(to)
	if df < leastDF {
		return Candidate{}, false
	}
	from := string(run[start:end])
	fromDF := s.DF(from)
	if to == from || df < fromDF*leastRatio {
		return Candidate{}, false
	}
	gain := p.whole() - (p.before[start] + s.cost(df) + slip + p.after[end])
	return Candidate{Start: start, End: end, From: from, To: to, DF: df, FromDF: fromDF, Gain: gain}, gain >= leastGain
}

// leastLeftOut is the length in runes of what was typed from which a character may
// be missing in it: shorter ones are abbreviations (公号, 公众号).
const leastLeftOut = 3

// hanBytes is the length of a character of isHan in bytes.
const hanBytes = 3

// completed proposes the words of which the characters from start on are all but one
// within the word: 产经理, 产品经理. Where the first or the last is missing, what was typed
// stands in every text with the word.
func (s *Speller) completed(run []rune, start int, p path) []Candidate {
	if len(run)-start < leastLeftOut {
		return nil
	}
	var found []Candidate
	typed := string(run[start:])
	for i := range s.beginningWith(typed[:hanBytes]) {
		to := s.words[i]
		n := len(to)/hanBytes - 1
		if n < leastLeftOut || n*hanBytes > len(typed) || !lacksOne(typed[:n*hanBytes], to) {
			continue
		}
		if c, ok := s.candidate(run, start, start+n, to, p, costMissing); ok {
			c.Kind = Edit
			found = append(found, c)
		}
	}
	return found
}

// lacksOne reports whether some characters are those of a word, but for one within it.
func lacksOne(typed, word string) bool {
	if len(word) != len(typed)+hanBytes {
		return false
	}
	same := 0
	for same < len(typed) && typed[same:same+hanBytes] == word[same:same+hanBytes] {
		same += hanBytes
	}
	return same < len(typed) && typed[same:] == word[same+hanBytes:]
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
	eachDoubled(span, func(to string) { fn(to, Edit, costDoubled) })
}

// leastDoubled is the length in runes from which a word is proposed for one with a
// character twice: verbs of two are doubled on purpose (跑跑步).
const leastDoubled = 3

// eachDoubled calls fn for every text of which a span has one character twice.
func eachDoubled(span []rune, fn func(to string)) {
	for i := 1; i < len(span) && len(span) > leastDoubled; i++ {
		if span[i] == span[i-1] {
			fn(string(slices.Delete(slices.Clone(span), i, i+1)))
		}
	}
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
				if !s.tables.Sounds.nearlySame(r, span[i]) {
					return 0, 0, false
				}
				kind, slip = NearSound, costNear
			}
		}
		i++
	}
	return kind, slip + float64(max(changed-1, 0))*costSecond, 2*changed <= len(span)
}
