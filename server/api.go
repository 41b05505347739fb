package server

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search"
	"github.com/xunzhang/xunzhang/web"
)

// DefaultSize is how many results a page has unless size says otherwise.
const DefaultSize = 10

func writeJSON(c *gin.Context, v any) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return fmt.Errorf("answer: %w", err)
	}
	c.Data(http.StatusOK, "application/json; charset=utf-8", b.Bytes())
	return nil
}

// apiRequest reads a search of the API.
func apiRequest(c *gin.Context) (search.Request, error) {
	p := strict(c.Request.URL.RawQuery)
	r := p.request(p.number("size", DefaultSize, 1, search.MaxSize))
	r.Explain = p.flag("explain")
	filters := len(r.Categories) + len(r.Authors) + len(r.Tags) + len(r.Years)
	if !p.values.Has("q") && filters == 0 && r.From.IsZero() && r.To.IsZero() {
		p.fault("q", "is missing")
	}
	return r, p.err()
}

func (s *Server) apiSearch(c *gin.Context) error {
	r, err := apiRequest(c)
	if err != nil {
		return err
	}
	found, err := s.services.Finder.Search(c.Request.Context(), r)
	if err != nil {
		return err
	}
	if found.Articles == nil {
		found.Articles = []search.ArticleHit{}
	}
	stamp(c, found.Generation)
	return writeJSON(c, found)
}

func (s *Server) apiParagraphs(c *gin.Context) error {
	r, err := apiRequest(c)
	if err != nil {
		return err
	}
	found, err := s.services.Finder.Paragraphs(c.Request.Context(), r)
	if err != nil {
		return err
	}
	if found.Paragraphs == nil {
		found.Paragraphs = []search.ParagraphHit{}
	}
	stamp(c, found.Generation)
	return writeJSON(c, found)
}

// articleID is the rest of the path, which may hold anything, or the parameter
// id where that is empty: see search.ArticleLink. An id that no article can have
// is not found rather than wrong.
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
	id, unknown := articleID(c, p)
	if err := errors.Join(p.err(), unknown); err != nil {
		return err
	}
	a, err := s.services.Reader.Article(c.Request.Context(), id, q)
	if err != nil {
		return err
	}
	stamp(c, a.Generation)
	return writeJSON(c, a)
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
	list, err := s.services.Reader.Related(c.Request.Context(), id, size)
	if err != nil {
		return err
	}
	if list == nil {
		list = []search.RelatedArticle{}
	}
	return writeJSON(c, Related{ID: id, Generation: stateOf(c).Generation, Articles: list})
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

// defaultSuggestions are as many as a phone shows above its keyboard.
const defaultSuggestions = 8

func (s *Server) apiSuggest(c *gin.Context) error {
	p := strict(c.Request.URL.RawQuery)
	q := p.text("q", search.MaxQueryRunes, search.MaxQueryBytes)
	size := p.number("size", defaultSuggestions, 1, MaxSuggestions)
	format := p.choice("format", "json", "opensearch")
	if !p.values.Has("q") {
		p.fault("q", "is missing")
	}
	if err := p.err(); err != nil {
		return err
	}
	answer := Suggestions{Query: q, Generation: stateOf(c).Generation, Suggestions: []Suggestion{}}
	if strings.TrimSpace(q) != "" {
		list, err := s.services.Finder.Suggest(c.Request.Context(), q, size)
		if err != nil {
			return err
		}
		for _, completion := range list {
			answer.Suggestions = append(answer.Suggestions, withLink(completion))
		}
	}
	if format == "opensearch" {
		return writeSuggestions(c, answer)
	}
	return writeJSON(c, answer)
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
	if err := strict(c.Request.URL.RawQuery).err(); err != nil {
		return err
	}
	state, err := s.services.Finder.State(c.Request.Context())
	if err != nil {
		return err
	}
	c.Header("Cache-Control", "no-store")
	return writeJSON(c, Stats{State: state, Version: s.config.Version})
}

// apiAnalyze reads the body before it takes a place: a body that comes slowly
// must not keep others from searching.
func (s *Server) apiAnalyze(c *gin.Context) error {
	if err := strict(c.Request.URL.RawQuery).err(); err != nil {
		return err
	}
	text, err := analyzeText(c.Request.Body)
	if err != nil {
		return err
	}
	return s.limited(func(c *gin.Context) error { return s.analyze(c, text) })(c)
}

func (s *Server) analyze(c *gin.Context, text string) error {
	a, err := s.services.Analyzer.Analyze(c.Request.Context(), text)
	if err != nil {
		return err
	}
	c.Header("Cache-Control", "no-store")
	return writeJSON(c, a)
}

// analyzeText reads {"text": "..."}.
func analyzeText(body io.Reader) (string, error) {
	var in struct {
		Text *string `json:"text"`
	}
	d := json.NewDecoder(body)
	d.DisallowUnknownFields()
	err := d.Decode(&in)
	if err == nil && d.More() {
		err = errors.New("something follows the object")
	}
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return "", fmt.Errorf("%w: more than %d bytes", errTooLarge, large.Limit)
	case err != nil:
		return "", fmt.Errorf("%w: want {\"text\": \"...\"}: %w", errBody, err)
	case in.Text == nil:
		return "", faultError{{"text", "is missing"}}
	case utf8.RuneCountInString(*in.Text) > MaxAnalyzeRunes:
		return "", faultError{{"text", fmt.Sprintf("is longer than %d characters", MaxAnalyzeRunes)}}
	}
	return *in.Text, nil
}
