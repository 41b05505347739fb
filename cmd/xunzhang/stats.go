package main

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/querystats"
	"github.com/xunzhang/xunzhang/search"
	"github.com/xunzhang/xunzhang/web"
)

const statsExamples = `  xunzhang stats                     # what is in the index
  xunzhang stats --html index.html   # the same as a page, with articles by month, category and author
  xunzhang stats --html index.html --reader-stats readers.json   # and what readers did not find
  xunzhang stats --json | jq .authors`

// A census has the counts of the articles in an index, as --json prints them.
type census struct {
	State      engine.State   `json:"state"`
	Months     []engine.Count `json:"months"`     // articles of each, in order
	Categories []engine.Count `json:"categories"` // most articles first, as the others
	Authors    []engine.Count `json:"authors"`
	Tags       []engine.Count `json:"tags"`
	NewTags    []engine.Count `json:"new_tags"` // tags that were hardly used before the last months, with their recent articles

	Readers *querystats.Report `json:"readers,omitempty"`  // what readers search for, if it is counted
	LastJob *job               `json:"last_job,omitempty"` // nil where its report was not kept

	all         *search.Response
	generations []engine.GenerationInfo
}

// A surveying is the command with its flags.
type surveying struct {
	*app
	html    string // file of the page, "" for none
	readers string // file with counts of what readers search for, "" for none
}

func (a *app) statsCommand() *cobra.Command {
	s := &surveying{app: a}
	c := &cobra.Command{
		Use:     "stats [flags]",
		Short:   "Say what is in the index",
		Long:    "Counts the articles of the index by month, category, author and tag, and says which tags are new.",
		Example: statsExamples,
		Args:    cobra.NoArgs,
		RunE:    a.onEngine(s.run),
	}
	c.Flags().StringVar(&s.html, "html", "", "write a page for the owner to `FILE`, which loads nothing from elsewhere")
	c.Flags().StringVar(&s.readers, "reader-stats", os.Getenv(variable("reader-stats")), "`FILE` that `serve --reader-stats` writes: what readers searched for and did not find, or did not open; environment XUNZHANG_READER_STATS")
	return a.withJSON(c)
}

func (s *surveying) run(ctx context.Context, e store) error {
	service, _, err := s.newService(e)
	if err != nil {
		return err
	}
	found, err := survey(ctx, service)
	if err != nil {
		return err
	}
	if found.generations, err = e.Generations(ctx); err != nil {
		return err
	}
	if s.readers != "" {
		r, err := querystats.Read(s.readers)
		if err != nil {
			return fmt.Errorf("--reader-stats: %w", err)
		}
		found.Readers = &r
	}
	if found.LastJob, err = lastJob(ctx, e); err != nil {
		s.say("%v", err)
	}
	if s.html != "" {
		if err := s.writePage(found); err != nil {
			return err
		}
	}
	if s.json {
		return printJSON(s.out, found)
	}
	return s.print(found)
}

// recentDays is how far back new tags are looked for, from the newest article on.
const recentDays = 92

func survey(ctx context.Context, service *search.Service) (*census, error) {
	state, err := service.State(ctx)
	if err != nil {
		return nil, err
	}
	every := search.Request{Size: 1, Facets: search.MaxFacets, Months: true}
	all, err := service.Search(ctx, every)
	if err != nil {
		return nil, err
	}
	c := &census{State: state, Months: all.Months, Categories: all.Facets["category"], Authors: all.Facets["author"], Tags: all.Facets["tag"], NewTags: []engine.Count{}, all: all}
	if state.Newest.IsZero() {
		return c, nil
	}
	every.From = state.Newest.AddDate(0, 0, -recentDays)
	recent, err := service.Search(ctx, every)
	if err != nil {
		return nil, err
	}
	c.NewTags = newTags(c.Tags, recent.Facets["tag"])
	return c, nil
}

// newTags returns the tags most of whose articles are recent, with at least three
// recent ones.
func newTags(all, recent []engine.Count) []engine.Count {
	total := map[string]int{}
	for _, t := range all {
		total[t.Value] = t.Count
	}
	list := []engine.Count{}
	for _, t := range recent {
		if t.Count >= 3 && 2*t.Count > total[t.Value] {
			list = append(list, t)
		}
	}
	slices.SortStableFunc(list, func(a, b engine.Count) int { return cmp.Compare(b.Count, a.Count) })
	return list
}

// shownInText is how many values of a kind the terminal shows.
const shownInText = 10

func (s *surveying) print(c *census) error {
	var b strings.Builder
	fmt.Fprintf(&b, "generation %d, built %s: %d articles, %d paragraphs, %s\n", c.State.Generation,
		c.State.BuiltAt.Local().Format(time.DateTime), c.State.Articles, c.State.Paragraphs, size(c.State.IndexBytes))
	if n := len(c.Months); n > 0 {
		fmt.Fprintf(&b, "months: %s to %s\n", c.Months[0].Value, c.Months[n-1].Value)
	} else {
		fmt.Fprintln(&b, "months: no article has a date")
	}
	for _, kind := range []struct {
		name   string
		values []engine.Count
	}{{"categories", c.Categories}, {"authors", c.Authors}, {"tags", c.Tags}, {"new tags", c.NewTags}} {
		var list []string
		for _, v := range kind.values[:min(shownInText, len(kind.values))] {
			list = append(list, fmt.Sprintf("%s %d", clean(v.Value), v.Count))
		}
		switch more := len(kind.values) - len(list); {
		case len(kind.values) == search.MaxFacets:
			list = append(list, fmt.Sprintf("and more than %d others", more))
		case more > 0:
			list = append(list, fmt.Sprintf("and %d others", more))
		}
		if len(list) > 0 {
			fmt.Fprintf(&b, "%s: %s\n", kind.name, strings.Join(list, ", "))
		}
	}
	if c.Readers != nil {
		for _, kind := range []struct {
			name  string
			lines []querystats.Line
		}{{"searched for and not found", c.Readers.Missed}, {"found and not opened", c.Readers.Unopened}} {
			list := []string{}
			for _, l := range kind.lines[:min(shownInText, len(kind.lines))] {
				list = append(list, fmt.Sprintf("%s %d", clean(l.Text), l.Searches))
			}
			fmt.Fprintf(&b, "%s: %s\n", kind.name, orDash(strings.Join(list, ", ")))
		}
	}
	_, err := fmt.Fprint(s.out, b.String())
	return err
}

func (s *surveying) writePage(c *census) error {
	pages, err := web.New(web.Site{})
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := pages.Owner(&b, ownerPage(c)); err != nil {
		return err
	}
	if err := os.WriteFile(s.html, b.Bytes(), 0o644); err != nil {
		return fmt.Errorf("--html: %w", err)
	}
	s.say("wrote %s", clean(s.html))
	return nil
}
