package expand

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/xunzhang/xunzhang/analysis"
)

// ErrFormat says that a line of a list is not in the format that the package
// comment describes. The wrapping error names the file and the line.
var ErrFormat = errors.New("bad format")

// A File is a list of alternatives.
type File struct {
	Name string // for messages
	Kind Kind   // of all its alternatives
	Text io.Reader
}

// A List is a list that was read. Malformed lines are kept separately, so that
// Check can name all of them.
type List struct {
	name    string
	kind    Kind
	rules   []rule
	reasons []heading
	bad     []badLine
}

// A badLine is a malformed line; its error wraps ErrFormat.
type badLine struct {
	line int
	err  error
}

// A heading gives the reason of the lines below it.
type heading struct {
	line int
	text string
	used bool // whether a line below it works in one direction
}

// An arrow says in which directions a line works.
type arrow string

const (
	both     arrow = "="
	oneName  arrow = "=="
	oneWay   arrow = "->"
	standsIn arrow = "=>"
	shields  arrow = "!"
)

// A rule is a line of a list.
type rule struct {
	line        int // from 1
	arrow       arrow
	left, right []word // of "=", "==" and "!" all words are left
	weight      float64
	traditional bool
	comment     string // at the end of the line
	reason      string // why it works in one direction, after #->
}

// A word is a word as the list writes it, and its folded form.
type word struct{ display, folded string }

// Read reads a list. The error is that of the reader; malformed lines do not end
// the reading, see List.Err.
func Read(f File) (*List, error) {
	l := &List{name: f.Name, kind: f.Kind}
	lines := bufio.NewScanner(f.Text)
	for number, block := 1, -1; lines.Scan(); number++ {
		text, comment := cutComment(strings.TrimPrefix(lines.Text(), "\ufeff"))
		if text == "" {
			block = l.heading(number, comment)
			continue
		}
		r, err := parseLine(text)
		if err != nil {
			l.bad = append(l.bad, badLine{number, err})
			continue
		}
		r.line, r.comment = number, comment
		if reason, ok := cutReason(comment); ok {
			r.comment, r.reason = "", reason
		} else if block >= 0 && (r.arrow == oneWay || r.arrow == standsIn) {
			r.reason, l.reasons[block].used = l.reasons[block].text, true
		}
		l.rules = append(l.rules, r)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", f.Name, err)
	}
	return l, nil
}

// Err returns the error of the first malformed line, nil for none. It wraps
// ErrFormat and names the file and the line.
func (l *List) Err() error {
	if len(l.bad) == 0 {
		return nil
	}
	return fmt.Errorf("%s:%d: %w", l.name, l.bad[0].line, l.bad[0].err)
}

// Words returns the folded words of the list, in no order.
func (l *List) Words() []string {
	var all []string
	for _, r := range l.rules {
		for _, w := range slices.Concat(r.left, r.right) {
			all = append(all, w.folded)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// heading records the reason that a line without words gives for the lines below
// it, and returns its index; -1 for a line without a reason, which ends the block
// above it.
func (l *List) heading(number int, comment string) int {
	reason, ok := cutReason(comment)
	if !ok {
		return -1
	}
	l.reasons = append(l.reasons, heading{line: number, text: reason})
	return len(l.reasons) - 1
}

// cutComment separates a line from the comment at its end, which begins with a # at
// the beginning of the line or after a space.
func cutComment(line string) (text, comment string) {
	text, comment, _ = strings.Cut(" "+strings.ReplaceAll(line, "\t", " "), " #")
	return strings.TrimSpace(text), strings.TrimSpace(comment)
}

// cutReason removes the arrow from a comment that gives a reason.
func cutReason(comment string) (reason string, ok bool) {
	reason, ok = strings.CutPrefix(comment, "->")
	reason = strings.TrimSpace(reason)
	return reason, ok && reason != ""
}

func parseLine(line string) (rule, error) {
	if display, ok := strings.CutPrefix(line, "! "); ok {
		w, err := words(display)
		if err != nil || len(w) != 1 {
			return rule{}, fmt.Errorf("%w: want one word after the exclamation mark", ErrFormat)
		}
		return rule{arrow: shields, left: w}, nil
	}
	r, line, err := cutWeight(line)
	if err != nil {
		return r, err
	}
	left, right, arrow := cutArrow(line)
	r.arrow = arrow
	if r.left, err = words(left); err != nil {
		return r, err
	}
	switch {
	case !arrow.isMutual():
		r.right, err = words(right)
	case arrow == oneName && r.weight > 0 && r.weight < 1:
		err = fmt.Errorf("%w: the writings of one name have no weight", ErrFormat)
	case len(r.left) < 2:
		err = fmt.Errorf("%w: want two words with =, -> or => between them", ErrFormat)
	}
	if err == nil {
		err = r.checkWords()
	}
	return r, err
}

// cutArrow splits a line at its arrow.
func cutArrow(line string) (left, right string, a arrow) {
	for _, a := range [...]arrow{standsIn, oneWay} {
		if left, right, ok := strings.Cut(line, string(a)); ok {
			return left, right, a
		}
	}
	if strings.Contains(line, string(oneName)) {
		return strings.ReplaceAll(line, string(oneName), string(both)), "", oneName
	}
	return line, "", both
}

// isMutual reports whether each word of a line finds each other.
func (a arrow) isMutual() bool { return a == both || a == oneName }

// cutWeight takes "@0.5" and "traditional" off the end of a line.
func cutWeight(line string) (rule, string, error) {
	r := rule{weight: 1}
	rest, ok := strings.CutSuffix(line, " traditional")
	if ok {
		line, r.traditional = strings.TrimSpace(rest), true
	}
	i := strings.LastIndex(line, " @")
	if i < 0 {
		return r, line, nil
	}
	weight, err := strconv.ParseFloat(line[i+2:], 64)
	if err != nil || !(weight >= 0 && weight <= 1) {
		return r, "", fmt.Errorf("%w: the weight %q is not a number from 0 to 1", ErrFormat, line[i+2:])
	}
	r.weight = weight
	return r, line[:i], nil
}

// words reads the words of one side of an arrow.
func words(side string) ([]word, error) {
	var all []word
	for part := range strings.SplitSeq(side, "=") {
		display := strings.Join(strings.Fields(part), " ")
		w := word{display, analysis.FoldText(display)}
		if w.folded == "" || strings.ContainsAny(display, "<>@") {
			return nil, fmt.Errorf("%w: %q is not a word", ErrFormat, display)
		}
		all = append(all, w)
	}
	return all, nil
}

// checkWords rejects a word that is its own alternative.
func (r *rule) checkWords() error {
	for _, l := range r.links() {
		if l.from.folded == l.to.folded {
			return fmt.Errorf("%w: %s and %s are the same word when folded", ErrFormat, l.from.display, l.to.display)
		}
	}
	return nil
}

// A link is one direction of a line: a search for one word also finds the other.
type link struct {
	from, to word
	back     bool // from right to left of =>
}

// links returns the directions of a line. The direction from the right of => to its
// left is included unless the line gives a reason for one direction.
func (r *rule) links() []link {
	var all []link
	if r.arrow.isMutual() {
		for i, from := range r.left {
			for j, to := range r.left {
				if i != j {
					all = append(all, link{from: from, to: to})
				}
			}
		}
		return all
	}
	for _, from := range r.left {
		for _, to := range r.right {
			all = append(all, link{from: from, to: to})
			if r.arrow == standsIn && r.reason == "" {
				all = append(all, link{from: to, to: from, back: true})
			}
		}
	}
	return all
}

// idle reports whether a link has no effect: a text with 私域流量 is found by 私域
// anyway.
func (r *rule) idle(l link) bool {
	return r.arrow != oneName && (r.arrow != standsIn || l.back) && holds([]rune(l.to.folded), []rune(l.from.folded))
}

// holds reports whether Match would find a key in a text.
func holds(text, key []rune) bool {
	for at := 0; at+len(key) <= len(text); at++ {
		if slices.Equal(text[at:at+len(key)], key) && standsAlone(text, at, at+len(key)) {
			return true
		}
	}
	return false
}
