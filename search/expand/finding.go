package expand

import (
	"cmp"
	"slices"
	"strings"
)

// A Problem says what is wrong with a line.
type Problem string

// The problems.
const (
	Malformed     Problem = "malformed"     // not in the format: no table can be made of the list
	Contradiction Problem = "contradiction" // contradicts another line
	Repeated      Problem = "repeated"      // repeats another line
	NoEffect      Problem = "no-effect"     // changes no search
	OneWay        Problem = "one-way"       // works in one direction without a reason
	Nowhere       Problem = "nowhere"       // leads to words that occur in no article
)

// A Finding is a line with what is wrong with it.
type Finding struct {
	File    string // name of the list
	Line    int    // from 1
	Problem Problem
	Words   []string // the words in question, as the list writes them
	Text    string   // for people: the words, and what is wrong with them
}

// A finding is a Finding that may still get more words.
type finding struct {
	list        *List
	line        int
	problem     Problem
	arrow       arrow
	left, right []string
	text        string
}

// Findings collects findings: the same problem with several words of a line becomes
// one Finding.
type findings struct {
	all []finding
	at  map[findingKey]int // place in all
}

type findingKey struct {
	list    *List
	line    int
	problem Problem
	text    string
}

func (f *findings) add(one finding) {
	key := findingKey{one.list, one.line, one.problem, one.text}
	i, ok := f.at[key]
	if !ok {
		if f.at == nil {
			f.at = make(map[findingKey]int)
		}
		i = len(f.all)
		f.at[key] = i
		f.all = append(f.all, finding{list: one.list, line: one.line, problem: one.problem, arrow: one.arrow, text: one.text})
	}
	f.all[i].left = union(f.all[i].left, one.left)
	f.all[i].right = union(f.all[i].right, one.right)
}

// union appends to words those of more that are not among them.
func union(words, more []string) []string {
	for _, w := range more {
		if !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	return words
}

// list returns the findings in the order of their lists and lines.
func (f *findings) list(lists []*List) []Finding {
	slices.SortStableFunc(f.all, func(a, b finding) int {
		return cmp.Or(cmp.Compare(slices.Index(lists, a.list), slices.Index(lists, b.list)), cmp.Compare(a.line, b.line))
	})
	out := make([]Finding, len(f.all))
	for i, one := range f.all {
		out[i] = Finding{File: one.list.name, Line: one.line, Problem: one.problem, Words: union(slices.Clone(one.left), one.right), Text: one.sentence()}
	}
	return out
}

// sentence returns the message for a problem with some words.
func (f *finding) sentence() string {
	left, right := strings.Join(f.left, " = "), strings.Join(f.right, " = ")
	switch {
	case left == "":
		return f.text
	case f.arrow == shields:
		left = "! " + left
	case f.arrow.isMutual():
		left = strings.Join(union(slices.Clone(f.left), f.right), " "+string(f.arrow)+" ")
	case right != "":
		left += " " + string(f.arrow) + " " + right
	}
	return left + ": " + f.text
}
