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
	Path  string // of the page's one address, from the root of the site on; "" for none
	Feed  string // address of the search as a feed, "" for none

	Description string // of the page for other sites, "" for that of the site
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
	Heading  string  // of the articles that follow
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
	Chips   []Chip
	Clear   string // address without filters, "" when there are none
	Sorts   []Choice
	Why     []Why
	Literal string  // address of the search without Why, "" when there is none
	Suggest *Offer  // 您是不是要找
	Offers  []Offer // what would find something, when nothing was found
	Paging  Paging
	Months  *Histogram // nil when nothing that was found has a date
	Feed    string     // address of the results as a feed
}

// An Offer is a link to another search or page.
type Offer struct {
	Text  string
	Label string // what it does: "去掉“难民”"; may be empty
	Href  string
	Count int // articles that it finds; 0 when unknown
}

// Why says what was searched for besides the text as typed.
type Why struct{ Label, From, To string }

// NewHomePage lays out the page of an empty box, with articles under a heading.
func NewHomePage(c Counts, examples []Offer, heading string, articles []search.ArticleHit) SearchPage {
	home := &Home{Counts: c, Examples: examples, Heading: heading}
	for _, a := range articles {
		home.Newest = append(home.Newest, newHit(Query{}, a))
	}
	return SearchPage{Head: Head{Kind: "search", Title: "全文搜索", Path: "/"}, Home: home}
}

// NewSearchPage lays out the answer to a query. Offers are for an answer
// without articles.
func NewSearchPage(q Query, r *search.Response, offers []Offer) SearchPage {
	res := &Results{
		Query: q, Total: r.Total, Partial: r.PartialTotal, Rule: rule(r), Offers: offers, Filters: filters(q, r),
		Chips: chips(q), Sorts: sorts(q), Paging: newPaging(q, r),
		Months: newHistogram(q, r), Feed: FeedHref(q),
	}
	for _, a := range r.Articles {
		res.Hits = append(res.Hits, newHit(q, a))
	}
	if q.Filtered() {
		res.Clear = q.Unfiltered().Href()
	}
	res.explain(q, r.Query)
	return SearchPage{
		Head:    Head{Kind: "search", Title: titleOf(q), Box: q.Text, Carry: q.Carry(), Path: q.At(max(1, r.Page)).Href(), Feed: FeedHref(q), Description: status(r)},
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
