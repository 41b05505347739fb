package client

import (
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// A Query asks for articles or paragraphs. The zero value of a field leaves the
// choice to the server.
type Query struct {
	Text       string   // what a reader types, in the server's query language
	Page       int      // from 1
	Cursor     string   // Results.Next of the page before, instead of Page
	Size       int      // results per page, up to 100; of a text above 64 characters a page has 30 at most
	Sort       string   // "relevance", "newest", "updated", "oldest" or "views"
	Categories []string // any of these
	Authors    []string // any of these
	Tags       []string // any of these
	Years      []int    // any of these
	From, To   time.Time
	Literal    bool     // the text as typed: no aliases, spelling or pinyin
	Explain    bool     // scores as sums of named parts
	Fields     []string // wanted members of the answer, such as "articles.id"
}

// values returns the query as URL parameters.
func (q Query) values() url.Values {
	v := url.Values{}
	if q.Text != "" || len(q.Categories)+len(q.Authors)+len(q.Tags)+len(q.Years) == 0 && q.From.IsZero() && q.To.IsZero() {
		v.Set("q", q.Text)
	}
	for name, list := range map[string][]string{"category": q.Categories, "author": q.Authors, "tag": q.Tags} {
		if len(list) > 0 {
			v[name] = list
		}
	}
	for _, y := range q.Years {
		v.Add("year", strconv.Itoa(y))
	}
	for name, n := range map[string]int{"page": q.Page, "size": q.Size} {
		if n != 0 {
			v.Set(name, strconv.Itoa(n))
		}
	}
	for name, s := range map[string]string{"sort": q.Sort, "cursor": q.Cursor, "from": day(q.From), "to": day(q.To), "fields": strings.Join(q.Fields, ",")} {
		if s != "" {
			v.Set(name, s)
		}
	}
	for name, on := range map[string]bool{"literal": q.Literal, "explain": q.Explain} {
		if on {
			v.Set(name, "true")
		}
	}
	return v
}

// MarshalJSON returns the query in the form that a batch takes.
func (q Query) MarshalJSON() ([]byte, error) {
	m := map[string]any{}
	for name, list := range q.values() {
		m[name] = list[0]
	}
	for name, list := range map[string][]string{"category": q.Categories, "author": q.Authors, "tag": q.Tags} {
		if len(list) > 0 {
			m[name] = list
		}
	}
	if len(q.Fields) > 0 {
		m["fields"] = q.Fields
	}
	if len(q.Years) > 0 {
		m["year"] = q.Years
	}
	for name, n := range map[string]int{"page": q.Page, "size": q.Size} {
		if n != 0 {
			m[name] = n
		}
	}
	for name, on := range map[string]bool{"literal": q.Literal, "explain": q.Explain} {
		if on {
			m[name] = true
		}
	}
	return json.Marshal(m)
}

func day(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}
