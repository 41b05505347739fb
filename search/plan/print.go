package plan

import (
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/xunzhang/xunzhang/engine"
)

// String prints the plan in lines, to show without a debugger why a query finds
// what it finds: the alternatives of each word, the weights and frequencies of each
// pattern, and the nodes for the engine.
func (p *Plan) String() string {
	var b strings.Builder
	t := tabwriter.NewWriter(&b, 0, 8, 2, ' ', 0)
	line := func(name, format string, args ...any) {
		fmt.Fprintf(t, name+"\t"+format+"\n", args...)
	}
	line("query", "%s", p.Folded)
	line("Q", "%.2f (sum of the idf of the slots)", p.Scale)
	line("traits", "%s", p.traits())
	for i, s := range p.Slots {
		line("slot "+strconv.Itoa(i), "%s  idf %.2f, in titles %.2f", s.text, s.IDF, s.Title)
		for _, a := range p.Alts {
			if a.Slot == i && a.From.Kind != "" {
				line("", "%s  %s, factor %.2f", a.Text, a.From.Kind, a.Factor)
			}
		}
	}
	for _, w := range p.Words {
		line("word", "%s", strings.Join(w.ways, " = "))
	}
	t.Flush()
	p.printPatterns(&b)
	for _, n := range []struct {
		name string
		node engine.Node
	}{{"candidates", p.Candidates}, {"hold all words", p.AllWords}, {"filter", p.Filter}, {"may hold it as typed", p.MayHoldLiteral}} {
		if n.node != nil {
			fmt.Fprintf(&b, "%s: %v\n", n.name, n.node)
		}
	}
	return b.String()
}

// traits returns the properties of the whole query that change the ranking.
func (p *Plan) traits() string {
	var all []string
	for _, t := range []struct {
		is   bool
		name string
	}{
		{p.Literal != None && !p.passage, "one unbroken text"},
		{p.passage, "several words, perhaps a passage of a text"},
		{p.RanksLiteral(), "what holds it as typed comes first"},
		{p.LiteralInside != None, "also inside words"},
		{p.Apart(), "what lacks a word comes behind"},
		{p.sentence, "holds function words"},
		{p.OneRun, "several words in one run"},
		{p.Label != "", "an author or a tag"},
		{p.RequiresPhrase(), "a phrase is required"},
	} {
		if t.is {
			all = append(all, t.name)
		}
	}
	return strings.Join(all, "; ")
}

// printPatterns prints the patterns of stage 2.
func (p *Plan) printPatterns(b *strings.Builder) {
	t := tabwriter.NewWriter(b, 0, 8, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "parts\tword\tcharacter\twhole\tslot\tpattern\t")
	for i, text := range p.Patterns {
		w := p.Terms[i]
		if of := p.Canonical[i]; int(of) != i {
			fmt.Fprintf(t, "%d\t\t\t\t\t%s = %s\t\n", w.Parts, text, p.Patterns[of])
			continue
		}
		slot := "-"
		if w.Alt != None {
			slot = strconv.Itoa(p.Alts[w.Alt].Slot)
		}
		fmt.Fprintf(t, "%d\t%.2f\t%.2f\t%.2f\t%s\t%s\t\n", w.Parts, w.Word, w.Unigram, w.Article, slot, text)
	}
	t.Flush()
}
