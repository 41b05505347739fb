// Package analysis turns Chinese text into terms with spans on the original,
// in one way for documents and queries. It is the only user of gse, and must
// not know about articles, engines or ranking.
//
// NewText folds a text. Of a Text, Grams are the terms that find any literal
// piece of it, Chars its distinct characters, Names what of letters and digits
// stands in it as a whole, and Required the grams that every text has which
// contains it. Analyzer.Words are the words that gse and the dictionaries see in
// it.
package analysis
