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
	"github.com/xunzhang/xunzhang/search"
	"github.com/xunzhang/xunzhang/web"
)

const statsExamples = `  xunzhang stats                     # what is in the index
  xunzhang stats --html index.html   # the same as a page, with articles by month, category and author
  xunzhang stats --json | jq .authors`

// A census is what --json prints.
type census struct {
	State      engine.State   `json:"state"`
	Months     []engine.Count `json:"months"`     // articles of each, in order
	Categories []engine.Count `json:"categories"` // most articles first, as the others
	Authors    []engine.Count `json:"authors"`
	Tags       []engine.Count `json:"tags"`
	NewTags    []engine.Count `json:"new_tags"` // articles of the last months, of tags that are hardly older

	all         *search.Response
	generations []engine.GenerationInfo
}

// A surveying is the command with its flags.
type surveying struct {
	*app
	html string // file of the page, "" for none
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

// newTags are the tags of which most articles are recent, and of these three at
// least.
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
	_, err := fmt.Fprint(s.out, b.String())
	return err
}

// shownOnPage is how many values of a kind the page shows.
const shownOnPage = 50

func (s *surveying) writePage(c *census) error {
	pages, err := web.New(web.Site{})
	if err != nil {
		return err
	}
	page := web.OwnerPage{Title: "索引里有什么", Months: web.MonthsOf(c.all), Facts: facts(c.State)}
	page.Tables = append(page.Tables, countTable("新标签（最近三个月）", c.NewTags), countTable("分类", c.Categories),
		countTable("作者", c.Authors), countTable("标签", c.Tags), generationTable(c.generations))
	page.Tables = slices.DeleteFunc(page.Tables, func(t web.Table) bool { return len(t.Rows) == 0 })
	var b bytes.Buffer
	if err := pages.Owner(&b, page); err != nil {
		return err
	}
	if err := os.WriteFile(s.html, b.Bytes(), 0o644); err != nil {
		return fmt.Errorf("--html: %w", err)
	}
	s.say("wrote %s", clean(s.html))
	return nil
}

func facts(state engine.State) []web.Fact {
	newest := "没有文章有日期"
	if !state.Newest.IsZero() {
		newest = web.Day(state.Newest.Format(time.DateOnly))
	}
	return []web.Fact{
		{Name: "文章", Text: web.Number(state.Articles)}, {Name: "段落", Text: web.Number(state.Paragraphs)},
		{Name: "最新的一篇", Text: newest}, {Name: "索引", Text: size(state.IndexBytes)},
		{Name: "建于", Text: state.BuiltAt.Local().Format(time.DateTime)},
	}
}

func countTable(title string, counts []engine.Count) web.Table {
	t := web.Table{Title: title, Columns: []string{"名称", "篇数"}}
	for _, c := range counts[:min(shownOnPage, len(counts))] {
		t.Rows = append(t.Rows, []string{c.Value, web.Number(c.Count)})
	}
	switch {
	case len(counts) == search.MaxFacets:
		t.Title += fmt.Sprintf("：前 %d 个", shownOnPage)
	case len(counts) > shownOnPage:
		t.Title += fmt.Sprintf("：前 %d 个，共 %s 个", shownOnPage, web.Number(len(counts)))
	}
	return t
}

func generationTable(all []engine.GenerationInfo) web.Table {
	t := web.Table{Title: "各代索引", Columns: []string{"文件夹", "建于", "状态", "大小", "篇数"}}
	for _, g := range all {
		status := cmp.Or(g.Problem, map[bool]string{true: "当前"}[g.Current], "以前的")
		t.Rows = append(t.Rows, []string{g.Folder, g.BuiltAt.Local().Format(time.DateTime), status, size(g.IndexBytes), web.Number(g.Articles)})
	}
	return t
}
