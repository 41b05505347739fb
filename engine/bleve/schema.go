package bleve

import (
	api "github.com/blevesearch/bleve_index_api"
	"github.com/xunzhang/xunzhang/engine"
)

// The fields of a segment, by number: zap requires the id first and the others in
// the order of their names. Every segment has all of them, since zap merges
// segments with different fields slowly.
const (
	idField = iota
	articleField
	authorField
	categoryField
	gramsField
	labelsField
	publishedField
	tagsField
	titleField
	titlesField
	viewsField
	wordsField
	fieldCount
)

// What a program with bleve can do with a field.
const (
	toFind    = api.IndexField          // find documents by its terms
	toShow    = toFind | api.StoreField // and read its value
	toArrange = toShow | api.DocValues  // and facet and sort by it
)

// A field describes a field of a segment.
type field struct {
	name    string
	options api.FieldIndexingOptions
	counted bool // whether it keeps term frequencies
}

// schema returns the fields, by the constants above. Grams, labels, titles and
// words are the term streams of engine.Doc; the other fields are for programs that
// open a generation with bleve.
func schema() [fieldCount]field {
	return [...]field{
		idField:        {name: "_id", options: toShow},
		articleField:   {name: "article", options: toArrange},
		authorField:    {name: "author", options: toArrange},
		categoryField:  {name: "category", options: toArrange},
		gramsField:     {name: string(engine.Grams), options: toFind, counted: true},
		labelsField:    {name: string(engine.Labels), options: toFind},
		publishedField: {name: "published", options: toArrange},
		tagsField:      {name: "tags", options: toArrange},
		titleField:     {name: "title", options: toShow, counted: true},
		titlesField:    {name: string(engine.Titles), options: toFind},
		viewsField:     {name: "views", options: toArrange},
		wordsField:     {name: string(engine.Words), options: toFind},
	}
}

// streams returns the fields that our searches read.
func streams() [4]int { return [...]int{gramsField, labelsField, titlesField, wordsField} }

// streamsOf returns the terms of a document, in the order of streams.
func streamsOf(d *engine.Doc) [4][]string {
	return [...][]string{d.Grams, d.Labels, d.Titles, d.Words}
}

// streamOf returns the number of the segment field with a stream's terms; false
// when there is none.
func streamOf(f engine.Field) (int, bool) {
	switch f {
	case engine.Grams:
		return gramsField, true
	case engine.Labels:
		return labelsField, true
	case engine.Titles:
		return titlesField, true
	case engine.Words:
		return wordsField, true
	}
	return 0, false
}
