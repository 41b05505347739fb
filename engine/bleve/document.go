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

// A document is what a segment holds of a part for programs that open it with
// bleve, besides the term streams: its id, the values to show, facet and sort by,
// and the field norms.
type document struct {
	id     string
	values []value // in the order of their fields
	grams  byte    // norm of the field grams: see normOf
	title  byte    // norm of the field title
}

// A value is a stored value of a field. A field with several has a value for each.
type value struct {
	field    int
	kind     byte
	position int    // among the values of a list; alone when the field is not a list
	data     string // as bleve encodes it
	term     string // by which bleve facets and sorts
}

// alone is the position of a value of a field that is not a list.
const alone = -1

// titleAnalyzer is bleve's standard analyzer, which bleve also applies to queries
// on titles.
func titleAnalyzer() (analysis.Analyzer, error) {
	return standard.AnalyzerConstructor(nil, registry.NewCache())
}

// gramUnit is how many grams count as one in a norm. Norms of one byte take 10 %
// of the index; exact lengths would take twice as much, and would not help, since
// bleve compares them with an average that it estimates itself.
const gramUnit = 64

// normOf turns a length into a field norm, which in bleve is the length itself:
// at most 127, which is encoded in one byte, and at least 1, since 0 means to bleve
// that the document does not have the field.
func normOf(length int) byte { return byte(min(max(length, 1), math.MaxInt8)) }

// describe adds the document of a part.
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

// A documentMaker makes the document of the part that was added last.
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

// keyword stores a name as one term. An empty name is not stored.
func (m *documentMaker) keyword(number, position int, name string) {
	if name == "" {
		return
	}
	name = strings.Clone(name) // it may be cut from a whole article
	m.store(value{field: number, kind: textValue, position: position, data: name, term: name})
	m.builder.lists[number].add(name, m.doc)
}

// words stores a title, with the terms of bleve's standard analyzer.
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

// day stores a date if bleve can represent it: years from 1678 to 2261.
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

// numberTerms adds the terms by which bleve finds ranges: the number with 0, 4,
// 8 and more of its last bits cut off.
func (m *documentMaker) numberTerms(number int, n int64) {
	for shift := uint(0); shift < 64; shift += bleve.DefaultPrecisionStep {
		m.builder.lists[number].add(string(numeric.MustNewPrefixCodedInt64(n, shift)), m.doc)
	}
}

// arranged appends the terms of a field by which bleve facets and sorts the
// document, ascending and distinct.
func (d *document) arranged(number int, terms []string) []string {
	for _, v := range d.values {
		if v.field == number {
			terms = append(terms, v.term)
		}
	}
	slices.Sort(terms)
	return slices.Compact(terms)
}
