package web

import (
	"fmt"
	"strings"
	"testing"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search"
)

// Every restriction of the results is a chip that can be removed, however it was
// made.
func TestChips(t *testing.T) {
	for _, tt := range []struct {
		name string
		q    Query
		want string
	}{
		{"nothing", Query{Text: "春笋"}, ""},
		{"filters", Query{Text: "春笋", Filters: map[string][]string{"author": {"甲", "乙"}, "year": {"2024"}}},
			"作者 甲 /search?q=春笋&author=乙&year=2024; 作者 乙 /search?q=春笋&author=甲&year=2024; 年份 2024 /search?q=春笋&author=甲&author=乙"},
		{"days", Query{Text: "春笋", From: "2024-01-01"}, "日期 2024年1月1日起 /search?q=春笋"},
		{"order and writing", Query{Text: "春笋", Sort: "newest", Literal: true},
			"排序 最新 /search?q=春笋&literal=true; 写法 只找原样 /search?q=春笋&sort=newest"},
		{"typed range", Query{Text: "春笋 2023..2024", Page: 3}, "日期 2023年至2024年 /search?q=春笋"},
		{"typed field", Query{Text: "春笋 author:甲 -tag:广告"},
			"作者 甲 /search?q=春笋+-tag:广告; 标签不是 广告 /search?q=春笋+author:甲"},
	} {
		var got []string
		for _, c := range chips(tt.q) {
			got = append(got, c.Label+" "+c.Text+" "+unescaped(t, c.Href))
		}
		if s := strings.Join(got, "; "); s != tt.want {
			t.Errorf("%s:\n got %s\nwant %s", tt.name, s, tt.want)
		}
	}
}

// A category is listed below the one that contains it, whatever its count.
func TestCategoriesAreNested(t *testing.T) {
	q := Query{Text: "票", Filters: map[string][]string{"category": {"手艺/木工"}}}
	r := &search.Response{Facets: map[string][]engine.Count{"category": {
		{Value: "出行", Count: 9}, {Value: "手艺", Count: 8}, {Value: "出行/慢车", Count: 7}, {Value: "手艺/木工", Count: 6},
		{Value: "城/市/集", Count: 5}, {Value: "出行/慢车/绿皮", Count: 4}, {Value: "出行/飞机", Count: 2}, {Value: "出行票", Count: 1},
	}}}
	var got []string
	for _, c := range filters(q, r)[0].Choices {
		got = append(got, fmt.Sprint(c.Depth, " ", c.Text, " ", c.Within))
	}
	want := []string{"0 出行 ", "1 出行/慢车 慢车", "2 出行/慢车/绿皮 绿皮", "1 出行/飞机 飞机", "0 手艺 ", "1 手艺/木工 木工", "0 城/市/集 ", "0 出行票 "}
	if s, w := strings.Join(got, "; "), strings.Join(want, "; "); s != w {
		t.Errorf("\n got %s\nwant %s", s, w)
	}
}

// A filter lists values that find something, the chosen ones first, and says where
// the others are.
func TestFilterChoices(t *testing.T) {
	counts := []engine.Count{{Value: "甲", Count: 3}, {Value: "乙", Count: 2}, {Value: "丙", Count: 0}}
	r := &search.Response{Facets: map[string][]engine.Count{"author": counts}}
	list := filters(Query{Text: "春笋", Filters: map[string][]string{"author": {"乙", "丁"}, "tag": {"x"}}}, r)
	if got, want := fmt.Sprint(list[0].Choices), "[{乙  0 2  true} {丁  0 0  true} {甲  0 3  false}]"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	if got, want := fmt.Sprintf("%v %q", list[0].Carry, list[0].All), `[{tag x}] ""`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	for i := range FilterValues {
		counts = append(counts, engine.Count{Value: fmt.Sprint(i), Count: 1})
	}
	r.Facets["author"] = counts
	f := filters(Query{Text: "a"}, r)[0]
	if len(f.Choices) != FilterValues-1 || f.All != "/search?q=a&list=author" { // one of the first finds nothing
		t.Errorf("%d choices, all at %q", len(f.Choices), f.All)
	}
	if f := filters(Query{Text: "a"}, &search.Response{Facets: map[string][]engine.Count{"year": {{Value: "2024", Count: 9}}}}); f != nil {
		t.Errorf("a filter that leaves no choice: %v", f)
	}
}

// A range of days has the name that people use for it.
func TestSpan(t *testing.T) {
	for _, tt := range []struct{ from, to, want string }{
		{"2024-03-05", "2024-03-05", "2024年3月5日"},
		{"2024-03-05", "2024-04-01", "2024年3月5日至2024年4月1日"},
		{"2024-03-01", "2024-03-31", "2024年3月"},
		{"2024-02-01", "2024-02-29", "2024年2月"},
		{"2024-02-01", "2024-02-28", "2024年2月1日至2024年2月28日"},
		{"2023-11-01", "2024-02-29", "2023年11月至2024年2月"},
		{"2024-01-01", "2024-12-31", "2024年"},
		{"2019-01-01", "2024-12-31", "2019年至2024年"},
		{"2024-03-05", "", "2024年3月5日起"},
		{"", "2024-03-05", "2024年3月5日为止"},
	} {
		if got := span(tt.from, tt.to); got != tt.want {
			t.Errorf("%s to %s: %s, want %s", tt.from, tt.to, got, tt.want)
		}
	}
}

// A link leads from days of a year to the whole year.
func TestWholeYear(t *testing.T) {
	for _, tt := range []struct{ from, to, want string }{
		{"2024-03-01", "2024-03-31", "2024年全年 /search?q=春笋&from=2024-01-01&to=2024-12-31"},
		{"2024-01-01", "2024-12-31", ""},
		{"2023-12-01", "2024-01-31", ""},
		{"2024-03-01", "", ""},
		{"", "", ""},
	} {
		got := ""
		if c := wholeYear(Query{Text: "春笋", From: tt.from, To: tt.to}); c != nil {
			got = c.Text + " " + unescaped(t, c.Href)
		}
		if got != tt.want {
			t.Errorf("%s to %s: %s, want %s", tt.from, tt.to, got, tt.want)
		}
	}
}

// Bars are months, those without articles included, or as many years as leave room
// for all.
func TestHistogram(t *testing.T) {
	for _, tt := range []struct {
		name   string
		months string
		want   string
	}{
		{"nothing", "", ""},
		{"one month", "2024-01", ""},
		{"months", "2023-12 2024-02", "2023年12月 96; 2024年1月 0; 2024年2月 96"},
		{"years", "2014-01 2024-02 2024-03", "2014年 48; 2015年 0; 2016年 0; 2017年 0; 2018年 0; 2019年 0; 2020年 0; 2021年 0; 2022年 0; 2023年 0; 2024年 96"},
		{"decades", "1949-10 2009-01 2010-01", "1940年代 96; 1950年代 0; 1960年代 0; 1970年代 0; 1980年代 0; 1990年代 0; 2000年代 96; 2010年代 96"},
		{"centuries", "0718-01 0799-01 1424-02", "700–799年 96; 800–899年 0; 900–999年 0; 1000–1099年 0; 1100–1199年 0; 1200–1299年 0; 1300–1399年 0; 1400–1499年 48"},
		{"no month", "2024-13 2024-02", ""},
	} {
		r := &search.Response{}
		for _, m := range strings.Fields(tt.months) {
			r.Months = append(r.Months, engine.Count{Value: m, Count: 1})
		}
		var got []string
		if h := newHistogram(Query{Text: "a"}, r); h != nil {
			for _, b := range h.Bars {
				got = append(got, fmt.Sprint(b.Label, " ", b.Height))
			}
		}
		if s := strings.Join(got, "; "); s != tt.want {
			t.Errorf("%s: %s, want %s", tt.name, s, tt.want)
		}
	}
}
