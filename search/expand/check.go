package expand

import (
	"fmt"
	"strconv"
	"strings"
)

// Check finds the lines of lists that have no effect, contradict another line, or
// work in one direction only without a reason. The lists come after the lists in
// before, which they may override pair by pair. Findings come in the order of the
// lists and their lines.
func Check(before, lists []*List) []Finding {
	c := newChecker(before, lists)
	for _, c.list = range lists {
		for _, b := range c.list.bad {
			text := strings.TrimPrefix(b.err.Error(), ErrFormat.Error()+": ")
			c.add(finding{list: c.list, line: b.line, problem: Malformed, text: text})
		}
		for _, h := range c.list.reasons {
			if !h.used {
				c.add(finding{list: c.list, line: h.line, problem: NoEffect, text: "no line below this reason goes one way"})
			}
		}
		for i := range c.list.rules {
			if r := &c.list.rules[i]; r.arrow == shields {
				c.shield(r)
			} else {
				c.rule(r)
			}
		}
	}
	return c.findings.list(lists)
}

// NowhereIn finds the lines that lead nowhere in a collection of articles: names
// for the same thing none of which occurs in an article, and lines in one direction
// to words that occur in none. It asks occurs about folded words.
func NowhereIn(lists []*List, occurs func(folded string) bool) []Finding {
	var found findings
	missing := func(words []word) (out []string) {
		for _, w := range words {
			if !occurs(w.folded) {
				out = append(out, w.display)
			}
		}
		return out
	}
	for _, l := range lists {
		for i := range l.rules {
			r := &l.rules[i]
			if r.arrow == shields || r.weight == 0 {
				continue
			}
			f := finding{list: l, line: r.line, problem: Nowhere, arrow: r.arrow, left: missing(r.left), right: missing(r.right)}
			switch {
			case len(f.left) == len(r.left) && len(f.right) == len(r.right):
				f.text = "no article holds any of them"
			case r.goesOneWay() && len(f.right) > 0:
				f.left, f.text = displays(r.left), "no article holds the right side"
			default:
				continue
			}
			found.add(f)
		}
	}
	return found.list(lists)
}

// goesOneWay reports whether a line works in one direction only.
func (r *rule) goesOneWay() bool {
	return r.arrow == oneWay || r.arrow == standsIn && r.reason != ""
}

func displays(words []word) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = w.display
	}
	return out
}

// A pair is two folded words, the first of which finds the second.
type pair struct{ from, to string }

func (l link) pair() pair { return pair{l.from.folded, l.to.folded} }
func (p pair) back() pair { return pair{p.to, p.from} }

// said is a statement of a line about a pair or a word.
type said struct {
	list *List
	rule *rule
}

func (s said) String() string { return s.list.name + ":" + strconv.Itoa(s.rule.line) }

// A checker compares the lines of lists.
type checker struct {
	findings
	list *List // whose lines are being compared

	// From the lists in before and those that are checked.
	gives  map[pair]bool       // pairs that find something
	keys   map[string]bool     // words that find something
	stands map[string][]string // words with their replacements

	before map[pair]bool   // pairs of the lists in before alone
	keyed  map[string]said // words that find something, in the lists that are checked
	ways   map[pair]said   // pairs in the lists that are checked, without those from right to left of =>

	earlier map[pair]said   // pairs of the lines up to the one that is compared
	hidden  map[string]said // words that these lines hide
	cycles  map[string]bool // words of cycles that were named
}

func newChecker(before, lists []*List) *checker {
	c := &checker{
		gives: make(map[pair]bool), keys: make(map[string]bool), stands: make(map[string][]string),
		before: make(map[pair]bool), keyed: make(map[string]said), ways: make(map[pair]said),
		earlier: make(map[pair]said), hidden: make(map[string]said), cycles: make(map[string]bool),
	}
	for _, l := range before {
		c.gather(l, func(p pair, _ said, _ bool) { c.before[p] = true })
	}
	for _, l := range lists {
		c.gather(l, func(p pair, s said, back bool) {
			if !back {
				c.ways[p] = s
			}
			if _, ok := c.keyed[p.from]; !ok {
				c.keyed[p.from] = s
			}
		})
	}
	return c
}

// gather records what a list says, and calls note for every pair in it.
func (c *checker) gather(l *List, note func(p pair, s said, back bool)) {
	for i := range l.rules {
		r := &l.rules[i]
		if r.arrow == shields || r.weight == 0 {
			continue
		}
		for _, k := range r.links() {
			if r.idle(k) {
				continue
			}
			c.gives[k.pair()], c.keys[k.from.folded] = true, true
			if r.arrow == standsIn && !k.back {
				c.stands[k.from.folded] = append(c.stands[k.from.folded], k.to.folded)
			}
			note(k.pair(), said{l, r}, k.back)
		}
	}
}

// report adds a finding about a line, or about one of its links.
func (c *checker) report(r *rule, l link, p Problem, format string, args ...any) {
	f := finding{list: c.list, line: r.line, problem: p, arrow: r.arrow, left: []string{l.from.display}, text: fmt.Sprintf(format, args...)}
	if l.to.display != "" {
		f.right = []string{l.to.display}
	}
	c.add(f)
}

// rule compares a line with the others.
func (c *checker) rule(r *rule) {
	for _, l := range r.links() {
		switch {
		case l.back:
		case r.idle(l):
			if r.arrow == oneWay {
				c.report(r, l, NoEffect, "a text with the right side is found by the left one as it is")
			}
		default:
			c.compare(r, l)
			c.wayBack(r, l)
			c.cycle(r, l)
		}
	}
}

// compare compares a link with what an earlier line says of the pair.
func (c *checker) compare(r *rule, l link) {
	old, ok := c.earlier[l.pair()]
	c.earlier[l.pair()] = said{c.list, r}
	switch {
	case !ok && r.weight == 0 && !c.before[l.pair()]:
		c.report(r, l, NoEffect, "takes back what no earlier list says")
	case !ok:
	case r.weight == 0 && old.rule.weight > 0:
		c.report(r, l, Contradiction, "takes back what %s gives", old)
	case r.weight > 0 && old.rule.weight == 0:
		c.report(r, l, Contradiction, "%s takes it back", old)
	case (r.arrow == standsIn) != (old.rule.arrow == standsIn):
		c.report(r, l, Contradiction, "%s here, %s in %s", r.arrow, old.rule.arrow, old)
	case r.weight != old.rule.weight || r.traditional != old.rule.traditional:
		c.report(r, l, Contradiction, "%s here, %s in %s", r.strength(), old.rule.strength(), old)
	default:
		c.report(r, l, Repeated, "%s says so already", old)
	}
}

// strength returns the end of a line that gives its weight.
func (r *rule) strength() string {
	s := "@" + strconv.FormatFloat(r.weight, 'g', -1, 64)
	if r.traditional {
		s += " traditional"
	}
	return s
}

// wayBack checks that a line in one direction gives a reason.
func (c *checker) wayBack(r *rule, l link) {
	back := l.pair().back()
	other, ok := c.ways[back]
	switch {
	case r.weight == 0 || r.arrow.isMutual():
	case r.reason != "" && ok:
		c.report(r, l, Contradiction, "a reason for one way, but %s gives the way back", other)
	case r.arrow == oneWay && r.reason == "" && r.comment == "" && !c.gives[back] && !holds([]rune(l.from.folded), []rune(l.to.folded)):
		c.report(r, l, OneWay, "no line gives the way back, or says why there is none")
	}
}

// cycle checks that a word is not replaced by a word which it replaces itself.
func (c *checker) cycle(r *rule, l link) {
	if r.arrow != standsIn || r.weight == 0 || c.cycles[l.from.folded] {
		return
	}
	way := c.path(l.to.folded, l.from.folded, map[string]bool{})
	if way == nil {
		return
	}
	way = append([]string{l.from.folded}, way...)
	for _, w := range way {
		c.cycles[w] = true
	}
	c.report(r, l, Contradiction, "stands in for itself: %s", strings.Join(way, " => "))
}

// path returns a chain of replacements from one word to another, nil for none.
func (c *checker) path(from, to string, seen map[string]bool) []string {
	if from == to {
		return []string{to}
	}
	if seen[from] {
		return nil
	}
	seen[from] = true
	for _, next := range c.stands[from] {
		if way := c.path(next, to, seen); way != nil {
			return append([]string{from}, way...)
		}
	}
	return nil
}

// shield compares a line that hides the words inside another one.
func (c *checker) shield(r *rule) {
	w := r.left[0]
	hidden, again := c.hidden[w.folded]
	c.hidden[w.folded] = said{c.list, r}
	if s, ok := c.keyed[w.folded]; ok {
		c.report(r, link{from: w}, Contradiction, "hidden here, but a word that finds others in %s", s)
	}
	if again {
		c.report(r, link{from: w}, Repeated, "%s says so already", hidden)
	}
	if !c.keys[w.folded] && !c.hides(w.folded) {
		c.report(r, link{from: w}, NoEffect, "holds no word that finds others")
	}
}

// hides reports whether a word contains a shorter one that finds others.
func (c *checker) hides(shield string) bool {
	text := []rune(shield)
	for start := range text {
		for end := start + 1; end <= len(text); end++ {
			if end-start < len(text) && c.keys[string(text[start:end])] && standsAlone(text, start, end) {
				return true
			}
		}
	}
	return false
}
