package server

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/export"
	"github.com/xunzhang/xunzhang/search"
	"github.com/xunzhang/xunzhang/search/show"
	"github.com/xunzhang/xunzhang/web"
)

// A fake is a service that finds the words of a query as substrings, in a few
// articles of our own. Its hooks let a test be slow, fail, or count.
type fake struct {
	articles   []fakeArticle
	undated    bool // whether no article has a date
	unread     bool // whether nobody has read any
	generation atomic.Int64
	searches   atomic.Int64
	open       atomic.Int64 // exports
	last       atomic.Pointer[search.Request]
	fail       func(text string) error
	wait       func(ctx context.Context) error
}

type fakeArticle struct {
	id, title, brief, author, category, published, url string
	repost                                             string // id of an article that is a near-duplicate
	tags                                               []string
	text                                               []string // a heading begins with "# "
}

func newFake(more ...fakeArticle) *fake {
	f := &fake{articles: append(sampleArticles(), more...)}
	f.generation.Store(42)
	return f
}

func (f *fake) services() Services { return Services{Finder: f, Reader: f, Analyzer: f, Exporter: f} }

func (f *fake) State(context.Context) (engine.State, error) {
	paragraphs := 0
	for _, a := range f.articles {
		paragraphs += len(a.text)
	}
	s := engine.State{Generation: int(f.generation.Load()), Articles: len(f.articles), Paragraphs: paragraphs,
		BuiltAt: time.Date(2025, 2, 1, 8, 0, 0, 0, time.UTC)}
	if !f.undated {
		s.Newest = time.Date(2025, 1, 21, 0, 0, 0, 0, time.UTC)
	}
	return s, nil
}

func (f *fake) begin(ctx context.Context, text string) error {
	f.searches.Add(1)
	if f.wait != nil {
		if err := f.wait(ctx); err != nil {
			return err
		}
	}
	if f.fail != nil {
		return f.fail(text)
	}
	return nil
}

func (f *fake) Search(ctx context.Context, r search.Request) (*search.Response, error) {
	f.last.Store(&r)
	if err := f.begin(ctx, r.Text); err != nil {
		return nil, err
	}
	out := &search.Response{Query: search.QueryInfo{Text: r.Text, Terms: strings.Fields(r.Text)}, Page: r.Page,
		Size: r.Size, TookMS: 4.2, Generation: int(f.generation.Load()), Articles: []search.ArticleHit{}}
	if strings.Contains(r.Text, "脸书") && !r.Literal {
		out.Query.Expanded = []search.Expansion{{Kind: "alias", From: "脸书", To: "Facebook"}}
	}
	if r.Text == "xiao hong shu" && !r.Literal { // pinyin, found as 小红书
		r.Text = "小红书"
		out.Query.Searched = r.Text
		out.Query.Expanded = []search.Expansion{{Kind: "pinyin", From: "xiao hong shu", To: r.Text}, {Kind: "alias", From: r.Text, To: "rednote"}}
	}
	if strings.HasPrefix(r.Text, "midjour") {
		out.Query.Expanded = []search.Expansion{{Kind: "inside", From: "midjour", To: "TikTok"}}
	}
	if r.Text == "小红树" {
		out.Query.Suggest = &search.Suggestion{Text: "小红书", Count: 2}
	}
	counts := map[string]map[string]int{"category": {}, "author": {}, "tag": {}, "year": {}}
	months := map[string]map[string]int{"month": {}}
	var found []search.ArticleHit
	others := r // the counts of a kind ignore the choices of that kind
	others.Categories = nil
	for _, a := range f.articles {
		if _, ok := a.hit(others); ok {
			counts["category"][a.category]++
		}
		hit, ok := a.hit(r)
		if !ok {
			continue
		}
		if f.unread {
			hit.Views = 0
		}
		a.count(counts)
		if len(a.published) > 7 {
			months["month"][a.published[:7]]++
		}
		found = append(found, hit)
	}
	if r.Sort == engine.ByNewest {
		slices.SortFunc(found, func(a, b search.ArticleHit) int { return strings.Compare(b.Published, a.Published) })
	}
	out.Total, out.Facets = len(found), facets(counts)
	if r.Months {
		out.Months = facets(months)["month"]
	}
	from := min((r.Page-1)*r.Size, len(found))
	out.Articles = append(out.Articles, found[from:min(from+r.Size, len(found))]...)
	return out, nil
}

func (a fakeArticle) count(counts map[string]map[string]int) {
	counts["author"][a.author]++
	counts["year"][a.year()]++
	for _, t := range a.tags {
		counts["tag"][t]++
	}
}

func facets(counts map[string]map[string]int) map[string][]engine.Count {
	out := map[string][]engine.Count{}
	for kind, values := range counts {
		for v, n := range values {
			out[kind] = append(out[kind], engine.Count{Value: v, Count: n})
		}
		slices.SortFunc(out[kind], func(a, b engine.Count) int {
			return 2*(b.Count-a.Count) + strings.Compare(a.Value, b.Value)
		})
	}
	return out
}

func (a fakeArticle) hit(r search.Request) (search.ArticleHit, bool) {
	words := strings.Fields(strings.ReplaceAll(r.Text, `"`, " "))
	all := a.title + "\n" + strings.Join(a.text, "\n")
	for _, w := range words {
		if !strings.Contains(all, strings.TrimPrefix(w, "~")) {
			return search.ArticleHit{}, false
		}
	}
	anyOf := func(list []string, values ...string) bool {
		return len(list) == 0 || slices.ContainsFunc(values, func(v string) bool { return slices.Contains(list, v) })
	}
	year := fmt.Sprint(r.Years)
	if !anyOf(r.Categories, a.category) || !anyOf(r.Authors, a.author) || !anyOf(r.Tags, a.tags...) ||
		len(r.Years) > 0 && (a.year() == "" || !strings.Contains(year, a.year())) ||
		!r.From.IsZero() && a.published < dayOf(r.From) || !r.To.IsZero() && a.published > dayOf(r.To) {
		return search.ArticleHit{}, false
	}
	h := search.ArticleHit{ID: a.id, Title: pieces(a.title, words), Author: a.author, Category: a.category,
		Published: a.published, Tags: a.tags, URL: a.url, Views: 3915, Score: 1, Paragraphs: []search.ParagraphHit{}}
	for i, t := range a.text {
		p := search.ParagraphHit{ID: fmt.Sprintf("%s#%d", a.id, i+1), Number: i + 1, Section: a.section(i), Score: 1,
			Link: web.ArticleHref(a.id, r.Text, i+1), Pieces: pieces(strings.TrimPrefix(t, "# "), words)}
		if !slices.ContainsFunc(p.Pieces, func(p search.Piece) bool { return p.Hit }) {
			continue
		}
		if len(h.Paragraphs) == show.ShownPerHit {
			h.MoreParagraphs++
			continue
		}
		h.Paragraphs = append(h.Paragraphs, p)
	}
	if a.repost != "" {
		h.Duplicates = []search.Duplicate{{ID: a.repost, Title: a.title}}
	}
	return h, true
}

func (a fakeArticle) year() string { return a.published[:min(4, len(a.published))] }

func (a fakeArticle) section(i int) string {
	for ; i >= 0; i-- {
		if s, ok := strings.CutPrefix(a.text[i], "# "); ok {
			return s
		}
	}
	return ""
}

// pieces marks the words in a text. A word behind ~ is marked as a piece of one.
func pieces(text string, words []string) []search.Piece {
	var out []search.Piece
	for text != "" {
		at, word, mark := len(text), "", search.MarkWhole
		for _, w := range words {
			w, fragment := strings.CutPrefix(w, "~")
			if i := strings.Index(text, w); i >= 0 && i < at {
				at, word, mark = i, w, search.MarkWhole
				if fragment {
					mark = search.MarkFragment
				}
			}
		}
		if at > 0 {
			out = append(out, search.Piece{Text: text[:at]})
		}
		if word != "" {
			out = append(out, search.Piece{Text: word, Hit: true, Mark: mark})
		}
		text = text[at+len(word):]
	}
	return out
}

func (f *fake) Paragraphs(ctx context.Context, r search.Request) (*search.ParagraphsResponse, error) {
	found, err := f.Search(ctx, r)
	if err != nil {
		return nil, err
	}
	out := &search.ParagraphsResponse{Query: found.Query, Page: r.Page, Size: r.Size, TookMS: 1, Generation: found.Generation}
	for _, a := range found.Articles {
		for _, p := range a.Paragraphs {
			p.Article = &search.ArticleInfo{ID: a.ID, Author: a.Author}
			out.Paragraphs = append(out.Paragraphs, p)
		}
	}
	out.Total = len(out.Paragraphs)
	return out, nil
}

func (f *fake) Suggest(ctx context.Context, prefix string, n int) ([]search.Completion, error) {
	if err := f.begin(ctx, prefix); err != nil {
		return nil, err
	}
	var out []search.Completion
	for _, a := range f.articles {
		for _, t := range a.tags {
			c := search.Completion{Text: t, Kind: "phrase"}
			if strings.HasPrefix(t, prefix) && !slices.Contains(out, c) {
				out = append(out, c)
			}
		}
	}
	for _, a := range f.articles {
		if strings.Contains(a.title, prefix) {
			out = append(out, search.Completion{Text: a.title, Kind: "title", ID: a.id})
		}
	}
	return out[:min(n, len(out))], nil
}

func (f *fake) Article(ctx context.Context, id, query string) (*search.ArticlePage, error) {
	if err := f.begin(ctx, query); err != nil {
		return nil, err
	}
	for _, a := range f.articles {
		if a.id == id {
			return a.page(strings.Fields(query), int(f.generation.Load())), nil
		}
	}
	return nil, fmt.Errorf("article %q: %w", id, engine.ErrNotFound)
}

func (a fakeArticle) page(words []string, generation int) *search.ArticlePage {
	p := &search.ArticlePage{ID: a.id, Title: pieces(a.title, words), Brief: pieces(a.brief, words), Author: a.author,
		Category: a.category, Published: a.published, Tags: a.tags, URL: a.url, Views: 3915, Generation: generation}
	for i, t := range a.text {
		text, heading := strings.CutPrefix(t, "# ")
		p.Paragraphs = append(p.Paragraphs, search.ReadParagraph{Number: i + 1, Heading: heading,
			Section: a.section(i), Pieces: pieces(text, words)})
	}
	return p
}

func (f *fake) Related(_ context.Context, id string, n int) ([]search.RelatedArticle, error) {
	var out []search.RelatedArticle
	for _, a := range f.articles {
		if a.id != id && len(out) < n {
			out = append(out, search.RelatedArticle{ID: a.id, Title: a.title, Score: 1})
		}
	}
	return out, nil
}

func (f *fake) Analyze(_ context.Context, text string) (Analysis, error) {
	return Analysis{Text: text, Normalized: strings.ToLower(text), Words: []Token{{Term: text, End: len(text)}}, Grams: []Token{}}, nil
}

// Export exports three articles at a time.
func (f *fake) Export(ctx context.Context, filter export.Filter) (Articles, error) {
	state, err := f.State(ctx)
	e := &fakeExport{fake: f, state: state}
	for _, a := range f.articles {
		if len(filter.Categories) == 0 || slices.Contains(filter.Categories, a.category) {
			e.left = append(e.left, export.Article{ID: a.id, Title: a.title, Category: a.category, Paragraphs: a.text})
		}
	}
	f.open.Add(1)
	return e, err
}

type fakeExport struct {
	fake  *fake
	state engine.State
	left  []export.Article
}

func (e *fakeExport) Next(ctx context.Context) ([]export.Article, error) {
	if err := e.fake.begin(ctx, "export"); err != nil {
		return nil, err
	}
	n := min(3, len(e.left))
	some := e.left[:n]
	e.left = e.left[n:]
	if n == 0 {
		return nil, io.EOF
	}
	return some, nil
}

func (e *fakeExport) State() engine.State { return e.state }

func (e *fakeExport) Close() error {
	e.fake.open.Add(-1)
	return nil
}
