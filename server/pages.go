package server

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/gin-gonic/gin"

	"github.com/xunzhang/xunzhang/apikey"
	"github.com/xunzhang/xunzhang/search"
	"github.com/xunzhang/xunzhang/search/query"
	"github.com/xunzhang/xunzhang/web"
)

const (
	noteCut     = "查询太长，只用了前面的一部分。"
	noteComplex = "这个查询太复杂，没有办法照着找。请写得短一些。"
	relatedSize = 5
)

// maxParagraph is above the number of any paragraph.
const maxParagraph = 1 << 30

// routePages adds the routes for browsers.
func (s *Server) routePages(get func(string, handler)) {
	get("/", s.found(apikey.Search, pageCost, forgiving(s.searchPage)))
	get("/search", s.found(apikey.Search, pageCost, forgiving(s.searchPage)))
	get("/articles/*id", s.found(apikey.Read, articleCost, forgiving(s.readerPage)))
	get("/help", s.found(apikey.Search, helpCost, s.helpPage))
	get("/feed.xml", s.found(apikey.Search, feedCost, s.feedPage))
	get("/completions", s.found(apikey.Search, shownCost, forgiving(s.completions)))
	get("/assets/*name", s.whole(s.asset))
	get("/favicon.ico", s.whole(s.icon("favicon.ico")))
	get("/apple-touch-icon.png", s.whole(s.icon("apple-touch-icon.png")))
	get("/opensearch.xml", s.whole(s.openSearch))
}

// forgiving wraps the handler of a page, which takes whatever a browser may send. An
// address with the character NUL is refused: a program tries what happens.
func forgiving(h handler) handler {
	return func(c *gin.Context) error {
		if err := lenient(c.Request.URL.RawQuery).noNUL(); err != nil {
			return err
		}
		return h(c)
	}
}

// searchPage answers a reader's search. No query of a reader is an error: the parts
// of it that cannot be used are left out, and the page says so.
func (s *Server) searchPage(c *gin.Context) error {
	p := lenient(c.Request.URL.RawQuery)
	r := p.request(DefaultSize)
	text, cutTerms := firstTerms(tidy(r.Text), query.MaxTerms)
	r.Text = text
	q := pageQuery(r)
	if q.Empty() {
		return s.homePage(c)
	}
	if k, ok := web.KindNamed(p.text("list", MaxFilterRunes, MaxFilterRunes)); ok {
		return s.choicePage(c, r, k)
	}
	if beyond := p.beyond(r.Size); beyond > 0 {
		q.Page, r.Page = beyond, search.MaxWindow/r.Size
	}
	r.Facets, r.Months = web.FilterValues+1, true
	found, err := s.finder(c).Search(c.Request.Context(), r)
	note := ""
	if typed, _ := p.one("q"); cutTerms || isLonger(typed, search.MaxQueryRunes, search.MaxQueryBytes) {
		note = noteCut
	}
	if errors.Is(err, search.ErrQuery) {
		found, err, note = &search.Response{Generation: stateOf(c).Generation}, nil, noteComplex
	}
	if err != nil {
		return err
	}
	s.noteSearch(c, r, found)
	stamp(c, found.Generation)
	page := web.NewSearchPage(q, found, offers(c.Request.Context(), s.finder(c), r, found))
	page.Note = note
	html(c)
	return s.pages.Search(c.Writer, page)
}

// choicePage lists all values of a filter, for readers who look for one that is not
// among the most frequent.
func (s *Server) choicePage(c *gin.Context, r search.Request, k web.Kind) error {
	r.Page, r.Size, r.Facets = 1, 1, search.MaxFacets
	found, err := s.finder(c).Search(c.Request.Context(), r)
	if err != nil {
		return err
	}
	stamp(c, found.Generation)
	html(c)
	return s.pages.Choices(c.Writer, web.NewChoicePage(pageQuery(r), k, found))
}

func html(c *gin.Context) {
	c.Status(http.StatusOK)
	c.Header("Content-Type", "text/html; charset=utf-8")
}

// tidy replaces control characters by spaces: no indexed text contains any. A text that
// asks for nothing becomes empty.
func tidy(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)
	if query.IsBlank(s) {
		return ""
	}
	return s
}

// firstTerms keeps as many words of a text as a query may have.
func firstTerms(s string, n int) (string, bool) {
	fields := strings.Fields(s)
	if len(fields) <= n {
		return s, false
	}
	return strings.Join(fields[:n], " "), true
}

// pageQuery is a request in the form that the addresses of pages have.
func pageQuery(r search.Request) web.Query {
	q := web.Query{Text: r.Text, Page: r.Page, Sort: sortNames()[r.Sort], Literal: r.Literal,
		From: dayOf(r.From), To: dayOf(r.To),
		Filters: map[string][]string{"category": r.Categories, "author": r.Authors, "tag": r.Tags}}
	for _, y := range r.Years {
		q.Filters["year"] = append(q.Filters["year"], strconv.Itoa(y))
	}
	return q
}

func dayOf(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

func (s *Server) readerPage(c *gin.Context) error {
	p := lenient(c.Request.URL.RawQuery)
	id, err := articleID(c, p)
	if err != nil {
		return err
	}
	ctx := c.Request.Context()
	q := tidy(p.text("q", search.MaxQueryRunes, search.MaxQueryBytes))
	a, err := s.reader(c).Article(ctx, id, q)
	if errors.Is(err, search.ErrQuery) {
		a, err = s.reader(c).Article(ctx, id, "")
	}
	if err != nil {
		return err
	}
	switch around := p.number("around", 0, 0, maxParagraph); {
	case p.choice("only", "", "matches") != "":
		stamp(c, a.Generation)
		html(c)
		return s.pages.Excerpt(c.Writer, web.NewMatchesPage(a, q))
	case around > 0:
		stamp(c, a.Generation)
		html(c)
		return s.pages.Excerpt(c.Writer, web.NewContextPage(a, q, around))
	}
	s.noteOpened(c, q)
	related, err := s.reader(c).Related(ctx, id, relatedSize)
	if err != nil {
		related = nil // the article is shown without them
	}
	stamp(c, a.Generation)
	html(c)
	return s.pages.Reader(c.Writer, web.NewReaderPage(a, q, related))
}

func (s *Server) homePage(c *gin.Context) error {
	state := stateOf(c)
	content := s.homeOf(c).of(c.Request.Context(), state, s.finder(c), s.config.Examples)
	counts := web.Counts{Articles: state.Articles, Paragraphs: state.Paragraphs, Newest: dayOf(state.Newest)}
	if len(accessOf(c).categories) > 0 {
		counts = web.Counts{Articles: content.total}
	}
	html(c)
	return s.pages.Search(c.Writer, web.NewHomePage(counts, content.examples, content.heading, content.articles))
}

// homeOf returns the cached home page for everybody; for a key with categories
// nothing is cached.
func (s *Server) homeOf(c *gin.Context) *home {
	if len(accessOf(c).categories) > 0 {
		return &home{}
	}
	return &s.home
}
