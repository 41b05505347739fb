// Package article reads articles: from sources (folders, files, archives, standard
// input), JSONL, and documents, for each of which it knows the package below it that
// reads its format. It leaves out site furniture, and gives ids. It must not know about
// terms, indexes or ranking.
package article

import "github.com/xunzhang/xunzhang/article/content"

// Types of package content.
type (
	// Article is one document with a title, metadata and paragraphs.
	Article = content.Article
	// Paragraph is the unit that a search finds.
	Paragraph = content.Paragraph
	// Link leads from a paragraph to an article, or to a place in one.
	Link = content.Link
	// Ruby says how some characters of a paragraph are pronounced.
	Ruby = content.Ruby
)
