package bench

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/document"
	"github.com/blevesearch/bleve/v2/search/query"
	index "github.com/blevesearch/bleve_index_api"

	xunzhang "github.com/xunzhang/xunzhang/analysis"
	"github.com/xunzhang/xunzhang/article"
	"github.com/xunzhang/xunzhang/engine"
	"github.com/xunzhang/xunzhang/part"
)

// A gramTokenizer gives our grams to bleve.
type gramTokenizer struct{}

func (gramTokenizer) Tokenize(text []byte) analysis.TokenStream {
	grams := xunzhang.NewText(string(text)).Grams()
	out := make(analysis.TokenStream, len(grams))
	tokens := make([]analysis.Token, len(grams))
	for i, g := range grams {
		tokens[i] = analysis.Token{Term: []byte(g.Term), Start: g.Start, End: g.End, Position: i + 1}
		out[i] = &tokens[i]
	}
	return out
}

// stockGrams returns an index of bleve's own, of the same parts with the same
// grams: frequencies and lengths, BM25, nothing stored.
func stockGrams(b *testing.B, e engine.Engine) bleve.Index {
	m := bleve.NewIndexMapping()
	m.ScoringModel = index.BM25Scoring
	x, err := bleve.New(filepath.Join(b.TempDir(), "grams"), m)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		if err := x.Close(); err != nil {
			b.Error(err)
		}
	})
	analyzer := &analysis.DefaultAnalyzer{Tokenizer: gramTokenizer{}}
	batch := x.NewBatch()
	flush := func() {
		if err := x.Batch(batch); err != nil {
			b.Fatal(err)
		}
		batch.Reset()
	}
	everyPart(b, e, func(id, text string) {
		d := document.NewDocument(id)
		d.AddField(document.NewTextFieldCustom("grams", nil, []byte(text), index.IndexField, analyzer))
		if err := batch.IndexAdvanced(d); err != nil {
			b.Fatal(err)
		}
		if batch.Size() == stockBatch {
			flush()
		}
	})
	flush()
	return x
}

// everyPart calls f for every part of an index with its text.
func everyPart(b *testing.B, e engine.Engine, f func(id, text string)) {
	ctx := context.Background()
	v, err := e.View(ctx)
	if err != nil {
		b.Fatal(err)
	}
	defer v.Close()
	found, err := v.Search(ctx, engine.Request{Size: v.State().Parts, Stored: true})
	if err != nil {
		b.Fatal(err)
	}
	for _, h := range found.Hits {
		p, err := part.Open(h.Stored)
		if err != nil {
			b.Fatal(err)
		}
		a := article.Article{Title: part.Decode(p.Title), Brief: part.Decode(p.Brief), Author: h.Fields.Author, Tags: h.Fields.Tags}
		for c := p.Paragraphs(); c.Next(); {
			a.Paragraphs = append(a.Paragraphs, article.Paragraph{Text: part.Decode(c.Text)})
		}
		f(h.ID, part.Part{Article: a}.Text())
	}
}

// stockBigrams asks bleve for the best parts by the query's grams.
func stockBigrams(ctx context.Context, x bleve.Index, text string) (int, error) {
	any := query.NewDisjunctionQuery(nil)
	for _, g := range grams(text) {
		t := query.NewTermQuery(g)
		t.SetField("grams")
		any.AddQuery(t)
	}
	res, err := x.SearchInContext(ctx, bleve.NewSearchRequestOptions(any, candidates, 0, false))
	if err != nil {
		return 0, err
	}
	return int(res.Total), nil
}
