// Package eval measures a ranking against judged queries: it reads queries,
// judgments and TREC runs, runs a ranker, computes the usual metrics and
// compares two runs. It knows a ranker only as a function from text to ids
// with scores, and must not know how anything is found.
package eval
