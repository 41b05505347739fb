// Package analysis turns Chinese text into terms with spans on the original,
// in one way for documents and queries. It is the only user of gse, and must
// not know about articles, engines or ranking.
//
// NewText folds a text. A Text has Grams, the terms that find any literal piece of
// it; Chars, its distinct characters; Names, its whole words of letters and digits;
// and Required, the grams that every text containing it has. Analyzer.Words
// segments it into words by gse and the dictionaries.
package analysis
