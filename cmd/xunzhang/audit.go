package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/xunzhang/xunzhang/article"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search"
)

const auditExamples = `  xunzhang audit
  xunzhang audit --sources docs/ archive.tar.gz
  xunzhang audit --n 5000 --seed 7 --json | jq '.missed[].text'`

const auditHelp = `Draws strings from the indexed text, searches for each, and reads all of the text
to see what the search missed. A string that fewer than 100 paragraphs hold must
bring up all of them among the first 100, any other 100 that hold it. Exit code 1
when something was missed.

With --sources it reads SOURCES again instead, and names every run of twelve Han
characters or more that the readers neither took for text nor left out for a
reason, and of a sample of runs those that the index does not hold.`

// errMissed says that the audit found what the search did not.
var errMissed = errors.New("the search misses strings that the text holds")

// auditDepth is how many paragraphs of a ranking are looked at.
const auditDepth = 100

// An auditing is the command with its flags.
type auditing struct {
	*app
	n       int
	seed    uint64
	sources bool
	read    article.Options
}

func (a *app) auditCommand() *cobra.Command {
	u := &auditing{app: a}
	c := &cobra.Command{
		Use:     "audit [flags] | --sources SOURCE...",
		Short:   "Measure whether the search finds what the text holds",
		Long:    auditHelp,
		Example: auditExamples,
		Args: func(c *cobra.Command, args []string) error {
			if u.sources {
				return cobra.MinimumNArgs(1)(c, args)
			}
			return cobra.NoArgs(c, args)
		},
		RunE: func(c *cobra.Command, args []string) error { return u.run(c.Context(), args) },
	}
	c.Flags().IntVar(&u.n, "n", 1000, "strings to draw")
	c.Flags().Uint64Var(&u.seed, "seed", 1, "which strings are drawn")
	c.Flags().BoolVar(&u.sources, "sources", false, "compare sources with the index")
	c.Flags().StringVar(&u.read.Encoding, "encoding", "", "encoding of the sources instead of detecting it")
	c.Flags().StringArrayVar(&u.read.Exclude, "exclude", nil, "leave out files of the sources that match a `GLOB`; may be repeated")
	c.Flags().StringArrayVar(&u.read.Include, "include", nil, "read only files of the sources that match a `GLOB`; may be repeated")
	c.Flags().BoolVar(&u.read.Drafts, "drafts", false, "read what is marked as not meant for readers, as the job did")
	return a.withAliases(a.withJSON(c))
}

// An auditReport is what --json prints.
type auditReport struct {
	Generation int           `json:"generation"`
	Seed       uint64        `json:"seed"`
	Strings    int           `json:"strings"`
	Seconds    float64       `json:"seconds"`
	Kinds      []auditedKind `json:"kinds"`
	Missed     []auditMiss   `json:"missed"`
}

type auditedKind struct {
	Kind    string `json:"kind"`
	Strings int    `json:"strings"`
	Missed  int    `json:"missed"`
}

// An auditMiss is a string with a paragraph that should have been found, or
// where enough hold the string, one that was found and does not.
type auditMiss struct {
	Text      string `json:"text"`
	Kind      string `json:"kind"`
	Query     string `json:"query"`
	Held      int    `json:"held"`  // paragraphs that hold it
	Found     int    `json:"found"` // of the first 100, those that hold it
	Paragraph string `json:"paragraph"`
	Excerpt   string `json:"excerpt"`
}

func (u *auditing) run(ctx context.Context, sources []string) (err error) {
	if u.n < 1 {
		return usageError{errors.New("--n must be at least 1")}
	}
	if err := u.read.Check(); err != nil {
		return usageError{err}
	}
	e, err := u.openEngine()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, e.Close()) }()
	view, err := e.View(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, view.Close()) }()
	if u.sources {
		r, err := u.auditSources(ctx, view, sources)
		if err != nil {
			return err
		}
		return u.printSources(r)
	}
	service, an, err := u.newService(e)
	if err != nil {
		return err
	}
	start := time.Now()
	d := &drawing{random: rand.New(rand.NewPCG(u.seed, 0)), analyzer: an}
	samples, err := d.draw(ctx, view, u.n)
	if err != nil {
		return err
	}
	for _, s := range samples {
		if s.found, err = service.RankParagraphs(ctx, s.query, auditDepth); err != nil {
			return fmt.Errorf("search %q: %w", s.query, err)
		}
	}
	if err := compareWithText(ctx, view, samples); err != nil {
		return err
	}
	r := summary(samples)
	r.Generation, r.Seed, r.Seconds = view.State().Generation, u.seed, time.Since(start).Seconds()
	return u.print(r)
}

// summary counts by kind, in the order in which the kinds come.
func summary(samples []*sample) auditReport {
	r := auditReport{Strings: len(samples), Missed: []auditMiss{}}
	at := map[string]int{}
	for _, s := range samples {
		i, ok := at[s.kind]
		if !ok {
			i = len(r.Kinds)
			at[s.kind] = i
			r.Kinds = append(r.Kinds, auditedKind{Kind: s.kind})
		}
		r.Kinds[i].Strings++
		if m := s.missed(); m != nil {
			r.Kinds[i].Missed++
			r.Missed = append(r.Missed, *m)
		}
	}
	return r
}

func (u *auditing) print(r auditReport) error {
	var failed error
	if len(r.Missed) > 0 {
		failed = fmt.Errorf("%w: %d of %d", errMissed, len(r.Missed), r.Strings)
	}
	if u.json {
		return errors.Join(printJSON(u.out, r), failed)
	}
	var b strings.Builder
	for _, m := range r.Missed {
		fmt.Fprintf(&b, "missed %s (%s): %d of %d paragraphs, for one %s: %s\n", clean(m.Query), m.Kind,
			m.Found, min(m.Held, auditDepth), clean(m.Paragraph), clean(m.Excerpt))
	}
	for _, k := range r.Kinds {
		fmt.Fprintf(&b, "%s: %d strings, %d missed\n", k.Kind, k.Strings, k.Missed)
	}
	fmt.Fprintf(&b, "%d strings, %d missed, %s\n", r.Strings, len(r.Missed), seconds(r.Seconds))
	_, err := fmt.Fprint(u.out, b.String())
	return errors.Join(err, failed)
}

// A sample is a string of the text, searched for.
type sample struct {
	text, folded, kind, query string
	found                     []search.Ranked

	// What reading all of the text tells.
	held    int             // paragraphs that hold the string
	holding map[string]bool // those of found that do
	lost    auditMiss       // a paragraph that holds it and was not found
}

// missed is how the search failed for the sample; nil when it did not.
func (s *sample) missed() *auditMiss {
	if len(s.holding) >= min(s.held, auditDepth) {
		return nil
	}
	m := s.lost
	m.Text, m.Kind, m.Query, m.Held, m.Found = s.text, s.kind, s.query, s.held, len(s.holding)
	return &m
}

// eachPart reads every part of a generation.
func eachPart(ctx context.Context, v engine.View, do func(engine.Hit) error) error {
	const page = 2000
	for from := 0; ; from += page {
		result, err := v.Search(ctx, engine.Request{From: from, Size: page, Stored: true})
		if err != nil {
			return err
		}
		for _, h := range result.Hits {
			if err := do(h); err != nil {
				return err
			}
		}
		if len(result.Hits) < page {
			return nil
		}
	}
}
