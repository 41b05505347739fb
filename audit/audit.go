// Package audit measures whether an index finds what its text holds. Search
// draws strings from the stored text, searches for each, and reads all of the
// text to see what was missed. Sources reads the sources again and names the
// text that did not reach the index. The package knows the search, the engine
// and the readers of articles only by what they export, and must not know
// flags, terminals or a particular engine.
package audit

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search"
)

// Depth is how many paragraphs of a ranking Search looks at.
const Depth = 100

// Options say what is drawn.
type Options struct {
	N    int    // how many strings, or runs of Han characters, to draw
	Seed uint64 // of the random numbers: the same seed draws the same from the same text
}

func (o Options) random() *rand.Rand { return rand.New(rand.NewPCG(o.Seed, 0)) }

// A Ranker returns at most depth paragraphs for a query, best first.
type Ranker func(ctx context.Context, query string, depth int) ([]search.Ranked, error)

// A Report says what Search found out.
type Report struct {
	Generation int     `json:"generation"`
	Seed       uint64  `json:"seed"`
	Strings    int     `json:"strings"`
	Seconds    float64 `json:"seconds"` // that the audit took; set by the caller
	Kinds      []Kind  `json:"kinds"`
	Missed     []Miss  `json:"missed"`
}

// A Kind counts the strings of one kind, such as "han" or "inside words".
type Kind struct {
	Kind    string `json:"kind"`
	Strings int    `json:"strings"`
	Missed  int    `json:"missed"`
}

// A Miss is a string that the search should have found in more paragraphs, with
// one of those that it did not find.
type Miss struct {
	Text      string `json:"text"`
	Kind      string `json:"kind"`
	Query     string `json:"query"`
	Held      int    `json:"held"`      // paragraphs that hold the string
	Found     int    `json:"found"`     // of the first Depth paragraphs, those that hold it
	Paragraph string `json:"paragraph"` // that holds it and was not found, ARTICLE#N
	Excerpt   string `json:"excerpt"`   // of that paragraph, folded
}

// Search draws strings from the text of a generation, ranks paragraphs for
// each, and compares with what reading all of the text finds. A string that
// fewer than Depth paragraphs hold must bring up all of them among the first
// Depth; of any other string all of the first Depth must hold it.
func Search(ctx context.Context, view engine.View, rank Ranker, an *analysis.Analyzer, o Options) (Report, error) {
	d := &drawing{random: o.random(), analyzer: an}
	samples, err := d.draw(ctx, view, o.N)
	if err != nil {
		return Report{}, err
	}
	for _, s := range samples {
		if s.found, err = rank(ctx, s.query, Depth); err != nil {
			return Report{}, fmt.Errorf("search %q: %w", s.query, err)
		}
	}
	if err := compareWithText(ctx, view, samples); err != nil {
		return Report{}, err
	}
	r := summary(samples)
	r.Generation, r.Seed = view.State().Generation, o.Seed
	return r, nil
}

// summary counts by kind, in the order in which the kinds come.
func summary(samples []*sample) Report {
	r := Report{Strings: len(samples), Missed: []Miss{}}
	at := map[string]int{}
	for _, s := range samples {
		i, ok := at[s.kind]
		if !ok {
			i = len(r.Kinds)
			at[s.kind] = i
			r.Kinds = append(r.Kinds, Kind{Kind: s.kind})
		}
		r.Kinds[i].Strings++
		if m := s.missed(); m != nil {
			r.Kinds[i].Missed++
			r.Missed = append(r.Missed, *m)
		}
	}
	return r
}
