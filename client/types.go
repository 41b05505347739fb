package client

import (
	"errors"
	"strings"
	"time"
)

// A Piece is a run of text, all of which matches the query or does not.
type Piece struct {
	Text string `json:"text"`
	Hit  bool   `json:"hit"`
}

// Pieces are a text, cut at the borders of its matches.
type Pieces []Piece

// Text returns the whole text, without marks.
func (p Pieces) Text() string {
	var b strings.Builder
	for _, piece := range p {
		b.WriteString(piece.Text)
	}
	return b.String()
}

// Understood says how a query was understood.
type Understood struct {
	Text       string      `json:"text"`
	Searched   string      `json:"searched,omitempty"` // what was searched for instead, "" when it was the text itself
	Terms      []string    `json:"terms"`
	Expanded   []Expansion `json:"expanded,omitempty"`
	Suggestion *DidYouMean `json:"suggestion,omitempty"`
	LeftOut    string      `json:"left_out,omitempty"` // the end of a query of too many words
}

// An Expansion is a text that was searched for in addition to what was typed, or
// instead of it.
type Expansion struct {
	Kind string `json:"kind"`
	From string `json:"from"`
	To   string `json:"to"`
}

// DidYouMean is another query that finds more.
type DidYouMean struct {
	Text  string `json:"text"`
	Count int    `json:"count"`
}

// Results are a page of articles.
type Results struct {
	Query        Understood         `json:"query"`
	Total        int                `json:"total"`         // articles that hold every word
	PartialTotal int                `json:"partial_total"` // articles that hold only some
	Page         int                `json:"page"`
	Size         int                `json:"size"`
	TookMS       float64            `json:"took_ms"`
	Generation   int                `json:"generation"`
	Articles     []ArticleHit       `json:"articles"`
	Facets       map[string][]Count `json:"facets"`               // by category, author, tag and year
	Incomplete   bool               `json:"incomplete,omitempty"` // whether there may be more results, which were not looked for
	Next         string             `json:"next,omitempty"`       // the cursor of the next page
}

// A Count is a value with the number of articles that have it.
type Count struct {
	Value string `json:"value"`
	Count int    `json:"count"`
}

// An ArticleHit is an article that was found, with its best paragraphs.
type ArticleHit struct {
	ID             string         `json:"id"`
	Title          Pieces         `json:"title"`
	Author         string         `json:"author"`
	Category       string         `json:"category"`
	Published      string         `json:"published"`         // YYYY-MM-DD, or ""
	Updated        string         `json:"updated,omitempty"` // YYYY-MM-DD, of the last change
	Tags           []string       `json:"tags"`
	URL            string         `json:"url"`
	Views          int64          `json:"views"`
	Score          float64        `json:"score"`
	Paragraphs     []ParagraphHit `json:"paragraphs"`
	MoreParagraphs int            `json:"more_paragraphs"`   // that match too; of an article above 16,000 characters there may be more
	Missing        []string       `json:"missing,omitempty"` // words of the query that it lacks
	Explain        *Explanation   `json:"explain,omitempty"`
	Duplicates     []Duplicate    `json:"duplicates,omitempty"`
}

// A ParagraphHit is a paragraph that was found.
type ParagraphHit struct {
	ID      string       `json:"id"` // ARTICLE#N
	Number  int          `json:"number"`
	Section string       `json:"section"`
	Score   float64      `json:"score"`
	Link    string       `json:"link"` // from the root of the server on
	Pieces  Pieces       `json:"pieces"`
	Follows Pieces       `json:"follows,omitempty"` // for a heading, the beginning of the paragraph after it
	Reading Pieces       `json:"reading,omitempty"` // pronunciations in it that match the query
	Why     []string     `json:"why,omitempty"`
	Article *ArticleInfo `json:"article,omitempty"` // only in ParagraphResults
	Explain *Explanation `json:"explain,omitempty"`
}

// ArticleInfo names the article of a paragraph.
type ArticleInfo struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	Author    string `json:"author"`
	Category  string `json:"category"`
	Published string `json:"published"`
}

// An Explanation is a score as a sum of named parts.
type Explanation struct {
	First []string `json:"first,omitempty"` // rules that put an article before others whatever its score, strongest first
	Score float64  `json:"score"`
	Parts []Part   `json:"parts"`
}

// A Part is a summand of a score.
type Part struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
}

// A Duplicate is a near-duplicate of a hit.
type Duplicate struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	Author    string `json:"author"`
	Published string `json:"published"`
	URL       string `json:"url"`
}

// ParagraphResults are a page of paragraphs.
type ParagraphResults struct {
	Query      Understood     `json:"query"`
	Total      int            `json:"total"`
	Page       int            `json:"page"`
	Size       int            `json:"size"`
	TookMS     float64        `json:"took_ms"`
	Generation int            `json:"generation"`
	Paragraphs []ParagraphHit `json:"paragraphs"`
}

// An Article is a whole article.
type Article struct {
	ID         string      `json:"id"`
	Title      Pieces      `json:"title"`
	Brief      Pieces      `json:"brief"`
	Author     string      `json:"author"`
	Category   string      `json:"category"`
	Published  string      `json:"published"`
	Updated    string      `json:"updated,omitempty"`
	Tags       []string    `json:"tags"`
	URL        string      `json:"url"`
	Views      int64       `json:"views"`
	Paragraphs []Paragraph `json:"paragraphs"`
	Generation int         `json:"generation"`
	Previous   *Neighbour  `json:"previous,omitempty"` // in the order of a book
	Next       *Neighbour  `json:"next,omitempty"`
}

// A Neighbour is the article before or after another one in the order of a book.
type Neighbour struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

// A Paragraph is a paragraph of an Article.
type Paragraph struct {
	Number  int    `json:"number"`
	Heading bool   `json:"heading"`
	Section string `json:"section"`
	Pieces  Pieces `json:"pieces"`
	Anchor  string `json:"anchor,omitempty"` // its ids for links, with spaces between them
	Links   []Link `json:"links,omitempty"`  // links to articles of the index
	Ruby    []Ruby `json:"ruby,omitempty"`
}

// A Link is a link in a paragraph to an article of the index.
type Link struct {
	Start   int    `json:"start"` // in characters (runes) of the paragraph
	End     int    `json:"end"`
	Article string `json:"article"` // id
	Link    string `json:"link"`    // from the root of the server on
}

// A Ruby says how characters of a paragraph are pronounced.
type Ruby struct {
	Start   int    `json:"start"` // in characters (runes) of the paragraph
	End     int    `json:"end"`
	Reading Pieces `json:"reading"`
}

// A RelatedArticle shares rare words with another.
type RelatedArticle struct {
	ID    string  `json:"id"`
	Title string  `json:"title"`
	Score float64 `json:"score"`
}

// A Suggestion completes what is being typed.
type Suggestion struct {
	Text string `json:"text"`
	Kind string `json:"kind"` // "title" or "phrase"
	ID   string `json:"id,omitempty"`
	Link string `json:"link,omitempty"`
}

// Stats describe a generation.
type Stats struct {
	Generation  int       `json:"generation"`
	Fingerprint string    `json:"fingerprint"`
	BuiltAt     time.Time `json:"built_at"`
	Parts       int       `json:"parts"`
	Articles    int       `json:"articles"`
	Paragraphs  int       `json:"paragraphs"`
	Runes       int64     `json:"runes"`
	IndexBytes  int64     `json:"index_bytes"`
	Newest      time.Time `json:"newest"`
	Version     string    `json:"version"` // of the program
}

// An Analysis is a text as it is cut into terms.
type Analysis struct {
	Text       string  `json:"text"`
	Normalized string  `json:"normalized"`
	Words      []Token `json:"words"`
	Grams      []Token `json:"grams"`
}

// A Token is a term with the byte range of the text that it comes from.
type Token struct {
	Term  string `json:"term"`
	Start int    `json:"start"`
	End   int    `json:"end"`
}

// A BatchResult is the answer to one query of a batch: Results, or Err, which is an
// *Error.
type BatchResult struct {
	Results *Results
	Err     error
}

// refused returns the error of a query, nil when there is none.
func (b BatchResult) refused() *Error {
	if e := (*Error)(nil); errors.As(b.Err, &e) {
		return e
	}
	return nil
}

// A Filter says which articles to export.
type Filter struct {
	Categories, Authors, Tags []string // any of these
	Years                     []int    // any of these
	From, To                  time.Time
	Fields                    []string // wanted members; all when empty
}

// An Exported is an article in an export.
type Exported struct {
	ID         string   `json:"id"`
	Title      string   `json:"title"`
	Brief      string   `json:"brief,omitempty"`
	Author     string   `json:"author,omitempty"`
	Category   string   `json:"category,omitempty"`
	Published  string   `json:"published,omitempty"`
	Updated    string   `json:"updated,omitempty"`
	Tags       []string `json:"tags,omitempty"`
	URL        string   `json:"url,omitempty"`
	Views      int64    `json:"views,omitempty"`
	Paragraphs []string `json:"paragraphs"` // paragraph N is at index N-1
	Headings   []int    `json:"headings,omitempty"`
}
