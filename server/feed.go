package server

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search"
	"github.com/xunzhang/xunzhang/search/query"
	"github.com/xunzhang/xunzhang/web"
)

// feedSize is how many articles a feed has. Feed readers ask for it several times a
// day.
const feedSize = 30

// A feed is the newest results of a search as an Atom feed (RFC 4287).
type feed struct {
	XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Title    string      `xml:"title"`
	ID       string      `xml:"id"`
	Updated  string      `xml:"updated"`
	Subtitle string      `xml:"subtitle"`
	Links    []feedLink  `xml:"link"`
	Author   feedAuthor  `xml:"author"`
	Entries  []feedEntry `xml:"entry"`
}

type feedLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type feedAuthor struct {
	Name string `xml:"name"`
}

type feedEntry struct {
	Title   string      `xml:"title"`
	ID      string      `xml:"id"`
	Updated string      `xml:"updated"`
	Links   []feedLink  `xml:"link"`
	Author  *feedAuthor `xml:"author,omitempty"`
	Summary string      `xml:"summary,omitempty"`
}

// narrowing are the parameters that choose the articles of a feed. Where one is wrong
// the feed is refused: without it, its subscribers would get what they did not ask for.
func narrowing() []string {
	return []string{"q", "category", "author", "tag", "year", "from", "to"}
}

// feedPage answers with the newest articles that hold all words of a query.
func (s *Server) feedPage(c *gin.Context) error {
	p := lenient(c.Request.URL.RawQuery)
	r := p.request(feedSize)
	if slices.ContainsFunc(p.faults, func(f Fault) bool { return slices.Contains(narrowing(), f.Parameter) }) {
		return p.faults
	}
	r.Text, _ = firstTerms(r.Text, query.MaxTerms)
	r.Sort, r.Page = engine.ByNewest, 1
	found, err := s.finder(c).Search(c.Request.Context(), r)
	if err != nil {
		return err
	}
	stamp(c, found.Generation)
	body, err := xml.Marshal(s.feedOf(pageQuery(r), found, stateOf(c)))
	if err != nil {
		return fmt.Errorf("feed: %w", err)
	}
	c.Data(http.StatusOK, "application/atom+xml; charset=utf-8", append([]byte(xml.Header), body...))
	return nil
}

func (s *Server) feedOf(q web.Query, found *search.Response, state engine.State) feed {
	base := s.config.BaseURL
	name := cmp.Or(s.config.Name, web.DefaultName)
	q.Sort = ""
	f := feed{
		Title: cmp.Or(strings.TrimSpace(q.Text), "最新文章") + " - " + name, ID: base + web.FeedHref(q),
		Updated: state.BuiltAt.UTC().Format(time.RFC3339), Subtitle: "新文章里含有全部这些词的", Author: feedAuthor{name},
		Links: []feedLink{{"self", "application/atom+xml", base + web.FeedHref(q)}, {"alternate", "text/html", base + q.Href()}},
	}
	for _, a := range found.Articles {
		if len(a.Missing) == 0 {
			f.Entries = append(f.Entries, entryOf(base, q.Text, a, f.Updated))
		}
	}
	return f
}

// entryOf is an article in a feed. One without a date has the day on which the
// index was built.
func entryOf(base, text string, a search.ArticleHit, built string) feedEntry {
	e := feedEntry{Title: cmp.Or(plainText(a.Title), a.ID), ID: base + web.ArticleHref(a.ID, "", 0), Updated: built,
		Links: []feedLink{{"alternate", "text/html", base + web.ArticleHref(a.ID, text, 0)}}}
	if day := cmp.Or(a.Updated, a.Published); day != "" {
		e.Updated = day + "T00:00:00Z"
	}
	if a.Author != "" {
		e.Author = &feedAuthor{a.Author}
	}
	if len(a.Paragraphs) > 0 {
		e.Summary = plainText(a.Paragraphs[0].Pieces)
	}
	return e
}

func plainText(pieces []search.Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.Text)
	}
	return b.String()
}
