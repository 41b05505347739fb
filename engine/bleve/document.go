package bleve

import (
	"math"
	"slices"
	"strings"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/standard"
	bleve "github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/numeric"
	"github.com/blevesearch/bleve/v2/registry"
	"github.com/xunzhang/xunzhang/engine"
)

// Types of stored values, as bleve marks them.
const (
	textValue   = 't'
	numberValue = 'n'
	dateValue   = 'd'
)

// dayLayout is how a published day is written when bleve shows it.
const dayLayout = "2006-01-02"

// A document is what bleve is told of a part besides its terms.
type document struct {
	id     string
	values []value // in the order of their fields
	// Lengths, as norms.
	grams byte
	title byte
}

// A value is one that is stored. A field of several has one for each.
type value struct {
	field    int
	kind     byte
	position int    // among the field's values, alone for the only one
	data     string // as bleve encodes it
	term     string // that bleve facets and sorts by
}

// alone is the position of a value that is no list's.
const alone = -1

// titleAnalyzer makes the terms of titles that bleve's analyzer of the same name
// makes of queries.
func titleAnalyzer() (analysis.Analyzer, error) {
	return standard.AnalyzerConstructor(nil, registry.NewCache())
}

// gramUnit is how many grams a norm counts as one. Norms of a byte take 10 % of
// the index; lengths in full would take twice as much, and bleve compares them
// with an average of its own making anyway.
const gramUnit = 64

// normOf makes a norm: bleve's is a length. At most 127, which is one byte, and at
// least 1, for bleve takes 0 for a document without the field.
func normOf(length int) byte { return byte(min(max(length, 1), math.MaxInt8)) }

// describe adds what bleve is told of the document's metadata.
func (b *builder) describe(doc uint32, d *engine.Doc) {
	m := documentMaker{builder: b, doc: doc}
	m.id = strings.Clone(d.ID)
	m.grams = normOf((len(d.Grams) + gramUnit - 1) / gramUnit)
	b.lists[idField].add(d.ID, doc)
	m.keyword(articleField, alone, d.Article)
	m.keyword(authorField, alone, d.Fields.Author)
	m.keyword(categoryField, alone, d.Fields.Category)
	m.day(dayOf(d.Fields.Published))
	for i, tag := range d.Fields.Tags {
		m.keyword(tagsField, i, tag)
	}
	m.words(d.Title)
	m.number(float64(d.Fields.Views))
	b.documents = append(b.documents, m.document)
}

// A documentMaker makes the document that its builder got last.
type documentMaker struct {
	document
	builder *builder
	doc     uint32
}

// valueBytes is about what a value takes besides its text.
const valueBytes = 56

func (m *documentMaker) store(v value) {
	m.values = append(m.values, v)
	m.builder.stored += valueBytes + len(v.data)
}

// keyword stores a name, which is one term. Nothing is stored of an empty one.
func (m *documentMaker) keyword(number, position int, name string) {
	if name == "" {
		return
	}
	name = strings.Clone(name) // it may be cut from a whole article
	m.store(value{field: number, kind: textValue, position: position, data: name, term: name})
	m.builder.lists[number].add(name, m.doc)
}

// words stores a title, which is found by its words and characters.
func (m *documentMaker) words(title string) {
	tokens := m.builder.analyzer.Analyze([]byte(title))
	m.title = normOf(len(tokens))
	if title == "" {
		return
	}
	m.store(value{field: titleField, kind: textValue, position: alone, data: strings.Clone(title)})
	for _, t := range tokens {
		m.builder.lists[titleField].add(string(t.Term), m.doc)
	}
}

// number stores the views.
func (m *documentMaker) number(n float64) {
	i := numeric.Float64ToInt64(n)
	term := string(numeric.MustNewPrefixCodedInt64(i, 0))
	m.store(value{field: viewsField, kind: numberValue, position: alone, data: term, term: term})
	m.numberTerms(viewsField, i)
}

// day stores a date that bleve can represent: years from 1678 to 2261.
func (m *documentMaker) day(day int32) {
	if day == noDay {
		return
	}
	at := timeOf(day)
	f, err := bleve.NewDateTimeField(schema()[publishedField].name, nil, at, dayLayout)
	if err != nil {
		return
	}
	term := string(numeric.MustNewPrefixCodedInt64(at.UnixNano(), 0))
	m.store(value{field: publishedField, kind: dateValue, position: alone, data: string(f.Value()), term: term})
	m.numberTerms(publishedField, at.UnixNano())
}

// numberTerms adds the terms by which bleve finds ranges: the number with more
// and more of its last bits cut off.
func (m *documentMaker) numberTerms(number int, n int64) {
	for shift := uint(0); shift < 64; shift += bleve.DefaultPrecisionStep {
		m.builder.lists[number].add(string(numeric.MustNewPrefixCodedInt64(n, shift)), m.doc)
	}
}

// arranged are the terms by which bleve facets and sorts a document, of a field:
// each once, ascending.
func (d *document) arranged(number int, terms []string) []string {
	for _, v := range d.values {
		if v.field == number {
			terms = append(terms, v.term)
		}
	}
	slices.Sort(terms)
	return slices.Compact(terms)
}
