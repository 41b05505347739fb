package search

// Weights are the constants of ranking. Each has its measurement in
// docs/relevance.md, where the table shows what is lost without it.
type Weights struct {
	// The first stage.
	Candidates int     // parts whose paragraphs are scored
	WordBoost  float64 // of words of three runes or more beside grams
	Soft       float64 // share of the query's words that an article must hold to count as found

	// BM25 of paragraphs: weights of the kinds of terms, and saturation.
	Word, Bigram, Unigram float64
	K1, B                 float64
	Single                float64 // of words of one Han character
	SingleRare            float64 // share of the greatest idf from which such a word finds parts
	Rare                  float64 // share of the greatest idf from which a function bigram counts in full
	Title, Labels         float64 // added to the term frequency of what title, or author and tags, hold
	StopWord              float64 // factor of stop words and single function characters
	StopIDF               float64 // greatest idf of stop words and function characters, which questions hold and answers do not
	FunctionBigram        float64 // factor of bigrams that hold a function character

	Article float64 // weight of the BM25 of words over the whole part
	Named   float64 // bonus, in units of Q, of an article whose whole title the query holds
	Pair    float64 // weight of the proximity of pairs of words
	PairGap float64 // characters over which proximity falls to 1/e

	// The length prior of paragraphs, 1 - Short/(1+exp((runes-Middle)/Slope)),
	// in articles of several paragraphs: headings and fragments answer little.
	Short, Middle, Slope float64

	Alias     float64 // factor of an alternative's terms
	Preferred float64 // the same when the corpus prefers the alternative

	// Articles as units: how much the best paragraph adds to the article's own
	// score.
	BestParagraph float64
}

// DefaultWeights are those that searches use.
func DefaultWeights() Weights {
	return Weights{
		Candidates: 100, WordBoost: 1, Soft: .6,
		Word: 1, Bigram: .8, Unigram: 1, K1: .8, B: .6,
		Title: .8, Labels: .4, StopWord: .5, Single: 1.5, SingleRare: .4, Rare: .6, StopIDF: 2, FunctionBigram: .3,
		Article: .45, Named: .6, Pair: .4, PairGap: 15,
		Short: .4, Middle: 30, Slope: 15,
		Alias: .5, Preferred: .9, BestParagraph: .1,
	}
}
