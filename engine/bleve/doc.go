// Package bleve is the embedded engine: generations in folders, with postings
// in bleve's segment files (in the zap format, as its scorch index writes them),
// and our own columns, stored records, scoring, locking and publishing around
// them. It is the only user of bleve. It knows terms as strings and must not know
// Chinese.
//
// A part is the document of the engine. It has a row: its number among the live
// parts of the generation, in the order of their ids. A segment numbers its own
// documents; parts.dat tells which row each of them is.
//
// The folder of a generation holds:
//
//	manifest.json    format, number, fingerprint, counts, canaries, every other file with size and CRC-32C
//	index_meta.json  bleve's: what kind of index this is
//	store/N.zap      segments: terms, and the documents that hold them, numbered within the segment
//	store/root.bolt  scorch's snapshot: which segments there are, and which documents are dead
//	parts.dat        a row for each live part, and which row a segment's document is
//	chars.dat        the parts that hold each character, by row
//	text-N.dat       stored records, one after another
//	put-NAME         files that package indexer attached (see engine.Generation.Put)
//
// So the folder is also a bleve index, which bleve.Open opens read-only. This
// package does not use bleve for that: zapWriter writes segments in the zap
// format, postings reads them, and zap's own code merges them. Scorch's persister
// and merger goroutines are not needed, because a generation is written once, by
// one job, and published as a whole. Only Check opens a generation with bleve.
package bleve
