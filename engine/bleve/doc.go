// Package bleve is the embedded engine: generations in folders, with postings
// in bleve's segment files (zap, as its scorch index writes them), and our own
// columns, stored records, scoring, locking and publishing around them. It is
// the only user of bleve. It knows terms as strings and must not know Chinese.
//
// What a generation's folder holds:
//
//	manifest.json    format, number, fingerprint, counts, canaries, every other file with size and CRC-32C
//	index_meta.json  bleve's: what kind of index this is
//	store/N.zap      segments: terms, and the documents that hold them, numbered within the segment
//	store/root.bolt  scorch's snapshot: which segments there are, and which documents are dead
//	parts.dat        a row for each live part, and which row a segment's document is
//	chars.dat        the parts that hold each character, by row
//	text-N.dat       stored records, one after another
//	put-NAME         files of the indexer's own
//
// So the folder is an index of bleve's, which bleve.Open opens to read. Nothing
// here goes through that: segments are written in zap's format by zapWriter,
// read by postings and merged by zap's own code. Scorch's machinery above them
// (its persister and merger goroutines) is left out, for a generation is written
// once, by one job, and published whole, so that there is nothing to coordinate.
// Only Check opens a generation with bleve.
package bleve
