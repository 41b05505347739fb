package opensearch

import "fmt"

// Layout is the version of what indices hold and how; another one needs a
// rebuild.
const Layout = "opensearch-1"

// Fields of a document, as they are called in the cluster.
const (
	fieldID        = "id" // of the part; also the last key of every order
	fieldArticle   = "article"
	fieldAlone     = "alone"     // whether the article has no other part
	fieldLength    = "length"    // grams, for BM25
	fieldPublished = "published" // milliseconds since 1970
	fieldViews     = "views"
	fieldStored    = "stored"
	fieldStreams   = "streams"
	fieldMeta      = "meta"
)

// facetFields are what facets count: names of the seam, which are those in the
// cluster.
func facetFields() []string { return []string{"category", "author", "tag", "year"} }

// indexBody is what a physical index is created with. Nothing is refreshed
// while it is written, and copies are made when it is done.
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
			// For people who look at the index by other means. What a search
			// needs are columns: they are read without unpacking anything else.
			"_source": object{"includes": []string{fieldID, fieldArticle, "title"}},
			"properties": object{
				fieldID: keyword, fieldArticle: keyword, "category": keyword, "author": keyword, "tag": keyword, "year": keyword,
				fieldAlone: object{"type": "boolean"}, fieldPublished: object{"type": "date", "format": "epoch_millis"},
				fieldViews: object{"type": "long"}, fieldLength: column(), "paragraphs": column(), "runes": column(),
				"words": set, "chars": set, "titles": set, "labels": set,
				"grams":     object{"type": "text", "analyzer": "whitespace", "index_options": "freqs", "norms": false, "similarity": "frequency"},
				fieldStored: packed(), fieldStreams: packed(), fieldMeta: packed(),
				"title": object{"type": "keyword", "index": false, "doc_values": false},
			},
		},
	}
}

// column is a number that is computed with and never searched for.
func column() object { return object{"type": "integer", "index": false} }

// packed is a column of bytes, which are compressed here.
func packed() object { return object{"type": "binary", "doc_values": true} }

// sideBody is what the side index is created with.
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

// window is how many hits one request may reach; what lies deeper is walked to.
const window = 10_000

// Names of indices.
func (o *Options) indexName(number int) string { return fmt.Sprintf("%s-gen-%06d", o.Name, number) }
func (o *Options) indexPattern() string        { return o.Name + "-gen-*" }
func (o *Options) sideName() string            { return o.Name + "-side" }

// numberOf is the generation that an index holds.
func (o *Options) numberOf(index string) (number int, ok bool) {
	_, err := fmt.Sscanf(index, o.Name+"-gen-%d", &number)
	return number, err == nil && index == o.indexName(number)
}
