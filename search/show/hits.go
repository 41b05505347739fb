package show

import "github.com/xunzhang/xunzhang/search/rank"

// ShownPerHit is how many paragraphs are shown of an article.
const ShownPerHit = 3

// A Piece is a run of text that matches the query, or does not.
type Piece struct {
	Text string `json:"text"`
	Hit  bool   `json:"hit"`
	Mark Mark   `json:"-"` // of a hit: how much of the query it is
}

// A Mark says how much of the query a hit is. Matches that touch are one hit.
type Mark int

// The marks, the most first.
const (
	MarkWhole    Mark = iota // what was typed: a word, a phrase, an unbroken text
	MarkOther                // a word that stands for one, or one of the words of an unbroken text
	MarkFragment             // a piece of a word
)

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
	Missing    []string          `json:"missing,omitempty"`
	Explain    *rank.Explanation `json:"explain,omitempty"`
	Duplicates []Duplicate       `json:"duplicates,omitempty"` // found as well, and not hits of their own
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
	ID      string            `json:"id"` // ARTICLE#N
	Number  int               `json:"number"`
	Section string            `json:"section"`
	Score   float64           `json:"score"`
	Link    string            `json:"link"` // /articles/ID?q=...#p-N
	Pieces  []Piece           `json:"pieces"`
	Follows []Piece           `json:"follows,omitempty"` // of a heading, how the paragraph behind it begins
	Why     []string          `json:"why,omitempty"`     // how it matched when not literally: "folded", "alias", "spelling", "pinyin"
	Article *ArticleInfo      `json:"article,omitempty"` // in the flat ranking of paragraphs only
	Explain *rank.Explanation `json:"explain,omitempty"`
}

// ArticleInfo names the article of a paragraph in a flat ranking.
type ArticleInfo struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	Author    string `json:"author"`
	Category  string `json:"category"`
	Published string `json:"published"`
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
	// Previous and Next are its neighbours in the order of a site or book, where the
	// sources say one.
	Previous *Neighbour `json:"previous,omitempty"`
	Next     *Neighbour `json:"next,omitempty"`
}

// A Neighbour is an article before or behind another in the order of a book.
type Neighbour struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

// A ReadParagraph is a paragraph of an ArticlePage.
type ReadParagraph struct {
	Number  int     `json:"number"`
	Heading bool    `json:"heading"`
	Section string  `json:"section"`
	Pieces  []Piece `json:"pieces"`
}
