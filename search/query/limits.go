package query

// Limits of a query.
const (
	MaxRunes = 256  // a query's length in runes
	MaxBytes = 1024 // and in bytes
	MaxTerms = 32   // words, phrases and exclusions of a query
)
