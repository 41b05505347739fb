// Package analysis turns Chinese text into terms with spans on the original,
// in one way for documents and queries. It is the only user of gse, and must
// not know about articles, engines or ranking.
//
// Contract:
//
//	func Fold(r rune) string                 // folded form of one rune: 0, 1 or more runes
//	func FoldString(s string) string
//	func Variants(r rune) []rune             // every rune whose fold is exactly string(r), r itself included
//	func Expanding() []rune                  // every rune whose fold has no rune or more than one
//	type Text struct                         // folded text with a span on the original for each rune
//	func NewText(s string) Text
//	type Token struct{ Term string; Start, End int } // byte span on the original
//	func (t Text) Grams() []Token
//	func (t Text) Chars() []string
//	func New(dictionaries ...Dictionary) (*Analyzer, error)
//	func (a *Analyzer) Words(t Text) []Token // gse words, and sub-words after their word
//	func (a *Analyzer) Fingerprint() string
package analysis
