package server

import (
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/export"
	"github.com/xunzhang/xunzhang/search"
)

// fields= selects members of an answer, in the order of the whole answer.
func TestFields(t *testing.T) {
	s := newServer(t, newFake())
	for _, tt := range []struct{ path, fields, want string }{
		{"/api/v1/search?q=小红书&size=1", "total", `{"total":2}`},
		{"/api/v1/search?q=小红书&size=1", "articles.id,total", `{"total":2,"articles":[{"id":"it/6171431"}]}`},
		{"/api/v1/search?q=小红书&size=1", "articles.paragraphs.id,articles.views", `{"articles":[{"views":3915,"paragraphs":[{"id":"it/6171431#2"},{"id":"it/6171431#5"},{"id":"it/6171431#6"}]}]}`},
		{"/api/v1/search?q=小红书&size=1", "query.terms,query.suggestion", `{"query":{"terms":["小红书"]}}`},
		{"/api/v1/search?q=小红书&size=1", "facets.category", `{"facets":{"category":[{"value":"互联网","count":1},{"value":"产品设计","count":1}]}}`},
		{"/api/v1/search?q=zzz", "articles.id", `{"articles":[]}`},
		{"/api/v1/paragraphs?q=小红书&size=1", "paragraphs.article.id", `{"paragraphs":[{"article":{"id":"it/6171431"}},{"article":{"id":"it/6171431"}},{"article":{"id":"it/6171431"}}]}`},
		{"/api/v1/articles/hant/001", "id,paragraphs.number", `{"id":"hant/001","paragraphs":[{"number":1},{"number":2}]}`},
		{"/api/v1/related?id=hant/001&size=1", "articles.title", `{"articles":[{"title":"小红书迎来远客：一次没有预告的全球联欢"}]}`},
		{"/api/v1/suggest?q=小&size=1", "suggestions.text", `{"suggestions":[{"text":"小红书"}]}`},
		{"/api/v1/stats", "articles,version", `{"articles":35,"version":"test"}`},
	} {
		separator := "?"
		if strings.Contains(tt.path, "?") {
			separator = "&"
		}
		w := get(s, tt.path+separator+"fields="+tt.fields)
		if got := strings.TrimSpace(w.Body.String()); w.Code != 200 || got != tt.want {
			t.Errorf("%s fields=%s:\n%d %s\nwant %s", tt.path, tt.fields, w.Code, got, tt.want)
		}
	}
}

// A member that is selected as a whole stays whole, whatever the order of the
// names.
func TestFieldsThatOverlap(t *testing.T) {
	s := newServer(t, newFake())
	whole := get(s, "/api/v1/search?q=小红书&fields=articles").Body.String()
	for _, fields := range []string{"articles,articles.id", "articles.id,articles", "articles.id,articles,articles.paragraphs.id", "articles,articles"} {
		if got := get(s, "/api/v1/search?q=小红书&fields="+fields).Body.String(); got != whole {
			t.Errorf("%s: %s", fields, got)
		}
	}
}

func TestWrongFields(t *testing.T) {
	s := newServer(t, newFake())
	for fields, named := range map[string]string{
		"": `""`, "nothing": `"nothing"`, "total,": `""`, "articles.nothing": `"nothing"`, "total.more": `"more"`,
		"articles,articles.nothing": `"nothing"`, "articles..id": `""`, "facets.none": `"none"`, "Total": `"Total"`, "articles.title.hit.x": `"x"`,
		strings.Repeat("total,", maxFields) + "total": "more than 50",
	} {
		p := problem(t, get(s, "/api/v1/search?q=a&fields="+url.QueryEscape(fields)), 400, "bad_parameter")
		if len(p.Errors) == 0 || p.Errors[0].Parameter != "fields" || !strings.Contains(p.Errors[0].Detail, named) {
			t.Errorf("fields=%s: %+v", fields, p.Errors)
		}
	}
}

// pathsOf returns all paths into a type.
func pathsOf(t reflect.Type) []string {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	list := []string{}
	into := func(name string, t reflect.Type) {
		list = append(list, name)
		for _, p := range pathsOf(t) {
			list = append(list, name+"."+p)
		}
	}
	switch t.Kind() {
	case reflect.Map:
		for _, name := range facetNames() {
			into(name, t.Elem())
		}
	case reflect.Struct:
		for _, m := range membersOf(t) {
			into(m.name, m.field.Type)
		}
	}
	return list
}

// The document lists every path that fields= accepts, and no other.
func TestFieldsAreDocumented(t *testing.T) {
	c, err := theContract()
	if err != nil {
		t.Fatal(err)
	}
	for path, answer := range map[string]any{
		"/api/v1/search": search.Response{}, "/api/v1/paragraphs": search.ParagraphsResponse{}, "/api/v1/articles/{id}": search.ArticlePage{},
		"/api/v1/articles/": search.ArticlePage{}, "/api/v1/related": Related{}, "/api/v1/suggest": Suggestions{}, "/api/v1/stats": Stats{}, "/api/v1/export": export.Article{},
	} {
		want := slices.Sorted(slices.Values(pathsOf(reflect.TypeOf(answer))))
		var got []string
		if p := c.any.Paths.Value(path).Get.Parameters.GetByInAndName("query", "fields"); p != nil {
			for _, e := range p.Schema.Value.Items.Value.Enum {
				got = append(got, e.(string))
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: fields are\n%q\nwant\n%q", path, got, want)
		}
	}
}

// Whatever is selected, the answer is JSON, or the selection is refused.
func FuzzFields(f *testing.F) {
	for _, s := range []string{"total", "articles.id,total", "facets.a.b", "a.", "..", "query.terms", "articles.explain.parts.name"} {
		f.Add(s)
	}
	s := newServer(f, newFake())
	f.Fuzz(func(t *testing.T, fields string) {
		w := get(s, "/api/v1/search?q=小红书&fields="+url.QueryEscape(fields))
		if w.Code == 200 {
			decode[search.Response](t, w)
		} else {
			problem(t, w, 400, "bad_parameter")
		}
	})
}
