// Package search answers queries with ranked articles and paragraphs. It is the
// only package that asks the engine for candidates; packages query, plan, rank,
// show and mend are the steps of a search. It knows package engine but no
// particular engine, and must not know HTTP.
package search

import (
	"errors"
	"time"

	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/search/mend"
	"github.com/xunzhang/xunzhang/search/plan"
	"github.com/xunzhang/xunzhang/search/query"
	"github.com/xunzhang/xunzhang/search/rank"
	"github.com/xunzhang/xunzhang/search/show"
)

// Limits of a search.
const (
	MaxSize       = 100    // articles or paragraphs of a page
	MaxPastedSize = 30     // the same for a text of more than 64 characters: pages have no more, whatever is asked for
	MaxWindow     = 10_000 // (page-1)*size+size
	MaxFacets     = 1_000  // values of a facet
)

// Limits of a query, see package query.
const (
	MaxQueryRunes = query.MaxRunes
	MaxQueryBytes = query.MaxBytes
)

// Types of answers; see the packages that define them.
type (
	Piece         = show.Piece
	Mark          = show.Mark
	ArticleHit    = show.ArticleHit
	Duplicate     = show.Duplicate
	ParagraphHit  = show.ParagraphHit
	ArticleInfo   = show.ArticleInfo
	ArticlePage   = show.ArticlePage
	ReadParagraph = show.ReadParagraph
	Neighbour     = show.Neighbour
	ReadLink      = show.ReadLink
	ReadRuby      = show.ReadRuby
	Expansion     = plan.Expansion
	Suggestion    = mend.Suggestion
	Completion    = mend.Completion
	Explanation   = rank.Explanation
)

// How much of the query a marked text matches, most first; see show.Mark.
const (
	MarkWhole    = show.MarkWhole
	MarkOther    = show.MarkOther
	MarkFragment = show.MarkFragment
)

// ErrQuery says that a request is outside the limits, or that its text has nothing to
// look for; the message names the parameter. Text that does not parse is never an
// error: it is searched for.
var ErrQuery = errors.New("bad query")

// ErrBusy says that a search would have to read much text, while others do: it may
// be asked again a little later.
var ErrBusy = errors.New("other searches that read much are under way")

// A Request asks for one page of results.
type Request struct {
	Text string // what the reader typed, in the language of package query
	Page int    // from 1; 0 means 1
	Size int    // 0 means 10
	// Cursor, when it is not empty, is Response.Next of the page before: the
	// results continue there, and Page is ignored.
	Cursor     string
	Sort       engine.Sort
	Categories []string  // any of these, as they are written but for letter case, which is how facets count them
	Authors    []string  // any of these, as Categories
	Tags       []string  // any of these, as Categories
	Years      []int     // any of these
	From, To   time.Time // published from and to, both included; zero is open
	Explain    bool      // whether hits explain their scores
	Literal    bool      // the text as typed: no aliases, spelling or pinyin
	Facets     int       // values that a facet lists at most; 0 means FacetValues
	Months     bool      // whether Response.Months is wanted
}

// A Response is one page of articles, as GET /api/v1/search prints it.
type Response struct {
	Query QueryInfo `json:"query"`
	// Total counts the articles that hold every word of the query, in one of its
	// writings; PartialTotal counts those that hold only some words, or pieces,
	// which come after them and list what they lack. Together they are the hits of
	// all pages, including the duplicates that are listed within a hit.
	Total        int                       `json:"total"`
	PartialTotal int                       `json:"partial_total"`
	Page         int                       `json:"page"`
	Size         int                       `json:"size"`
	TookMS       float64                   `json:"took_ms"`
	Generation   int                       `json:"generation"`
	Articles     []ArticleHit              `json:"articles"`
	Facets       map[string][]engine.Count `json:"facets"`
	// Incomplete says that not all texts were read which had to be read to decide
	// whether they match. There may be more results, which are missing from totals
	// and facets.
	Incomplete bool `json:"incomplete,omitempty"`
	// Next is the cursor of the next page; empty when there is none.
	Next string `json:"next,omitempty"`
	// Months counts what the facets count by month ("2025-01"), in order and
	// without the months that have none; nil unless the request wants it, and when
	// too much is found to be counted in a short time.
	Months []engine.Count `json:"-"`
}

// QueryInfo says how the query was understood.
type QueryInfo struct {
	Text string `json:"text"`
	// Searched is the query that was searched for instead of the text, in the query
	// language; empty when it is the text.
	Searched string      `json:"searched,omitempty"`
	Terms    []string    `json:"terms"`                // folded, in the order typed
	Expanded []Expansion `json:"expanded,omitempty"`   // alternatives that were searched for as well
	Suggest  *Suggestion `json:"suggestion,omitempty"` // 您是不是要找
	// LeftOut is the end of a query with more than query.MaxTerms words, which was
	// not searched for.
	LeftOut string `json:"left_out,omitempty"`
}

// ParagraphsResponse is the flat ranking of GET /api/v1/paragraphs.
type ParagraphsResponse struct {
	Query      QueryInfo      `json:"query"`
	Total      int            `json:"total"` // number of paragraphs that were scored for this page, not of all that match
	Page       int            `json:"page"`
	Size       int            `json:"size"`
	TookMS     float64        `json:"took_ms"`
	Generation int            `json:"generation"`
	Paragraphs []ParagraphHit `json:"paragraphs"`
}

// A Ranked is an article or a paragraph in a ranking, as lists of package eval have
// them, best first.
type Ranked struct {
	ID    string // of the article, or of the paragraph (ARTICLE#N)
	Score float64
}

// A RelatedArticle shares rare terms with another.
type RelatedArticle struct {
	ID    string  `json:"id"`
	Title string  `json:"title"`
	Score float64 `json:"score"` // BM25 of the shared terms
}
