package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search"
	"github.com/xunzhang/xunzhang/search/query"
)

const searchExamples = `  xunzhang search 小红书 TikTok 难民
  xunzhang search '"私域流量" -直播'              # a phrase, and a word that must be missing
  xunzhang search --author 娱乐硬糖 --from 2025-01-01 小红书
  xunzhang search --json 小红书 | jq -r '.articles[].id'
  xunzhang search --plan 脸书 靠什么赚钱          # what the query is taken to mean, and what each word is worth
  xunzhang search -- -直播 私域                  # a query that begins with a minus`

// A searching is the command with its flags.
type searching struct {
	*app
	request  search.Request
	sort     string
	from, to string
	plan     bool
}

func (a *app) searchCommand() *cobra.Command {
	s := &searching{app: a}
	c := &cobra.Command{
		Use:     "search [flags] QUERY...",
		Short:   "Search in the terminal",
		Long:    "Prints the articles that match best, with their best paragraphs. Exit code 3 when nothing was found.",
		Example: searchExamples,
		Args:    cobra.MinimumNArgs(1),
		RunE:    func(c *cobra.Command, args []string) error { return s.run(c.Context(), strings.Join(args, " ")) },
	}
	f := c.Flags()
	f.IntVar(&s.request.Size, "size", 10, "articles on a page")
	f.IntVar(&s.request.Page, "page", 1, "page, from 1")
	f.StringVar(&s.sort, "sort", "relevance", "order: relevance, newest, updated, oldest or views")
	f.StringArrayVar(&s.request.Categories, "category", nil, "only of this category; may be repeated")
	f.StringArrayVar(&s.request.Authors, "author", nil, "only of this author; may be repeated")
	f.StringArrayVar(&s.request.Tags, "tag", nil, "only with this tag; may be repeated")
	f.StringVar(&s.from, "from", "", "published on or after `YYYY-MM-DD`")
	f.StringVar(&s.to, "to", "", "published on or before `YYYY-MM-DD`")
	f.BoolVar(&s.request.Explain, "explain", false, "say how scores came about")
	f.BoolVar(&s.request.Literal, "literal", false, "search for the text as typed: no other words, corrections or pinyin")
	f.BoolVar(&s.plan, "plan", false, "print the plan of the query in place of what it finds")
	return a.withAliases(a.withJSON(c))
}

func (s *searching) run(ctx context.Context, text string) error {
	r, err := s.complete(text)
	if err != nil {
		return err
	}
	service, done, err := s.openService(ctx)
	if err != nil {
		return err
	}
	if s.plan {
		return errors.Join(s.printPlan(ctx, service, r), done())
	}
	res, err := service.Search(ctx, r)
	if err == nil {
		err = s.print(res)
	}
	if err = errors.Join(err, done()); err != nil {
		return err
	}
	if res.Total+res.PartialTotal == 0 {
		return fmt.Errorf("%w for %q", errNothing, clean(text))
	}
	return nil
}

func (s *searching) printPlan(ctx context.Context, service *search.Service, r search.Request) error {
	p, err := service.Plan(ctx, r)
	if err != nil {
		return err
	}
	_, err = fmt.Fprint(s.out, p)
	return err
}

// complete turns flags into the request.
func (s *searching) complete(text string) (search.Request, error) {
	r := s.request
	r.Text = text
	var err error
	if r.Sort, err = sortOf(s.sort); err != nil {
		return r, err
	}
	if r.From, err = dayOf("--from", s.from); err != nil {
		return r, err
	}
	if r.To, err = dayOf("--to", s.to); err != nil {
		return r, err
	}
	if r.Size < 1 || r.Size > search.MaxSize {
		return r, usageError{fmt.Errorf("--size must be from 1 to %d", search.MaxSize)}
	}
	if r.Page < 1 {
		return r, usageError{errors.New("--page must be at least 1")}
	}
	return r, checkTexts(r)
}

// checkTexts returns an error that names what of a request is not text, such as a query
// from a terminal whose encoding is not UTF-8.
func checkTexts(r search.Request) error {
	for _, given := range []struct {
		name  string
		texts []string
	}{{"the query", []string{r.Text}}, {"--category", r.Categories}, {"--author", r.Authors}, {"--tag", r.Tags}} {
		for _, text := range given.texts {
			if err := query.CheckText(text); err != nil {
				return usageError{fmt.Errorf("%s is %w", given.name, err)}
			}
		}
	}
	return nil
}

func sortOf(name string) (engine.Sort, error) {
	orders := map[string]engine.Sort{
		"relevance": engine.ByRelevance, "newest": engine.ByNewest, "oldest": engine.ByOldest, "views": engine.ByViews, "updated": engine.ByUpdated,
	}
	order, ok := orders[name]
	if !ok {
		return 0, usageError{fmt.Errorf("--sort must be relevance, newest, updated, oldest or views, not %q", name)}
	}
	return order, nil
}

func dayOf(flag, value string) (time.Time, error) {
	if value == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.DateOnly, value)
	if err != nil {
		return t, usageError{fmt.Errorf("%s must be a day such as 2025-01-16, not %q", flag, value)}
	}
	return t, nil
}
