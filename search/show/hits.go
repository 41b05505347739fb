package show

import "github.com/xunzhang/xunzhang/search/rank"

// ShownPerHit is the largest number of paragraphs that are shown of an article.
const ShownPerHit = 3

// A Piece is a run of text, all of which matches the query or does not.
type Piece struct {
	Text string `json:"text"`
	Hit  bool   `json:"hit"`
	Mark Mark   `json:"-"` // of a hit: how much of the query it matches
}

// A Mark says how much of the query a hit matches. Adjacent matches are one hit.
type Mark int

// The marks, the strongest first.
const (
	MarkWhole    Mark = iota // what was typed: a word, a phrase, an unbroken text
	MarkOther                // an alternative of a typed word
	MarkFragment             // a piece of a word
)

// An ArticleHit is an article that was found, with its best paragraphs.
type ArticleHit struct {
	ID             string         `json:"id"`
	Title          []Piece        `json:"title"`
	Author         string         `json:"author"`
	Category       string         `json:"category"`
	Published      string         `json:"published"`         // YYYY-MM-DD, "" when unknown
	Updated        string         `json:"updated,omitempty"` // YYYY-MM-DD, of the last change that it tells of
	Tags           []string       `json:"tags"`
	URL            string         `json:"url"`
	Views          int64          `json:"views"`
	Score          float64        `json:"score"`
	Paragraphs     []ParagraphHit `json:"paragraphs"`
	MoreParagraphs int            `json:"more_paragraphs"` // matching paragraphs not shown; of an article in several parts, of those that were read
	// Missing are the words of the query, as typed, that no part of the article
	// holds. It is empty for the articles that Response.Total counts.
	Missing    []string          `json:"missing,omitempty"`
	Explain    *rank.Explanation `json:"explain,omitempty"`
	Duplicates []Duplicate       `json:"duplicates,omitempty"` // near-duplicates that were found too, and are not hits themselves
}

// A Duplicate is a near-duplicate of a hit: a repost, a mirror, a later edition
// with few changes.
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
	Follows []Piece           `json:"follows,omitempty"` // for a heading, the beginning of the paragraph after it
	Reading []Piece           `json:"reading,omitempty"` // how characters of it are read, where that matches the query
	Why     []string          `json:"why,omitempty"`     // how it matched when not literally: "folded", "alias", "spelling", "pinyin", "reading"
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
	Updated    string          `json:"updated,omitempty"` // YYYY-MM-DD, of the last change that it tells of
	Tags       []string        `json:"tags"`
	URL        string          `json:"url"`
	Views      int64           `json:"views"`
	Paragraphs []ReadParagraph `json:"paragraphs"`
	Generation int             `json:"generation"`
	// Previous and Next are the articles before and after it in the order of a site
	// or book, where the sources define one.
	Previous *Neighbour `json:"previous,omitempty"`
	Next     *Neighbour `json:"next,omitempty"`
}

// A Neighbour is the article before or after another one in the order of a book.
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
	// Anchor is the name that the author gave the paragraph as a target for links,
	// or several names with spaces between them.
	Anchor string     `json:"anchor,omitempty"`
	Links  []ReadLink `json:"links,omitempty"` // links to articles of the index
	Ruby   []ReadRuby `json:"ruby,omitempty"`
}

// A ReadLink is a link in a paragraph to an article.
type ReadLink struct {
	Start   int    `json:"start"` // in characters (Unicode code points) of the paragraph
	End     int    `json:"end"`
	Article string `json:"article"` // id
	Link    string `json:"link"`    // of its reader page, from the root of the site on
}

// A ReadRuby says how characters of a paragraph are read.
type ReadRuby struct {
	Start   int     `json:"start"` // in characters (Unicode code points) of the paragraph
	End     int     `json:"end"`
	Reading []Piece `json:"reading"`
}
