package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/xunzhang/xunzhang/article"
	"github.com/xunzhang/xunzhang/audit"
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

// errMissed says that the audit found text that the search did not find.
var errMissed = errors.New("the search misses strings that the text holds")

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
	o := audit.Options{N: u.n, Seed: u.seed}
	if u.sources {
		r, err := audit.Sources(ctx, view, sources, u.read, o)
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
	r, err := audit.Search(ctx, view, service.RankParagraphs, an, o)
	if err != nil {
		return err
	}
	r.Seconds = time.Since(start).Seconds()
	return u.print(r)
}

// print prints the report of an audit of the search.
func (u *auditing) print(r audit.Report) error {
	var failed error
	if len(r.Missed) > 0 {
		failed = fmt.Errorf("%w: %d of %d", errMissed, len(r.Missed), r.Strings)
	}
	var b strings.Builder
	for _, m := range r.Missed {
		fmt.Fprintf(&b, "missed %s (%s): %d of %d paragraphs, for one %s: %s\n", clean(m.Query), m.Kind,
			m.Found, min(m.Held, audit.Depth), clean(m.Paragraph), clean(m.Excerpt))
	}
	for _, k := range r.Kinds {
		fmt.Fprintf(&b, "%s: %d strings, %d missed\n", k.Kind, k.Strings, k.Missed)
	}
	fmt.Fprintf(&b, "%d strings, %d missed, %s\n", r.Strings, len(r.Missed), seconds(r.Seconds))
	return u.printFindings(r, b.String(), failed)
}

// printSources prints the report of an audit of sources.
func (u *auditing) printSources(r audit.SourcesReport) error {
	var failed error
	if len(r.Lost) > 0 {
		failed = fmt.Errorf("%w: %d of %d runs of the sources", errMissed, len(r.Lost), r.Runs)
	}
	var b strings.Builder
	for _, l := range r.Lost {
		fmt.Fprintf(&b, "lost in the %s: %s: %s\n", l.Where, clean(l.Source), clean(l.Text))
	}
	fmt.Fprintf(&b, "%d documents, %d runs, %d looked for in the index, %d of these repeated by the site, %d lost\n",
		r.Documents, r.Runs, r.Sampled, r.Repeated, len(r.Lost))
	return u.printFindings(r, b.String(), failed)
}
