package eval

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/xunzhang/xunzhang/search"
)

// WriteRun writes rankings as a TREC run, "query Q0 document rank score tag",
// at most Depth deep.
//
// Tools that read runs order them by score in single precision and ignore the rank,
// so a score that does not fall below the one before it is lowered to the next
// smaller number: the order that we measured is the one they measure. An empty id,
// or one with white space, is ErrFormat.
func WriteRun(w io.Writer, rankings []Ranking, tag string) error {
	out := bufio.NewWriter(w)
	for _, r := range rankings {
		last := float32(math.Inf(1))
		for i, d := range r.Ranked[:min(len(r.Ranked), Depth)] {
			if strings.IndexFunc(d.ID, unicode.IsSpace) >= 0 || d.ID == "" {
				return fmt.Errorf("%w: a run cannot hold the document id %q", ErrFormat, d.ID)
			}
			last = min(float32(d.Score), math.Nextafter32(last, float32(math.Inf(-1))))
			score := strconv.FormatFloat(float64(last), 'g', -1, 32)
			fmt.Fprintf(out, "%s Q0 %s %d %s %s\n", r.Query, d.ID, i+1, score, tag)
		}
	}
	return out.Flush()
}

// ReadRun reads a TREC run. The rankings are in the order in which their
// queries first appear, documents in the order of their ranks. A document
// ranked twice for a query is an error.
func ReadRun(name string, r io.Reader) ([]Ranking, error) {
	b := runBuilder{at: make(map[string]int), seen: make(map[[2]string]bool)}
	err := eachLine(name, r, b.add)
	if err != nil {
		return nil, err
	}
	rankings := make([]Ranking, len(b.lines))
	for i, lines := range b.lines {
		slices.SortStableFunc(lines, func(x, y runLine) int { return cmp.Compare(x.rank, y.rank) })
		rankings[i].Query = lines[0].query
		for _, l := range lines {
			rankings[i].Ranked = append(rankings[i].Ranked, l.Ranked)
		}
	}
	return rankings, nil
}

type runLine struct {
	search.Ranked
	query string
	rank  int
}

// A runBuilder collects the lines of a run by query.
type runBuilder struct {
	lines [][]runLine
	at    map[string]int // query to its place in lines
	seen  map[[2]string]bool
}

func (b *runBuilder) add(line string) error {
	l, err := parseRunLine(line)
	if err != nil {
		return err
	}
	key := [2]string{l.query, l.ID}
	if b.seen[key] {
		return fmt.Errorf("%w: %s is ranked twice for %s", ErrFormat, l.ID, l.query)
	}
	b.seen[key] = true
	i, ok := b.at[l.query]
	if !ok {
		i = len(b.lines)
		b.at[l.query] = i
		b.lines = append(b.lines, nil)
	}
	b.lines[i] = append(b.lines[i], l)
	return nil
}

func parseRunLine(line string) (runLine, error) {
	f := strings.Fields(line)
	if len(f) != 6 {
		return runLine{}, fmt.Errorf("%w: want 6 columns, found %d", ErrFormat, len(f))
	}
	rank, err := strconv.Atoi(f[3])
	if err != nil {
		return runLine{}, fmt.Errorf("%w: the rank %q is not a whole number", ErrFormat, f[3])
	}
	score, err := strconv.ParseFloat(f[4], 64)
	if err != nil || math.IsNaN(score) {
		return runLine{}, fmt.Errorf("%w: the score %q is not a number", ErrFormat, f[4])
	}
	return runLine{query: f[0], rank: rank, Ranked: search.Ranked{ID: f[2], Score: score}}, nil
}
