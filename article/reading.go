package article

import (
	"time"

	"github.com/xunzhang/xunzhang/article/block"
	"github.com/xunzhang/xunzhang/article/page"
)

// A Reading is the result of reading one document.
type Reading struct {
	Article    Article
	Names      []string    // the ids that it could have, the first being Article.ID; nil for a document that states its id
	Encoding   string      // that the text was decoded from, "" where the format fixes it
	Dialect    string      // of the format, as far as it was recognised; "" for none
	Sources    []Field     // where the metadata came from, in the order of Article
	Private    string      // what marks it as not meant for readers, "" for nothing
	Expires    time.Time   // UTC day from which its site no longer shows it, zero for never
	Position   string      // its place among the pages of its folder, a number that the page states for the order of its site; "" for none
	References []Reference // links to other documents of the source, resolved when all of it is read
	Within     string      // its address within its site, for links by that; "" where its path says it or it is unknown
	Dropped    []Dropped   // what the reader left out, in reading order
}

// A Reference is a link to another document of the source, or to a place in the
// same one, as its author wrote it.
type Reference struct {
	Paragraph int    // number of the paragraph that holds it
	Text      string // the words of the link
	To        string // an address without a scheme, or the name of a page of a wiki; either may end in "#" and a place in that page
	Wiki      bool   // whether To is the name of a page
}

// Types of the packages of readers that describe a reading.
type (
	// Dropped is a block that is not text of the article.
	Dropped = block.Dropped
	// Reason says why a block was left out.
	Reason = block.Reason
	// Field says where a value of the metadata came from.
	Field = page.Field
)

// Parse is Read for those who want the article alone.
func Parse(r Raw, o Options) (Article, error) {
	reading, err := Read(r, o)
	return reading.Article, err
}
