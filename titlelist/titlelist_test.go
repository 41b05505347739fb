package titlelist

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// told prints a list.
func told(t *testing.T, l *List) string {
	t.Helper()
	data, err := l.Encode()
	if err != nil {
		t.Fatal(err)
	}
	if l, err = Decode(data); err != nil {
		t.Fatal(err)
	}
	all, whole := l.Newest(len(l.titles))
	if !whole {
		return "too few"
	}
	var words []string
	for _, title := range all {
		words = append(words, title.Article+"="+title.Text)
	}
	return strings.Join(words, " ")
}

func on(article, text, day string) Title {
	published, _ := time.Parse(time.DateOnly, day) // "" is the zero time
	return Of(article, text, published)
}

func TestChange(t *testing.T) {
	l := &List{}
	for _, c := range []struct {
		name  string
		gone  []string
		added []Title
		want  string
	}{
		{"newest first, then by id, undated last", nil,
			[]Title{on("u", "无", ""), on("b", "乙", "2026-01-02"), on("c", "丙", "2026-01-03"), on("a", "甲", "2026-01-02")}, "c=丙 a=甲 b=乙 u=无"},
		{"one is gone", []string{"a", "unknown"}, nil, "c=丙 b=乙 u=无"},
		{"one has changed", []string{"c"}, []Title{on("c", "新", "2025-12-31")}, "b=乙 c=新 u=无"},
	} {
		l.Change(c.gone, c.added)
		if got := told(t, l); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// A list that was cut still has the newest articles, or says that it does not.
func TestCutList(t *testing.T) {
	day := func(n int) string { return time.Date(2000, 1, 1+n, 0, 0, 0, 0, time.UTC).Format(time.DateOnly) }
	var all []Title
	for i := range kept + 10 {
		all = append(all, on(fmt.Sprintf("a%06d", i), "题", day(i)))
	}
	l := &List{}
	l.Change(nil, all)
	if got, whole := l.Newest(2 * kept); !whole || len(got) != Most || got[0] != all[len(all)-1] {
		t.Fatalf("%d titles from %v, %v", len(got), got[0], whole)
	}
	l.Change(nil, []Title{on("old", "旧", day(-1))}) // it is not known whether there are others as old
	l.Change([]string{all[len(all)-1].Article}, []Title{on("new", "新", day(kept+20))})
	if got, whole := l.Newest(2 * kept); !whole || got[0].Article != "new" || got[1] != all[len(all)-2] {
		t.Errorf("after a change: %v, %v", got[:2], whole)
	}
	gone := func(titles []Title) (ids []string) {
		for _, title := range titles {
			ids = append(ids, title.Article)
		}
		return ids
	}
	l.Change(gone(l.titles[:len(l.titles)-Most]), nil)
	if got, whole := l.Newest(2 * kept); !whole || len(got) != Most {
		t.Errorf("as many as are wanted are left: %d titles, %v", len(got), whole)
	}
	l.Change(gone(l.titles[:1]), nil)
	if got := told(t, l); got != "too few" {
		t.Errorf("after one more is gone: %.50s", got)
	}
}

// A list of articles that the generation does not have is not used.
func TestListOfAnotherGeneration(t *testing.T) {
	l := &List{}
	l.Change(nil, []Title{on("a", "甲", "")})
	for articles, want := range []bool{false, true, false} {
		if _, whole := l.Newest(articles); whole != want {
			t.Errorf("of %d articles: %v", articles, whole)
		}
	}
}

func TestDecodeErrors(t *testing.T) {
	for _, text := range []string{"", "{}", "[]", `{"version": 2}`, `{"version": 1, "titles": 7}`} {
		if _, err := Decode([]byte(text)); !errors.Is(err, ErrFormat) {
			t.Errorf("%q: %v", text, err)
		}
	}
}
