// Package article reads articles: from sources (folders, files, archives, standard
// input), JSONL, and documents, for each of which it knows the package below it that
// reads its format. It leaves out site furniture, and gives ids. It must not know about
// terms, indexes or ranking.
package article

import "github.com/xunzhang/xunzhang/article/content"

// Types of what is read; see package content.
type (
	Article   = content.Article
	Paragraph = content.Paragraph
	Link      = content.Link
	Ruby      = content.Ruby
)
