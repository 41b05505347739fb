package search

// Limits of a query.
const (
	MaxQueryRunes = 256  // a query's length in runes
	MaxQueryBytes = 1024 // and in bytes
	MaxTerms      = 32   // words, phrases and exclusions of a query
)
