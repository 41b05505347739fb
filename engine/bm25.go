package engine

import "math"

// Parameters of the first stage's BM25, the usual ones of Robertson and
// Zaragoza, "The Probabilistic Relevance Framework" (2009).
const (
	K1 = 1.2
	B  = 0.75
)

// IDF is ln(1 + (n-df+.5)/(df+.5)), never negative, as Lucene has it: n parts
// in all, of which df hold the term.
func IDF(n, df int) float64 {
	return math.Log(1 + (float64(n)-float64(df)+.5)/(float64(df)+.5))
}

// BM25 is idf * tf*(K1+1) / (tf + K1*(1-B+B*length/average)); length and
// average count the terms of the field in the part and on average.
func BM25(idf, tf, length, average float64) float64 {
	return idf * tf * (K1 + 1) / (tf + K1*(1-B+B*length/average))
}
