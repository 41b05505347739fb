package article

import (
	"github.com/xunzhang/xunzhang/article/block"
	"github.com/xunzhang/xunzhang/article/page"
)

// A Reading is what became of one document.
type Reading struct {
	Article    Article
	Names      []string    // ids that it could have, the first being Article.ID; nil for one that names itself
	Encoding   string      // that the text was decoded from, "" where the format says it
	Dialect    string      // of the format, as far as it was recognised; "" for none
	Sources    []Field     // where the metadata came from, in the order of Article
	Private    string      // what marks it as not meant for readers, "" for nothing
	References []Reference // links to other documents of the source, which only all of it tells where they lead
	Dropped    []Dropped   // what the reader left out, in reading order
}

// A Reference is a link to another document of the source, or to a place in the
// same one, as its author wrote it.
type Reference struct {
	Paragraph int    // number of the paragraph that holds it
	Text      string // what it says there
	To        string // an address without a scheme, or the name of a page of a wiki; with "#" and a place in it
	Wiki      bool   // whether To is the name of a page
}

// What became of a document is told in the words of the packages that its
// reader is made of.
type (
	// Dropped is a block that is no text of the article.
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
