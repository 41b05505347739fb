package mend

import (
	"math"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search/plan"
)

// Pairs of characters do not tell that 开是客 is 开市客: 开是 and 是客 stand in many
// texts (离开是, 是客户), and 市客 in few. What tells it is that texts hold 开市客, and
// none holds 开是客. Which texts do is read in the call that searches for the correction.

// evidence is for a correction that only whole texts support, and not their pairs.
type evidence struct {
	from, to string // what texts must not hold, and must hold
}

const (
	// leastInFull is the length in runes from which a word is looked for in full; a
	// shorter one is looked for with what is next to it: 小设区.
	leastInFull = 3
	mostInFull  = 6   // runes of a run: in a sentence, words meet by chance
	costBeside  = 1.5 // of a shorter word: what is next to it may be there by chance
	// leastInstead is how much likelier the correction must be in texts, in powers of e:
	// three texts hold it, and none holds what was typed.
	leastInstead = 1.9
)

// requests returns requests for parts that may hold what was typed, and its correction.
func (e *evidence) requests() []engine.Request {
	all := make([]engine.Request, 2)
	for i, text := range [...]string{e.from, e.to} {
		all[i] = engine.Request{Filter: plan.MayHold(analysis.NewText(text)), Size: sampledParts, Stored: true}
	}
	return all
}

// settle reports whether the texts support the correction, and whether it is certain that
// no text holds what was typed.
func (e *evidence) settle(results []*engine.Result) (supported, sure bool, err error) {
	var held [2]int
	for i, text := range [...]string{e.from, e.to} {
		may, share, err := phraseShare(results[i], text)
		if err != nil {
			return false, false, err
		}
		held[i] = int(math.Ceil(float64(may) * share))
	}
	supported = held[0] <= NextToNothing && logRatio(held[1], held[0]) >= leastInstead
	return supported, held[0] == 0 && results[0].Parts <= sampledParts, nil
}
