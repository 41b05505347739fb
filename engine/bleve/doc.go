// Package bleve is the embedded engine: generations in folders, with postings
// in bleve's segment files (zap, as its scorch index writes them), and our own
// columns, stored records, scoring, locking and publishing around them. It is
// the only user of bleve. It knows terms as strings and must not know Chinese.
//
// What a generation's folder holds:
//
//	manifest.json   number, fingerprint, counts, canaries, every other file with size and CRC-32C
//	words-N.zap     segments: terms, and the documents that hold them, numbered within the segment
//	parts.dat       a row for each live part, and which row a segment's document is
//	chars.dat       the parts that hold each character, by row
//	text-N.dat      stored records, one after another
//	put-NAME        files of the indexer's own
//
// Segments are built and merged with zap's own code. Scorch's machinery above
// them (its bolt file, its persister and merger goroutines) is left out: a
// generation is written once, by one job, and published whole, so there is
// nothing to coordinate, and its traps are gone with it.
package bleve
