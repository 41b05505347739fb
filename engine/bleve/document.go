package bleve

import (
	bleve "github.com/blevesearch/bleve_index_api"
)

// A document is what zap's segment builder takes: an id, which it insists on,
// and two fields of ready terms.
type document struct {
	fields [3]field
}

// A field hands over terms that are computed already.
type field struct {
	name   string
	stored bool
	terms  bleve.TokenFrequencies
}

const idField = "_id"

func (d *document) ID() string                                 { return "" }
func (d *document) Size() int                                  { return 0 }
func (d *document) VisitComposite(bleve.CompositeFieldVisitor) {}
func (d *document) HasComposite() bool                         { return false }
func (d *document) NumPlainTextBytes() uint64                  { return 0 }
func (d *document) AddIDField()                                {}
func (d *document) StoredFieldsBytes() uint64                  { return 0 }
func (d *document) Indexed() bool                              { return true }

func (d *document) VisitFields(visit bleve.FieldVisitor) {
	for i := range d.fields {
		visit(&d.fields[i])
	}
}

func (f *field) Name() string             { return f.name }
func (f *field) Value() []byte            { return nil }
func (f *field) ArrayPositions() []uint64 { return nil }
func (f *field) EncodedFieldType() byte   { return 't' }
func (f *field) Analyze()                 {}

// AnalyzedLength is what zap writes as norm after each frequency; a one takes
// a byte, and lets zap put the only posting of a term into the dictionary.
// Lengths are in our own table.
func (f *field) AnalyzedLength() int { return 1 }

func (f *field) AnalyzedTokenFrequencies() bleve.TokenFrequencies { return f.terms }
func (f *field) NumPlainTextBytes() uint64                        { return 0 }

func (f *field) Options() bleve.FieldIndexingOptions {
	if f.stored {
		return bleve.IndexField | bleve.StoreField
	}
	return bleve.IndexField
}
