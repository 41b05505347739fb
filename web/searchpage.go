package web

import (
	"cmp"
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
	Path  string // the page's canonical address, without the host; "" for none
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
	Partial int // articles that hold only some of the words; they come after the others
	Rule    int // how many of Hits come before those, 0 for no line between them
	Hits    []Hit
	Filters []Filter
	Chips   []Chip
	Clear   string   // address without filters, "" when there are none
	Sorts   []Choice // orders; none where there is nothing to sort
	Why     []Why
	Literal string  // address of the search for the text as typed, "" where that is what was searched for
	Instead string  // what was searched for instead of a misspelling or pinyin, "" for nothing
	Suggest *Offer  // 您是不是要找
	Offers  []Offer // other searches that find something, where this one found nothing
	Paging  Paging
	Dated   bool       // whether there are days to choose from
	Months  *Histogram // nil when what was found is of one month, or has no dates
	Year    *Choice    // the whole year of the chosen days, see wholeYear; nil for none
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
		home.Newest = append(home.Newest, newHit(Query{}, "", a))
	}
	return SearchPage{Head: Head{Kind: "search", Title: "全文搜索", Path: "/"}, Home: home}
}

// NewSearchPage lays out the answer to a query. Offers are shown where it has no
// articles.
func NewSearchPage(q Query, r *search.Response, offers []Offer) SearchPage {
	res := &Results{
		Query: q, Total: r.Total, Partial: r.PartialTotal, Rule: rule(r), Offers: offers, Filters: filters(q, r),
		Chips: chips(q), Sorts: sorts(q, r.Total+r.PartialTotal), Paging: newPaging(q, r),
		Months: newHistogram(q, r), Year: wholeYear(q), Feed: FeedHref(q),
	}
	res.Dated = res.Months != nil || q.From != "" || q.To != "" || len(r.Facets["year"]) > 1
	for _, a := range r.Articles {
		res.Hits = append(res.Hits, newHit(q, cmp.Or(r.Query.Searched, q.Text), a))
	}
	if q.Filtered() {
		res.Clear = q.Unfiltered().Href()
	}
	res.explain(q, r.Query)
	return SearchPage{
		Head:    Head{Kind: "search", Title: titleOf(q), Box: q.Text, Carry: q.Carry(), Path: q.At(max(1, r.Page)).Href(), Feed: FeedHref(q), Description: found(r)},
		Status:  status(r),
		Results: res,
	}
}

// rule is how many articles of a page come before the first one that lacks a word.
// It is 0 where there is none, where none comes before it, and where an article
// after it lacks no word.
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
		if info.Searched != "" && isCorrection(e.Kind) {
			res.Instead = info.Searched
			continue
		}
		why := Why{Label: whyLabel(e.Kind), From: asTyped(q.Text, e.From), To: e.To}
		if n := len(res.Why); n > 0 && res.Why[n-1].Label == why.Label && res.Why[n-1].From == why.From {
			res.Why[n-1].To += "、" + why.To
		} else {
			res.Why = append(res.Why, why)
		}
	}
	if (len(res.Why) > 0 || res.Instead != "") && !q.Literal {
		literal := q.At(1)
		literal.Literal = true
		res.Literal = literal.Href()
	}
	if s := info.Suggest; s != nil && s.Text != "" {
		res.Suggest = &Offer{Text: s.Text, Count: s.Count, Href: q.With(s.Text).Href()}
	}
}

// asTyped is a word of the query in the letters in which it was typed.
func asTyped(typed, word string) string {
	lower := strings.ToLower(typed)
	if at := strings.Index(lower, strings.ToLower(word)); at >= 0 && len(lower) == len(typed) {
		return typed[at : at+len(word)]
	}
	return word
}

// isCorrection reports whether an expansion of this kind replaces the typed text.
func isCorrection(kind string) bool { return kind == "spelling" || kind == "pinyin" }

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
	case "text": // what looked like a filter
		return "按原文"
	case "regional":
		return "地区用词"
	case "number":
		return "数字"
	case "reading":
		return "注音"
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

// status says what was found, and in how much time.
func status(r *search.Response) string {
	said := found(r)
	if r.Incomplete {
		said = "只读了一部分文章：" + said
	}
	if r.Total+r.PartialTotal == 0 {
		return said
	}
	return fmt.Sprintf("%s，用时 %s 毫秒", said, milliseconds(r.TookMS))
}

// found says how many articles hold all words of the query, and how many hold only
// some of them or fragments.
func found(r *search.Response) string {
	switch {
	case r.Total == 0 && r.PartialTotal == 0:
		return "没有找到文章"
	case r.Total == 0:
		return fmt.Sprintf("没有文章含有全部这些词，%s 篇只含一部分", count(r.PartialTotal))
	case r.PartialTotal > 0:
		return fmt.Sprintf("找到 %s 篇，另有 %s 篇只含一部分词", count(r.Total), count(r.PartialTotal))
	}
	return fmt.Sprintf("找到 %s 篇", count(r.Total))
}

func milliseconds(ms float64) string {
	if ms < 10 {
		return fmt.Sprintf("%.1f", ms)
	}
	return fmt.Sprintf("%.0f", ms)
}
