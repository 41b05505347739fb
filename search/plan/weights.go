package plan

// Weights are the constants of ranking. Each has its measurement in
// docs/relevance.md, where a table shows the loss without it.
type Weights struct {
	// The first stage.
	Candidates     int     // parts whose paragraphs rank articles
	FlatCandidates int     // parts whose paragraphs are ranked in the flat ranking
	WordBoost      float64 // of words of three runes or more, relative to grams

	// BM25 of paragraphs: weights of the kinds of terms, and saturation.
	Word, Bigram, Unigram float64
	K1, B                 float64
	Single                float64 // of words of one Han character
	SingleRare            float64 // share of the greatest idf from which such a word finds parts
	Rare                  float64 // share of the greatest idf from which a function bigram counts in full
	Title, Labels         float64 // added to the term frequency for an occurrence in the title, or in author and tags
	StopWord              float64 // factor of stop words and single function characters
	Frequent              float64 // share of the parts above which a single character is not searched for
	StopIDF               float64 // greatest idf of stop words and function characters, which questions hold and answers do not
	FunctionBigram        float64 // factor of bigrams that hold a function character
	Asking                float64 // of stop words and function characters that only ask, in a question for a fact

	// Long questions are sentences: between these lengths, in runes, the
	// factors of stop words and function bigrams grow to 1, and words fall to
	// LongWord.
	LongFrom, LongTo float64
	LongWord         float64

	Article      float64 // weight of the BM25 of words over the whole part
	Piece        float64 // factor of an occurrence inside a longer name, HashMap in ConcurrentHashMap
	Links        float64 // factor of paragraphs that are navigation, or say who may copy the text
	Captions     float64 // factor of captions and alternative texts of pictures
	Question     float64 // factor of paragraphs that end with a question mark: they ask, and what follows answers
	Announcement float64 // factor of paragraphs that say what their article is about in place of saying it
	Pair         float64 // weight of the proximity of pairs of words
	PairGap      float64 // characters over which proximity falls to 1/e

	// The length prior of paragraphs, 1 - Short/(1+exp((runes-Middle)/Slope)), in
	// articles of several paragraphs: headings and fragments seldom answer a query.
	Short, Middle, Slope float64

	Alias     float64 // factor of an alternative's terms
	Preferred float64 // factor when the corpus prefers the alternative

	// Articles as units: saturation of a part as one long paragraph, and the share
	// of the best paragraph's terms that is added to that, for each paragraph that
	// the articles of the collection have on average, and at most. The more
	// paragraphs articles have, the less the whole article says about an answer in
	// it.
	WholeK1, WholeB         float64
	BestParagraph, BestMost float64
	WholePair               float64 // of the best proximity in a paragraph
	LinkPages               float64 // share of its score that an article loses when all of it is navigation

	// Coverage is the most that an article gains by holding all pairs of characters of
	// the query, somewhere in its text, in units of Q.
	Coverage float64

	// Quotation is the most that a paragraph gains by holding nearly all pairs of
	// characters of a long query in one run, in units of Q.
	Quotation float64

	BestDecay float64 // factor of each next best paragraph of an article relative to the one before
	Answers   float64 // weight of the number of paragraphs that answer, in units of Q
	Together  float64 // bonus of an article with a paragraph that holds all of a few words, in units of Q

	// Titles: of one that holds all words, how much more of one that is nothing
	// else, or that holds them in the order typed; the factor of all that for
	// several words typed in one run, which is how questions are typed; the bonus
	// in units of Q of one that the query holds whole; and what a title's terms
	// count in the first stage.
	TitleAll, TitleCover, TitleOrder, TitleRun, Named, TitleBoost float64
}

// DefaultWeights returns the weights that searches use.
func DefaultWeights() Weights {
	return Weights{
		Candidates: 32, FlatCandidates: 100, WordBoost: 1,
		Word: 1.1, Bigram: .65, Unigram: 1, K1: 1.05, B: .6,
		Title: .8, Labels: .4, StopWord: .5, Single: 1.5, SingleRare: .4, Rare: .6, StopIDF: 2, Frequent: .7, FunctionBigram: .3, Asking: .4,
		LongFrom: 16, LongTo: 22, LongWord: .3,
		Article: .45, Piece: .4, Links: .3, Captions: .5, Question: .8, Announcement: .8, Pair: .5, PairGap: 15,
		Short: .4, Middle: 30, Slope: 15,
		Alias: .4, Preferred: 1, WholeK1: .6, WholeB: .8, BestParagraph: .03, BestMost: 2, WholePair: 3, LinkPages: .8,
		TitleAll: 1.5, TitleCover: 2, TitleOrder: .5, TitleRun: .2, Named: .6, TitleBoost: .5, Coverage: .5, Quotation: 2, BestDecay: .5, Answers: 1, Together: 1,
	}
}

// forLength returns the weights for a query of a length in runes.
func (w Weights) forLength(runes int) Weights {
	long := max(0, min(1, (float64(runes)-w.LongFrom)/(w.LongTo-w.LongFrom)))
	w.StopWord += (1 - w.StopWord) * long
	w.FunctionBigram += (1 - w.FunctionBigram) * long
	w.Word += (w.LongWord - w.Word) * long
	return w
}
