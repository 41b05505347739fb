package enginetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/xunzhang/xunzhang/engine"
)

func testFacets(t *testing.T, open Opener) {
	v := viewOf(t, opened(t, open,
		with(doc("a", "ab"), "It", "李明", "AI,产品", "2023-12-31", 1),
		with(doc("a/1", "ab"), "It", "李明", "AI,产品", "2023-12-31", 1),
		with(doc("b", "ab"), "Ops", "李明", "AI,AI", "2024-01-01", 1),
		with(doc("c", "ab"), "Ops", "", "", "", 1),
		with(doc("d", "xy"), "Ops", "王", "", "0987-01-01", 1),
	))
	res := searched(t, v, engine.Request{Query: gram("ab"), Facets: 10})
	want(t, "parts and articles", []int{res.Parts, res.Articles}, "[4 3]")
	want(t, "facets", res.Facets, "map[author:[{李明 2}] category:[{Ops 2} {It 1}] tag:[{AI 2} {产品 1}] year:[{2023 1} {2024 1}]]")
	res = searched(t, v, engine.Request{Facets: 1})
	want(t, "one value each", res.Facets, "map[author:[{李明 2}] category:[{Ops 3}] tag:[{AI 2}] year:[{0987 1}]]")
}

// testMonths: an article counts once in each month of its parts that match; where
// some parts are preferred, only these count.
func testMonths(t *testing.T, open Opener) {
	v := viewOf(t, opened(t, open,
		with(doc("a", "ab"), "It", "", "", "2023-12-31", 1),
		with(doc("a/1", "ab"), "It", "", "", "2023-12-01", 1),
		with(doc("a/2", "xy"), "It", "", "", "2024-02-01", 1),
		with(doc("b", "ab"), "Ops", "", "", "2023-12-01", 1),
		with(doc("c", "ab"), "Ops", "", "", "", 1),
		with(doc("d", "xy"), "Ops", "", "", "0987-01-01", 1),
		with(doc("e", "ab xy"), "Ops", "", "", "1969-07-20", 1),
	))
	ops := map[string]engine.Node{"category": engine.Keyword{Name: "category", Value: "Ops"}}
	for _, c := range []struct {
		name    string
		request engine.Request
		want    string
	}{
		{"everything", engine.Request{}, "[{0987-01 1} {1969-07 1} {2023-12 2} {2024-02 1}]"},
		{"a term", engine.Request{Query: gram("ab"), Facets: 3}, "[{1969-07 1} {2023-12 2}]"},
		{"a choice", engine.Request{Query: gram("ab"), Choices: ops, Facets: 3}, "[{1969-07 1} {2023-12 1}]"},
		{"what is preferred", engine.Request{Query: gram("ab"), Prefer: gram("xy"), Facets: 3, Size: 1}, "[{1969-07 1}]"},
		{"nothing is preferred", engine.Request{Query: gram("ab"), Prefer: gram("none"), Facets: 3}, "[{1969-07 1} {2023-12 2}]"},
		{"parts of an article", engine.Request{Prefer: engine.InArticle{Node: engine.In{"a"}}, Mixed: true}, "[{2023-12 1} {2024-02 1}]"},
		{"nothing", engine.Request{Query: gram("none")}, "[]"},
	} {
		c.request.Months = true
		res := searched(t, v, c.request)
		want(t, c.name, res.Months, c.want)
		c.request.Months = false
		if res := searched(t, v, c.request); res.Months != nil {
			t.Errorf("%s: months that nobody asked for: %v", c.name, res.Months)
		}
	}
}

// testCategories: an article counts for every category that its path lies in, and
// choosing one finds as many as its count says.
func testCategories(t *testing.T, open Opener) {
	v := viewOf(t, opened(t, open,
		with(doc("a", "ab"), "出行/慢车", "", "", "", 1),
		with(doc("a/1", "ab"), "出行/慢车", "", "", "", 1),
		with(doc("b", "ab"), "出行/慢车/Tickets", "", "", "", 1),
		with(doc("c", "ab"), "出行/慢车/tickets", "", "", "", 1),
		with(doc("d", "ab"), "出行/慢车/tickets", "", "", "", 1),
		with(doc("e", "ab"), "出行", "", "", "", 1),
		with(doc("f", "ab"), "手艺/木工", "", "", "", 1),
		with(doc("g", "ab"), "", "", "", "", 1),
	))
	r := engine.Request{Query: gram("ab"), Facets: 10}
	want(t, "categories", searched(t, v, r).Facets["category"], "[{出行 5} {出行/慢车 4} {出行/慢车/tickets 3} {手艺 1} {手艺/木工 1}]")
	for _, c := range []struct {
		category string
		want     int
	}{{"出行", 5}, {"出行/慢车", 4}, {"出行/慢车/TICKETS", 3}, {"手艺", 1}, {"慢车", 0}, {"出行/", 0}, {"", 1}} {
		r.Choices = map[string]engine.Node{"category": engine.Keyword{Name: "category", Value: c.category}}
		want(t, "articles of "+c.category, searched(t, v, r).Articles, c.want)
	}

	few := viewOf(t, opened(t, open, with(doc("a", "ab"), "出行/慢车/车票/退票", "", "", "", 1))) // more categories than articles and names
	res := searched(t, few, engine.Request{Facets: 10})
	want(t, "categories of one article", res.Facets["category"], "[{出行 1} {出行/慢车 1} {出行/慢车/车票 1} {出行/慢车/车票/退票 1}]")
}

// testChoices: a choice restricts the hits and every facet except its own.
func testChoices(t *testing.T, open Opener) {
	v := viewOf(t, opened(t, open,
		with(doc("a", "ab"), "It", "李明", "AI,产品", "2023-12-31", 1),
		with(doc("a/1", "ab"), "It", "李明", "AI,产品", "2023-12-31", 1),
		with(doc("b", "ab"), "Ops", "李明", "ai", "2024-01-01", 1),
		with(doc("c", "ab cd"), "Ops", "王", "AI", "2024-02-01", 1),
		with(doc("d", "cd"), "Ops", "王", "产品", "", 1),
	))
	author := func(names ...string) engine.Node {
		var any engine.Or
		for _, n := range names {
			any.Nodes = append(any.Nodes, engine.Keyword{Name: "author", Value: n})
		}
		return any
	}
	ops := engine.Keyword{Name: "category", Value: "ops"}
	for _, c := range []struct {
		name    string
		request engine.Request
		found   string
		facets  string
	}{
		{"none", engine.Request{Query: gram("ab")}, "a a/1 b c",
			"map[author:[{李明 2} {王 1}] category:[{Ops 2} {It 1}] tag:[{AI 3} {产品 1}] year:[{2024 2} {2023 1}]]"},
		{"an author", engine.Request{Query: gram("ab"), Choices: map[string]engine.Node{"author": author("李明")}}, "a a/1 b",
			"map[author:[{李明 2} {王 1}] category:[{It 1} {Ops 1}] tag:[{AI 2} {产品 1}] year:[{2023 1} {2024 1}]]"},
		{"two authors", engine.Request{Query: gram("ab"), Choices: map[string]engine.Node{"author": author("李明", "王")}}, "a a/1 b c",
			"map[author:[{李明 2} {王 1}] category:[{Ops 2} {It 1}] tag:[{AI 3} {产品 1}] year:[{2024 2} {2023 1}]]"},
		{"of two facets", engine.Request{Query: gram("ab"), Choices: map[string]engine.Node{"author": author("李明"), "category": ops}}, "b",
			"map[author:[{李明 1} {王 1}] category:[{It 1} {Ops 1}] tag:[{AI 1}] year:[{2024 1}]]"},
		{"a nil one", engine.Request{Query: gram("cd"), Choices: map[string]engine.Node{"author": nil}}, "d c",
			"map[author:[{王 2}] category:[{Ops 2}] tag:[{AI 1} {产品 1}] year:[{2024 1}]]"},
		{"with a preference", engine.Request{Query: gram("ab"), Prefer: gram("cd"), Choices: map[string]engine.Node{"author": author("李明")}}, "a a/1 b",
			"map[author:[{王 1}] category:[] tag:[] year:[]]"},
		{"by the stored text", engine.Request{Query: gram("ab"), Choices: map[string]engine.Node{"tag": holding(nil, engine.All{}, "cd"), "category": ops}}, "c",
			"map[author:[{王 1}] category:[{Ops 1}] tag:[{AI 2}] year:[{2024 1}]]"},
	} {
		want(t, c.name, found(t, v, c.request), c.found)
		c.request.Facets = 10
		want(t, "facets: "+c.name, searched(t, v, c.request).Facets, c.facets)
		exactCounts(t, v, c.request)
	}
	if _, err := v.Search(t.Context(), engine.Request{Choices: map[string]engine.Node{"colour": ops}}); err == nil {
		t.Error("a choice of a facet that does not exist is no error")
	}
}

// exactCounts chooses every value that the facets of a request list: each choice
// must find as many articles as the facet says.
func exactCounts(t *testing.T, v engine.View, r engine.Request) {
	t.Helper()
	for facet, counts := range searched(t, v, r).Facets {
		for _, c := range counts {
			chosen := r
			chosen.Choices = map[string]engine.Node{facet: valueNode(facet, c.Value)}
			for other, choice := range r.Choices {
				if other != facet {
					chosen.Choices[other] = choice
				}
			}
			res := searched(t, v, chosen)
			got := res.Articles
			if r.Prefer != nil {
				got = res.Preferred
			}
			want(t, fmt.Sprintf("articles of %s %q for %v", facet, c.Value, r), got, c.Count)
		}
	}
}

// valueNode matches the parts that have a value of a facet.
func valueNode(facet, value string) engine.Node {
	if facet != "year" {
		return engine.Keyword{Name: facet, Value: value}
	}
	first := date10(value + "-01-01")
	return engine.Between{From: first, To: time.Date(first.Year(), time.December, 31, 0, 0, 0, 0, time.UTC)}
}
