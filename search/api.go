// Package search turns what a reader types into ranked articles and
// paragraphs. It knows the query language, the plan, the two stages of
// ranking, grouping, snippets and suggestions. It knows the engine's seam but
// no engine, and nothing of HTTP.
package search

import (
	"errors"
	"time"

	"github.com/xunzhang/xunzhang/engine"
)

// Limits of a search.
const (
	MaxQueryRunes = 256    // a query's length in runes
	MaxQueryBytes = 1024   // and in bytes
	MaxTerms      = 32     // words, phrases and exclusions of a query
	MaxSize       = 100    // articles or paragraphs of a page
	MaxWindow     = 10_000 // (page-1)*size+size
	ShownPerHit   = 3      // paragraphs shown of an article
)

// ErrQuery says that a request is outside the limits; the message names the
// parameter. Text that does not parse is never an error: it is searched for.
var ErrQuery = errors.New("bad query")

// A Request asks for one page of results.
type Request struct {
	Text       string // what the reader typed, in the query language of Parse
	Page       int    // from 1; 0 means 1
	Size       int    // 0 means 10
	Sort       engine.Sort
	Categories []string  // any of these
	Authors    []string  // any of these
	Tags       []string  // any of these
	Years      []int     // any of these
	From, To   time.Time // published from and to, both included; zero is open
	Explain    bool      // scores by named parts
	Literal    bool      // the text as typed: no aliases, spelling or pinyin
}

// A Piece is a run of text that matches the query, or does not.
type Piece struct {
	Text string `json:"text"`
	Hit  bool   `json:"hit"`
}

// A Response is one page of articles, as GET /api/v1/search prints it.
type Response struct {
	Query QueryInfo `json:"query"`
	// Total counts the articles that hold every word of the query, in one of its
	// ways; PartialTotal those that hold only some, or pieces, which come behind
	// and tell what they lack. Together they are the hits of all pages, with the
	// duplicates that are told in a hit.
	Total        int                       `json:"total"`
	PartialTotal int                       `json:"partial_total"`
	Page         int                       `json:"page"`
	Size         int                       `json:"size"`
	TookMS       float64                   `json:"took_ms"`
	Generation   int                       `json:"generation"`
	Articles     []ArticleHit              `json:"articles"`
	Facets       map[string][]engine.Count `json:"facets"`
}

// QueryInfo says how the query was understood.
type QueryInfo struct {
	Text     string      `json:"text"`
	Terms    []string    `json:"terms"`                // folded, in the order typed
	Expanded []Expansion `json:"expanded,omitempty"`   // what was searched for besides the literal
	Suggest  *Suggestion `json:"suggestion,omitempty"` // 您是不是要找
}

// An Expansion is an alternative that was used for a term: "同义 脸书→Facebook".
type Expansion struct {
	Kind string `json:"kind"` // "alias", "regional", "number", "joined", "inside", "unquoted", "spelling", "pinyin"
	From string `json:"from"`
	To   string `json:"to"`
}

// A Suggestion is another query that finds more.
type Suggestion struct {
	Text  string `json:"text"`
	Count int    `json:"count"` // articles that it finds
}

// An ArticleHit is an article that was found, with its best paragraphs.
type ArticleHit struct {
	ID             string         `json:"id"`
	Title          []Piece        `json:"title"`
	Author         string         `json:"author"`
	Category       string         `json:"category"`
	Published      string         `json:"published"` // YYYY-MM-DD, "" when unknown
	Tags           []string       `json:"tags"`
	URL            string         `json:"url"`
	Views          int64          `json:"views"`
	Score          float64        `json:"score"`
	Paragraphs     []ParagraphHit `json:"paragraphs"`
	MoreParagraphs int            `json:"more_paragraphs"` // matching paragraphs not shown
	// Missing are the words of the query that no part of the article holds, as
	// typed; none of an article that Response.Total counts.
	Missing    []string     `json:"missing,omitempty"`
	Explain    *Explanation `json:"explain,omitempty"`
	Duplicates []Duplicate  `json:"duplicates,omitempty"` // found as well, and not hits of their own
}

// A Duplicate is an article that says the same as a hit: a repost, a mirror, a
// later edition with few changes.
type Duplicate struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	Author    string `json:"author"`
	Published string `json:"published"` // YYYY-MM-DD, "" when unknown
	URL       string `json:"url"`
}

// A ParagraphHit is a paragraph that was found, with its snippet.
type ParagraphHit struct {
	ID      string       `json:"id"` // ARTICLE#N
	Number  int          `json:"number"`
	Section string       `json:"section"`
	Score   float64      `json:"score"`
	Link    string       `json:"link"` // /articles/ID?q=...#p-N
	Pieces  []Piece      `json:"pieces"`
	Why     []string     `json:"why,omitempty"`     // how it matched when not literally: "folded", "alias", "spelling", "pinyin"
	Article *ArticleInfo `json:"article,omitempty"` // in the flat ranking of paragraphs only
	Explain *Explanation `json:"explain,omitempty"`
}

// ArticleInfo names the article of a paragraph in a flat ranking.
type ArticleInfo struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	Author    string `json:"author"`
	Category  string `json:"category"`
	Published string `json:"published"`
}

// ParagraphsResponse is the flat ranking of GET /api/v1/paragraphs.
type ParagraphsResponse struct {
	Query      QueryInfo      `json:"query"`
	Total      int            `json:"total"` // paragraphs that were ranked for this page
	Page       int            `json:"page"`
	Size       int            `json:"size"`
	TookMS     float64        `json:"took_ms"`
	Generation int            `json:"generation"`
	Paragraphs []ParagraphHit `json:"paragraphs"`
}

// An Explanation is a score as a sum of named parts.
type Explanation struct {
	Score float64     `json:"score"`
	Parts []ScorePart `json:"parts"` // their values add up to Score
}

// A ScorePart is one summand of a score.
type ScorePart struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
}

// ArticlePage is a whole article for reading, with the query's matches marked,
// as GET /api/v1/articles/ID prints it.
type ArticlePage struct {
	ID         string          `json:"id"`
	Title      []Piece         `json:"title"`
	Brief      []Piece         `json:"brief"`
	Author     string          `json:"author"`
	Category   string          `json:"category"`
	Published  string          `json:"published"`
	Tags       []string        `json:"tags"`
	URL        string          `json:"url"`
	Views      int64           `json:"views"`
	Paragraphs []ReadParagraph `json:"paragraphs"`
	Generation int             `json:"generation"`
}

// A ReadParagraph is a paragraph of an ArticlePage.
type ReadParagraph struct {
	Number  int     `json:"number"`
	Heading bool    `json:"heading"`
	Section string  `json:"section"`
	Pieces  []Piece `json:"pieces"`
}

// A Ranked is an id with its score, best first in a list.
type Ranked struct {
	ID    string
	Score float64
}

// A Completion is a suggestion while typing.
type Completion struct {
	Text string `json:"text"`
	Kind string `json:"kind"`         // "title" or "phrase"
	ID   string `json:"id,omitempty"` // of the article, for a title
}

// A RelatedArticle shares rare terms with another.
type RelatedArticle struct {
	ID    string  `json:"id"`
	Title string  `json:"title"`
	Score float64 `json:"score"`
}
