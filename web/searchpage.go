package web

import (
	"fmt"
	"slices"
	"strings"

	"github.com/xunzhang/xunzhang/search"
)

// Head is what every page has.
type Head struct {
	Kind  string // "search", "reader" or "error": what the script does
	Title string // of the window, without the site's name
	Box   string // text of the search box
	Carry []Param
}

// A SearchPage is the page of a query; one of Home and Results is nil.
type SearchPage struct {
	Head    Head
	Status  string // one line for everybody, screen readers too
	Note    string // what was done to the query, "" for nothing
	Home    *Home
	Results *Results
}

// Home is what the page shows for an empty box.
type Home struct {
	Counts   Counts
	Examples []Offer // queries that find something
	Newest   []Hit
}

// Counts say what can be searched.
type Counts struct {
	Articles   int
	Paragraphs int
	Newest     string // YYYY-MM-DD or ""
}

// Results are what a query found.
type Results struct {
	Query   Query
	Total   int
	Partial int // articles that hold only some of the words, behind the others
	Rule    int // how many of Hits stand before those, 0 for no rule between
	Hits    []Hit
	Filters []Filter
	Chips   []Offer // what narrows down; the address is without it
	Clear   string  // address without filters, "" when there are none
	Sorts   []Choice
	Why     []Why
	Literal string  // address of the search without Why, "" when there is none
	Suggest *Offer  // 您是不是要找
	Offers  []Offer // what would find something, when nothing was found
	Paging  Paging
}

// An Offer is a link to another search or page.
type Offer struct {
	Text  string
	Label string // what it does: "去掉“难民”"; may be empty
	Href  string
	Count int // articles that it finds; 0 when unknown
}

// A Filter is a kind with the values that results have.
type Filter struct {
	Kind    Kind
	Chosen  int
	Choices []Choice
}

// A Choice is a value to choose.
type Choice struct {
	Text   string
	Href   string
	Count  int // articles, 0 when unknown
	Chosen bool
}

// Why says what was searched for besides the text as typed.
type Why struct{ Label, From, To string }

// NewHomePage lays out the page of an empty box.
func NewHomePage(c Counts, examples []Offer, newest []search.ArticleHit) SearchPage {
	home := &Home{Counts: c, Examples: examples}
	for _, a := range newest {
		home.Newest = append(home.Newest, newHit(Query{}, a))
	}
	return SearchPage{Head: Head{Kind: "search", Title: "全文搜索"}, Home: home}
}

// NewSearchPage lays out the answer to a query. Offers are for an answer
// without articles.
func NewSearchPage(q Query, r *search.Response, offers []Offer) SearchPage {
	res := &Results{
		Query: q, Total: r.Total, Partial: r.PartialTotal, Rule: rule(r), Offers: offers, Filters: filters(q, r),
		Chips: chips(q), Sorts: sorts(q), Paging: newPaging(q, r),
	}
	for _, a := range r.Articles {
		res.Hits = append(res.Hits, newHit(q, a))
	}
	if q.Filtered() {
		res.Clear = q.Unfiltered().Href()
	}
	res.explain(q, r.Query)
	return SearchPage{
		Head:    Head{Kind: "search", Title: titleOf(q), Box: q.Text, Carry: q.Carry()},
		Status:  status(r),
		Results: res,
	}
}

// rule is how many articles of a page stand before the first that lacks a word,
// 0 when there is none, or none before it, or some behind it that lack none.
func rule(r *search.Response) int {
	whole := func(a search.ArticleHit) bool { return len(a.Missing) == 0 }
	first := slices.IndexFunc(r.Articles, func(a search.ArticleHit) bool { return !whole(a) })
	if first < 0 || slices.ContainsFunc(r.Articles[first:], whole) {
		return 0
	}
	return first
}

// explain says how the query was understood.
func (res *Results) explain(q Query, info search.QueryInfo) {
	for _, e := range info.Expanded {
		why := Why{Label: whyLabel(e.Kind), From: e.From, To: e.To}
		if n := len(res.Why); n > 0 && res.Why[n-1].Label == why.Label && res.Why[n-1].From == why.From {
			res.Why[n-1].To += "、" + why.To
		} else {
			res.Why = append(res.Why, why)
		}
	}
	if len(res.Why) > 0 && !q.Literal {
		literal := q.At(1)
		literal.Literal = true
		res.Literal = literal.Href()
	}
	if s := info.Suggest; s != nil && s.Text != "" {
		res.Suggest = &Offer{Text: s.Text, Count: s.Count, Href: q.With(s.Text).Href()}
	}
}

func whyLabel(kind string) string {
	switch kind {
	case "alias":
		return "同义"
	case "spelling":
		return "近似"
	case "pinyin":
		return "拼音"
	case "joined":
		return "连写"
	case "folded":
		return "字形" // 繁简, width or letter case
	case "inside":
		return "词中"
	case "unquoted":
		return "去引号"
	case "regional":
		return "地区用词"
	case "number":
		return "数字"
	}
	return kind
}

func titleOf(q Query) string {
	if text := strings.TrimSpace(q.Text); text != "" {
		return text
	}
	var values []string
	for _, k := range Kinds() {
		values = append(values, q.Filters[k.Name]...)
	}
	if len(values) == 0 {
		return "全文搜索"
	}
	return strings.Join(values, " ")
}

// status says what was found: how many articles hold all words of the query, and
// how many only some, or pieces of them.
func status(r *search.Response) string {
	took := milliseconds(r.TookMS)
	switch {
	case r.Total == 0 && r.PartialTotal == 0:
		return "没有找到文章"
	case r.Total == 0:
		return fmt.Sprintf("没有文章含有全部这些词，%s 篇只含一部分，用时 %s 毫秒", count(r.PartialTotal), took)
	case r.PartialTotal > 0:
		return fmt.Sprintf("找到 %s 篇，另有 %s 篇只含一部分词，用时 %s 毫秒", count(r.Total), count(r.PartialTotal), took)
	}
	return fmt.Sprintf("找到 %s 篇，用时 %s 毫秒", count(r.Total), took)
}

func milliseconds(ms float64) string {
	if ms < 10 {
		return fmt.Sprintf("%.1f", ms)
	}
	return fmt.Sprintf("%.0f", ms)
}

// filters lists the values that results have, the chosen ones always.
func filters(q Query, r *search.Response) []Filter {
	var list []Filter
	for _, k := range Kinds() {
		f := Filter{Kind: k, Chosen: len(q.Filters[k.Name])}
		known := map[string]bool{}
		for _, c := range r.Facets[k.Name] {
			known[c.Value] = true
			f.Choices = append(f.Choices, Choice{Text: c.Value, Count: c.Count,
				Href: q.Toggle(k.Name, c.Value).Href(), Chosen: q.Has(k.Name, c.Value)})
		}
		for _, v := range q.Filters[k.Name] {
			if !known[v] {
				f.Choices = append(f.Choices, Choice{Text: v, Href: q.Toggle(k.Name, v).Href(), Chosen: true})
			}
		}
		if k.Name == "year" {
			slices.SortStableFunc(f.Choices, func(a, b Choice) int { return strings.Compare(b.Text, a.Text) })
		}
		if len(f.Choices) > 0 {
			list = append(list, f)
		}
	}
	return list
}

func chips(q Query) []Offer {
	var list []Offer
	for _, k := range Kinds() {
		for _, v := range q.Filters[k.Name] {
			list = append(list, Offer{Label: k.Label, Text: v, Href: q.Toggle(k.Name, v).Href()})
		}
	}
	if q.From != "" || q.To != "" {
		without := q.At(1)
		without.From, without.To = "", ""
		list = append(list, Offer{Label: "日期", Text: span(q.From, q.To), Href: without.Href()})
	}
	return list
}

func span(from, to string) string {
	switch {
	case from == "":
		return to + " 以前"
	case to == "":
		return from + " 以后"
	}
	return from + " 至 " + to
}

func sorts(q Query) []Choice {
	var list []Choice
	for i, k := range Sorts() {
		chosen := q.Sort == k.Name || q.Sort == "" && i == 0
		list = append(list, Choice{Text: k.Label, Href: q.By(k.Name).Href(), Chosen: chosen})
	}
	return list
}
