package bleve

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	bleve "github.com/blevesearch/bleve_index_api"
	zap "github.com/blevesearch/zapx/v17"
	"github.com/xunzhang/xunzhang/engine"
)

// batchTerms is how many terms of parts are gathered before a segment is built
// of them: about 400 articles, and some 150 MB while it is being built. Larger
// batches are not faster, smaller ones cost more merging.
const batchTerms = 1_500_000

// A batch is parts that wait to become a segment.
type batch struct {
	rows  []uint32 // of the generation in the making, in the order of documents
	words [][]string
	grams [][]string
	terms int
}

func (b *batch) add(row uint32, d *engine.Doc) {
	b.rows = append(b.rows, row)
	b.words = append(b.words, d.Words)
	b.grams = append(b.grams, d.Grams)
	b.terms += len(d.Words) + len(d.Grams)
}

// frequencies are shared by all terms that occur as often: zap only reads them.
// They are what we hand to zap for a term that occurs n times in a part. Zap
// spends a byte on frequency 0 and two on any other, so 0 stands for one. But
// the only posting of a term goes into the dictionary if its frequency is 1:
// so terms that one part alone of the batch has, once, get that.
type frequencies struct {
	once, only *bleve.TokenFreq
	more       []*bleve.TokenFreq // by frequency
}

func newFrequencies() *frequencies {
	f := &frequencies{once: &bleve.TokenFreq{}, only: &bleve.TokenFreq{}}
	f.only.SetFrequency(1)
	f.more = []*bleve.TokenFreq{nil, f.once}
	return f
}

// after is the frequency that is one more.
func (f *frequencies) after(t *bleve.TokenFreq) *bleve.TokenFreq {
	switch {
	case t == nil:
		return f.once
	case t == f.once:
		return f.of(2)
	}
	return f.of(t.Frequency() + 1)
}

func (f *frequencies) of(n int) *bleve.TokenFreq {
	for len(f.more) <= n {
		t := &bleve.TokenFreq{}
		t.SetFrequency(len(f.more))
		f.more = append(f.more, t)
	}
	return f.more[n]
}

// fields counts the terms of each part of a field; without counted, each
// counts once.
func (f *frequencies) fields(streams [][]string, counted bool) []bleve.TokenFrequencies {
	const several = -1
	holder := map[string]int32{} // the part that holds a term, or several
	all := make([]bleve.TokenFrequencies, len(streams))
	for i, stream := range streams {
		terms := make(bleve.TokenFrequencies, len(stream)*2/3)
		for _, t := range stream {
			before := terms[t]
			if before == nil || counted {
				terms[t] = f.after(before)
			}
			if before != nil {
				continue
			}
			if _, ok := holder[t]; ok {
				holder[t] = several
			} else {
				holder[t] = int32(i)
			}
		}
		all[i] = terms
	}
	for t, i := range holder {
		if i != several && all[i][t] == f.once {
			all[i][t] = f.only
		}
	}
	return all
}

// build makes a segment file of the batch. Nothing of it is shared, so that
// several can be built at once.
func (b *batch) build(d disk, dir, name string) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("build segment %s: %v", name, r)
		}
	}()
	f := newFrequencies()
	words, grams := f.fields(b.words, false), f.fields(b.grams, true)
	docs := make([]bleve.Document, len(b.rows))
	for i := range docs {
		docs[i] = &document{[3]field{
			{name: idField, stored: true},
			{name: string(engine.Words), terms: words[i]},
			{name: string(engine.Grams), terms: grams[i]},
		}}
	}
	built, _, err := (&zap.ZapPlugin{}).New(docs)
	if err != nil {
		return fmt.Errorf("build segment %s: %w", name, err)
	}
	base, ok := built.(io.WriterTo)
	if !ok {
		return fmt.Errorf("build segment %s: unexpected %T", name, built)
	}
	if err := writeTo(d, filepath.Join(dir, name), base); err != nil {
		return fmt.Errorf("write segment %s: %w", name, err)
	}
	return built.Close()
}

func writeTo(d disk, path string, from io.WriterTo) error {
	f, err := d.Create(path)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	_, err = from.WriteTo(w)
	if err == nil {
		err = w.Flush()
	}
	return errors.Join(err, f.Close())
}
