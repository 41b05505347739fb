package server

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search"
	"github.com/xunzhang/xunzhang/search/query"
	"github.com/xunzhang/xunzhang/web"
)

// DefaultSize is how many results a page has unless size says otherwise.
const DefaultSize = 10

// writeJSON answers with the members of a value that fields chooses; nil means all
// of them.
func writeJSON(c *gin.Context, v any, fields fieldSet) error {
	body, err := fields.encode(v)
	if err != nil {
		return err
	}
	c.Data(http.StatusOK, "application/json; charset=utf-8", body)
	return nil
}

// apiRequest reads the parameters of a search. answer is a value of the type that
// will be answered; the parameter fields chooses members of it.
func apiRequest(p *params, answer any) (search.Request, fieldSet, error) {
	r := p.request(p.number("size", DefaultSize, 1, search.MaxSize))
	r.Explain = p.flag("explain")
	if _, ok := answer.(search.Response); ok {
		if r.Cursor, _ = p.one("cursor"); r.Cursor != "" && p.values.Has("page") {
			p.fault("cursor", "cannot be combined with page")
		}
	}
	fields := p.fields(answer)
	filters := len(r.Categories) + len(r.Authors) + len(r.Tags) + len(r.Years)
	if !p.values.Has("q") && filters == 0 && r.From.IsZero() && r.To.IsZero() {
		p.fault("q", "is missing")
	}
	return r, fields, p.err()
}

func (s *Server) apiSearch(c *gin.Context) error {
	r, fields, err := apiRequest(strict(c.Request.URL.RawQuery), search.Response{})
	if err != nil {
		return err
	}
	found, err := s.search(c, r)
	if err != nil {
		return err
	}
	stamp(c, found.Generation)
	return writeJSON(c, found, fields)
}

// search answers a request of the API.
func (s *Server) search(c *gin.Context, r search.Request) (*search.Response, error) {
	found, err := s.finder(c).Search(c.Request.Context(), r)
	if err != nil {
		return nil, err
	}
	found.Articles = notNil(found.Articles)
	for i := range found.Articles {
		a := &found.Articles[i]
		a.Title, a.Tags, a.Paragraphs = notNil(a.Title), notNil(a.Tags), notNil(a.Paragraphs)
	}
	return found, nil
}

// notNil returns an empty list for nil, so that JSON has [] and not null.
func notNil[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

func (s *Server) apiParagraphs(c *gin.Context) error {
	r, fields, err := apiRequest(strict(c.Request.URL.RawQuery), search.ParagraphsResponse{})
	if err != nil {
		return err
	}
	found, err := s.finder(c).Paragraphs(c.Request.Context(), r)
	if err != nil {
		return err
	}
	found.Paragraphs = notNil(found.Paragraphs)
	stamp(c, found.Generation)
	return writeJSON(c, found, fields)
}

// articleID is the rest of the path, which may contain anything, or the parameter
// id where the path ends (see show.ArticleLink). For an id that no article can have
// the error is that there is no such article, and not that the parameter is wrong.
func articleID(c *gin.Context, p *params) (string, error) {
	id := strings.TrimPrefix(c.Param("id"), "/")
	if id == "" {
		id, _ = p.one("id")
	}
	return checkID(id)
}

func checkID(id string) (string, error) {
	if id == "" || len(id) > MaxIDBytes || !utf8.ValidString(id) {
		return "", fmt.Errorf("article: %w", engine.ErrNotFound)
	}
	return id, nil
}

func (s *Server) apiArticle(c *gin.Context) error {
	p := strict(c.Request.URL.RawQuery)
	q := p.text("q", search.MaxQueryRunes, search.MaxQueryBytes)
	fields := p.fields(search.ArticlePage{})
	id, unknown := articleID(c, p)
	if err := errors.Join(p.err(), unknown); err != nil {
		return err
	}
	a, err := s.reader(c).Article(c.Request.Context(), id, q)
	if err != nil {
		return err
	}
	stamp(c, a.Generation)
	a.Title, a.Brief, a.Tags, a.Paragraphs = notNil(a.Title), notNil(a.Brief), notNil(a.Tags), notNil(a.Paragraphs)
	return writeJSON(c, a, fields)
}

// Related is the body of GET /api/v1/related.
type Related struct {
	ID         string                  `json:"id"`
	Generation int                     `json:"generation"`
	Articles   []search.RelatedArticle `json:"articles"`
}

func (s *Server) apiRelated(c *gin.Context) error {
	p := strict(c.Request.URL.RawQuery)
	size := p.number("size", DefaultSize, 1, search.MaxSize)
	fields := p.fields(Related{})
	id, ok := p.one("id")
	if !ok {
		p.fault("id", "is missing")
	}
	if err := p.err(); err != nil {
		return err
	}
	id, err := checkID(id)
	if err != nil {
		return err
	}
	related, err := s.reader(c).Related(c.Request.Context(), id, size)
	if err != nil {
		return err
	}
	return writeJSON(c, Related{ID: id, Generation: stateOf(c).Generation, Articles: notNil(related)}, fields)
}

// Suggestions is the body of GET /api/v1/suggest.
type Suggestions struct {
	Query       string       `json:"query"`
	Generation  int          `json:"generation"`
	Suggestions []Suggestion `json:"suggestions"`
}

// A Suggestion is a completion with the address of the article that it names.
type Suggestion struct {
	search.Completion
	Link string `json:"link,omitempty"` // of the reader page, for a title
}

// defaultSuggestions is how many suggestions a phone has room for above its
// keyboard.
const defaultSuggestions = 8

func (s *Server) apiSuggest(c *gin.Context) error {
	p := strict(c.Request.URL.RawQuery)
	q := p.text("q", search.MaxQueryRunes, search.MaxQueryBytes)
	size := p.number("size", defaultSuggestions, 1, MaxSuggestions)
	format := p.choice("format", "json", "opensearch")
	fields := p.fields(Suggestions{})
	if !p.values.Has("q") {
		p.fault("q", "is missing")
	}
	if err := p.err(); err != nil {
		return err
	}
	answer := Suggestions{Query: q, Generation: stateOf(c).Generation, Suggestions: []Suggestion{}}
	if strings.TrimSpace(q) != "" {
		found, err := s.finder(c).Suggest(c.Request.Context(), q, size)
		if err != nil {
			return err
		}
		for _, completion := range found {
			answer.Suggestions = append(answer.Suggestions, withLink(completion))
		}
	}
	if format == "opensearch" {
		return writeSuggestions(c, answer)
	}
	return writeJSON(c, answer, fields)
}

func withLink(c search.Completion) Suggestion {
	if c.ID == "" {
		return Suggestion{Completion: c}
	}
	return Suggestion{Completion: c, Link: web.ArticleHref(c.ID, "", 0)}
}

// Stats is the body of GET /api/v1/stats.
type Stats struct {
	engine.State
	Version string `json:"version"` // of the program
}

func (s *Server) apiStats(c *gin.Context) error {
	p := strict(c.Request.URL.RawQuery)
	fields := p.fields(Stats{})
	if err := p.err(); err != nil {
		return err
	}
	state, err := s.services.Finder.State(c.Request.Context())
	if err != nil {
		return err
	}
	c.Header("Cache-Control", revalidated(accessOf(c)))
	return writeJSON(c, Stats{State: state, Version: s.config.Version}, fields)
}

// apiAnalyze reads the body before it takes a place, so that a body that arrives
// slowly does not keep others from searching.
func (s *Server) apiAnalyze(c *gin.Context) error {
	if err := strict(c.Request.URL.RawQuery).err(); err != nil {
		return err
	}
	text, err := analyzeText(c.Request)
	if err != nil {
		return err
	}
	cost := func(*gin.Context) int { return 1 + utf8.RuneCountInString(text)/analyzedPerCost }
	return s.limited(cost, func(c *gin.Context) error { return s.analyze(c, text) })(c)
}

func (s *Server) analyze(c *gin.Context, text string) error {
	a, err := s.services.Analyzer.Analyze(c.Request.Context(), text)
	if err != nil {
		return err
	}
	c.Header("Cache-Control", "no-store")
	return writeJSON(c, a, nil)
}

// analyzeText reads {"text": "..."}.
func analyzeText(r *http.Request) (string, error) {
	var in struct {
		Text *string `json:"text"`
	}
	if err := readBody(r, &in, `{"text": "..."}`); err != nil {
		return "", err
	}
	switch {
	case in.Text == nil:
		return "", faultError{{"text", "is missing"}}
	case utf8.RuneCountInString(*in.Text) > MaxAnalyzeRunes:
		return "", faultError{{"text", fmt.Sprintf("is longer than %d characters", MaxAnalyzeRunes)}}
	}
	if err := query.CheckText(*in.Text); err != nil {
		return "", faultError{{"text", "is " + err.Error()}}
	}
	return *in.Text, nil
}
