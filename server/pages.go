package server

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search"
	"github.com/xunzhang/xunzhang/search/query"
	"github.com/xunzhang/xunzhang/web"
)

const (
	noteCut     = "查询太长，只用了前面的一部分。"
	noteComplex = "这个查询太复杂，没有办法照着找。请写得短一些。"
	relatedSize = 5
)

// searchPage answers a reader, whose query is never an error: what cannot be
// used is left out, and the page says so.
func (s *Server) searchPage(c *gin.Context) error {
	p := lenient(c.Request.URL.RawQuery)
	r := p.request(DefaultSize)
	text, cutTerms := firstTerms(tidy(r.Text), query.MaxTerms)
	r.Text = text
	q := pageQuery(r)
	if q.Empty() {
		return s.homePage(c)
	}
	found, err := s.finder(c).Search(c.Request.Context(), r)
	note := ""
	if p.faulty("q") || cutTerms {
		note = noteCut
	}
	if errors.Is(err, search.ErrQuery) {
		found, err, note = &search.Response{Generation: stateOf(c).Generation}, nil, noteComplex
	}
	if err != nil {
		return err
	}
	stamp(c, found.Generation)
	page := web.NewSearchPage(q, found, offers(c.Request.Context(), s.finder(c), r, found))
	page.Note = note
	html(c)
	return s.pages.Search(c.Writer, page)
}

func html(c *gin.Context) {
	c.Status(http.StatusOK)
	c.Header("Content-Type", "text/html; charset=utf-8")
}

// tidy replaces control characters, which no text that was indexed has.
func tidy(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7F {
			return ' '
		}
		return r
	}, s)
}

// firstTerms keeps as many words of a text as a query may have.
func firstTerms(s string, n int) (string, bool) {
	fields := strings.Fields(s)
	if len(fields) <= n {
		return s, false
	}
	return strings.Join(fields[:n], " "), true
}

// pageQuery is a request as addresses of the page write it.
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
	related, err := s.reader(c).Related(ctx, id, relatedSize)
	if err != nil {
		related = nil // the article is what was asked for
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
		counts = web.Counts{Articles: content.articles}
	}
	html(c)
	return s.pages.Search(c.Writer, web.NewHomePage(counts, content.examples, content.newest))
}

// homeOf is what is kept for everybody, and nothing that is kept for a key that
// is bound to categories.
func (s *Server) homeOf(c *gin.Context) *home {
	if len(accessOf(c).categories) > 0 {
		return &home{}
	}
	return &s.home
}

// everything is the request of the newest articles.
func everything(size int) search.Request {
	return search.Request{Page: 1, Size: size, Sort: engine.ByNewest}
}
