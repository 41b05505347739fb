package opensearch

import "fmt"

// Layout is the version of the format of our indices. An index of another layout
// must be rebuilt.
const Layout = "opensearch-2"

// Fields of a document, as they are called in the cluster.
const (
	fieldID        = "id" // of the part; also the last key of every order
	fieldArticle   = "article"
	fieldAlone     = "alone"     // whether the article has no other part
	fieldLength    = "length"    // grams, for BM25
	fieldPublished = "published" // milliseconds since 1970
	fieldUpdated   = "updated"   // the same
	fieldViews     = "views"
	fieldStored    = "stored"
	fieldStreams   = "streams"
	fieldMeta      = "meta"
)

// facetFields are the facets. Their names in package engine are also the names of
// the fields in the cluster.
func facetFields() []string { return []string{"category", "author", "tag", "year"} }

// indexBody creates the index of a generation. While it is being built, it is not
// refreshed and has no replicas.
func indexBody(shards int) object {
	keyword := object{"type": "keyword"}
	set := object{"type": "text", "analyzer": "whitespace", "index_options": "docs", "norms": false, "similarity": "boolean"}
	return object{
		"settings": object{
			"number_of_shards": shards, "number_of_replicas": 0, "refresh_interval": "-1",
			"max_result_window": window, "max_terms_count": 1 << 16,
			"similarity": object{"frequency": object{"type": "scripted", "script": object{"source": "return doc.freq;"}}},
		},
		"mappings": object{
			"dynamic": "strict",
			"_meta":   object{"xunzhang": object{"layout": Layout}},
			// The source is for people who look at the index by other means.
			// Searches read columns (doc values), for which nothing else has to be
			// unpacked.
			"_source": object{"includes": []string{fieldID, fieldArticle, "title"}},
			"properties": object{
				fieldID: keyword, fieldArticle: keyword, "category": keyword, "author": keyword, "tag": keyword, "year": keyword,
				fieldAlone: object{"type": "boolean"}, fieldPublished: date(), fieldUpdated: date(),
				fieldViews: object{"type": "long"}, fieldLength: column(), "paragraphs": column(), "runes": column(),
				"words": set, "chars": set, "titles": set, "labels": set,
				"grams":     object{"type": "text", "analyzer": "whitespace", "index_options": "freqs", "norms": false, "similarity": "frequency"},
				fieldStored: packed(), fieldStreams: packed(), fieldMeta: packed(),
				"title": object{"type": "keyword", "index": false, "doc_values": false},
			},
		},
	}
}

// column is a number for scripts and aggregations, which is not searched for.
func column() object { return object{"type": "integer", "index": false} }

// date is a day, as milliseconds since 1970.
func date() object { return object{"type": "date", "format": "epoch_millis"} }

// packed is a column of bytes, which are compressed here.
func packed() object { return object{"type": "binary", "doc_values": true} }

// sideBody creates the side index.
func sideBody() object {
	return object{
		"settings": object{"number_of_shards": 1, "auto_expand_replicas": "0-1"},
		"mappings": object{
			"dynamic": "strict",
			"_meta":   object{"xunzhang": object{"layout": Layout}},
			"properties": object{
				"kind": object{"type": "keyword"}, "token": object{"type": "keyword"},
				"data": object{"type": "binary"}, "body": object{"type": "object", "enabled": false},
			},
		},
	}
}

// window is how many hits deep one request reaches. For deeper ones, see walk.
const window = 10_000

// Names of indices.
func (o *Options) indexName(number int) string { return fmt.Sprintf("%s-gen-%06d", o.Name, number) }
func (o *Options) indexPattern() string        { return o.Name + "-gen-*" }
func (o *Options) sideName() string            { return o.Name + "-side" }

// numberOf returns the number of the generation that an index of this name holds.
func (o *Options) numberOf(index string) (number int, ok bool) {
	_, err := fmt.Sscanf(index, o.Name+"-gen-%d", &number)
	return number, err == nil && index == o.indexName(number)
}
