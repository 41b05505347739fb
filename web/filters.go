package web

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/xunzhang/xunzhang/search"
	"github.com/xunzhang/xunzhang/search/query"
)

// A Filter is a kind of filter, with the values that the results have.
type Filter struct {
	Kind    Kind
	Chosen  int
	Choices []Choice
	Carry   []Param // what choosing a value keeps: all but the text and this kind
	All     string  // address of the page with every value, "" where this shows all of them
}

// A Choice is a value of a filter, or an order.
type Choice struct {
	Text   string
	Within string // the end of Text, for a category that lies in that of a choice above it; else ""
	Depth  int    // how many choices above it contain it
	Count  int    // articles that choosing it alone would find, 0 when unknown
	Href   string // of an order, which excludes the others
	Chosen bool
}

// FilterValues is how many values a filter shows; the others have a page of
// their own.
const FilterValues = 20

// A ChoicePage lists every value of a filter.
type ChoicePage struct {
	Head   Head
	Query  Query
	Filter Filter
	Back   string // address of the results
}

// NewChoicePage lays out all values of a kind for the results of a query.
func NewChoicePage(q Query, k Kind, r *search.Response) ChoicePage {
	f := newFilter(q, k, r, len(r.Facets[k.Name]))
	f.All = ""
	return ChoicePage{Head: Head{Kind: "choices", Title: k.Label + "：" + titleOf(q), Box: q.Text, Carry: q.Carry()},
		Query: q, Filter: f, Back: q.Href()}
}

// KindNamed returns the kind of filter that has a name in addresses.
func KindNamed(name string) (Kind, bool) {
	i := slices.IndexFunc(Kinds(), func(k Kind) bool { return k.Name == name })
	if i < 0 {
		return Kind{}, false
	}
	return Kinds()[i], true
}

// filters lists the values that results have, the chosen ones always.
func filters(q Query, r *search.Response) []Filter {
	var list []Filter
	for _, k := range Kinds() {
		if f := newFilter(q, k, r, FilterValues); len(f.Choices) > 1 || f.Chosen > 0 {
			list = append(list, f)
		}
	}
	return list
}

func newFilter(q Query, k Kind, r *search.Response, most int) Filter {
	f := Filter{Kind: k, Chosen: len(q.Filters[k.Name]), Carry: q.Without(k.Name).Carry()}
	known := map[string]bool{}
	for i, c := range r.Facets[k.Name] {
		known[c.Value] = true
		chosen := q.Has(k.Name, c.Value)
		if c.Count > 0 && i < most || chosen { // no choice leads to an empty page
			f.Choices = append(f.Choices, Choice{Text: c.Value, Count: c.Count, Chosen: chosen})
		}
	}
	for _, v := range q.Filters[k.Name] {
		if !known[v] {
			f.Choices = append(f.Choices, Choice{Text: v, Chosen: true})
		}
	}
	if k.Name == "year" {
		slices.SortStableFunc(f.Choices, func(a, b Choice) int { return strings.Compare(b.Text, a.Text) })
	} else {
		slices.SortStableFunc(f.Choices, chosenFirst)
	}
	if k.Name == "category" {
		f.Choices = nested(f.Choices)
	}
	if len(r.Facets[k.Name]) > most {
		f.All = q.At(1).Href() + "&list=" + k.Name
	}
	return f
}

// nested puts each category after the one that contains it, and otherwise keeps the
// order of the list.
func nested(list []Choice) []Choice {
	places := map[string]int{}
	for i, c := range list {
		places[strings.ToLower(c.Text)] = i
	}
	within := make([][]int, len(list))
	var top []int
	for i, c := range list {
		at, ok := -1, false
		for end := strings.LastIndexByte(c.Text, '/'); end > 0 && !ok; end = strings.LastIndexByte(c.Text[:end], '/') {
			if at, ok = places[strings.ToLower(c.Text[:end])]; ok {
				list[i].Within = c.Text[end+1:]
			}
		}
		if ok {
			within[at] = append(within[at], i)
		} else {
			top = append(top, i)
		}
	}
	var out []Choice
	var add func(places []int, depth int)
	add = func(places []int, depth int) {
		for _, i := range places {
			list[i].Depth = depth
			out = append(out, list[i])
			add(within[i], min(depth+1, deepest))
		}
	}
	add(top, 0)
	return out
}

// deepest is the largest indentation of a choice.
const deepest = 3

func chosenFirst(a, b Choice) int {
	switch {
	case a.Chosen == b.Chosen:
		return 0
	case a.Chosen:
		return -1
	}
	return 1
}

// A Chip is something that was chosen, with a link to take it back.
type Chip struct {
	Kind  string // of a filter whose values have labels, else ""
	Label string
	Text  string
	Href  string // of the page without it
}

// chips are the filters, the range of days, the order and the operators that
// narrow the results down.
func chips(q Query) []Chip {
	var list []Chip
	for _, k := range Kinds() {
		for _, v := range q.Filters[k.Name] {
			list = append(list, Chip{Kind: k.Name, Label: k.Label, Text: v, Href: q.Toggle(k.Name, v).Href()})
		}
	}
	if q.From != "" || q.To != "" {
		list = append(list, Chip{Label: "日期", Text: span(q.From, q.To), Href: q.Between("", "").Href()})
	}
	list = append(list, typedChips(q)...)
	for _, k := range Sorts()[1:] {
		if q.Sort == k.Name {
			list = append(list, Chip{Label: "排序", Text: k.Label, Href: q.By("").Href()})
		}
	}
	if q.Literal {
		without := q.At(1)
		without.Literal = false
		list = append(list, Chip{Label: "写法", Text: "只找原样", Href: without.Href()})
	}
	return list
}

// typedChips are the filters and the range of days that were typed into the box.
func typedChips(q Query) []Chip {
	labels := map[query.Field]string{query.FieldTitle: "标题", query.FieldAuthor: "作者", query.FieldTag: "标签", query.FieldCategory: "分类"}
	var list []Chip
	parsed := query.Parse(q.Text)
	if !parsed.From.IsZero() || !parsed.To.IsZero() {
		without := parsed
		without.From, without.To = time.Time{}, time.Time{}
		list = append(list, Chip{Label: "日期", Text: span(isoDay(parsed.From), isoDay(parsed.To)), Href: q.With(without.String()).Href()})
	}
	for i, g := range parsed.Groups {
		if len(g) != 1 || g[0].Field == query.FieldAny {
			continue
		}
		without := parsed
		without.Groups = slices.Delete(slices.Clone(parsed.Groups), i, i+1)
		label, text := labels[g[0].Field], g[0].Text
		if g[0].Not {
			label += "不是"
		}
		list = append(list, Chip{Label: label, Text: text, Href: q.With(without.String()).Href()})
	}
	return list
}

func isoDay(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

// wholeYear is the query for the year of the chosen days, to lead from a month back
// to the other months. It is nil where no days, days of several years or the whole
// year are chosen.
func wholeYear(q Query) *Choice {
	from, err := time.Parse(time.DateOnly, q.From)
	to, err2 := time.Parse(time.DateOnly, q.To)
	first, last := isoDay(time.Date(from.Year(), time.January, 1, 0, 0, 0, 0, time.UTC)), isoDay(time.Date(from.Year(), time.December, 31, 0, 0, 0, 0, time.UTC))
	if err != nil || err2 != nil || from.Year() != to.Year() || q.From == first && q.To == last {
		return nil
	}
	return &Choice{Text: fmt.Sprintf("%d年全年", from.Year()), Href: q.Between(first, last).Href()}
}

// sorts are the orders for that many articles: none for a single article, unless an
// order was chosen.
func sorts(q Query, articles int) []Choice {
	if articles < 2 && (q.Sort == "" || q.Sort == Sorts()[0].Name) {
		return nil
	}
	var list []Choice
	for i, k := range Sorts() {
		chosen := q.Sort == k.Name || q.Sort == "" && i == 0
		list = append(list, Choice{Text: k.Label, Href: q.By(k.Name).Href(), Chosen: chosen})
	}
	return list
}
