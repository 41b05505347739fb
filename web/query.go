package web

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/xunzhang/xunzhang/search/show"
)

// A Query is what the address of a search page asks for, after it was checked.
type Query struct {
	Text    string
	Page    int                 // from 1
	Sort    string              // one of Sorts, "" for the first
	Filters map[string][]string // by the name of a kind: the values of which an article must have one
	From    string              // YYYY-MM-DD or ""
	To      string              // YYYY-MM-DD or ""
	Literal bool                // as typed: no aliases, spelling or pinyin
}

// A Kind is something that results are filtered by, or an order of results.
type Kind struct {
	Name  string // in addresses
	Label string // on pages
}

// Kinds are the filters, in the order of the page.
func Kinds() []Kind {
	return []Kind{{"category", "分类"}, {"author", "作者"}, {"tag", "标签"}, {"year", "年份"}}
}

// Sorts are the orders, the default first.
func Sorts() []Kind {
	return []Kind{{"relevance", "最相关"}, {"newest", "最新"}, {"updated", "最近更新"}, {"oldest", "最早"}, {"views", "最多人读"}}
}

// Empty reports whether the query asks for nothing. The page then shows examples of
// what can be asked.
func (q Query) Empty() bool { return strings.TrimSpace(q.Text) == "" && !q.Filtered() }

// demanding is the query with one of its words as a phrase, which every result must
// contain.
func (q Query) demanding(word string) Query {
	phrase := `"` + word + `"`
	if strings.Contains(q.Text, word) {
		return q.With(strings.Replace(q.Text, word, " "+phrase+" ", 1))
	}
	return q.With(q.Text + " " + phrase)
}

// Filtered reports whether something narrows the results down.
func (q Query) Filtered() bool {
	for _, values := range q.Filters {
		if len(values) > 0 {
			return true
		}
	}
	return q.From != "" || q.To != ""
}

// Href is the address of the query's page.
func (q Query) Href() string {
	var b strings.Builder
	b.WriteString("/search?q=" + url.QueryEscape(q.Text))
	for _, p := range q.Carry() {
		b.WriteString("&" + p.Name + "=" + url.QueryEscape(p.Value))
	}
	if q.Page > 1 {
		b.WriteString("&page=" + strconv.Itoa(q.Page))
	}
	return b.String()
}

// A Param is one name and value of an address.
type Param struct{ Name, Value string }

// Carry lists what a new search in the same form keeps: everything except text and page.
func (q Query) Carry() []Param {
	var list []Param
	for _, k := range Kinds() {
		for _, v := range q.Filters[k.Name] {
			list = append(list, Param{k.Name, v})
		}
	}
	add := func(name, value string) {
		if value != "" {
			list = append(list, Param{name, value})
		}
	}
	add("from", q.From)
	add("to", q.To)
	if q.Sort != Sorts()[0].Name {
		add("sort", q.Sort)
	}
	if q.Literal {
		add("literal", "true")
	}
	return list
}

// Has reports whether a value of a filter is chosen.
func (q Query) Has(kind, value string) bool { return slices.Contains(q.Filters[kind], value) }

// Toggle returns the first page of the query with a filter's value added, or
// taken away when it was there.
func (q Query) Toggle(kind, value string) Query {
	filters := map[string][]string{}
	for k, values := range q.Filters {
		filters[k] = slices.Clone(values)
	}
	if i := slices.Index(filters[kind], value); i >= 0 {
		filters[kind] = slices.Delete(filters[kind], i, i+1)
	} else {
		filters[kind] = append(filters[kind], value)
	}
	q.Filters, q.Page = filters, 1
	return q
}

// Without returns the first page of the query without a kind of filter.
func (q Query) Without(kind string) Query {
	filters := maps.Clone(q.Filters)
	delete(filters, kind)
	q.Filters, q.Page = filters, 1
	return q
}

// Between returns the first page of the query for a range of days, written
// YYYY-MM-DD; "" is open.
func (q Query) Between(from, to string) Query {
	q.From, q.To, q.Page = from, to, 1
	return q
}

// Unfiltered returns the first page of the query without filters and dates.
func (q Query) Unfiltered() Query {
	q.Filters, q.From, q.To, q.Page = nil, "", "", 1
	return q
}

// At returns another page of the query.
func (q Query) At(page int) Query {
	q.Page = page
	return q
}

// By returns the first page in another order.
func (q Query) By(sort string) Query {
	q.Sort, q.Page = sort, 1
	return q
}

// With returns the first page of another text under the same filters.
func (q Query) With(text string) Query {
	q.Text, q.Page = text, 1
	return q
}

// FeedHref is the address of a query's newest results as a feed.
func FeedHref(q Query) string {
	q.Sort, q.Page = "", 1
	return "/feed.xml?" + strings.TrimPrefix(q.Href(), "/search?")
}

// MatchesHref is the address of the paragraphs of an article that match a text.
func MatchesHref(id, text string) string {
	return withParam(ArticleHref(id, text, 0), "only=matches")
}

// withParam adds a parameter to an address without a fragment.
func withParam(href, param string) string {
	if strings.Contains(href, "?") {
		return href + "&" + param
	}
	return href + "?" + param
}

// ArticleHref is the address of an article's reader page with the matches of
// text marked, at a paragraph when number is above 0.
func ArticleHref(id, text string, number int) string { return show.ArticleLink(id, text, number) }
